package view

import (
	"strconv"
	"time"

	"pult/app/crm"
)

// Ages are the parts of a debt by how late they are: not late yet, the five spans
// of crm.LateFrom, without a date. They add up to 1, or are all 0.
type Ages struct {
	Parts [7]float32
	Hints [7]string // sums
}

func (p *Printer) ages(a crm.Ageing, asOf time.Time) (ages Ages) {
	whole := a.Owed()
	if whole <= 0 {
		return ages
	}
	part := func(m crm.Money) float32 { return float32(float64(m) / float64(whole)) } // a width, not a sum
	ages.Parts[0], ages.Parts[6] = part(a.Due), part(a.Undated)
	for i, m := range a.Late {
		ages.Parts[i+1] = part(m)
	}
	ages.Hints = p.ageHints(a, asOf)
	return ages
}

// limit is "Лимит 200 000 ₽, занято 62 %, на 10:38", and an advance for which the
// figure of the debt has no room.
func (p *Printer) limit(c crm.Card) string {
	limit, advance := "", ""
	switch used := c.LimitUsed(); {
	case c.Limit <= 0:
	case used > 100:
		limit = p.T("card.limit_over", p.Roubles(c.Limit), p.Roubles(c.Debt.Owed-c.Limit))
	default:
		limit = p.T("card.limit", p.Roubles(c.Limit), used)
	}
	if c.Debt.Advance > 0 && c.Debt.Overdue > 0 {
		advance = p.T("card.advance", p.Roubles(c.Debt.Advance))
	}
	line := join(" · ", limit, advance)
	if line == "" {
		return ""
	}
	return join(", ", line, p.At(c.AsOf))
}

// step is where the client stands on the ladder of the discount.
func (p *Printer) step(s crm.Step) string {
	switch {
	case !s.Known():
		return ""
	case s.Next.Percent == 0:
		return p.T("card.step_top", s.Percent)
	case s.Percent == 0:
		return p.T("card.step_first", s.Next.Percent, p.Roubles(s.Left()))
	default:
		return p.T("card.step", s.Percent, s.Next.Percent, p.Roubles(s.Left()))
	}
}

// Properties that deserve the one line under the figures, by their names in 1C.
const birthday = "birthday"

// tags are the words a firm sorts its clients by.
const tags = "tags"

// more is the quiet line: prices, segment, a birthday that is near.
func (p *Printer) more(c crm.Card) string {
	line := ""
	for _, prop := range c.Client.Properties {
		if prop.Name == birthday {
			line = join(" · ", line, p.birthdayNear(prop.Value))
		}
	}
	if c.PriceType != "" {
		line = join(" · ", line, p.T("card.prices", c.PriceType))
	}
	line = join(" · ", line, p.step(c.Step))
	for _, prop := range c.Client.Properties {
		if prop.Name != birthday {
			line = join(" · ", line, p.property(prop.Name)+": "+prop.Value)
		}
	}
	return line
}

// property names what a firm has added to the card: mostly in its own words.
func (p *Printer) property(name string) string {
	switch name {
	case birthday:
		return p.T("terms.birthday")
	case tags:
		return p.T("terms.tags")
	}
	return name
}

// nearBirthday is how many days before and after it a birthday is spoken of.
const nearBirthday = 3

func (p *Printer) birthdayNear(value string) string {
	day, err := time.Parse(time.DateOnly, value)
	if err != nil {
		return ""
	}
	today := p.Now()
	for _, year := range []int{today.Year() - 1, today.Year(), today.Year() + 1} {
		this := time.Date(year, day.Month(), day.Day(), 12, 0, 0, 0, p.loc)
		switch left := crm.DaysBetween(today, this); {
		case left == 0:
			return p.T("card.birthday_today")
		case -nearBirthday <= left && left <= nearBirthday:
			return p.T("card.birthday", p.DayMonth(this))
		}
	}
	return ""
}

// ageRows draw a debt by how late it is; sums stand beside the bars.
func (p *Printer) ageRows(a crm.Ageing, asOf time.Time) []Row {
	rows := []Row{{Head: true, Title: join(" ", p.T("terms.ages"), p.At(asOf))}}
	whole := a.Owed()
	if whole <= 0 {
		return append(rows, Row{Title: p.T("tile.no_debt")})
	}
	add := func(title string, m crm.Money, tone Tone, always bool) {
		if m > 0 || always {
			rows = append(rows, Row{Title: title, Right: p.Money(m), Tone: tone, Part: float32(float64(m) / float64(whole))})
		}
	}
	add(p.T("terms.due"), a.Due, Normal, false)
	dated := a.Undated < whole
	for i, m := range a.Late {
		tone := Danger
		if m == 0 {
			tone = Quiet
		}
		add(p.T("terms.late."+strconv.Itoa(i+1)), m, tone, dated)
	}
	add(p.T("terms.undated"), a.Undated, Normal, false)
	return rows
}
