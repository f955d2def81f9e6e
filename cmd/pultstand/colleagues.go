package main

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"pult/sync/standin"
	"pult/telephony/pbx"
)

// colleague is another manager of the company with a telephone.
type colleague struct{ Name, Extension string }

// colleagueExtensions are the telephones of colleagues; the exchange answers them
// as it answers any number; those on …03 decline.
var colleagueExtensions = []string{"102", "104"}

// colleaguesOf picks managers other than whose panel it will be.
func colleaguesOf(partners []standin.Truth, manager string) []colleague {
	var list []colleague
	seen := map[string]bool{"": true, manager: true}
	for _, p := range partners {
		if len(list) == len(colleagueExtensions) {
			break
		}
		if !seen[p.Manager] {
			seen[p.Manager] = true
			list = append(list, colleague{p.Manager, colleagueExtensions[len(list)]})
		}
	}
	return list
}

// dialogs are what a telephone does in each state of its lamp (RFC 4235).
var dialogs = map[string]string{
	"idle":    "",
	"ringing": `<dialog id="1" direction="recipient"><state>early</state></dialog>`,
	"talking": `<dialog id="1" direction="recipient"><state>confirmed</state></dialog>`,
}

// light tells what the telephone of a colleague is doing.
func (c *company) light(ctx context.Context, extension, state string) error {
	what, ok := dialogs[state]
	if !ok {
		return fmt.Errorf("state=%s, idle, ringing or talking is meant", state)
	}
	return c.exchange.Tell(ctx, pbx.Lamps, extension, `<?xml version="1.0"?>`+
		`<dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="VERSION" state="full" entity="sip:`+extension+`@practice">`+
		what+`</dialog-info>`)
}

func (c *company) lamp(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if err := c.light(r.Context(), q.Get("extension"), q.Get("state")); err != nil {
		refuse(w, err)
		return
	}
	reply(w, struct{}{})
}

func (c *company) messages(w http.ResponseWriter, r *http.Request) {
	var counts [2]int
	for i, name := range []string{"new", "old"} {
		n, err := strconv.Atoi(r.URL.Query().Get(name))
		if err != nil || n < 0 {
			refuse(w, fmt.Errorf("%s=%s is no number of messages", name, r.URL.Query().Get(name)))
			return
		}
		counts[i] = n
	}
	if err := c.exchange.TellMessages(r.Context(), extension, counts[0], counts[1]); err != nil {
		refuse(w, err)
		return
	}
	reply(w, struct{}{})
}

// settleExchange lets all telephones rest and the mailbox be empty.
func (c *company) settleExchange(ctx context.Context) error {
	for _, one := range c.colleagues {
		if err := c.light(ctx, one.Extension, "idle"); err != nil {
			return err
		}
	}
	return c.exchange.TellMessages(ctx, extension, 0, 0)
}
