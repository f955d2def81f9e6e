package feed

import "testing"

func TestSlowSubscriberIsToldToReload(t *testing.T) {
	var f Feed
	slow, fast := f.Subscribe(2), f.Subscribe(8)
	for range 5 {
		f.Publish(LineChanged{})
	}
	for range 2 {
		if _, ok := (<-slow.C).(LineChanged); !ok {
			t.Fatal("the first events must arrive as published")
		}
	}
	if _, ok := (<-slow.C).(Reload); !ok {
		t.Fatal("lost events must be announced by Reload")
	}
	if len(slow.C) != 0 {
		t.Fatalf("%d events behind Reload, want none", len(slow.C))
	}
	if len(fast.C) != 5 {
		t.Fatalf("the fast subscriber got %d of 5 events", len(fast.C))
	}
	f.Publish(LineChanged{})
	if _, ok := (<-slow.C).(LineChanged); !ok {
		t.Fatal("after Reload events must flow again")
	}
}

func TestCloseEndsTheStream(t *testing.T) {
	var f Feed
	s := f.Subscribe(1)
	s.Close()
	s.Close()
	f.Publish(LineChanged{})
	if _, ok := <-s.C; ok {
		t.Fatal("an event after Close")
	}
}
