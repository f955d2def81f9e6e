package pull

import (
	"fmt"
	"testing"
	"time"

	"pult/app/crm"
)

func TestPausesFollowTheCause(t *testing.T) {
	denied := &crm.Fault{Kind: crm.ErrDenied, Subject: "standard.odata"}
	oneSet := &crm.Fault{Kind: crm.ErrDenied, Subject: "Catalog_Партнеры", Detail: "нет прав"}
	licence := &crm.Fault{Kind: crm.ErrBusy, Detail: "не обнаружено свободной лицензии"}
	for _, c := range []struct {
		err      error
		failures int
		want     time.Duration
	}{
		{nil, 0, 5 * time.Minute},
		{crm.ErrOffline, 1, 15 * time.Second},
		{crm.ErrOffline, 2, 30 * time.Second},
		{crm.ErrOffline, 50, 5 * time.Minute},
		{fmt.Errorf("probe: %w", denied), 1, 2 * time.Minute},
		{fmt.Errorf("probe: %w", denied), 9, 30 * time.Minute},
		{oneSet, 1, 15 * time.Second},
		{licence, 1, time.Minute},
		{licence, 9, 5 * time.Minute},
	} {
		if got := pause(5*time.Minute, c.failures, c.err); got != c.want {
			t.Errorf("after %d times %v: %v, want %v", c.failures, c.err, got, c.want)
		}
	}
	if got := pause(10*time.Second, 1, licence); got < time.Minute {
		t.Errorf("a short interval makes 1C without a licence be asked after %v", got)
	}
}
