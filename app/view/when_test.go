package view

import (
	"errors"
	"testing"
	"time"
)

// It is Wednesday, the 18th of November 2026, 15:20.
func TestParseWhen(t *testing.T) {
	zone := time.FixedZone("MSK", 3*3600)
	now := time.Date(2026, 11, 18, 15, 20, 30, 0, zone)
	tests := []struct {
		text, want, rest string
		day              bool
	}{
		{"завтра 10", "2026-11-19 10:00", "", false},
		{"завтра в 10:30 про КП", "2026-11-19 10:30", "про КП", false},
		{"Завтра", "2026-11-19 00:00", "", true},
		{"послезавтра, договор", "2026-11-20 00:00", "договор", true},
		{"через 2 часа", "2026-11-18 17:20", "", false},
		{"через час спросить Марию", "2026-11-18 16:20", "спросить Марию", false},
		{"через полчаса", "2026-11-18 15:50", "", false},
		{"через 15 мин", "2026-11-18 15:35", "", false},
		{"через 15м счёт", "2026-11-18 15:35", "счёт", false},
		{"через 3 дня", "2026-11-21 00:00", "", true},
		{"через неделю", "2026-11-25 00:00", "", true},
		{"пн", "2026-11-23 00:00", "", true},
		{"в среду 9", "2026-11-25 09:00", "", false},
		{"во вторник утром", "2026-11-24 09:00", "", false},
		{"25.11 14:30", "2026-11-25 14:30", "", false},
		{"25.11 14.30 отгрузка", "2026-11-25 14:30", "отгрузка", false},
		{"01.02", "2027-02-01 00:00", "", true},
		{"01.02.2027 КП", "2027-02-01 00:00", "КП", true},
		{"29.02", "", "", false}, // neither this year nor the next
		{"18.11 17", "2026-11-18 17:00", "", false},
		{"16:00", "2026-11-18 16:00", "", false},
		{"9", "2026-11-19 09:00", "", false},
		{"в 9 позвонить", "2026-11-19 09:00", "позвонить", false},
		{"завтра 100 коробок", "2026-11-19 00:00", "100 коробок", true},
		{"завтра — 2 паллеты", "2026-11-19 00:00", "2 паллеты", true},
		{"tomorrow 3 pm offer", "2026-11-19 15:00", "offer", false},
		{"tomorrow at 12am", "2026-11-19 00:00", "", false},
		{"in 2 hours", "2026-11-18 17:20", "", false},
		{"in an hour", "2026-11-18 16:20", "", false},
		{"mon 10:15", "2026-11-23 10:15", "", false},
		{"", "", "", false},
		{"как-нибудь", "", "", false},
		{"спросить про КП", "", "", false},
		{"31.02", "", "", false},
		{"25:70", "", "", false},
		{"через 0 часов", "", "", false},
		{"через", "", "", false},
		{"99.99.9999", "", "", false},
	}
	for _, tt := range tests {
		got, err := ParseWhen(tt.text, now)
		if tt.want == "" {
			if err == nil {
				t.Errorf("%q is understood as %v", tt.text, got)
			}
			continue
		}
		if at := got.At.Format("2006-01-02 15:04"); err != nil || at != tt.want || got.Text != tt.rest || got.Day != tt.day {
			t.Errorf("%q: %s, %q, a day %t, %v; want %s, %q, %t", tt.text, at, got.Text, got.Day, err, tt.want, tt.rest, tt.day)
		}
	}
	for _, text := range []string{"сегодня 9", "17.11.2026", "18.11 15:00"} {
		if _, err := ParseWhen(text, now); !errors.Is(err, ErrPast) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func FuzzParseWhen(f *testing.F) {
	for _, text := range []string{"завтра 10", "через 2 ч", "25.11.26 14:30", "in 3d x", "в"} {
		f.Add(text)
	}
	now := time.Date(2026, 11, 18, 15, 20, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		w, err := ParseWhen(text, now)
		if err == nil && !w.Day && !w.At.After(now) {
			t.Errorf("%q gave the past, %v", text, w.At)
		}
	})
}
