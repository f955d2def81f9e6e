package crm

import "slices"

// Result is what came of a line of history, as a manager says: of a talk, of a
// task, of a complaint. A line of which nothing was said has none.
type Result string

// Results of a talk, in the order of their keys.
const (
	ResultAgreed      Result = "agreed"
	ResultCallBack    Result = "call_back"
	ResultThinking    Result = "thinking"
	ResultRefused     Result = "refused"
	ResultWillPay     Result = "will_pay"
	ResultInformed    Result = "informed"
	ResultWrongPerson Result = "wrong_person"
	ResultComplaint   Result = "complaint" // opens one, until it is closed
	ResultOther       Result = "other"
)

// Results that only a call of a list has: each moves its entry.
const (
	ResultOrdered     Result = "ordered"
	ResultWrongNumber Result = "wrong_number"
	ResultDoNotCall   Result = "do_not_call" // bans the number at once
	ResultVoicemail   Result = "voicemail"   // nobody was talked to
)

// ResultSettled is of a missed call that need not be called back.
const ResultSettled Result = "settled"

// ResultDone is of a task.
const ResultDone Result = "done"

// Values of lines that say how a client stands to us: see Standing.
const (
	ResultYes Result = "yes" // a ban or a consent is given, a complaint open
	ResultNo  Result = "no"  // and no more
)

// Results are those a talk can have, key by key.
func Results() []Result {
	return []Result{
		ResultAgreed, ResultCallBack, ResultThinking, ResultRefused, ResultWillPay,
		ResultInformed, ResultWrongPerson, ResultComplaint, ResultOther,
	}
}

// IsResult tells a result of a talk; none is one too: it takes back.
func IsResult(r Result) bool { return r == "" || slices.Contains(Results(), r) }

// Refusals are why people refuse, key by key. A reason may also be in words of
// the manager's own.
func Refusals() []string {
	return []string{"price", "no_need", "bought_elsewhere", "terms", "quality", "debt", "other"}
}

// Known tells a result of a talk, of a list or not: one there are words for.
func (r Result) Known() bool {
	return r != "" && (IsResult(r) || IsListResult(r))
}
