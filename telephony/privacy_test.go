package telephony

import (
	"bytes"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"pult/app/crm"
	"pult/app/phone"
	"pult/telephony/pbx"
)

// lockedBuffer is a log that several goroutines write.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

// Law 10: logs hold no names, numbers or passwords, whatever arrives.
func TestLogsKeepSecrets(t *testing.T) {
	var log lockedBuffer
	e := startPBX(t, pbx.Options{Refer: func(string) pbx.Referral { return pbx.Referral{Refuse: 404} }})
	cfg := testConfig(e.Addr().String())
	cfg.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	s := startLine(t, cfg)
	s.pbx = e
	s.told.awaitState(t, crm.LineRegistered)
	call, ring := s.call(t, pbx.Caller{From: "89123456789", Display: "Romashka", To: "84951112233"})
	if err := s.line.Answer(within(t), ring.Call); err != nil {
		t.Fatal(err)
	}
	to := phone.Number{E164: 79167654321}
	if err := s.line.Transfer(within(t), ring.Call, to); err != nil {
		t.Fatal(err)
	}
	if err := s.told.awaitTransfer(t, ring.Call); err == nil {
		t.Error("the transfer was to be refused")
	}
	if err := call.Hangup(within(t)); err != nil {
		t.Fatal(err)
	}
	s.told.awaitEnd(t, ring.Call)
	s.told.awaitEnd(t, s.dialAndHangup(t))
	p := newRawPeer(t)
	p.to = s.localAddr(t)
	p.send("INVITE 89123456789 Romashka\r\nwhat is this\r\n\r\n", p.message("OPTIONS", "o", "o", "", 1, "", ""))
	p.response("o", 200, "OPTIONS")
	s.stop()
	text := log.b.String()
	if !strings.Contains(text, "call rings") || !strings.Contains(text, "cannot be read") {
		t.Errorf("the log says too little:\n%s", text)
	}
	for _, secret := range []string{"912345", "9161234567", "9167654321", "Romashka", "1112233", testPassword} {
		if strings.Contains(text, secret) {
			t.Errorf("the log holds %q:\n%s", secret, text)
		}
	}
}

func (s *stage) dialAndHangup(t *testing.T) crm.ID {
	t.Helper()
	id := s.dial(t)
	if err := s.line.Hangup(within(t), id); err != nil {
		t.Fatal(err)
	}
	return id
}
