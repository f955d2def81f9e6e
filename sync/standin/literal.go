package standin

import (
	"encoding/hex"
	"errors"
	"strconv"
	"strings"
	"time"
)

// dateLayout is how the platform writes a moment: the base's wall clock, no zone.
const dateLayout = "2006-01-02T15:04:05"

const emptyGUIDText = "00000000-0000-0000-0000-000000000000"

var errLiteral = errors.New("standin: not a literal of this type")

// guid is a reference's identity. The zero value is the empty reference, which
// the platform writes as zeros and never as null.
type guid [16]byte

func (g guid) String() string { return string(g.appendTo(nil)) }

func (g guid) appendTo(out []byte) []byte {
	var b [36]byte
	hex.Encode(b[0:8], g[0:4])
	b[8] = '-'
	hex.Encode(b[9:13], g[4:6])
	b[13] = '-'
	hex.Encode(b[14:18], g[6:8])
	b[18] = '-'
	hex.Encode(b[19:23], g[8:10])
	b[23] = '-'
	hex.Encode(b[24:36], g[10:16])
	return append(out, b[:]...)
}

func parseGUID(s string) (guid, error) {
	var g guid
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return g, errLiteral
	}
	raw := s[0:8] + s[9:13] + s[14:18] + s[19:23] + s[24:36]
	if _, err := hex.Decode(g[:], []byte(raw)); err != nil {
		return guid{}, errLiteral
	}
	return g, nil
}

// mustGUID is for constants of this package only.
func mustGUID(s string) guid {
	g, err := parseGUID(s)
	if err != nil {
		panic("standin: bad constant guid " + s)
	}
	return g
}

// number is an Edm.Double held exactly, in thousandths: money has two decimals
// and quantities three, and neither may pick up binary dust on the way out.
type number int64

// money turns kopecks into the wire's number.
func money(k Kopecks) number { return number(k) * 10 }

func (n number) String() string { return string(n.appendTo(nil)) }

func (n number) appendTo(b []byte) []byte {
	if n < 0 {
		b, n = append(b, '-'), -n
	}
	b = strconv.AppendInt(b, int64(n/1000), 10)
	frac := int(n % 1000)
	if frac == 0 {
		return b
	}
	b = append(b, '.', byte('0'+frac/100), byte('0'+frac/10%10), byte('0'+frac%10))
	for b[len(b)-1] == '0' {
		b = b[:len(b)-1]
	}
	return b
}

// parseNumber reads a decimal text, dropping what lies beyond thousandths.
func parseNumber(s string) (number, error) {
	s = strings.TrimRight(s, "mMdDfFlL")
	neg := strings.HasPrefix(s, "-")
	s = strings.TrimLeft(s, "+-")
	whole, frac, _ := strings.Cut(s, ".")
	if whole == "" {
		return 0, errLiteral
	}
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || n > 1<<52 {
		return 0, errLiteral
	}
	frac = (frac + "000")[:max(3, min(3, len(frac)))]
	f, err := strconv.ParseUint(frac, 10, 32)
	if err != nil {
		return 0, errLiteral
	}
	v := number(n)*1000 + number(f)
	if neg {
		v = -v
	}
	return v, nil
}

func formatDate(t time.Time) string { return t.Format(dateLayout) }

func appendDate(b []byte, t time.Time) []byte { return t.AppendFormat(b, dateLayout) }

func parseDate(s string) (time.Time, error) {
	for _, layout := range []string{dateLayout, "2006-01-02", "2006-01-02T15:04"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, nil
		}
	}
	return time.Time{}, errLiteral
}

// composite is a value of an attribute with several types: a reference to one
// of the sets, a primitive, or nothing at all (the zero value).
type composite struct {
	set  string // entity set of the reference, "" for a primitive
	ref  guid
	edm  string // Edm.String and so on, when set is ""
	text string
}

func (c composite) empty() bool { return c.set == "" && c.edm == "" }

// wire is the pair the platform sends as X and X_Type. A type outside the
// published composition has no name to send, only its own identity.
func (c composite) wire(published func(string) bool) (value, typ string) {
	switch {
	case c.empty():
		return "", "StandardODATA.Undefined"
	case c.set == "":
		return c.text, c.edm
	case !published(c.set):
		return c.ref.String(), "UnavailableEntities.UnavailableEntity_" + typeIdentity(c.set).String()
	}
	return c.ref.String(), "StandardODATA." + c.set
}

// typeIdentity is the stable identity of a metadata object.
func typeIdentity(set string) guid { return newGUID(0, "type:"+set, 0) }
