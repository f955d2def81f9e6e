package standin

import "encoding/binary"

// guidSpace gives references to the numbers of one kind of object. It can read
// a number back out of a reference, so a base of a million objects needs no
// table to find one of them.
type guidSpace uint64

const (
	low56   = 1<<56 - 1
	spread1 = 0xbf58476d1ce4e5b9
	spread2 = 0x94d049bb133111eb
)

var gather1, gather2 = inverse(spread1), inverse(spread2)

// inverse is the other factor of 1 modulo 2^64, by Newton's steps.
func inverse(odd uint64) uint64 {
	x := odd
	for range 6 {
		x *= 2 - odd*x
	}
	return x
}

func newSpace(seed int64, name string) guidSpace {
	h := uint64(1469598103934665603)
	for i := 0; i < len(name); i++ {
		h = (h ^ uint64(name[i])) * 1099511628211
	}
	return guidSpace(mix(h ^ uint64(seed)*0x9e3779b97f4a7c15))
}

// at is the reference of a number. Version and variant bits are set as in any
// random UUID.
func (k guidSpace) at(n int) guid {
	x := (uint64(n) ^ uint64(k)) & low56
	x = x * spread1 & low56
	x ^= x >> 28
	x = x * spread2 & low56
	x ^= x >> 28
	var g guid
	binary.LittleEndian.PutUint64(g[8:], x<<8|uint64(k>>56))
	binary.LittleEndian.PutUint64(g[:8], mix(x+uint64(k)))
	g[6] = g[6]&0x0f | 0x40
	g[8] = g[8]&0x3f | 0x80
	return g
}

// number reads the number back; false for a reference of another space.
func (k guidSpace) number(g guid) (int, bool) {
	x := binary.LittleEndian.Uint64(g[8:]) >> 8
	x ^= x >> 28
	x = x * gather2 & low56
	x ^= x >> 28
	x = x * gather1 & low56
	n := int((x ^ uint64(k)) & low56)
	return n, n >= 0 && k.at(n) == g
}

// newGUID derives a reference from the seed, so that the same seed gives the
// same base.
func newGUID(seed int64, space string, n int) guid { return newSpace(seed, space).at(n) }

// mix is the splitmix64 finaliser.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
