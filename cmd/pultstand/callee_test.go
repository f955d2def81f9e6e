package main

import (
	"net/http"
	"testing"
	"time"
)

// Who is called answers by the script, call by call, and else by the last digits.
func TestCalleesFollowAScript(t *testing.T) {
	c, h := openControls(t, "ut11")
	for number, code := range map[string]int{"79120000086": 486, "79120000003": 603, "79120000004": 404, "79120000053": 503, "79120000043": 403, "79120000008": 480, "79120000012": 0, "1": 0} {
		if got := c.callees.of(number); got.Refuse != code {
			t.Errorf("%s answers %d, want %d", number, got.Refuse, code)
		}
	}
	if got := c.callees.of("79120000080"); !got.Never {
		t.Errorf("…80 answers %+v", got)
	}
	if status, body := post(t, h, "/callee?number=%2B79120000012&how=busy+noanswer+talk:30s"); status != http.StatusOK {
		t.Fatal(status, body)
	}
	if status, body := post(t, h, "/callee?number=77&how=fault"); status != http.StatusOK {
		t.Fatal(status, body)
	}
	for i, want := range []int{486, 480, 0, 0} {
		if got := c.callees.of("79120000012"); got.Refuse != want || want == 0 && got.TalkFor != 30*time.Second {
			t.Errorf("call %d: %+v", i, got)
		}
	}
	if got := c.callees.of("79125550077"); got.Refuse != 503 {
		t.Errorf("an ending: %+v", got)
	}
	if status, _ := post(t, h, "/callee?number=77&how="); status != http.StatusOK || c.callees.of("79125550077").Refuse != 0 {
		t.Error("a script that was taken back is followed")
	}
	for _, bad := range []string{"/callee?number=77&how=sing", "/callee?number=&how=busy", "/callee?number=7x&how=busy", "/callee?number=7&how=talk:long"} {
		if status, body := post(t, h, bad); status != http.StatusBadRequest {
			t.Errorf("%s: %d %s", bad, status, body)
		}
	}
}
