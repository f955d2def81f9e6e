package telephony

import (
	"encoding/xml"
	"errors"
	"strconv"
	"strings"

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

// dialogState is one call of the watched telephone; no state is one that is over.
type dialogState struct {
	id    string
	state crm.Lamp
}

// readDialogInfo reads a document. Names of XML spaces are not compared: exchanges
// write them in more than one way.
func readDialogInfo(body []byte) (dialogInfo, error) {
	if len(body) > maxInfo {
		return dialogInfo{}, errDialogInfo
	}
	var document struct {
		XMLName xml.Name `xml:"dialog-info"`
		Version string   `xml:"version,attr"`
		State   string   `xml:"state,attr"`
		Dialogs []struct {
			ID        string `xml:"id,attr"`
			Direction string `xml:"direction,attr"`
			State     string `xml:"state"`
		} `xml:"dialog"`
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
		state, ok := dialogStates[strings.ToLower(strings.TrimSpace(d.State))]
		if !ok || len(d.ID) > maxDialog {
			continue
		}
		if state == crm.LampRinging && strings.EqualFold(d.Direction, "initiator") {
			state = crm.LampTalking
		}
		info.dialogs = append(info.dialogs, dialogState{d.ID, state})
	}
	return info, nil
}

// dialogStates are those of RFC 4235 section 3.7.1.
var dialogStates = map[string]crm.Lamp{
	"trying": crm.LampRinging, "proceeding": crm.LampRinging, "early": crm.LampRinging,
	"confirmed": crm.LampTalking, "terminated": "",
}
