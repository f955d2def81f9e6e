package telephony

import (
	"context"
	"io"
	"log/slog"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/phone"
	"pult/telephony/pbx"
)

// A Line is what app/desk calls a Phone; the shape is repeated here because the
// arrow between the two packages points to neither.
var _ interface {
	Dial(ctx context.Context, call crm.ID, number phone.Number) error
	Answer(ctx context.Context, call crm.ID) error
	Hangup(ctx context.Context, call crm.ID) error
	Mute(ctx context.Context, call crm.ID, on bool) error
	Hold(ctx context.Context, call crm.ID, on bool) error
	DTMF(ctx context.Context, call crm.ID, digits string) error
	Transfer(ctx context.Context, call crm.ID, to phone.Number) error
	Join(ctx context.Context, call, other crm.ID) error
	Reject(ctx context.Context, call crm.ID, how crm.Rejection) error
	Redirect(ctx context.Context, call crm.ID, to phone.Number) error
	Conference(ctx context.Context, on bool) error
	SetDoNotDisturb(on bool)
	Watch(ctx context.Context, extensions []string) error
} = (*Line)(nil)

// limit bounds every wait of a test. Machines are noisy, so it is long; nothing
// waits for it unless it fails.
const limit = time.Minute

// fact is one call of the Listener.
type fact struct {
	kind   string // line, ringing, remote, answered, held, transfer, ended
	status crm.LineStatus
	ring   crm.Ring
	call   crm.ID
	end    crm.CallEnd
	at     time.Time
	since  time.Time // answered

	here, there bool // held
	err         error
}

// witness is a Listener that keeps what it was told.
type witness struct {
	mu    sync.Mutex
	facts []fact
	more  chan struct{}
}

func newWitness() *witness { return &witness{more: make(chan struct{})} }

func (w *witness) note(f fact) {
	w.mu.Lock()
	defer w.mu.Unlock()
	f.at = time.Now()
	w.facts = append(w.facts, f)
	close(w.more)
	w.more = make(chan struct{})
}

func (w *witness) LineChanged(s crm.LineStatus) { w.note(fact{kind: "line", status: s}) }
func (w *witness) Ringing(r crm.Ring)           { w.note(fact{kind: "ringing", ring: r, call: r.Call}) }
func (w *witness) RemoteRinging(id crm.ID)      { w.note(fact{kind: "remote", call: id}) }
func (w *witness) Answered(id crm.ID, at time.Time) {
	w.note(fact{kind: "answered", call: id, since: at})
}

func (w *witness) Ended(id crm.ID, end crm.CallEnd) { w.note(fact{kind: "ended", call: id, end: end}) }

func (w *witness) Held(id crm.ID, here, there bool) {
	w.note(fact{kind: "held", call: id, here: here, there: there})
}

func (w *witness) EarlySound(id crm.ID) { w.note(fact{kind: "early", call: id}) }

func (w *witness) Renamed(id crm.ID, number phone.Number, display string) {
	w.note(fact{kind: "renamed", call: id, ring: crm.Ring{Number: number, Display: display}})
}

func (w *witness) TransferEnded(id crm.ID, err error) {
	w.note(fact{kind: "transfer", call: id, err: err})
}

// await waits until n facts of the kind satisfy the condition and gives the last.
func (w *witness) await(t testing.TB, what string, n int, is func(fact) bool) fact {
	t.Helper()
	deadline := time.After(limit)
	for {
		w.mu.Lock()
		count, last := 0, fact{}
		for _, f := range w.facts {
			if is(f) {
				count++
				last = f
			}
		}
		more := w.more
		w.mu.Unlock()
		if count >= n {
			return last
		}
		select {
		case <-more:
		case <-deadline:
			t.Fatalf("waited in vain for %s: %d of %d came; told: %v", what, count, n, w.kinds())
		}
	}
}

func (w *witness) kinds() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var all []string
	for _, f := range w.facts[max(0, len(w.facts)-12):] {
		all = append(all, f.kind+" "+string(f.status.State)+string(f.end.Outcome))
	}
	return all
}

func (w *witness) count(is func(fact) bool) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := 0
	for _, f := range w.facts {
		if is(f) {
			n++
		}
	}
	return n
}

func (w *witness) awaitState(t testing.TB, s crm.LineState) fact {
	t.Helper()
	return w.await(t, "state "+string(s), 1, func(f fact) bool { return f.kind == "line" && f.status.State == s })
}

func (w *witness) awaitRing(t testing.TB) crm.Ring {
	t.Helper()
	return w.await(t, "ring", 1, ofKind("ringing")).ring
}

func (w *witness) awaitEnd(t testing.TB, id crm.ID) crm.CallEnd {
	t.Helper()
	return w.await(t, "end", 1, func(f fact) bool { return f.kind == "ended" && f.call == id }).end
}

