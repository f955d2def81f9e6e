package store

import (
	"context"
	"encoding/json"

	"pult/app/crm"
)

const attemptColumns = `call, entry, list, client, e164, number, manager, at, outcome, counted, seconds, result, reason, answers, wrapup`

func (t *tx) saveAttempt(a crm.Attempt) error {
	answers, err := json.Marshal(a.Answers)
	if err != nil {
		return err
	}
	return t.run(`
		INSERT INTO list_attempt (`+attemptColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (call) DO UPDATE SET outcome = excluded.outcome, counted = excluded.counted, seconds = excluded.seconds,
			result = excluded.result, reason = excluded.reason, answers = excluded.answers, wrapup = excluded.wrapup`,
		a.Call[:], a.Entry[:], a.List[:], blob(a.Client), wholeNumber(a.Number), a.Number.String(), a.Manager, a.At.UnixMilli(),
		string(a.Outcome), a.Counted, a.Seconds, string(a.Result), a.Reason, string(answers), a.WrapUp)
}

// Attempts are the calls of an entry, the newest first.
func (j *Journal) Attempts(ctx context.Context, entry crm.ID) (list []crm.Attempt, err error) {
	err = j.read(ctx, "read attempts", func(t *tx) error {
		return t.each(`SELECT `+attemptColumns+` FROM list_attempt WHERE entry = ? ORDER BY at DESC, call DESC`, args{entry[:]},
			func(scan func(...any) error) error {
				a, err := scanAttempt(scan)
				list = append(list, a)
				return err
			})
	})
	return list, err
}

func scanAttempt(scan func(...any) error) (a crm.Attempt, err error) {
	var number, answers string
	err = scan(into(&a.Call), into(&a.Entry), into(&a.List), into(&a.Client), numberInto{&a.Number}, &number, &a.Manager, timeInto{&a.At},
		&a.Outcome, &a.Counted, &a.Seconds, &a.Result, &a.Reason, &answers, &a.WrapUp)
	if err == nil && a.Number.E164 == 0 {
		a.Number.Short = number
	}
	if err == nil {
		err = json.Unmarshal([]byte(answers), &a.Answers)
	}
	return a, err
}
