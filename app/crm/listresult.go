package crm

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// ListResults are those a call of a list can have, key by key. Debtors order nothing:
// they say when they will pay.
func ListResults(of Purpose) []Result {
	second := ResultOrdered
	if of == DebtPurpose {
		second = ResultWillPay
	}
	return []Result{
		ResultAgreed, second, ResultCallBack, ResultThinking, ResultRefused,
		ResultWrongPerson, ResultWrongNumber, ResultDoNotCall, ResultComplaint,
	}
}

// IsListResult tells a result of a call of a list, of whatever purpose.
func IsListResult(r Result) bool {
	return slices.Contains(ListResults(ServicePurpose), r) || slices.Contains([]Result{ResultWillPay, ResultVoicemail, ResultOther}, r)
}

// TalkedThrough tells that the talk came to its end, so that what must be asked could be
// asked. Who refuses, complains or wants another call cannot be made to answer.
func (r Result) TalkedThrough() bool {
	return slices.Contains([]Result{ResultAgreed, ResultOrdered, ResultWillPay, ResultThinking}, r)
}

// Demand is what a result is not written without.
type Demand struct{ When, Sum, Reason bool }

// Demands tells what must be said with a result.
func (r Result) Demands() Demand {
	switch r {
	case ResultCallBack:
		return Demand{When: true}
	case ResultWillPay:
		return Demand{When: true, Sum: true}
	case ResultRefused:
		return Demand{Reason: true}
	default:
		return Demand{}
	}
}

// Said is what a manager says came of a call of a list.
type Said struct {
	Result  Result
	Reason  string // one of Refusals, or in words
	Note    string
	When    time.Time // to call back, or when it will be paid
	Day     bool      // any time of that day
	Sum     Money     // that will be paid
	Answers []Answer  // to the questions of the script
}

// maxSaid bounds what is typed, in bytes.
const maxSaid = 64 << 10

// Check tells what is missing: an error of kind ErrIncomplete for what a person is to
// add, of kind ErrInvalid for what no key gives.
func (s Said) Check(now time.Time) error {
	d := s.Result.Demands()
	switch {
	case !IsListResult(s.Result), len(s.Note) > maxSaid, len(s.Reason) > maxSaid, s.Sum < 0:
		return fmt.Errorf("result %q: %w", s.Result, ErrInvalid)
	case d.When && s.When.IsZero():
		return &Fault{Kind: ErrIncomplete, Subject: "when"}
	case d.Sum && s.Sum == 0:
		return &Fault{Kind: ErrIncomplete, Subject: "sum"}
	case d.Reason && strings.TrimSpace(s.Reason) == "":
		return &Fault{Kind: ErrIncomplete, Subject: "reason"}
	case !s.When.IsZero() && !s.Day && s.When.Before(now), s.Day && DaysBetween(now, s.When.In(now.Location())) < 0:
		return &Fault{Kind: ErrIncomplete, Subject: "future"}
	}
	return nil
}
