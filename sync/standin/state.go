package standin

import (
	"fmt"
	"strings"
)

// State is what a control page shows of the base.
type State struct {
	Configuration string   `json:"configuration"`
	Clients       int      `json:"clients"` // partners of every sort
	Documents     int      `json:"documents"`
	Calls         int      `json:"calls"`
	Registered    int      `json:"registered"` // changes waiting for our node of the exchange plan
	Traffic       Traffic  `json:"traffic"`
	Failures      []string `json:"failures"`
	Switches      []Switch `json:"switches"`
}

// State tells how the base is now.
func (s *Server) State() State {
	st := State{
		Configuration: s.opt.Configuration, Traffic: s.Traffic(), Switches: s.Switches(), Calls: len(s.Calls()), Failures: []string{},
	}
	for _, f := range s.Failures() {
		st.Failures = append(st.Failures, f.String())
	}
	s.base.mu.RLock()
	defer s.base.mu.RUnlock()
	st.Clients, st.Documents, st.Registered = s.company.total, len(s.company.entries), len(s.plan.order)
	return st
}

// FindClient turns what a person types, a reference or a working name, into the
// reference of a client. Nothing at all means the demo client.
func (s *Server) FindClient(text string) (string, error) {
	if text == "" {
		return DemoClient().Ref, nil
	}
	s.base.mu.RLock()
	defer s.base.mu.RUnlock()
	if g, err := parseGUID(text); err == nil {
		if n, ok := s.company.partnerNumber(g); ok && !s.company.removed(n) {
			return text, nil
		}
	}
	for n := 1; n <= s.company.total; n++ {
		if p := s.company.client(n); strings.EqualFold(p.name, text) && p.client && !p.gone {
			return p.ref.String(), nil
		}
	}
	return "", fmt.Errorf("standin: no client %s", text)
}
