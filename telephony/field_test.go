//go:build field

package telephony

import (
	"errors"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/phone"
	"pult/telephony/pbxtest"
)

func startKamailio(t *testing.T) (*pbxtest.Kamailio, *stage) {
	t.Helper()
	k := pbxtest.StartKamailio(t, map[string]string{testUser: testPassword, "102": "other"})
	s := startLine(t, testConfig(k.Addr.String()))
	s.told.awaitState(t, crm.LineRegistered)
	return k, s
}

func TestKamailioRefreshesAfterTheNonceExpired(t *testing.T) {
	t.Parallel() // it mostly waits
	_, s := startKamailio(t)
	var first string
	s.inside(t, func(a *actor) { first = a.reg.creds.challenge.Nonce })
	// Nonces of this exchange live about 3 s; until then they are used again.
	waitFor(t, func() bool {
		fresh := false
		s.inside(t, func(a *actor) {
			fresh = a.reg.creds.proven && a.reg.creds.challenge.Nonce != first
			if a.reg.creds.proven {
				a.register()
			}
		})
		return fresh
	})
	if n := s.told.count(func(f fact) bool { return f.status.State == crm.LineRefused }); n != 0 {
		t.Error("an old nonce was taken for a wrong password")
	}
}

func TestKamailioRefusesAWrongPassword(t *testing.T) {
	k := pbxtest.StartKamailio(t, map[string]string{testUser: testPassword})
	cfg := testConfig(k.Addr.String())
	cfg.Password = "wrong"
	startLine(t, cfg).told.awaitState(t, crm.LineRefused)
}

func TestSippCallsThroughKamailio(t *testing.T) {
	t.Parallel() // it mostly waits
	k, s := startKamailio(t)
	wait := pbxtest.Sipp(t, k.Addr.String(), talkScenario, "", "-s", testUser, "-m", "20", "-r", "20", "-l", "1", "-d", "50")
	for i := range 20 {
		ring := s.told.await(t, "ring", i+1, ofKind("ringing")).ring
		if ring.Number.String() != "+79123456789" {
			t.Fatalf("ring %+v", ring)
		}
		if err := s.line.Answer(within(t), ring.Call); err != nil {
			t.Fatal(err)
		}
	}
	if err := wait(); err != nil {
		t.Fatal(err)
	}
	s.told.await(t, "ends", 20, func(f fact) bool { return f.kind == "ended" && f.end.Outcome == crm.Answered })
	s.assertNoCalls(t)
}

func TestSippCancelsThroughKamailio(t *testing.T) {
	k, s := startKamailio(t)
	wait := pbxtest.Sipp(t, k.Addr.String(), cancelScenario, "", "-s", testUser, "-m", "50", "-r", "50", "-l", "4")
	s.told.await(t, "ends", 50, func(f fact) bool { return f.kind == "ended" && f.end.Outcome == crm.Missed })
	if err := wait(); err != nil {
		t.Fatal(err)
	}
	s.assertNoCalls(t)
}

func TestTwoLinesTalkThroughKamailio(t *testing.T) {
	k, called := startKamailio(t)
	cfg := testConfig(k.Addr.String())
	cfg.User, cfg.Password = "102", "other"
	calling := startLine(t, cfg)
	calling.told.awaitState(t, crm.LineRegistered)
	for i := range 10 {
		id := crm.NewID(time.Now())
		if err := calling.line.Dial(within(t), id, phone.Number{Short: testUser}); err != nil {
			t.Fatal(err)
		}
		ring := called.told.await(t, "ring", i+1, ofKind("ringing")).ring
		if ring.Number.String() != "102" {
			t.Fatalf("ring %+v", ring)
		}
		calling.told.awaitKind(t, "remote", id)
		if i%2 == 0 { // given up before the answer
			if err := calling.line.Hangup(within(t), id); err != nil {
				t.Fatal(err)
			}
			if end := called.told.awaitEnd(t, ring.Call); end.Outcome != crm.Missed {
				t.Errorf("missed call ended as %+v", end)
			}
			continue
		}
		if err := called.line.Answer(within(t), ring.Call); err != nil {
			t.Fatal(err)
		}
		calling.told.awaitKind(t, "answered", id)
		loud := called.wave.loud.Load()
		waitFor(t, func() bool { return called.wave.loud.Load() >= loud+5 })
		if err := called.line.Hangup(within(t), ring.Call); err != nil {
			t.Fatal(err)
		}
		if end := calling.told.awaitEnd(t, id); end.Outcome != crm.Answered {
			t.Errorf("ended as %+v", end)
		}
	}
}