func (w *witness) awaitKind(t testing.TB, kind string, id crm.ID) {
	t.Helper()
	w.await(t, kind, 1, func(f fact) bool { return f.kind == kind && f.call == id })
}

func ofKind(kind string) func(fact) bool { return func(f fact) bool { return f.kind == kind } }

// fakeAudio plays a tone into the microphone at the pace of a device and counts
// what the loudspeaker would have played.
type fakeAudio struct {
	opened, closed atomic.Int32
	loud           atomic.Int64
	frames         atomic.Int64 // asked for in all
	fail           error
	hold           chan struct{} // Open waits for it when set
}

func (f *fakeAudio) Open(speak, hear func([]int16)) (io.Closer, error) {
	if f.hold != nil {
		<-f.hold
	}
	if f.fail != nil {
		return nil, f.fail
	}
	f.opened.Add(1)
	d := &fakeDevice{audio: f, stop: make(chan struct{}), done: make(chan struct{})}
	go d.run(speak, hear)
	return d, nil
}

type fakeDevice struct {
	audio      *fakeAudio
	stop, done chan struct{}
}

func (d *fakeDevice) run(speak, hear func([]int16)) {
	defer close(d.done)
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	in, out := make([]int16, 160), make([]int16, 160)
	for i := range in {
		in[i] = int16(3000 * (i%16 - 8) / 8)
	}
	for {
		speak(in)
		hear(out)
		d.audio.frames.Add(1)
		for _, v := range out {
			if v > 500 || v < -500 {
				d.audio.loud.Add(1)
				break
			}
		}
		select {
		case <-ticker.C:
		case <-d.stop:
			return
		}
	}
}

func (d *fakeDevice) Close() error {
	close(d.stop)
	<-d.done
	d.audio.closed.Add(1)
	return nil
}

// stage is a line registered at an exchange.
type stage struct {
	pbx  *pbx.PBX
	line *Line
	told *witness
	wave *fakeAudio
	stop func() // ends the line and waits
}

const (
	testUser     = "101"
	testPassword = "correct horse"
)

func startPBX(t testing.TB, o pbx.Options) *pbx.PBX {
	t.Helper()
	if o.Users == nil {
		o.Users = map[string]string{testUser: testPassword}
	}
	p, err := pbx.New(o)
	if err != nil {
		t.Fatal(err)
	}
	serve(t, p.Serve)
	return p
}

// serve runs a service until the test ends, or until the result is called.
func serve(t testing.TB, f func(context.Context) error) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = f(ctx)
	}()
	stop = func() {
		cancel()
		select {
		case <-done:
		case <-time.After(limit):
			t.Error("a service does not stop")
		}
	}
	t.Cleanup(stop)
	return stop
}

func testConfig(addr string) Config {
	return Config{
		Server: "sip:" + addr, User: testUser, Password: testPassword,
		Plan: phone.Plan{Country: "RU", AreaCode: "495"}, Log: slog.New(slog.DiscardHandler),
		pauses: []time.Duration{10 * time.Millisecond},
		probe:  -1, // raw peers say only what they were told
	}
}

func startLine(t testing.TB, cfg Config) *stage {
	t.Helper()
	s := &stage{told: newWitness(), wave: &fakeAudio{}}
	line, err := New(cfg, s.told, s.wave)
	if err != nil {
		t.Fatal(err)
	}
	s.line = line
	s.stop = serve(t, line.Serve)
	return s
}

func start(t testing.TB, o pbx.Options) *stage {
	t.Helper()
	p := startPBX(t, o)
	s := startLine(t, testConfig(p.Addr().String()))
	s.pbx = p
	s.told.awaitState(t, crm.LineRegistered)
	return s
}

func within(t testing.TB) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	t.Cleanup(cancel)
	return ctx
}

func (s *stage) call(t testing.TB, c pbx.Caller) (*pbx.Call, crm.Ring) {
	t.Helper()
	if c.Extension == "" {
		c.Extension = testUser
	}
	if c.From == "" {
		c.From = "89123456789"
	}
	call, err := s.pbx.Ring(within(t), c)
	if err != nil {
		t.Fatal(err)
	}
	return call, s.told.awaitRing(t)
}

// probe runs a function on the goroutine of the line.
type probe func(*actor)

func (f probe) handle(a *actor) { f(a) }

func (s *stage) inside(t testing.TB, f func(*actor)) {
	t.Helper()
	done := make(chan struct{})
	if !s.line.serving.Load().post(probe(func(a *actor) { f(a); close(done) })) {
		t.Fatal("the line has stopped")
	}
	<-done
}

// localAddr is where the line listens.
func (s *stage) localAddr(t testing.TB) *net.UDPAddr {
	t.Helper()
	var addr *net.UDPAddr
	s.inside(t, func(a *actor) { addr = net.UDPAddrFromAddrPort(a.link.Local()) })
	return addr
}
