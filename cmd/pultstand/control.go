package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"pult/sync/standin"
	"pult/telephony/pbx"
)

// controls is what lessons and tests ask of the company. A client is a
// reference or a working name, the demo client when left out; a sum is in
// roubles.
//
//	GET  /                                                     the same by hand, in a browser
//	POST /ring?from=…&display=…&called=…&talk=30s&cancel=10s   a client calls
//	POST /lamp?extension=102&state=idle|ringing|talking        what a colleague's telephone does
//	POST /messages?new=2&old=1                                 what lies in the mailbox
//	POST /letter?client=…&from=…&subject=…&text=…&answers=…    a client writes
//	POST /callee?number=…86&how=busy+talk:30s                  how who is called answers, call by call: a number or its last digits
//	GET  /sent                                                 letters that were sent
//	GET  /calls                                                calls through the exchange
//	GET  /records                                              records of calls in 1C
//	GET  /events                                               interactions of every kind written since
//	GET  /state                                                the base, its switches and failures
//	POST /fail?what=down                                       something breaks in 1C
//	POST /heal                                                 all is well again
//	POST /set?name=bom&value=on                                a habit of 1C changes
//	POST /close?ref=…&off=1                                    rights on one object
//	POST /pay?client=…&sum=1000.50                             a client pays
//	POST /bill?client=…&sum=1000                               an order and a bill for it
//	POST /pay-bill?number=00УТ-000312                          that bill is paid
//	POST /ship?client=…&sum=1000&days=14                       a client buys
//	POST /client?name=…&phone=…&inn=…                          a new client
//	POST /rename?client=…&name=…                               another name
//	POST /mark?client=…&off=1                                  the mark of deletion
//	POST /delete?client=…                                      gone for good
//	POST /merge?duplicate=…&into=…                             documents move, the duplicate is marked
//	POST /call-by-other?client=…&number=…&text=…&incoming=1    a colleague writes down a call
func (c *company) controls() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", c.page)
	mux.HandleFunc("GET /calls", c.calls)
	mux.HandleFunc("GET /sent", c.sent)
	mux.HandleFunc("GET /records", func(w http.ResponseWriter, _ *http.Request) { reply(w, c.base.Calls()) })
	mux.HandleFunc("GET /events", func(w http.ResponseWriter, _ *http.Request) { reply(w, c.base.Events()) })
	mux.HandleFunc("GET /state", func(w http.ResponseWriter, _ *http.Request) { reply(w, c.base.State()) })
	mux.HandleFunc("POST /lamp", ours(c.lamp))
	mux.HandleFunc("POST /messages", ours(c.messages))
	for path, do := range map[string]func(*http.Request) (any, error){
		"ring": c.ring, "callee": c.callee, "letter": c.letter, "fail": c.fail, "heal": c.heal, "set": c.set, "close": c.closeRow, "pay": c.pay, "bill": c.bill, "pay-bill": c.payBill, "ship": c.ship, "client": c.addClient,
		"rename": c.rename, "mark": c.mark, "delete": c.delete, "merge": c.merge, "call-by-other": c.callByOther,
	} {
		mux.HandleFunc("POST /"+path, ours(action(do)))
	}
	return mux
}

// ours lets no page of somebody else's make things happen here.
func ours(do http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if from := r.Header.Get("Origin"); from != "" && from != "http://"+r.Host {
			http.Error(w, "not from our own page", http.StatusForbidden)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
		do(w, r)
	}
}

// action answers JSON to a program, and leads a browser back to the page.
func action(do func(*http.Request) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		value, err := do(r)
		if strings.Contains(r.Header.Get("Accept"), "text/html") {
			said := "Готово."
			if err != nil {
				said = "Не вышло: " + err.Error()
			} else if text, ok := value.(map[string]string); ok {
				for _, v := range text {
					said = "Готово: " + v
				}
			}
			http.Redirect(w, r, "/?said="+url.QueryEscape(said), http.StatusSeeOther)
			return
		}
		if err != nil {
			refuse(w, err)
			return
		}
		reply(w, value)
	}
}

