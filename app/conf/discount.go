package conf

import "pult/app/crm"

// Discount is the cumulative discount of the firm. 1C keeps it in too many forms
// to be read, so it is stated here: steps = [[100000, 3], [300000, 5]] gives 3 %
// from 100,000 roubles on.
type Discount struct {
	Months int        `toml:"months"` // that purchases are counted over
	Steps  [][2]int64 `toml:"steps"`  // roubles, percent
}

// discountMonths is as far back as purchases are summed by month.
const discountMonths = 12

// mostRoubles keeps a sum far from where it would overflow.
const mostRoubles = 1_000_000_000_000

func (d Discount) check() error {
	if d.Months < 1 || d.Months > discountMonths {
		return misfit("discount.months", 0, "discount.months = %d, from 1 to %d is meant", d.Months, discountMonths)
	}
	for i, s := range d.Steps {
		if s[0] < 0 || s[0] > mostRoubles || s[1] < 1 || s[1] > 99 {
			return misfit("discount.steps", i, "discount.steps has [%d, %d], a sum and a percent such as [100000, 3] are meant", s[0], s[1])
		}
	}
	return nil
}

// Ladder is the cumulative discount as the desk knows it.
func (c *Config) Ladder() crm.Ladder {
	l := crm.Ladder{Months: c.Discount.Months}
	for _, s := range c.Discount.Steps {
		l.Steps = append(l.Steps, crm.Discount{From: crm.Money(s[0] * 100), Percent: int(s[1])})
	}
	return l
}
