package store

import (
	"slices"
	"testing"
)

func TestOtherLayouts(t *testing.T) {
	tests := []struct{ in, want string }{
		{"ghbdtn", "привет"},
		{"Hjvfirf", "ромашка"},
		{"ctv`y", "семён"},
		{"'rjkju", "эколог"},
		{"штащ", "info"},
		{"12345", ""},
	}
	for _, tt := range tests {
		got := otherLayouts(tt.in)
		if tt.want == "" && len(got) != 0 || tt.want != "" && !slices.Contains(got, tt.want) {
			t.Errorf("otherLayouts(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}
