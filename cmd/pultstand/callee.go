package main

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"pult/telephony/pbx"
)

// answers are how somebody who is called behaves, by name: what a call list meets.
var answers = map[string]pbx.Callee{
	"busy":      {Refuse: 486},
	"noanswer":  {RingFor: 5 * time.Second, Refuse: 480},
	"never":     {Never: true}, // rings until the caller gives up
	"decline":   {RingFor: time.Second, Refuse: 603},
	"wrong":     {Refuse: 404},
	"forbidden": {Refuse: 403},
	"fault":     {Refuse: 503},
	"voicemail": {RingFor: 2 * time.Second, TalkFor: 10 * time.Second}, // a machine talks, and hangs up
	"talk":      {RingFor: 2 * time.Second},
}

// usual chooses by the last digits of a number, so that a lesson can be planned.
var usual = map[string]string{
	"86": "busy", "03": "decline", "80": "never", "08": "noanswer", "04": "wrong", "43": "forbidden", "53": "fault", "99": "voicemail",
}

// callees answer what is dialled.
type callees struct {
	mu     sync.Mutex
	script map[string][]pbx.Callee // by number or by its last digits: one call each, the last one for good
}

// of says how a number that is dialled answers: by the script, else by its last digits.
func (c *callees) of(number string) pbx.Callee {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := range number { // the whole number first, then its ending
		steps := c.script[number[i:]]
		if len(steps) == 0 {
			continue
		}
		if len(steps) > 1 {
			c.script[number[i:]] = steps[1:]
		}
		return steps[0]
	}
	if name, ok := usual[number[max(0, len(number)-2):]]; ok {
		return answers[name]
	}
	return answers["talk"]
}

// set writes how a number, or all with an ending, answer from now on: "busy talk" is
// busy once and talks then, "talk:30s" hangs up after that time.
func (c *callees) set(number, script string) error {
	var steps []pbx.Callee
	for word := range strings.FieldsSeq(script) {
		name, length, timed := strings.Cut(word, ":")
		callee, ok := answers[name]
		if !ok {
			return fmt.Errorf("nobody answers by %q", name)
		}
		if timed {
			d, err := time.ParseDuration(length)
			if err != nil {
				return fmt.Errorf("%s is no duration such as 30s", strconv.Quote(length))
			}
			callee.TalkFor = d
		}
		steps = append(steps, callee)
	}
	number = strings.TrimPrefix(number, "+")
	if number == "" || strings.Trim(number, "0123456789") != "" {
		return errors.New("which number, or the last digits of which?")
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.script == nil {
		c.script = map[string][]pbx.Callee{}
	}
	c.script[number] = steps
	return nil
}

// callee changes how somebody answers who is called.
func (c *company) callee(r *http.Request) (any, error) {
	return none, c.callees.set(r.FormValue("number"), r.FormValue("how"))
}
