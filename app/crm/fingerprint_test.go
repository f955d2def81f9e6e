package crm

import (
	"errors"
	"strings"
	"testing"
)

func TestFingerprint(t *testing.T) {
	f := FingerprintOf([]byte("certificate"))
	plain := strings.ToLower(strings.ReplaceAll(strings.TrimPrefix(f.String(), "sha256:"), ":", ""))
	for _, text := range []string{f.String(), plain, "SHA256:" + plain, " " + strings.TrimPrefix(f.String(), "sha256:") + "\n"} {
		got, err := ParseFingerprint(text)
		if err != nil || !got.Equal(f) {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "sha256:", f.String() + ":00", f.String()[:60], "sha1:" + plain, strings.Replace(plain, plain[:1], "x", 1)} {
		if got, err := ParseFingerprint(text); !errors.Is(err, ErrInvalid) || !got.IsZero() {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	if other := FingerprintOf([]byte("another")); other.Equal(f) || (Fingerprint{}).Equal(f) {
		t.Error("other certificates are taken for it")
	}
}
