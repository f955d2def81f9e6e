// Package g711 is the telephone codec (ITU-T G.711): one byte a sample at 8 kHz,
// A-law in Europe, mu-law in America.
package g711

// Law is one of the two codings. Its value is the RTP payload type (RFC 3551).
type Law uint8

// The two laws.
const (
	MuLaw Law = 0 // PCMU
	ALaw  Law = 8 // PCMA
)

// Name is the encoding name for SDP.
func (l Law) Name() string {
	if l == MuLaw {
		return "PCMU"
	}
	return "PCMA"
}

// Silence is the byte for a sample of zero.
func (l Law) Silence() byte {
	if l == MuLaw {
		return 0xff
	}
	return 0xd5
}

// Decode turns bytes into samples appended to the slice given.
func (l Law) Decode(to []int16, from []byte) []int16 {
	table := &fromALaw
	if l == MuLaw {
		table = &fromMuLaw
	}
	for _, b := range from {
		to = append(to, table[b])
	}
	return to
}

// Encode turns samples into bytes appended to the slice given.
func (l Law) Encode(to []byte, from []int16) []byte {
	encode := encodeALaw
	if l == MuLaw {
		encode = encodeMuLaw
	}
	for _, sample := range from {
		to = append(to, encode(sample))
	}
	return to
}

var fromALaw, fromMuLaw = decodingTables()

func decodingTables() (a, mu [256]int16) {
	for i := range 256 {
		a[i] = decodeALaw(byte(i))
		mu[i] = decodeMuLaw(byte(i))
	}
	return a, mu
}

func decodeALaw(b byte) int16 {
	b ^= 0x55
	value := int16(b&0x0f)<<4 + 8
	if segment := b & 0x70 >> 4; segment > 0 {
		value = (value + 0x100) << (segment - 1)
	}
	if b&0x80 == 0 {
		return -value
	}
	return value
}

// bias is added before the segment of mu-law is found.
const bias = 0x84

func decodeMuLaw(b byte) int16 {
	b = ^b
	value := (int16(b&0x0f)<<3+bias)<<(b&0x70>>4) - bias
	if b&0x80 != 0 {
		return -value
	}
	return value
}

func encodeALaw(sample int16) byte {
	sign := byte(0x80)
	value := int(sample)
	if value < 0 {
		sign, value = 0, -value-1
	}
	segment := segmentOf[value>>8]
	if segment == 0 {
		return (sign | byte(value>>4)) ^ 0x55
	}
	return (sign | segment<<4 | byte(value>>(segment+3))&0x0f) ^ 0x55
}

func encodeMuLaw(sample int16) byte {
	sign := byte(0)
	value := int(sample)
	if value < 0 {
		sign, value = 0x80, -value
	}
	value = min(value, 32635) + bias
	segment := segmentOf[value>>8]
	return ^(sign | segment<<4 | byte(value>>(segment+3))&0x0f)
}

// segmentOf gives for the upper byte of a magnitude the position of its highest
// bit: the exponent of both laws.
var segmentOf = func() (table [256]byte) {
	for i := range table {
		for v := i; v > 0; v >>= 1 {
			table[i]++
		}
	}
	return table
}()
