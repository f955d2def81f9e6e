package parse

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// transfer is how the bytes of a part travel.
type transfer string

const (
	asIs            transfer = ""
	base64Transfer  transfer = "base64"
	quotedPrintable transfer = "quoted-printable"
)

// transferOf reads Content-Transfer-Encoding. Of one that is unknown it says
// false: such a part is taken as it is.
func transferOf(value string) (transfer, bool) {
	switch name := strings.ToLower(strings.Trim(token(value), `"':`)); name {
	case "", "7bit", "8bit", "binary":
		return asIs, true
	case "base64", "base-64", "b":
		return base64Transfer, true
	case "quoted-printable", "quotedprintable", "quoted_printable", "q":
		return quotedPrintable, true
	default:
		return asIs, name == "7-bit" || name == "8-bit" || name == "none"
	}
}

// decode undoes a transfer encoding, up to so many bytes. It says false when
// something had to be passed over.
func (t transfer) decode(data []byte, most int) ([]byte, bool) {
	switch t {
	case base64Transfer:
		return decodeBase64(data, most)
	case quotedPrintable:
		return decodeQuoted(data, most)
	default:
		return data[:min(len(data), most)], true
	}
}

// piece is how much of a file is decoded at a time.
const piece = 64 << 10

// stream undoes a transfer encoding piece by piece. Each is good until the next.
func (t transfer) stream(data []byte, take func([]byte) error) error {
	var base unbase
	var out []byte
	for len(data) > 0 {
		n := min(len(data), piece)
		switch t {
		case base64Transfer:
			out = base.append(out[:0], data[:n])
			if n == len(data) {
				out = base.end(out)
			}
		case quotedPrintable:
			n = quotedPiece(data, n)
			out, _ = appendQuoted(out[:0], data[:n], piece)
		default:
			out = data[:n]
		}
		if err := take(out); err != nil {
			return err
		}
		data = data[n:]
	}
	return nil
}

// weigh tells how long the decoded file is, and its SHA-256.
func (t transfer) weigh(data []byte) (size int64, sum string) {
	h := sha256.New()
	_ = t.stream(data, func(piece []byte) error {
		size += int64(len(piece))
		_, _ = h.Write(piece)
		return nil
	})
	return size, hex.EncodeToString(h.Sum(nil))
}

// base64Value is the worth of each sign, 64 for "=", 65 for white space, 255 for
// all others.
var base64Value = func() (value [256]byte) {
	for i := range value {
		value[i] = 255
	}
	for i, c := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") {
		value[c] = byte(i)
	}
	value['='] = 64
	for _, c := range []byte(" \t\r\n") {
		value[c] = 65
	}
	return value
}()

// decodeBase64 decodes up to so many bytes.
func decodeBase64(data []byte, most int) ([]byte, bool) {
	if data = data[:min(len(data), 2*most+piece)]; most <= 0 {
		return nil, true
	}
	var base unbase
	out := base.append(make([]byte, 0, len(data)/4*3+3), data)
	out = base.end(out)
	return out[:min(len(out), most)], !base.holes
}

// unbase decodes base64. It passes over signs that do not belong there and begins
// anew behind padding: lists put a line of their own under an encoded letter.
type unbase struct {
	bits  uint32
	count int
	holes bool
}

func (u *unbase) append(out, data []byte) []byte {
	for len(data) > 0 {
		line, next := nextLine(data, 0)
		if isProse(line) {
			u.holes = true
		} else {
			out = u.line(out, line)
		}
		data = data[next:]
	}
	return out
}

// isProse tells a line of words, which is none of base64's.
func isProse(line []byte) bool {
	line = bytes.TrimSpace(line)
	gaps := bytes.Count(line, []byte(" "))
	return gaps > 0 && len(line)/(gaps+1) < 20
}

func (u *unbase) line(out, data []byte) []byte {
	for _, c := range data {
		v := base64Value[c]
		switch {
		case v < 64:
			u.bits = u.bits<<6 | uint32(v)
			if u.count++; u.count == 4 {
				out = append(out, byte(u.bits>>16), byte(u.bits>>8), byte(u.bits))
				u.bits, u.count = 0, 0
			}
		case v == 64:
			out = u.end(out)
		case v == 255:
			u.holes = true
		}
	}
	return out
}

// end adds the bytes of a group that is not full.
func (u *unbase) end(out []byte) []byte {
	switch u.count {
	case 2:
		out = append(out, byte(u.bits>>4))
	case 3:
		out = append(out, byte(u.bits>>10), byte(u.bits>>2))
	}
	u.bits, u.count = 0, 0
	return out
}

// decodeQuoted decodes up to so many bytes.
func decodeQuoted(data []byte, most int) ([]byte, bool) {
	return appendQuoted(make([]byte, 0, min(len(data), max(most, 0))), data, most)
}

// appendQuoted undoes quoted-printable; what is no code stays as it is.
func appendQuoted(out, data []byte, most int) ([]byte, bool) {
	sure := true
	for len(data) > 0 && len(out) < most {
		line, next := nextLine(data, 0)
		end := data[len(line):next] // the last line may have none
		if len(end) > 0 {
			line = bytes.TrimRight(line, " \t")
		}
		if n := len(line); n > 0 && line[n-1] == '=' && (len(end) > 0 || next == len(data)) {
			line, end = line[:n-1], nil
		}
		for i := 0; i < len(line); i++ {
			if line[i] != '=' {
				out = append(out, line[i])
				continue
			}
			b, ok := hexPair(line[i+1:])
			if !ok {
				out = append(out, '=')
				sure = false
				continue
			}
			out = append(out, b)
			i += 2
		}
		out = append(out, end...)
		data = data[next:]
	}
	return out[:min(len(out), max(most, 0))], sure
}

// quotedPiece finds where a piece of quoted-printable may end: behind a line, or
// in a line without end where no code is cut.
func quotedPiece(data []byte, most int) int {
	if most >= len(data) {
		return len(data)
	}
	if i := bytes.LastIndexByte(data[:most], '\n'); i >= 0 {
		return i + 1
	}
	for n := most; n > most/2; n-- {
		if !bytes.ContainsAny(data[max(0, n-3):n], "= \t\r") {
			return n
		}
	}
	return most
}

func hexPair(data []byte) (byte, bool) {
	if len(data) < 2 {
		return 0, false
	}
	high, low := hexDigit(data[0]), hexDigit(data[1])
	return high<<4 | low, high < 16 && low < 16
}

func hexDigit(c byte) byte {
	switch {
	case c >= '0' && c <= '9':
		return c - '0'
	case c >= 'A' && c <= 'F':
		return c - 'A' + 10
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10
	}
	return 255
}
