package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"pult/sync/standin"
	"pult/telephony/pbx"
)

// controls is what lessons and tests ask of the company:
//
//	POST /ring?from=…&display=…&called=…&talk=30s&cancel=10s   a client calls
//	POST /lamp?extension=102&state=idle|ringing|talking        what a colleague's telephone does
//	POST /messages?new=2&old=1                                 what lies in the mailbox
//	GET  /calls                                                calls through the exchange
//	GET  /records                                              records of calls in 1C
//	POST /fail?what=down                                       something breaks in 1C
//	POST /heal                                                 all is well again
func (c *company) controls() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /ring", c.ring)
	mux.HandleFunc("POST /lamp", c.lamp)
	mux.HandleFunc("POST /messages", c.messages)
	mux.HandleFunc("GET /calls", c.calls)
	mux.HandleFunc("GET /records", func(w http.ResponseWriter, _ *http.Request) { reply(w, c.base.Calls()) })
	mux.HandleFunc("POST /fail", c.fail)
	mux.HandleFunc("POST /heal", func(w http.ResponseWriter, _ *http.Request) { c.base.Heal(); reply(w, struct{}{}) })
	return mux
}

func (c *company) ring(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	caller := pbx.Caller{From: q.Get("from"), Display: q.Get("display"), To: q.Get("called"), Extension: extension}
	if caller.From == "" {
		caller.From = standin.DemoClient().Phone
	}
	for name, d := range map[string]*time.Duration{"talk": &caller.TalkFor, "cancel": &caller.CancelAfter} {
		text := q.Get(name)
		if text == "" {
			continue
		}
		var err error
		if *d, err = time.ParseDuration(text); err != nil {
			refuse(w, fmt.Errorf("%s=%s is no duration such as 30s", name, text))
			return
		}
	}
	call, err := c.exchange.Ring(r.Context(), caller)
	if err != nil {
		refuse(w, err)
		return
	}
	record, err := call.Record(r.Context())
	if err != nil {
		refuse(w, err)
		return
	}
	reply(w, record)
}

func (c *company) calls(w http.ResponseWriter, r *http.Request) {
	list, err := c.exchange.Calls(r.Context())
	if err != nil {
		refuse(w, err)
		return
	}
	if list == nil {
		list = []pbx.Record{} // no calls yet is an empty list
	}
	reply(w, list)
}

func (c *company) fail(w http.ResponseWriter, r *http.Request) {
	failure, err := standin.ParseFailure(r.URL.Query().Get("what"))
	if err != nil {
		refuse(w, err)
		return
	}
	c.base.Fail(failure)
	reply(w, c.base.Failures())
}

func reply(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_ = json.NewEncoder(w).Encode(value) // a client that has gone needs no answer
}

func refuse(w http.ResponseWriter, err error) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(http.StatusBadRequest)
	_ = json.NewEncoder(w).Encode(map[string]string{"error": err.Error()})
}
