package station

import (
	"fmt"
	"time"

	"pult/app/conf"
	"pult/app/crm"
	"pult/telephony/record"
)

// notice is how both sides are told that a talk is kept.
type notice struct {
	sound []int16
	every time.Duration // zero: once, before anything is kept
}

// loadNotice reads what the settings want.
func loadNotice(c *conf.Config) (notice, error) {
	switch c.Record.Notice {
	case conf.NoticeOff, "":
		return notice{}, nil
	case conf.NoticeTone:
		return notice{sound: record.Beep(), every: record.BeepEvery}, nil
	}
	// A missing file is a wrong setting, not missing settings: its kind is not kept.
	sound, err := record.ReadSound(c.NoticeFile())
	if err != nil {
		return notice{}, fmt.Errorf("record.notice = %q: %s: %w", c.Record.Notice, err.Error(), crm.ErrInvalid)
	}
	return notice{sound: sound}, nil
}

// first says that a talk is kept after the notice only.
func (n notice) first() bool { return len(n.sound) > 0 && n.every == 0 }

// repeats says that the notice goes on as long as the talk is kept.
func (n notice) repeats() bool { return len(n.sound) > 0 && n.every > 0 }