func (c *company) ring(r *http.Request) (any, error) {
	caller := pbx.Caller{From: r.FormValue("from"), Display: r.FormValue("display"), To: r.FormValue("called"), Extension: extension}
	if caller.From == "" {
		caller.From = standin.DemoClient().Phone
	}
	for name, d := range map[string]*time.Duration{"talk": &caller.TalkFor, "cancel": &caller.CancelAfter} {
		text := r.FormValue(name)
		if text == "" {
			continue
		}
		var err error
		if *d, err = time.ParseDuration(text); err != nil {
			return nil, fmt.Errorf("%s=%s is no duration such as 30s", name, text)
		}
	}
	call, err := c.exchange.Ring(r.Context(), caller)
	if err != nil {
		return nil, err
	}
	if strings.Contains(r.Header.Get("Accept"), "text/html") {
		return none, nil // nobody watches a page while it rings
	}
	return call.Record(r.Context())
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

// none is the answer when there is nothing to say.
var none = struct{}{}

func (c *company) fail(r *http.Request) (any, error) {
	failure, err := standin.ParseFailure(r.FormValue("what") + " " + r.FormValue("more"))
	if err != nil {
		return nil, err
	}
	c.base.Fail(failure)
	return c.base.Failures(), nil
}

func (c *company) heal(*http.Request) (any, error) {
	c.base.Heal()
	return none, nil
}

func (c *company) set(r *http.Request) (any, error) {
	if err := c.base.Set(r.FormValue("name"), r.FormValue("value")); err != nil {
		return nil, err
	}
	return c.base.Switches(), nil
}

func (c *company) closeRow(r *http.Request) (any, error) {
	return none, c.base.CloseRow(r.FormValue("ref"), r.FormValue("off") == "")
}

// kopecks reads "1000", "1 000,50" or "1000.5".
func kopecks(text string) (standin.Kopecks, error) {
	text = strings.NewReplacer(" ", "", "\u00a0", "", ",", ".").Replace(text)
	whole, part, _ := strings.Cut(text, ".")
	n, err := strconv.ParseInt(whole, 10, 48)
	cents, errCents := strconv.ParseUint((part + "00")[:2], 10, 8)
	if err != nil || errCents != nil || n < 0 || len(part) > 2 {
		return 0, fmt.Errorf("%q is no sum such as 1000.50", text)
	}
	return standin.Kopecks(n*100 + int64(cents)), nil
}

func (c *company) pay(r *http.Request) (any, error) {
	ref, err := c.base.FindClient(r.FormValue("client"))
	sum, errSum := kopecks(r.FormValue("sum"))
	if err := errors.Join(err, errSum); err != nil {
		return nil, err
	}
	return none, c.base.Pay(ref, sum)
}

func (c *company) bill(r *http.Request) (any, error) {
	ref, err := c.base.FindClient(r.FormValue("client"))
	sum, errSum := kopecks(r.FormValue("sum"))
	if err := errors.Join(err, errSum); err != nil {
		return nil, err
	}
	number, err := c.base.Bill(ref, sum)
	return map[string]string{"number": number}, err
}

func (c *company) payBill(r *http.Request) (any, error) {
	return none, c.base.PayBill(strings.TrimSpace(r.FormValue("number")))
}

func (c *company) ship(r *http.Request) (any, error) {
	ref, err := c.base.FindClient(r.FormValue("client"))
	sum, errSum := kopecks(r.FormValue("sum"))
	days := 14
	var errDays error
	if text := r.FormValue("days"); text != "" {
		days, errDays = strconv.Atoi(text)
	}
	if err := errors.Join(err, errSum, errDays); err != nil {
		return nil, err
	}
	number, err := c.base.Ship(ref, sum, days)
	return map[string]string{"number": number}, err
}

func (c *company) addClient(r *http.Request) (any, error) {
	ref, err := c.base.AddClient(standin.NewClient{Name: r.FormValue("name"), Phone: r.FormValue("phone"), INN: r.FormValue("inn")})
	return map[string]string{"ref": ref}, err
}

func (c *company) rename(r *http.Request) (any, error) {
	ref, err := c.base.FindClient(r.FormValue("client"))
	if err != nil {
		return nil, err
	}
	return none, c.base.Rename(ref, r.FormValue("name"))
}

func (c *company) mark(r *http.Request) (any, error) {
	ref, err := c.base.FindClient(r.FormValue("client"))
	if err != nil {
		return nil, err
	}
	return none, c.base.Mark(ref, r.FormValue("off") == "")
}

func (c *company) delete(r *http.Request) (any, error) {
	ref, err := c.base.FindClient(r.FormValue("client"))
	if err != nil {
		return nil, err
	}
	return none, c.base.Delete(ref)
}

func (c *company) merge(r *http.Request) (any, error) {
	if r.FormValue("duplicate") == "" {
		return nil, errors.New("which client is the duplicate?")
	}
	from, err := c.base.FindClient(r.FormValue("duplicate"))
	into, errInto := c.base.FindClient(r.FormValue("into"))
	if err := errors.Join(err, errInto); err != nil {
		return nil, err
	}
	return none, c.base.Merge(from, into)
}

func (c *company) callByOther(r *http.Request) (any, error) {
	ref, err := c.base.FindClient(r.FormValue("client"))
	if err != nil {
		return nil, err
	}
	call := standin.OtherCall{
		Client: ref, Number: r.FormValue("number"), Text: r.FormValue("text"), Incoming: r.FormValue("incoming") != "", Length: 3 * time.Minute, Manager: 3,
	}
	if call.Number == "" {
		call.Number = standin.DemoClient().Phone
	}
	written, err := c.base.CallByOther(call)
	return map[string]string{"ref": written}, err
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
