package conf

import (
	"strings"

	"pult/app/crm"
)

// Colleague is somebody on the same exchange.
type Colleague struct {
	Name      string `toml:"name"` // as 1C shows the manager
	Extension string `toml:"extension"`
}

const (
	// maxColleagues is what the telephone line watches at most.
	maxColleagues = 200
	// maxExtension is the longest inner number an exchange gives.
	maxExtension = 15
)

// checkColleagues refuses what nobody could be called by.
func checkColleagues(list []Colleague) error {
	if len(list) > maxColleagues {
		return misfit("colleague.name", maxColleagues, "%d colleagues, the most is %d", len(list), maxColleagues)
	}
	seen := map[string]bool{}
	for i, c := range list {
		switch {
		case strings.TrimSpace(c.Name) == "":
			return misfit("colleague.name", i, "colleague %d has no name", i+1)
		case c.Extension == "" || len(c.Extension) > maxExtension || strings.Trim(c.Extension, "0123456789") != "":
			return misfit("colleague.extension", i, "extension = %q of colleague %q is no inner number such as 102", c.Extension, c.Name)
		case seen[c.Extension]:
			return misfit("colleague.extension", i, "extension = %q stands for two colleagues", c.Extension)
		}
		seen[c.Extension] = true
	}
	return nil
}

// Others are the colleagues without the owner of this telephone, so that one list
// can serve a whole firm.
func (c *Config) Others() []crm.Colleague {
	var list []crm.Colleague
	for _, one := range c.Colleagues {
		if one.Extension != c.Phone.User {
			list = append(list, crm.Colleague{Name: strings.TrimSpace(one.Name), Extension: one.Extension, Lamp: crm.LampUnknown})
		}
	}
	return list
}
