package crm

import (
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
)

// Ref is the reference (GUID) of an object of 1C: a client, a document, a user.
// The zero Ref is 1C's empty reference.
type Ref [16]byte

// ID names a fact of ours: a call, a note, a promise. It is a UUID version 7
// (RFC 9562 section 5.7), so ids sort by the time of the fact.
type ID [16]byte

// NewID makes the id of a fact that happens now.
func NewID(now time.Time) ID {
	var id ID
	_, _ = rand.Read(id[:]) // crypto/rand.Read never fails since Go 1.24
	var ms [8]byte
	binary.BigEndian.PutUint64(ms[:], uint64(now.UnixMilli()))
	copy(id[:6], ms[2:])
	id[6] = id[6]&0x0f | 0x70
	id[8] = id[8]&0x3f | 0x80
	return id
}

// Time is when the fact happened, to the millisecond.
func (id ID) Time() time.Time {
	return time.UnixMilli(int64(binary.BigEndian.Uint64(append([]byte{0, 0}, id[:6]...))))
}

// IsZero tells the empty reference of 1C.
func (r Ref) IsZero() bool { return r == Ref{} }

// IsZero tells an id that names nothing.
func (id ID) IsZero() bool { return id == ID{} }

func (r Ref) String() string { return format(r) }
func (id ID) String() string { return format(id) }

// MarshalText gives the usual dashed form.
func (r Ref) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// MarshalText gives the usual dashed form.
func (id ID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText reads the usual dashed form.
func (r *Ref) UnmarshalText(text []byte) (err error) {
	*r, err = ParseRef(string(text))
	return err
}

// UnmarshalText reads the usual dashed form.
func (id *ID) UnmarshalText(text []byte) (err error) {
	*id, err = ParseID(string(text))
	return err
}

// ParseRef reads a GUID; an empty text is the empty reference.
func ParseRef(text string) (Ref, error) {
	raw, err := parse(text)
	return Ref(raw), err
}

// ParseID reads a UUID; an empty text is the zero id.
func ParseID(text string) (ID, error) {
	raw, err := parse(text)
	return ID(raw), err
}

func parse(text string) (raw [16]byte, err error) {
	if text == "" {
		return raw, nil
	}
	digits := strings.ReplaceAll(text, "-", "")
	if len(digits) != 32 {
		return raw, fmt.Errorf("%q is not a GUID: %w", text, ErrInvalid)
	}
	if _, err := hex.Decode(raw[:], []byte(digits)); err != nil {
		return raw, fmt.Errorf("%q is not a GUID: %w", text, ErrInvalid)
	}
	return raw, nil
}

func format(raw [16]byte) string {
	b := make([]byte, 0, 36)
	for i, cut := range []int{4, 6, 8, 10, 16} {
		if i > 0 {
			b = append(b, '-')
		}
		b = hex.AppendEncode(b, raw[[]int{0, 4, 6, 8, 10}[i]:cut])
	}
	return string(b)
}
