package view

import (
	"strings"
	"time"
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
		if !s.Date.IsZero() {
			return p.T("say.paid_due", p.Money(s.Amount), p.DayMonth(s.Date))
		}
		return p.T("say.paid", p.Money(s.Amount))
	case crm.SayReady:
		if s.Percent > 0 {
			return p.T("say.ready_part", Number(s.Document), p.near(s.Date), s.Percent)
		}
		return p.T("say.ready", Number(s.Document), p.near(s.Date))
	case crm.SayInvoice:
		return p.T("say.invoice", Number(s.Document), p.Money(s.Amount), p.near(s.Date))
	case crm.SayAnswer:
		return p.sayAnswer(s)
	case crm.SayStep:
		return p.T("say.step", p.Money(s.Amount), s.Percent)
	case crm.SayColleague:
		return p.sayColleague(s)
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
	case crm.SayLooking:
		return p.T("say.looking")
	default:
		return p.T("say.first_contact")
	}
}

// sayAnswer tells how long a client has waited for an answer of ours.
func (p *Printer) sayAnswer(s crm.Say) string {
	if s.Contact == crm.CallKind {
		return p.T("say.answer_call", p.span(p.Now().Sub(s.Date)))
	}
	text := p.T("say.answer_mail", p.span(p.Now().Sub(s.Date)))
	if s.Text != "" {
		text = p.T("say.answer_about", text, s.Text)
	}
	return text
}

// sayColleague tells of a talk that somebody else had: «Вчера говорил с Петровым:
// ждёт КП».
func (p *Printer) sayColleague(s crm.Say) string {
	when := p.DayMonth(s.Date)
	switch crm.DaysBetween(s.Date.In(p.loc), p.Now()) {
	case 0:
		when = p.T("say.today")
	case 1:
		when = p.T("say.yesterday")
	}
	text := p.T("say.colleague_named", when, s.Author)
	if name, ok := p.with(s.Author); ok {
		text = p.T("say.colleague", when, name)
	}
	if s.Text != "" {
		text = p.T("say.colleague_text", text, s.Text)
	}
	return text
}

// Source tells where the line to say comes from and of when it is; nothing for a
// caller nobody knows.
func (p *Printer) Source(s crm.Say, asOf time.Time) string {
	switch s.Kind {
	case "", crm.SayNobody, crm.SayLooking, crm.SaySeveral:
		return ""
	case crm.SayFirst:
		return p.T("source.first_contact")
	}
	day := ""
	if !s.Date.IsZero() {
		day = p.DayMonth(s.Date)
	}
	return p.T("source."+string(s.Kind), day, p.At(asOf))
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

// ForeignComplaint says that a complaint stands in 1C and is closed there.
func (p *Printer) ForeignComplaint(since time.Time) string {
	return p.T("stand.complaint_theirs", p.DayMonth(since))
}
