//go:build field

package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2/app"

	"pult/app/conf"
	"pult/app/crm"
	"pult/app/station"
	"pult/app/ui"
	"pult/telephony/pbx"
)

// seat is a manager at the keyboard of a panel that is whole: an exchange, a
// telephone line, a journal on disk, a window.
type seat struct {
	*desktop
	station  *station.Station
	panel    *ui.Panel
	exchange *pbx.PBX
}

const clientNumber = "+79751234567"

var client = crm.Ref{1}

// openExchange runs an exchange, and makes a home folder that leads to it.
func openExchange(t *testing.T) (exchange *pbx.PBX, home string) {
	t.Helper()
	exchange, err := pbx.New(pbx.Options{Users: map[string]string{"101": "telephone"}})
	if err != nil {
		t.Fatal(err)
	}
	background(t, func(ctx context.Context) { _ = exchange.Serve(ctx) })
	home = t.TempDir()
	for name, text := range map[string]string{
		"pult.toml": fmt.Sprintf("version = 1\nmanager = \"Смирнова Анна\"\n[phone]\nserver = \"sip:%s;transport=udp\"\nuser = \"101\"\npassword_file = \"phone.password\"\n",
			exchange.Addr()),
		"phone.password": "telephone",
	} {
		if err := os.WriteFile(filepath.Join(home, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return exchange, home
}

func takeSeat(t *testing.T) *seat {
	t.Helper()
	h := &seat{desktop: openDesktop(t)}
	var home string
	h.exchange, home = openExchange(t)
	cfg, err := conf.Load(home)
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	if h.station, err = station.Open(t.Context(), cfg, station.Calls, log); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.station.Close() })
	batch := crm.Batch{Clients: []crm.Client{{Ref: client, Name: "Вектор", Phones: []crm.Phone{{Number: cfg.Plan().Parse(clientNumber)}}}}}
	if _, err := h.station.Store.Cache.Apply(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	background(t, h.station.Run)
	h.open(t, log)
	if err := h.exchange.Registered(t.Context(), "101"); err != nil {
		t.Fatal(err)
	}
	return h
}

// open shows the panel on the first thread.
func (h *seat) open(t *testing.T, log *slog.Logger) {
	t.Helper()
	made := make(chan struct{})
	background(t, func(ctx context.Context) {
		ended := make(chan struct{})
		firstThread <- func() {
			defer close(ended)
			h.panel = ui.New(app.NewWithID(appID+".test"), deps(ctx, h.station, log))
			close(made)
			_ = h.panel.Run(ctx)
		}
		<-ended
	})
	<-made
	h.front("^Пульт$")
	h.until("the panel answers", func() bool { return h.panel.Shown().State != "" })
}

// background does something until the test is over, and waits for its end.
func background(t *testing.T, do func(context.Context)) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); do(ctx) }()
	t.Cleanup(func() { cancel(); <-done })
}

// shows waits until the main window stands so.
func (h *seat) shows(what string, fits func(ui.Shown) bool) {
	h.t.Helper()
	h.until(what, func() bool { return fits(h.panel.Shown()) })
}

// A whole call by the keyboard alone: ring, answer, note, result, next step. The
// wrap-up takes three keys at most, whatever came of the talk.
func TestACallByTheKeyboardAlone(t *testing.T) {
	if !alone(t) {
		return
	}
	h := takeSeat(t)
	for _, c := range []struct {
		name string
		keys []string // of the wrap-up
		want crm.Result
		why  string
		next bool
	}{
		{"call back tomorrow at ten", []string{"Tab", "2", "Return"}, crm.ResultCallBack, "", true},
		{"agreed", []string{"Tab", "1", "Return"}, crm.ResultAgreed, "", false},
		{"refused, for it is dear", []string{"Tab", "4", "1"}, crm.ResultRefused, "price", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			h.t = t
			h.call(c.keys, c.want, c.why, c.next)
		})
	}
}

// call goes through one call and looks what is on disk then.
func (h *seat) call(wrapUp []string, want crm.Result, why string, next bool) {
	h.t.Helper()
	ctx := h.t.Context()
	began, note := h.keys, "счет 2 дня. ждет ответа"
	call, err := h.exchange.Ring(ctx, pbx.Caller{From: clientNumber, To: "79750500500", Extension: "101"})
	if err != nil {
		h.t.Fatal(err)
	}
	h.shows("it rings", func(s ui.Shown) bool { return s.State == "Звонит" })
	h.press("F2")
	h.shows("the talk is on, the note has the keyboard", func(s ui.Shown) bool { return s.State == "Разговор" && s.Focus == "note" })
	h.write(note)
	h.shows("the note is typed", func(s ui.Shown) bool { return s.Note == note })
	h.press("F4")
	if _, err := call.Over(ctx); err != nil {
		h.t.Fatal(err)
	}
	h.shows("it asks what came of it", func(s ui.Shown) bool { return s.Wrap && s.Focus == "note" })

	before := h.keys
	h.press(wrapUp[0])
	h.shows("digits are results now", func(s ui.Shown) bool { return s.Focus == "results" })
	h.press(wrapUp[1])
	if next {
		h.shows("the next step is proposed", func(s ui.Shown) bool { return s.Focus == "step" && s.Step == "завтра 10" })
	}
	h.press(wrapUp[2])
	if used := h.keys - before; used > 3 {
		h.t.Errorf("the wrap-up takes %d keys", used)
	}
	if used := h.keys - began; used > 5 {
		h.t.Errorf("the call takes %d keys besides the letters of its note", used)
	}
	h.t.Logf("%d keys for the call, %d of them for the wrap-up", h.keys-began, h.keys-before)

	var line crm.Interaction
	h.until("all of it is on disk", func() bool {
		lines, err := h.station.Store.Journal.History(ctx, crm.HistoryFilter{Client: client, Limit: 10})
		if err != nil {
			h.t.Fatal(err)
		}
		for _, l := range lines {
			if l.Kind == crm.CallKind { // the newest comes first
				line = l
				break
			}
		}
		return line.Result == want && line.Reason == why && line.Text == note && line.Outcome == crm.Answered
	})
	if next {
		h.nextStep(line.ID)
	}
}

// nextStep looks for the task of a call: tomorrow at ten, about its client.
func (h *seat) nextStep(call crm.ID) {
	h.t.Helper()
	var task crm.Task
	h.until("the next step is on disk", func() bool {
		tasks, err := h.station.Store.Journal.OpenTasks(h.t.Context())
		if err != nil {
			h.t.Fatal(err)
		}
		if len(tasks) == 1 {
			task = tasks[0]
		}
		return len(tasks) == 1
	})
	due := task.Due.In(h.station.Conf.Zone())
	if task.Call != call || task.Client != client || due.Hour() != 10 || !due.After(time.Now()) {
		h.t.Errorf("the next step is %+v", task)
	}
	h.shows("the wrap-up is over", func(s ui.Shown) bool { return !s.Wrap })
}