// Two lines put each other on hold through a proxy that stays in the way, press
// keys, and one declines to be sent elsewhere.
func TestControlsThroughKamailio(t *testing.T) {
	k, called := startKamailio(t)
	cfg := testConfig(k.Addr.String())
	cfg.User, cfg.Password = "102", "other"
	calling := startLine(t, cfg)
	calling.told.awaitState(t, crm.LineRegistered)
	ours := crm.NewID(time.Now())
	if err := calling.line.Dial(within(t), ours, phone.Number{Short: testUser}); err != nil {
		t.Fatal(err)
	}
	theirs := called.told.awaitRing(t).Call
	if err := called.line.Answer(within(t), theirs); err != nil {
		t.Fatal(err)
	}
	calling.told.awaitKind(t, "answered", ours)
	calling.hold(t, ours, true)
	called.told.awaitHeld(t, theirs, false, true)
	called.hold(t, theirs, true)
	calling.told.awaitHeld(t, ours, true, true)
	calling.hold(t, ours, false)
	called.told.awaitHeld(t, theirs, true, false)
	called.hold(t, theirs, false)
	calling.told.awaitHeld(t, ours, false, false)
	calling.press(t, ours, "1#")
	if err := calling.line.Transfer(within(t), ours, colleague); err != nil {
		t.Fatal(err)
	}
	if err := calling.told.awaitTransfer(t, ours); !errors.Is(err, crm.ErrRefused) {
		t.Errorf("the transfer ended with %v", err)
	}
	loud := called.wave.loud.Load()
	waitFor(t, func() bool { return called.wave.loud.Load() >= loud+5 })
	if err := called.line.Hangup(within(t), theirs); err != nil {
		t.Fatal(err)
	}
	calling.told.awaitEnd(t, ours)
}

const inviteOfSipp = `<?xml version="1.0" encoding="ISO-8859-1" ?>
<scenario name="call">
<send retrans="500"><![CDATA[
INVITE sip:[service]@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
Max-Forwards: 70
From: "Romashka" <sip:outside@[local_ip]>;tag=[call_number]
To: <sip:[service]@[remote_ip]>
Call-ID: [call_id]
CSeq: 1 INVITE
P-Asserted-Identity: <tel:+79123456789>
Contact: <sip:outside@[local_ip]:[local_port]>
Content-Type: application/sdp
Content-Length: [len]

v=0
o=- 1 1 IN IP[local_ip_type] [local_ip]
s=-
c=IN IP[media_ip_type] [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 8 0
a=rtpmap:8 PCMA/8000
]]></send>
<recv response="100" optional="true"/>
<recv response="180"/>
`

const talkScenario = inviteOfSipp + `
<recv response="200" rrs="true"/>
<send><![CDATA[
ACK [next_url] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
[routes]
Max-Forwards: 70
From: "Romashka" <sip:outside@[local_ip]>;tag=[call_number]
To: <sip:[service]@[remote_ip]>[peer_tag_param]
Call-ID: [call_id]
CSeq: 1 ACK
Content-Length: 0

]]></send>
<pause/>
<send retrans="500"><![CDATA[
BYE [next_url] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
[routes]
Max-Forwards: 70
From: "Romashka" <sip:outside@[local_ip]>;tag=[call_number]
To: <sip:[service]@[remote_ip]>[peer_tag_param]
Call-ID: [call_id]
CSeq: 2 BYE
Content-Length: 0

]]></send>
<recv response="200"/>
</scenario>
`

const cancelScenario = inviteOfSipp + `
<send retrans="500"><![CDATA[
CANCEL sip:[service]@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch-3]
Max-Forwards: 70
From: "Romashka" <sip:outside@[local_ip]>;tag=[call_number]
To: <sip:[service]@[remote_ip]>
Call-ID: [call_id]
CSeq: 1 CANCEL
Content-Length: 0

]]></send>
<!-- the workers of the proxy may let the 487 pass its own 200 -->
<recv response="487" optional="true" next="1"/>
<recv response="200"/>
<recv response="487" next="2"/>
<label id="1"/>
<recv response="200"/>
<label id="2"/>
<send><![CDATA[
ACK sip:[service]@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch-8]
Max-Forwards: 70
From: "Romashka" <sip:outside@[local_ip]>;tag=[call_number]
To: <sip:[service]@[remote_ip]>[peer_tag_param]
Call-ID: [call_id]
CSeq: 1 ACK
Content-Length: 0

]]></send>
</scenario>
`

// Through a proxy both ends of a test have one Call-ID.
func TestCallToOneselfThroughKamailio(t *testing.T) {
	t.Parallel() // it mostly waits
	_, s := startKamailio(t)
	for range 2 {
		calmly(t, func() string {
			result, err := s.line.TestCall(within(t))
			if err != nil {
				t.Fatal(err)
			}
			s.untold(t)
			return trouble(result)
		})
	}
}
