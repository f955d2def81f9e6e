package ui

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"pult/app/crm"
	"pult/app/ui/internal/strip"
)

// openPromise shows the form for a promise of the open client.
func (p *Panel) openPromise() {
	if p.open.client.IsZero() || p.strip.Form() == strip.Promise {
		return
	}
	p.promised = p.open.client
	p.main.Canvas().Focus(p.strip.OpenPromise(p.card.Shown().Name, p.now().AddDate(0, 0, 1).Format("02.01")))
}

// promise saves what stands in the form.
func (p *Panel) promise(amountText, dateText string) {
	amount, err := crm.ParseMoney(amountText)
	if err != nil || amount <= 0 {
		p.strip.FailForm(p.Words.T("promise.bad_amount"))
		return
	}
	due, err := readDay(dateText, p.now())
	switch {
	case errors.Is(err, errPast):
		p.strip.FailForm(p.Words.T("promise.bad_past"))
		return
	case err != nil:
		p.strip.FailForm(p.Words.T("promise.bad_date"))
		return
	}
	client, call := p.promised, p.notes.subject.call
	if one := p.calls.noteWorthy(); one == nil || one.Client != client {
		call = crm.ID{}
	}
	p.ask(func(ctx context.Context) func() {
		err := p.Desk.Promise(ctx, client, call, amount, due)
		return func() {
			if err != nil {
				p.fault(err)
				return
			}
			p.closeForm()
		}
	})
}

var errPast = errors.New("the day has passed")

// readDay reads "25.11", "25.11.26", "25.11.2026", or a day of this month, "25".
// Without a year the nearest such day from today on is meant.
func readDay(text string, today time.Time) (time.Time, error) {
	parts := strings.FieldsFunc(strings.TrimSpace(text), func(r rune) bool { return strings.ContainsRune("./- ,", r) })
	if len(parts) < 1 || len(parts) > 3 {
		return time.Time{}, crm.ErrInvalid
	}
	numbers := [3]int{0, int(today.Month()), today.Year()}
	for i, part := range parts {
		n, err := strconv.Atoi(part)
		if err != nil {
			return time.Time{}, crm.ErrInvalid
		}
		numbers[i] = n
	}
	if numbers[2] < 100 {
		numbers[2] += 2000
	}
	day := time.Date(numbers[2], time.Month(numbers[1]), numbers[0], 0, 0, 0, 0, today.Location())
	if day.Day() != numbers[0] || int(day.Month()) != numbers[1] {
		return time.Time{}, crm.ErrInvalid
	}
	if crm.DaysBetween(day, today) <= 0 {
		return day, nil
	}
	switch len(parts) {
	case 1:
		return day.AddDate(0, 1, 0), nil
	case 2:
		return day.AddDate(1, 0, 0), nil
	default:
		return time.Time{}, errPast
	}
}
