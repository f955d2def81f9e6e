package view

import (
	"strings"
	"unicode/utf8"

	"pult/app/crm"
)

// maxSay is what fits one line of the pop-up, in letters.
const maxSay = 90

// Say words what to begin a talk with, in one line.
func (p *Printer) Say(s crm.Say) string {
	return Shorten(p.say(s), maxSay)
}

func (p *Printer) say(s crm.Say) string {
	switch s.Kind {
	case crm.SayBanned:
		return p.T("say.banned", p.DayMonth(s.Date)) + p.T("say.banned_hint")
	case crm.SayComplaint:
		text := p.T("say.complaint", p.DayMonth(s.Date)) + strings.TrimSuffix(": "+s.Text, ": ")
		if s.Author != "" {
			text += p.T("say.complaint_by", s.Author)
		}
		return text
	case crm.SayPromiseBroken:
		return p.T("say.promise_broken", p.Money(s.Amount), p.DayMonth(s.Date), p.Days(s.Days))
	case crm.SayOverdue:
		if s.Document == "" {
			return p.T("say.overdue", p.Money(s.Amount), p.Days(s.Days))
		}
		return p.T("say.overdue_doc", p.Money(s.Amount), p.Days(s.Days), p.documentInLine(s.Type, s.Document))
	case crm.SayPromised:
		return p.T("say.promised", p.Money(s.Amount), p.DayMonth(s.Date))
	case crm.SayPaid:
		return p.T("say.paid", p.Money(s.Amount))
	case crm.SayOrder:
		if s.Date.IsZero() {
			return p.T("say.order", Number(s.Document), s.Percent)
		}
		return p.T("say.order_due", Number(s.Document), s.Percent, p.DayMonth(s.Date))
	case crm.SayForecast:
		return p.T("say.forecast", p.Days(s.Every), p.Days(s.Days))
	case crm.SayFrequent:
		return p.T("say.frequent", Shorten(s.Text, maxSay-34), p.Quantity(s.Quantity))
	case crm.SayLastContact:
		if s.Text == "" || s.Author == "" {
			return p.T("say.last_contact", p.Moment(s.Date))
		}
		return p.T("say.last_contact_text", p.DayMonth(s.Date), s.Author, s.Text)
	case crm.SaySeveral:
		return p.T("say.several", s.Days)
	case crm.SayNobody:
		return p.T("say.nobody")
	default:
		return p.T("say.first_contact")
	}
}

// Shorten cuts text to n letters with an ellipsis.
func Shorten(text string, n int) string {
	if utf8.RuneCountInString(text) <= n {
		return text
	}
	runes := []rune(text)
	return string(runes[:n-1]) + "…"
}

// Number drops the prefix and the zeros 1C puts before a document number:
// "ТД00-000312" is 312 to everybody who speaks of it.
func Number(number string) string {
	i := len(number)
	for i > 0 && number[i-1] >= '0' && number[i-1] <= '9' {
		i--
	}
	for i < len(number)-1 && number[i] == '0' {
		i++
	}
	if i == len(number) {
		return number
	}
	return number[i:]
}
