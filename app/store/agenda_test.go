package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/phone"
)

func TestResultIsKeptAndGoesTo1CAgain(t *testing.T) {
	j, ctx := newStore(t, t.TempDir()).Journal, context.Background()
	call := ended(1)
	record(t, j, call, true)
	f := must(j.claim(ctx, []crm.FactKind{crm.CallFacts}))(t)
	must(0, j.FactSent(ctx, f.ID, f.Revision))(t)
	call.Result, call.Reason = crm.ResultRefused, "price"
	record(t, j, call, true)
	if got := must(j.Call(ctx, call.ID))(t); got != call {
		t.Errorf("got %+v\nwant %+v", got, call)
	}
	line := must(j.History(ctx, crm.HistoryFilter{Client: ref(1)}))(t)[0]
	if line.Result != crm.ResultRefused || line.Reason != "price" || line.Fact != crm.FactWaiting {
		t.Errorf("line %+v", line)
	}
	if f := must(j.claim(ctx, []crm.FactKind{crm.CallFacts}))(t); f.Revision != 2 {
		t.Errorf("fact %+v", f)
	}
}

// A journal of each earlier version is brought up to date with what it holds.
func TestOldJournalsLearnResultsAndTasks(t *testing.T) {
	steps := must(journalMigrations())(t)
	for n := 1; n < len(steps); n++ {
		dir, ctx := t.TempDir(), context.Background()
		path := filepath.Join(dir, journalFile)
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		text := ""
		for _, step := range steps[:n] {
			text += step.text + ";"
		}
		execFile(t, path, text+`PRAGMA user_version = `+strconv.Itoa(n)+`;
			INSERT INTO interaction (id, kind, at, client, direction, short, ext, raw, outcome, seconds, text, author)
			VALUES (x'00000000000000000000000000000001', 'call', 1, `+hex(ref(1))+`, 'in', '', '', '', 'answered', 60, 'старая', 'Анна');`)
		j := newStore(t, dir).Journal
		lines := must(j.History(ctx, crm.HistoryFilter{}))(t)
		if len(lines) != 1 || lines[0].Text != "старая" || lines[0].Result != "" {
			t.Errorf("from %d: %+v", n, lines)
		}
		must(0, j.RecordTask(ctx, taskAt(noon)))(t)
		if list := must(j.OpenTasks(ctx))(t); len(list) != 1 {
			t.Errorf("from %d: tasks %+v", n, list)
		}
	}
}

func hex(r crm.Ref) string {
	return "x'" + r.String()[:8] + r.String()[9:13] + r.String()[14:18] + r.String()[19:23] + r.String()[24:] + "'"
}

func taskAt(due time.Time) crm.Task {
	return crm.Task{
		ID: crm.NewID(noon), Kind: crm.CallbackTask, Client: ref(1), Number: plan.Parse("8 912 345-67-89"), Call: crm.NewID(noon),
		Set: noon.UTC(), Due: due.UTC(), Text: "про КП", Author: "Анна",
	}
}

func TestTasksComeBackInTheOrderOfTheirTime(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	j := newStore(t, dir).Journal
	late, soon := taskAt(noon.Add(3*time.Hour)), taskAt(noon.Add(time.Hour))
	must(0, j.RecordTask(ctx, late))(t)
	must(0, j.RecordTask(ctx, soon))(t)
	list := must(newStore(t, dir).Journal.OpenTasks(ctx))(t) // after a restart
	if len(list) != 2 || list[0] != soon || list[1] != late {
		t.Errorf("tasks %+v", list)
	}
	soon.Done = noon.UTC()
	must(0, j.RecordTask(ctx, soon))(t)
	late.Due, late.Day, late.Text = time.Date(2026, 5, 20, 0, 0, 0, 0, moscow).UTC(), true, "договор"
	must(0, j.RecordTask(ctx, late))(t)
	if list := must(j.OpenTasks(ctx))(t); len(list) != 1 || list[0] != late {
		t.Errorf("tasks %+v", list)
	}
	if got := must(j.Task(ctx, soon.ID))(t); got != soon {
		t.Errorf("got %+v", got)
	}
	lines := must(j.History(ctx, crm.HistoryFilter{Client: ref(1)}))(t)
	texts := map[crm.ID]string{}
	for _, l := range lines {
		texts[l.ID] = l.Text + " " + string(l.Result)
	}
	if len(lines) != 2 || texts[soon.ID] != "2026-05-14 13:00 про КП done" || texts[late.ID] != "2026-05-20 договор " {
		t.Errorf("history %+v", texts)
	}
	if _, err := j.Task(ctx, crm.NewID(noon)); !errors.Is(err, crm.ErrNotFound) {
		t.Errorf("no task gave %v", err)
	}
	if err := j.RecordTask(ctx, crm.Task{}); !errors.Is(err, crm.ErrInvalid) {
		t.Errorf("an empty task gave %v", err)
	}
	if talks := must(j.LastTalks(ctx, []crm.Ref{ref(1)}))(t); len(talks) != 0 {
		t.Errorf("a task is taken for a talk: %+v", talks)
	}
}

