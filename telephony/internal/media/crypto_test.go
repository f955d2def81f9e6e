package media

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// Keys of the examples of RFC 4568 and one of 46 bytes (RFC 6188).
const (
	key80  = "PS1uQCVeeCFCanVmcjkpPywjNWhcYD0mXXtxaVBR"
	key32  = "NzB4d1BINUAvLEw6UzF3WSJ+PSdFcGdUJShpX1Zj"
	key256 = "8AbZePWwsKhLGX3GlXA+yHYPQ3cgraer/9DkFJYCOPZZy3o9wC0NIbIFYZfyHw=="
)

func TestCryptoLines(t *testing.T) {
	const suite80 = "AES_CM_128_HMAC_SHA1_80"
	usable := []struct {
		line string
		tag  uint32
		size int
		mki  string
	}{
		{"1 " + suite80 + " inline:" + key80, 1, 30, ""},
		{"1 " + suite80 + " inline:" + key80 + "|2^20|1:32", 1, 30, strings.Repeat("\x00", 31) + "\x01"},
		{"2 AES_CM_128_HMAC_SHA1_32 inline:" + key32 + "|2^20|1:4", 2, 30, "\x00\x00\x00\x01"},
		{"1 " + suite80 + " inline:" + key80 + "|1066:4", 1, 30, "\x00\x00\x04\x2a"},
		{"1 " + suite80 + " inline:" + key80 + "|2^48", 1, 30, ""},
		{"1 " + suite80 + " inline:" + key80 + "|1048576", 1, 30, ""},
		{"7 AES_256_CM_HMAC_SHA1_80 inline:" + key256, 7, 46, ""},
		{"7 AES_256_CM_HMAC_SHA1_80 inline:" + strings.TrimRight(key256, "="), 7, 46, ""},
		{"999999999 " + suite80 + "  inline:" + key80 + "  WSH=128 -FUTURE=1", 999999999, 30, ""},
	}
	for _, tt := range usable {
		k, ok := readKey(tt.line)
		if !ok || k.tag != tt.tag || len(k.secret) != tt.size || k.mki != tt.mki {
			t.Errorf("%s: %v, tag %d, %d bytes, MKI %q", tt.line, ok, k.tag, len(k.secret), k.mki)
			continue
		}
		if _, err := newSeal(k); err != nil {
			t.Errorf("%s: %v", tt.line, err)
		}
	}
	for _, line := range []string{
		"", "1", "1 " + suite80, "x " + suite80 + " inline:" + key80, "-1 " + suite80 + " inline:" + key80,
		"1234567890 " + suite80 + " inline:" + key80,
		"1 F8_128_HMAC_SHA1_80 inline:" + key80,
		"1 " + suite80 + " inline:" + key80[:39], "1 " + suite80 + " inline:" + key80 + "AAAA",
		"1 " + suite80 + " inline:" + key256, "1 AES_256_CM_HMAC_SHA1_80 inline:" + key80,
		"1 " + suite80 + " inline:", "1 " + suite80 + " inline:***", "1 " + suite80 + " outline:" + key80, "1 " + suite80 + " " + key80,
		"1 " + suite80 + " inline:" + key80 + "|2^49", "1 " + suite80 + " inline:" + key80 + "|0", "1 " + suite80 + " inline:" + key80 + "|",
		"1 " + suite80 + " inline:" + key80 + "|2^20|", "1 " + suite80 + " inline:" + key80 + "|1:4|2^20",
		"1 " + suite80 + " inline:" + key80 + "|1:0", "1 " + suite80 + " inline:" + key80 + "|1:129", "1 " + suite80 + " inline:" + key80 + "|256:1",
		"1 " + suite80 + " inline:" + key80 + "|2^20|1:4;inline:" + key32 + "|2^20|2:4",
		"1 " + suite80 + " inline:" + key80 + " KDR=1", "1 " + suite80 + " inline:" + key80 + " UNENCRYPTED_SRTP",
		"1 " + suite80 + " inline:" + key80 + " UNAUTHENTICATED_SRTP", "1 " + suite80 + " inline:" + key80 + " FEC_ORDER=FEC_SRTP",
		"1 " + suite80 + " inline:" + key80 + " FUTURE=1", "1 " + suite80 + " inline:" + key80 + " WSH=1",
	} {
		if k, ok := readKey(line); ok {
			t.Errorf("%q is used: %+v", line, k)
		}
	}
}

const sdpHead = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"

func sdpLine(profile string, crypto ...string) string {
	text := "m=audio 9 " + profile + " 8\r\n"
	for _, c := range crypto {
		text += "a=crypto:" + c + "\r\n"
	}
	return text
}

