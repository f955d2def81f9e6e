package conf

import (
	"errors"
	"testing"
	"time"

	"pult/app/crm"
)

func TestListRules(t *testing.T) {
	r, err := Lists{Zone: "+02:00/+12:00", Hours: "10:00 - 18:30", Weekends: "10:00-16:00", Attempts: 3, Grace: Duration{time.Hour}}.rules()
	if err != nil || r.Zone.String() != "+02:00/+12:00" || r.Usual != (crm.Span{From: 600, Till: 1110}) || r.Weekend != (crm.Span{From: 600, Till: 960}) || r.Attempts != 3 || r.Grace != time.Hour {
		t.Errorf("%+v, %v", r, err)
	}
	if r, err := (Lists{}).rules(); err != nil || r != (crm.ListRules{}) {
		t.Errorf("nothing set: %+v, %v", r, err)
	}
	for _, bad := range []Lists{{Zone: "Марс"}, {Hours: "9-20"}, {Hours: "20:00-9:00"}, {Weekends: "да"}, {Week: -1}} {
		if _, err := bad.rules(); !errors.Is(err, crm.ErrInvalid) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}
