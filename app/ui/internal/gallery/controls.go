//go:build gallery

package main

import (
	"context"
	"time"

	"pult/app/crm"
	"pult/app/desk"
	"pult/app/feed"
	"pult/app/phone"
)

var team = []crm.Colleague{
	{Name: "Смирнова Анна", Extension: "101", Lamp: crm.LampIdle},
	{Name: "Петрова Ольга", Extension: "102", Lamp: crm.LampIdle},
	{Name: "Кузнецов Игорь", Extension: "103", Lamp: crm.LampTalking},
	{Name: "Константинопольская-Вознесенская Александра", Extension: "104", Lamp: crm.LampRinging},
	{Name: "Орлов Дмитрий", Extension: "105", Lamp: crm.LampUnknown},
	{Name: "Склад на Рябиновой", Extension: "201", Lamp: crm.LampIdle},
	{Name: "Бухгалтерия", Extension: "202", Lamp: crm.LampTalking},
	{Name: "Федорчук Лев", Extension: "106", Lamp: crm.LampIdle},
	{Name: "Гусева Мария", Extension: "107", Lamp: crm.LampIdle},
}

func (w *world) Colleagues(context.Context) ([]crm.Colleague, error) {
	return append([]crm.Colleague(nil), team...), nil
}

func (w *world) Responsible(_ context.Context, client crm.Ref) (crm.Colleague, bool) {
	switch client[15] {
	case 0, 1:
		return team[1], true
	case 2:
		return team[3], true
	default:
		return crm.Colleague{}, false
	}
}

func (w *world) State(context.Context) (desk.State, error) { return desk.State{}, nil }

func (w *world) Reject(context.Context, crm.ID, crm.Rejection) error {
	w.end(crm.Rejected)
	return nil
}

func (w *world) Forward(_ context.Context, id crm.ID, _ phone.Number) error { return nil }

func (w *world) Join(context.Context) error { return nil }

func (w *world) Conference(_ context.Context, on bool) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	for i := range w.live {
		w.live[i].Held = !on && i < len(w.live)-1
		w.feed.Publish(feed.CallHeld{Call: w.live[i].Call, Here: w.live[i].Held})
	}
	w.feed.Publish(feed.ConferenceChanged{On: on})
	return nil
}

func (w *world) SetPresence(_ context.Context, kind crm.PresenceKind, reason string) error {
	w.feed.Publish(feed.PresenceChanged{Presence: crm.Presence{Kind: kind, Reason: reason, Since: time.Now().Add(-12 * time.Minute)}})
	return nil
}

func (w *world) Redial(ctx context.Context) (crm.ID, error) {
	return w.Dial(ctx, number("+79123456789"), crm.Ref{})
}

func (w *world) Record(context.Context, crm.ID, bool) error {
	w.recording(crm.RecordingOn)
	return nil
}

func (w *world) PauseRecording(_ context.Context, id crm.ID, on bool) error {
	state := crm.RecordingOn
	if on {
		state = crm.RecordingPaused
	}
	w.recording(state)
	return nil
}

func (w *world) recording(s crm.RecordingState) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, l := range w.live {
		w.feed.Publish(feed.RecordingChanged{Call: l.Call, State: s})
	}
}

// answerLast takes the newest call and holds the others, as the line does.
func (w *world) answerLast() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for i := range w.live {
		l := &w.live[i]
		if i == len(w.live)-1 {
			l.Call.AnsweredAt = time.Now()
			w.feed.Publish(feed.CallAnswered{Call: l.Call})
			continue
		}
		l.Held = true
		w.feed.Publish(feed.CallHeld{Call: l.Call, Here: true})
	}
}

// endLast ends the newest call.
func (w *world) endLast(o crm.Outcome) {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := len(w.live) - 1
	l := &w.live[n]
	l.Call.EndedAt, l.Call.Outcome = time.Now(), o
	if o == crm.Elsewhere {
		l.Call.AnsweredBy = "103"
	}
	w.feed.Publish(feed.CallEnded{Call: l.Call})
	w.live = w.live[:n]
}

// control makes what belongs to no single call.
func (w *world) control(what string) bool {
	switch what {
	case "recording":
		w.recording(crm.RecordingOn)
	case "answerlast":
		w.answerLast()
	case "endlast":
		w.endLast(crm.NoAnswer)
	case "taken":
		w.endLast(crm.Elsewhere)
	case "messages":
		w.feed.Publish(feed.MessagesWaiting{New: 2, Old: 1})
	case "lamp":
		w.feed.Publish(feed.LampChanged{Colleague: crm.Colleague{Name: team[1].Name, Extension: "102", Lamp: crm.LampTalking}})
	default:
		return false
	}
	return true
}