// Each policy takes what it may, the protected before the plain, and of several
// keys the first that it knows.
func TestPolicies(t *testing.T) {
	good, unknown := "4 AES_CM_128_HMAC_SHA1_80 inline:"+key80, "1 AEAD_AES_256_GCM inline:"+key256
	second := "5 AES_CM_128_HMAC_SHA1_32 inline:" + key32
	tests := []struct {
		lines string
		want  [3]string // Plain, Optional, Strict: the tag, "plain" or "refused"
	}{
		{sdpLine("RTP/AVP"), [3]string{"plain", "plain", "refused"}},
		{sdpLine("RTP/AVP", good), [3]string{"plain", "4", "4"}},
		{sdpLine("RTP/AVP", unknown), [3]string{"plain", "plain", "refused"}},
		{sdpLine("RTP/SAVP", good), [3]string{"refused", "4", "4"}},
		{sdpLine("RTP/SAVP", unknown, good, second), [3]string{"refused", "4", "4"}},
		{sdpLine("RTP/SAVP", unknown), [3]string{"refused", "refused", "refused"}},
		{sdpLine("RTP/SAVP"), [3]string{"refused", "refused", "refused"}},
		{sdpLine("RTP/AVP") + sdpLine("RTP/SAVP", second, good), [3]string{"plain", "5", "5"}},
		{sdpLine("RTP/SAVP", unknown) + sdpLine("RTP/AVP"), [3]string{"plain", "plain", "refused"}},
	}
	for _, tt := range tests {
		for policy, want := range tt.want {
			d, err := Read([]byte(sdpHead+tt.lines), Policy(policy))
			got := "plain"
			switch {
			case errors.Is(err, ErrUnprotected):
				got = "refused"
			case err != nil:
				got = err.Error()
			case d.key != nil:
				got = fmt.Sprint(d.key.tag)
			}
			if got != want {
				t.Errorf("policy %d, %q: %s, want %s", policy, tt.lines, got, want)
			}
		}
	}
	if _, err := Read([]byte(sdpHead+"m=audio 9 RTP/SAVP 18\r\n"), Optional); !errors.Is(err, ErrNoCodec) {
		t.Errorf("without a codec: %v", err)
	}
}

func open(t *testing.T, p Policy) *Session {
	t.Helper()
	s, err := Open(loopback, p)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func TestOffersSayWhatThePolicyWants(t *testing.T) {
	for policy, want := range []string{"RTP/AVP 9", "RTP/AVP 9", "RTP/SAVP 9"} {
		s := open(t, Policy(policy))
		offer, err := s.Offer(Identity{})
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(offer), want) || strings.Count(string(offer), "a=crypto:") != len(s.protection.ours) {
			t.Errorf("policy %d:\n%s", policy, offer)
		}
		again, _ := s.Offer(Identity{})
		if string(again) != string(offer) {
			t.Errorf("policy %d: the next offer has other keys", policy)
		}
		s.Renew()
		if again, _ = s.Offer(Identity{}); Policy(policy) != Plain && string(again) == string(offer) {
			t.Errorf("policy %d: keys are not renewed", policy)
		}
	}
}

// An answer is in the profile and under the tag of the offer, and only such a one
// is taken.
func TestAnswersInKind(t *testing.T) {
	s := open(t, Optional)
	for _, profile := range []string{"RTP/AVP", "RTP/SAVP"} {
		d, err := Read([]byte(sdpHead+sdpLine(profile, "9 AES_CM_128_HMAC_SHA1_32 inline:"+key32+"|1:4")), Optional)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := s.Answer(Identity{}, d)
		if err != nil || !strings.Contains(string(answer), profile+" 8\r\n") ||
			strings.Count(string(answer), "a=crypto:") != 1 || !strings.Contains(string(answer), "a=crypto:9 AES_CM_128_HMAC_SHA1_32 inline:") {
			t.Errorf("%s: %v\n%s", profile, err, answer)
		}
	}
	for line, ok := range map[string]bool{
		sdpLine("RTP/SAVP", "1 AES_CM_128_HMAC_SHA1_80 inline:"+key80): true,
		sdpLine("RTP/AVP", "2 AES_256_CM_HMAC_SHA1_80 inline:"+key256): true,
		sdpLine("RTP/AVP", "3 AES_CM_128_HMAC_SHA1_80 inline:"+key80):  false,
		sdpLine("RTP/AVP", "4 AES_CM_128_HMAC_SHA1_80 inline:"+key80):  false,
		sdpLine("RTP/AVP"): true,
	} {
		if _, err := s.ReadAnswer([]byte(sdpHead + line)); (err == nil) != ok {
			t.Errorf("%q: %v", line, err)
		}
	}
}
