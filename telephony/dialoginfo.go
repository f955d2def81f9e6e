package telephony

import (
	"encoding/xml"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
)

const (
	// maxInfo bounds a dialog-info, maxDialogs what is kept of it: whoever may call
	// us may be watched, so what it says of itself can be anything.
	maxInfo    = 64 << 10
	maxDialogs = 32
	maxDialog  = 256 // bytes of an id
)

var errDialogInfo = errors.New("telephony: no dialog-info")

// dialogInfo is a document of RFC 4235 section 4.
type dialogInfo struct {
	version uint32
	full    bool
	dialogs []dialogState
}

// dialogState is one call of the watched telephone. Most exchanges tell all of
// it; Asterisk tells id and state only, and has one id for all that a telephone
// does.
type dialogState struct {
	id    string
	state crm.Lamp // none is a call that is over

	callID    string
	direction string // "initiator", "recipient" or ""
	remote    string // user part of the other side's address
	display   string
	event     string // why it is over: "rejected", "cancelled" …
	code      int    // and with which status

	since time.Time // of the state
	early bool      // nobody has answered yet
	rings bool      // the telephone called rings
	rang  bool      // this one did
	own   bool      // the leg by which we ring the desk phone
	call  *call     // of ours that it belongs to, see deskphone.go
}

// xmlDialog is a dialog element.
type xmlDialog struct {
	ID        string `xml:"id,attr"`
	CallID    string `xml:"call-id,attr"`
	Direction string `xml:"direction,attr"`
	State     struct {
		Text  string `xml:",chardata"`
		Event string `xml:"event,attr"`
		Code  string `xml:"code,attr"`
	} `xml:"state"`
	Remote struct {
		Identity struct {
			Display string `xml:"display,attr"`
			URI     string `xml:",chardata"`
		} `xml:"identity"`
	} `xml:"remote"`
}

// newsOf reads a NOTIFY. One without a body is a whole without dialogs: an
// exchange that only passes on what telephones publish has nothing to pass on as
// long as there are no calls (Kamailio).
func (d *dialogs) newsOf(req *sip.Request) (dialogInfo, error) {
	if len(req.Body()) == 0 {
		return dialogInfo{version: d.version, full: true}, nil
	}
	return readDialogInfo(req.Body())
}

// readDialogInfo reads a document. Names of XML spaces are not compared: exchanges
// write them in more than one way.
func readDialogInfo(body []byte) (dialogInfo, error) {
	if len(body) > maxInfo {
		return dialogInfo{}, errDialogInfo
	}
	var document struct {
		XMLName xml.Name    `xml:"dialog-info"`
		Version string      `xml:"version,attr"`
		State   string      `xml:"state,attr"`
		Dialogs []xmlDialog `xml:"dialog"`
	}
	if err := xml.Unmarshal(body, &document); err != nil {
		return dialogInfo{}, errDialogInfo // its text may hold numbers of people
	}
	version, err := strconv.ParseUint(strings.TrimSpace(document.Version), 10, 32)
	if err != nil {
		return dialogInfo{}, errDialogInfo
	}
	info := dialogInfo{version: uint32(version)}
	switch document.State {
	case "full":
		info.full = true
	case "partial":
	default:
		return dialogInfo{}, errDialogInfo
	}
	for _, d := range document.Dialogs {
		if state, ok := d.read(); ok {
			info.dialogs = append(info.dialogs, state)
		}
	}
	return info, nil
}

func (d xmlDialog) read() (dialogState, bool) {
	state, ok := dialogStates[strings.ToLower(strings.TrimSpace(d.State.Text))]
	if !ok || len(d.ID) > maxDialog || len(d.CallID) > maxDialog {
		return dialogState{}, false
	}
	s := dialogState{
		id: d.ID, state: state, callID: d.CallID, direction: strings.ToLower(d.Direction),
		early: state == crm.LampRinging, event: strings.ToLower(d.State.Event), display: cleaned(d.Remote.Identity.Display),
	}
	s.rings = strings.EqualFold(strings.TrimSpace(d.State.Text), "early")
	if s.early && s.direction == "initiator" {
		s.state = crm.LampTalking
	}
	s.rang = s.state == crm.LampRinging
	if code, err := strconv.Atoi(d.State.Code); err == nil && code >= 300 && code < 700 {
		s.code = code
	}
	var uri sip.Uri
	if text := strings.TrimSpace(d.Remote.Identity.URI); text != "" && sip.ParseUri(text, &uri) == nil {
		s.remote = cleaned(address{uri: uri}.user())
	}
	return s, true
}

// dialogStates are those of RFC 4235 section 3.7.1.
var dialogStates = map[string]crm.Lamp{
	"trying": crm.LampRinging, "proceeding": crm.LampRinging, "early": crm.LampRinging,
	"confirmed": crm.LampTalking, "terminated": "",
}

// dialogs follow what a telephone does (RFC 4235 section 4.3).
type dialogs struct {
	version uint32 // of the news that came last
	known   bool   // the whole was told, parts may follow
	all     map[string]*dialogState
}

// take follows news; over are those that have ended, and gap says that a part was
// lost. The order is kept by the numbers of the requests, so that a whole is
// believed even from an exchange that begins to count anew.
func (d *dialogs) take(info dialogInfo, at time.Time) (over []*dialogState, gap bool) {
	before := d.all
	switch {
	case info.full:
		d.all = make(map[string]*dialogState)
	case !d.known:
		return nil, true // parts of what was never told
	case info.version <= d.version:
		return nil, false
	default:
		gap = info.version != d.version+1
	}
	d.known, d.version = true, info.version
	for _, news := range info.dialogs {
		if ended := d.follow(before[news.id], news, at); ended != nil {
			over = append(over, ended)
		}
	}
	if info.full {
		for id, old := range before {
			if d.all[id] == nil && !old.isIn(over) {
				over = append(over, old)
			}
		}
	}
	return over, gap
}

// follow takes news of one dialog and gives it back when it is over.
func (d *dialogs) follow(old *dialogState, news dialogState, at time.Time) *dialogState {
	switch {
	case news.state == "":
		delete(d.all, news.id)
		if old == nil {
			return nil
		}
		old.event, old.code = news.event, news.code
		return old
	case old == nil && len(d.all) >= maxDialogs:
		return nil
	case old == nil:
		news.since = at
		d.all[news.id] = &news
		return nil
	}
	news.call, news.own, news.since, news.rang = old.call, old.own, old.since, old.rang || news.rang
	if news.state != old.state || news.early != old.early {
		news.since = at
	}
	if news.remote == "" { // some exchanges say it once
		news.remote, news.display = old.remote, old.display
	}
	*old = news
	d.all[news.id] = old
	return nil
}

func (s *dialogState) isIn(list []*dialogState) bool {
	for _, one := range list {
		if one == s {
			return true
		}
	}
	return false
}

// lose forgets what is going on; the next whole tells anew.
func (d *dialogs) lose() { d.known, d.version, d.all = false, 0, nil }
