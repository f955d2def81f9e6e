package standin

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Switch is one habit of the server that can be changed while it runs.
type Switch struct {
	Name   string   `json:"name"`
	Value  string   `json:"value"`
	Values []string `json:"values,omitempty"` // the only ones allowed; empty for a number or a time
	Title  string   `json:"title"`
}

// knob reads and writes one habit as text.
type knob struct {
	name, title string
	values      []string
	get         func(*Options) string
	set         func(*Options, string) error
}

var onOff = []string{"off", "on"}

func boolKnob(name, title string, at func(*Options) *bool) knob {
	return wordKnob(name, title, onOff, func(o *Options) int { return boolRank(*at(o)) }, func(o *Options, i int) { *at(o) = i == 1 })
}

func wordKnob(name, title string, values []string, get func(*Options) int, set func(*Options, int)) knob {
	return knob{name, title, values, func(o *Options) string { return values[get(o)] }, func(o *Options, v string) error {
		i := slices.Index(values, v)
		if i < 0 {
			return fmt.Errorf("standin: %s is one of %v", name, values)
		}
		set(o, i)
		return nil
	}}
}

func timeKnob(name, title string, at func(*Options) *time.Duration) knob {
	return knob{name, title, nil, func(o *Options) string { return at(o).String() }, func(o *Options, v string) error {
		d, err := time.ParseDuration(v)
		if err != nil || d < 0 {
			return fmt.Errorf("standin: %s: %q is no duration such as 10s", name, v)
		}
		*at(o) = d
		return nil
	}}
}

func sizeKnob(name, title string, at func(*Options) *int) knob {
	return knob{name, title, nil, func(o *Options) string { return strconv.Itoa(*at(o)) }, func(o *Options, v string) error {
		digits, mega := strings.CutSuffix(v, "M")
		n, err := strconv.Atoi(digits)
		if err != nil || n < 0 || n > 1<<31 {
			return fmt.Errorf("standin: %s: %q is no number such as 4 or 200M", name, v)
		}
		if mega {
			n <<= 20
		}
		*at(o) = n
		return nil
	}}
}

var knobs = []knob{
	timeKnob("cold-start", "запуск сеанса после простоя", func(o *Options) *time.Duration { return &o.ColdStart }),
	timeKnob("session-life", "жизнь сеанса в простое", func(o *Options) *time.Duration { return &o.SessionLife }),
	sizeKnob("pool", "сеансов в пуле, 0 без предела", func(o *Options) *int { return &o.PoolSize }),
	timeKnob("pool-timeout", "ожидание сеанса из пула", func(o *Options) *time.Duration { return &o.PoolTimeout }),
	wordKnob("sessions", "повторное использование сеансов", []string{"auto", "manual", "off"},
		func(o *Options) int { return int(o.Sessions) }, func(o *Options, i int) { o.Sessions = SessionMode(i) }),
	wordKnob("ref-key", "Ref_Key из тела POST", []string{"honoured", "ignored"},
		func(o *Options) int { return boolRank(o.IgnoreRefKey) }, func(o *Options, i int) { o.IgnoreRefKey = i == 1 }),
	boolKnob("if-match", "проверка If-Match", func(o *Options) *bool { return &o.HonourIfMatch }),
	wordKnob("inlinecount", "$inlinecount вместе с $top", []string{"pages", "whole"},
		func(o *Options) int { return boolRank(o.CountIgnoresPaging) }, func(o *Options, i int) { o.CountIgnoresPaging = i == 1 }),
	boolKnob("bom", "BOM перед каждым JSON", func(o *Options) *bool { return &o.BOM }),
	wordKnob("quotes", "апострофы внутри Condition", []string{"any", "plain", "doubled"},
		func(o *Options) int { return int(o.Quotes) }, func(o *Options, i int) { o.Quotes = QuoteStyle(i) }),
	wordKnob("load-mode", "запись в режиме загрузки", []string{"allowed", "refused"},
		func(o *Options) int { return boolRank(o.NoLoadMode) }, func(o *Options, i int) { o.NoLoadMode = i == 1 }),
	boolKnob("exchange-plan", "план обмена Пульт", func(o *Options) *bool { return &o.ExchangePlan }),
	sizeKnob("packet", "наименьший пакет изменений, байт", func(o *Options) *int { return &o.PacketSize }),
}

// Set changes one habit: Set("ref-key", "ignored"). Switches lists them all.
func (s *Server) Set(name, value string) error {
	i := slices.IndexFunc(knobs, func(k knob) bool { return k.name == name })
	if i < 0 {
		return fmt.Errorf("standin: unknown switch %q", name)
	}
	s.optMu.Lock()
	err := knobs[i].set(&s.opt, value)
	plan := s.opt.ExchangePlan
	s.optMu.Unlock()
	if err == nil && name == "exchange-plan" {
		s.Publish(planSet, plan)
	}
	return err
}

// Switches lists the habits as they are now.
func (s *Server) Switches() []Switch {
	o := s.habits()
	out := make([]Switch, 0, len(knobs))
	for _, k := range knobs {
		out = append(out, Switch{Name: k.name, Value: k.get(&o), Values: k.values, Title: k.title})
	}
	return out
}

// Refuse has a handler of the configuration refuse every writing of an object with
// these words; empty ones let it be written again.
func (s *Server) Refuse(ref, why string) error {
	g, err := parseGUID(ref)
	if err != nil {
		return fmt.Errorf("standin: %q is no reference", ref)
	}
	s.base.mu.Lock()
	defer s.base.mu.Unlock()
	s.base.refused[g] = why
	return nil
}

// CloseRow takes away the right to see an object, or gives it back: a request that
// meets it fails with 401 and code 20 unless it says allowedOnly=true.
func (s *Server) CloseRow(ref string, closed bool) error {
	g, err := parseGUID(ref)
	if err != nil {
		return fmt.Errorf("standin: %q is no reference", ref)
	}
	s.base.mu.Lock()
	defer s.base.mu.Unlock()
	delete(s.base.closed, g)
	if closed {
		s.base.closed[g] = true
	}
	return nil
}
