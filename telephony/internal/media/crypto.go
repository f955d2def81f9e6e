package media

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/pion/sdp/v3"
	"github.com/pion/srtp/v3"
)

// Policy says whether voice is protected by SRTP (RFC 3711) with keys that stand in
// the descriptions (RFC 4568).
type Policy uint8

// Policies of one side.
const (
	Plain    Policy = iota // never
	Optional               // when the other side can
	Strict                 // always: nothing plain is said or played
)

// ErrUnprotected is an offer or an answer that one side wants protected and the
// other does not, or not in a way both know.
var ErrUnprotected = errors.New("media: no common way to protect the voice")

// suite is a way to protect packets (RFC 4568 section 6.2, RFC 6188).
type suite struct {
	name    string
	profile srtp.ProtectionProfile
	key     int // bytes of the master key
}

// salt is the length of the master salt of all suites, in bytes.
const salt = 14

// suites are those we have. The first is the one that everybody must know.
var suites = []suite{
	{"AES_CM_128_HMAC_SHA1_80", srtp.ProtectionProfileAes128CmHmacSha1_80, 16},
	{"AES_256_CM_HMAC_SHA1_80", srtp.ProtectionProfileAes256CmHmacSha1_80, 32},
	{"AES_CM_128_HMAC_SHA1_32", srtp.ProtectionProfileAes128CmHmacSha1_32, 16},
}

func suiteOf(name string) (suite, bool) {
	i := slices.IndexFunc(suites, func(s suite) bool { return s.name == name })
	if i < 0 {
		return suite{}, false
	}
	return suites[i], true
}

// key protects the packets that one side sends.
type key struct {
	tag    uint32 // of its line
	suite  suite
	secret string // master key and salt
	mki    string // stands in each packet when not empty
}

// same says that two lines name one key: a line of an answer has the tag of the
// offer, that of the next offer its own.
func (k key) same(other key) bool {
	k.tag = other.tag
	return k == other
}

// newKeys makes our keys, one for each suite.
func newKeys() []key {
	keys := make([]key, len(suites))
	for i, s := range suites {
		secret := make([]byte, s.key+salt)
		_, _ = rand.Read(secret) // never fails
		keys[i] = key{tag: uint32(i + 1), suite: s, secret: string(secret)}
	}
	return keys
}

// context is what packets are protected with, or opened.
func (k key) context() (*srtp.Context, error) {
	options := []srtp.ContextOption{srtp.SRTPReplayProtection(replayWindow)}
	if k.mki != "" {
		options = append(options, srtp.MasterKeyIndicator([]byte(k.mki)))
	}
	return srtp.CreateContext([]byte(k.secret[:k.suite.key]), []byte(k.secret[k.suite.key:]), k.suite.profile, options...)
}

// attribute is the value of a=crypto.
func (k key) attribute() string {
	return strconv.FormatUint(uint64(k.tag), 10) + " " + k.suite.name + " inline:" + base64.StdEncoding.EncodeToString([]byte(k.secret))
}

// keyOf is the first key of a media line that we can use.
func keyOf(m *sdp.MediaDescription) (key, bool) {
	for _, a := range m.Attributes {
		if a.Key != "crypto" {
			continue
		}
		if k, ok := readKey(a.Value); ok {
			return k, true
		}
	}
	return key{}, false
}

// readKey understands the value of a=crypto (RFC 4568 section 9.1). A line with
// anything that we do not know or do not do cannot be used.
func readKey(value string) (key, bool) {
	fields := strings.Fields(value)
	if len(fields) < 3 {
		return key{}, false
	}
	tag, err := strconv.ParseUint(fields[0], 10, 32)
	if err != nil || len(fields[0]) > 9 {
		return key{}, false
	}
	s, known := suiteOf(fields[1])
	if !known || slices.ContainsFunc(fields[3:], binding) {
		return key{}, false
	}
	// Several keys in one line are parted by semicolons, which base64 has not.
	params, ok := strings.CutPrefix(fields[2], "inline:")
	if !ok {
		return key{}, false
	}
	text, rest, more := strings.Cut(params, "|")
	secret, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(text, "="))
	if err != nil || len(secret) != s.key+salt {
		return key{}, false
	}
	k := key{tag: uint32(tag), suite: s, secret: string(secret)}
	if !more {
		return k, true
	}
	life, mki, both := strings.Cut(rest, "|")
	switch {
	case both && !isLifetime(life):
		return key{}, false
	case !both && isLifetime(life):
		return k, true
	case !both:
		mki = life
	}
	k.mki, ok = readMKI(mki)
	return k, ok
}

// binding tells session parameters that have to be obeyed and are not: all but a
// hint about the replay window, and those whose dash says that they may be ignored
// (RFC 4568 section 6.3).
func binding(param string) bool {
	hint, ok := strings.CutPrefix(param, "WSH=")
	if ok {
		size, err := strconv.ParseUint(hint, 10, 31)
		return err != nil || size < replayWindow
	}
	return !strings.HasPrefix(param, "-")
}

// longestLife is how many packets a key may protect (RFC 3711 section 9.2).
const longestLife = 48

// isLifetime tells "2^20" and "1048576". Who gave the key keeps to it.
func isLifetime(text string) bool {
	if power, ok := strings.CutPrefix(text, "2^"); ok {
		n, err := strconv.ParseUint(power, 10, 8)
		return err == nil && n <= longestLife
	}
	n, err := strconv.ParseUint(text, 10, 64)
	return err == nil && n > 0 && n <= 1<<longestLife
}

// readMKI reads "1:4", a number and how many bytes it takes in packets.
func readMKI(text string) (string, bool) {
	value, length, ok := strings.Cut(text, ":")
	number, err := strconv.ParseUint(value, 10, 64)
	size, err2 := strconv.ParseUint(length, 10, 8)
	if !ok || err != nil || err2 != nil || size < 1 || size > 128 || size < 8 && number>>(8*size) != 0 {
		return "", false
	}
	bytes := binary.BigEndian.AppendUint64(make([]byte, 128-8, 128), number)
	return string(bytes[128-size:]), true
}