func statement(minutes int, kind crm.InteractionKind, value crm.Result) crm.Interaction {
	at := noon.Add(time.Duration(minutes) * time.Minute)
	return crm.Interaction{ID: crm.NewID(at), Kind: kind, At: at.UTC(), Client: ref(1), Result: value, Author: "Анна"}
}

func TestTheLastWordOnAClientHolds(t *testing.T) {
	j, ctx := newStore(t, t.TempDir()).Journal, context.Background()
	stands := func() crm.Standing { return must(j.Standings(ctx, []crm.Ref{ref(1), ref(2)}))(t)[ref(1)] }
	if s := stands(); !reflect.DeepEqual(s, crm.Standing{}) {
		t.Errorf("of nobody: %+v", s)
	}
	for _, line := range []crm.Interaction{
		statement(1, crm.BanKind, crm.ResultYes), statement(2, crm.ConsentKind, crm.ResultYes), statement(3, crm.BanKind, crm.ResultNo),
	} {
		must(0, j.RecordStatement(ctx, line))(t)
	}
	if s := stands(); s.Ban.Holds() || !s.Consent.Holds() || s.Ban.Author != "Анна" || s.Complaint.Value != "" {
		t.Errorf("stands %+v", s)
	}
	call := ended(1)
	call.Result = crm.ResultComplaint
	record(t, j, call, false)
	if s := stands(); !s.Complaint.Holds() || s.Complaint.Text != "обещал" || !s.Complaint.Since.Equal(call.RangAt) {
		t.Errorf("after a complaint: %+v", s)
	}
	call.Result = crm.ResultAgreed // the key was wrong
	record(t, j, call, false)
	if s := stands(); s.Complaint.Holds() {
		t.Errorf("taken back: %+v", s)
	}
	must(0, j.RecordStatement(ctx, statement(4, crm.ComplaintKind, crm.ResultYes)))(t)
	must(0, j.RecordStatement(ctx, statement(5, crm.ComplaintKind, crm.ResultNo)))(t)
	if s := stands(); s.Complaint.Holds() || s.Complaint.Value != crm.ResultNo {
		t.Errorf("closed: %+v", s)
	}
	note := statement(6, crm.NoteKind, crm.ResultYes)
	nobody := statement(6, crm.BanKind, crm.ResultYes)
	nobody.Client = crm.Ref{}
	for _, line := range []crm.Interaction{note, nobody} {
		if err := j.RecordStatement(ctx, line); !errors.Is(err, crm.ErrInvalid) {
			t.Errorf("%+v gave %v", line, err)
		}
	}
}

func TestTheLastWordOnANumberHolds(t *testing.T) {
	j, ctx := newStore(t, t.TempDir()).Journal, context.Background()
	number := plan.Parse("+79120000001")
	say := func(minutes int, n phone.Number, mark crm.CallerMark, client crm.Ref) {
		line := statement(minutes, crm.CallerKind, crm.Result(mark))
		line.Number, line.Client = n, client
		must(0, j.RecordStatement(ctx, line))(t)
	}
	say(1, number, crm.CallerSpam, crm.Ref{})
	say(1, plan.Parse("+79120000002"), crm.CallerPrivate, crm.Ref{})
	mark, _, err := j.CallerMark(ctx, number)
	if must(mark, err)(t) != crm.CallerSpam {
		t.Errorf("mark %q", mark)
	}
	say(2, number, crm.CallerUnsorted, crm.Ref{})
	if mark, _, err = j.CallerMark(ctx, number); must(mark, err)(t) != crm.CallerUnsorted {
		t.Errorf("mark %q", mark)
	}
	say(3, number, crm.CallerClient, ref(1))
	mark, client, err := j.CallerMark(ctx, number)
	if must(mark, err)(t) != crm.CallerClient || client != ref(1) {
		t.Errorf("mark %q of %v", mark, client)
	}
	if marks := must(j.CallerMarks(ctx))(t); len(marks) != 2 || marks[0].Number.E164 != number.E164 {
		t.Errorf("marks %+v", marks)
	}
	if mark, _, err := j.CallerMark(ctx, plan.Parse("101")); must(mark, err)(t) != "" {
		t.Errorf("an internal number has the mark %q", mark)
	}
}

func TestPromisesThatFallDue(t *testing.T) {
	j, ctx := newStore(t, t.TempDir()).Journal, context.Background()
	day := func(n int) time.Time { return time.Date(2026, 5, 14+n, 0, 0, 0, 0, moscow) }
	promise := func(client, minutes, due int) {
		given := noon.Add(time.Duration(minutes) * time.Minute)
		must(0, j.RecordPromise(ctx, crm.Promise{
			ID: crm.NewID(given), Client: ref(client), Given: given, Due: day(due), Amount: 100, Author: "Анна",
		}, false))(t)
	}
	promise(1, 0, -3)
	promise(1, 1, 5) // a newer word takes its place
	promise(2, 0, 0)
	promise(3, 0, -2)
	promise(4, 0, 1)
	promise(5, 0, -100)
	list := must(j.DuePromises(ctx, day(-60), day(1)))(t)
	if len(list) != 2 || list[0].Client != ref(3) || list[1].Client != ref(2) {
		t.Errorf("due %+v", list)
	}
}
