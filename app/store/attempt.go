package store

import (
	"context"
	"encoding/json"

	"pult/app/crm"
)

const attemptColumns = `call, entry, list, client, e164, number, manager, at, outcome, counted, seconds, result, reason, answers, wrapup`

// saveAttempt writes a call of an entry. What was said of it before stands until more
// is said: the line may tell of its end after the manager has told of its result.
func (t *tx) saveAttempt(a crm.Attempt) error {
	answers, err := json.Marshal(a.Answers)
	if err != nil {
		return err
	}
	return t.run(`
		INSERT INTO list_attempt (`+attemptColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (call) DO UPDATE SET outcome = excluded.outcome, counted = excluded.counted, seconds = excluded.seconds,
			result = coalesce(nullif(excluded.result, ''), result), reason = coalesce(nullif(excluded.reason, ''), reason),
			answers = coalesce(nullif(excluded.answers, 'null'), answers), wrapup = max(excluded.wrapup, wrapup)`,
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
