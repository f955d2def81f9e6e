package crm

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"strings"
)

// Fingerprint names one certificate: the SHA-256 of its DER form.
type Fingerprint [sha256.Size]byte

const fingerprintPrefix = "sha256:"

// FingerprintOf is the fingerprint of a certificate in DER form.
func FingerprintOf(der []byte) Fingerprint { return sha256.Sum256(der) }

// ParseFingerprint reads "sha256:AA:BB…", as String and openssl write it, with or
// without colons. Another sum, such as SHA-1, is ErrInvalid.
func ParseFingerprint(text string) (Fingerprint, error) {
	digits := strings.TrimSpace(text)
	if len(digits) >= len(fingerprintPrefix) && strings.EqualFold(digits[:len(fingerprintPrefix)], fingerprintPrefix) {
		digits = digits[len(fingerprintPrefix):]
	}
	var f Fingerprint
	sum, err := hex.DecodeString(strings.ReplaceAll(digits, ":", ""))
	if err != nil || len(sum) != len(f) {
		return Fingerprint{}, fmt.Errorf("fingerprint %q is not sha256: and 32 bytes in hex: %w", text, ErrInvalid)
	}
	copy(f[:], sum)
	return f, nil
}

// IsZero says that no certificate is named.
func (f Fingerprint) IsZero() bool { return f == Fingerprint{} }

// Equal compares in a time that tells nothing.
func (f Fingerprint) Equal(other Fingerprint) bool {
	return subtle.ConstantTimeCompare(f[:], other[:]) == 1
}

// String is "sha256:AA:BB…".
func (f Fingerprint) String() string {
	var b strings.Builder
	b.WriteString(fingerprintPrefix)
	for i, v := range f {
		if i > 0 {
			b.WriteByte(':')
		}
		fmt.Fprintf(&b, "%02X", v)
	}
	return b.String()
}
