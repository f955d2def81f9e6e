package main

import (
	"time"

	"pult/app/crm"
	"pult/app/feed"
	"pult/app/view"
)

// Events of the agent, one JSON object a line; "event" names the kind.
type (
	lineEvent struct {
		Event   string `json:"event"`
		Account string `json:"account,omitempty"`
		Text    string `json:"text,omitempty"`
	}
	incomingEvent struct {
		Event   string        `json:"event"`
		Call    crm.ID        `json:"call"`
		Number  string        `json:"number"`
		Display string        `json:"display,omitempty"`
		Called  string        `json:"called,omitempty"`
		Clients []view.Client `json:"clients"`
		Say     string        `json:"say"`
		Elapsed int64         `json:"elapsed_us"`
	}
	renamedEvent struct {
		Event   string        `json:"event"`
		Call    crm.ID        `json:"call"`
		Number  string        `json:"number"`
		Display string        `json:"display,omitempty"`
		Clients []view.Client `json:"clients"`
		Say     string        `json:"say"`
	}
	callEvent struct {
		Event  string `json:"event"`
		Call   crm.ID `json:"call"`
		Number string `json:"number"`
		Client string `json:"client,omitempty"`
	}
	heldEvent struct {
		Event string `json:"event"`
		Call  crm.ID `json:"call"`
		Here  bool   `json:"here"`  // we hold
		There bool   `json:"there"` // the other side holds
	}
	endedEvent struct {
		Event      string      `json:"event"`
		Call       crm.ID      `json:"call"`
		Outcome    crm.Outcome `json:"outcome"`
		Seconds    int         `json:"seconds"`
		AnsweredBy string      `json:"answered_by,omitempty"`
	}
	interactionEvent struct {
		Event  string              `json:"event"`
		ID     crm.ID              `json:"id"`
		Kind   crm.InteractionKind `json:"kind"`
		Client string              `json:"client"`
	}
	clientsEvent struct {
		Event   string    `json:"event"`
		Clients []crm.Ref `json:"clients"` // empty: many
	}
	outboxEvent struct {
		Event   string        `json:"event"`
		Waiting int           `json:"waiting"`
		Stuck   int           `json:"stuck"`
		Fact    crm.ID        `json:"fact"`
		State   crm.FactState `json:"state"`
		Reason  string        `json:"reason,omitempty"`
	}
	newsEvent struct {
		Event   string       `json:"event"`
		News    crm.NewsKind `json:"news"`
		Client  string       `json:"client"`
		Name    string       `json:"name"`
		Number  string       `json:"number"` // of the document
		Amount  crm.Money    `json:"amount"`
		Order   string       `json:"order,omitempty"`
		Promise string       `json:"promise,omitempty"` // what has become of one: "kept", "waits"
		At      time.Time    `json:"at"`
		Text    string       `json:"text"`
	}
	syncEvent struct {
		Event string    `json:"event"`
		AsOf  time.Time `json:"as_of,omitzero"`
		Text  string    `json:"text,omitempty"`
	}
	soundEvent struct {
		Event string `json:"event"`
		Fine  bool   `json:"fine"`
		Text  string `json:"text"`
	}
	switchEvent struct {
		Event string `json:"event"`
		On    bool   `json:"on"`
	}
	lampEvent struct {
		Event string `json:"event"`
		colleague
	}
	colleaguesEvent struct {
		Event      string      `json:"event"`
		Colleagues []colleague `json:"colleagues"`
	}
	colleague struct {
		Name      string   `json:"name"`
		Extension string   `json:"extension"`
		State     crm.Lamp `json:"state"`
	}
	messagesEvent struct {
		Event string `json:"event"`
		New   int    `json:"new"`
		Old   int    `json:"old"`
	}
	recordingEvent struct {
		Event string             `json:"event"`
		Call  crm.ID             `json:"call"`
		State crm.RecordingState `json:"state"`
	}
	elsewhereEvent struct {
		Event   string `json:"event"`
		Journal bool   `json:"journal"`
	}
	faultEvent struct {
		Event   string `json:"event"`
		Account string `json:"account,omitempty"`
		Command string `json:"command,omitempty"`
		Text    string `json:"text"`
	}
)

// printEvent prints one event of the desk. Events that only a screen needs, such
// as the progress of reading, are left out.
func (c *console) printEvent(e feed.Event) error {
	if came, ok := e.(feed.NewsCame); ok {
		for _, n := range came.News {
			if err := c.print(c.newsOf(n)); err != nil {
				return err
			}
		}
		return nil
	}
	value := c.eventOf(e)
	if value == nil {
		return nil
	}
	return c.print(value)
}

func (c *console) eventOf(e feed.Event) any {
	switch e := e.(type) {
	case feed.LineChanged:
		return c.lineEvent(e.Changed)
	case feed.RingShown:
		return incomingEvent{
			"incoming", e.Call.ID, e.Call.Number.String(), e.Call.Display, e.Call.Called,
			c.words.Clients(e.Matches, e.Says), c.words.Say(e.Say), e.Elapsed.Microseconds(),
		}
	case feed.CallRenamed:
		return renamedEvent{
			"renamed", e.Call.ID, e.Call.Number.String(), e.Call.Display,
			c.words.Clients(e.Matches, e.Says), c.words.Say(e.Say),
		}
	case feed.CallStarted:
		return callOf("dialling", e.Call)
	case feed.CallRemoteRinging:
		return callOf("ringing", e.Call)
	case feed.CallAnswered:
		return callOf("answered", e.Call)
	case feed.CallHeld:
		return heldOf(e)
	case feed.TransferEnded:
		if e.Err != nil {
			return faultEvent{Event: "error", Command: "transfer", Text: c.words.Error(view.Telephone, e.Err)}
		}
		return callOf("transferred", e.Call)
	case feed.CallEnded:
		return endedEvent{"ended", e.Call.ID, e.Call.Outcome, e.Call.Seconds(), e.Call.AnsweredBy}
	case feed.HistoryChanged:
		return interactionEvent{"interaction", e.Interaction.ID, e.Interaction.Kind, view.RefText(e.Interaction.Client)}
	case feed.ClientsChanged:
		return clientsEvent{"clients_changed", e.Clients}
	case feed.OutboxChanged:
		return outboxEvent{"outbox", e.Waiting, e.Stuck, e.Fact.ID, e.Fact.State, e.Fact.Reason}
	case feed.SyncChanged:
		return c.syncEvent(e)
	case feed.SoundChanged:
		return soundEvent{"sound", e.Err == nil, c.words.SoundCure(e.Err)}
	default:
		return c.deskEvent(e)
	}
}

// deskEvent is what concerns no call, or more than one.
func (c *console) deskEvent(e feed.Event) any {
	switch e := e.(type) {
	case feed.ConferenceChanged:
		return switchEvent{"conference", e.On}
	case feed.DoNotDisturbChanged:
		return switchEvent{"dnd", e.On}
	case feed.PresenceChanged:
		return presenceEvent{"presence", e.Presence.Kind, e.Presence.Reason, e.Presence.Since}
	case feed.LampChanged:
		return lampEvent{"lamp", colleagueOf(e.Colleague)}
	case feed.MessagesWaiting:
		return messagesEvent{"messages", e.New, e.Old}
	case feed.CallSecured:
		return securedEvent{"secured", e.Call.ID, e.On}
	case feed.WrittenElsewhere:
		return elsewhereEvent{"written_elsewhere", e.Journal}
	case feed.RecordingChanged:
		return recordingEvent{"recording", e.Call.ID, e.State}
	case feed.Fault:
		return faultEvent{Event: "error", Text: c.words.Error(view.Desk, e.Err)}
	case feed.Reload:
		return faultEvent{Event: "error", Text: c.words.T("error.events_lost")}
	case feed.EntryChanged, feed.ListChanged:
		return entryEventOf(e)
	default:
		return c.mailEvent(e)
	}
}

type presenceEvent struct {
	Event  string           `json:"event"`
	Kind   crm.PresenceKind `json:"kind"`
	Reason string           `json:"reason,omitempty"`
	Since  time.Time        `json:"since"`
}

type securedEvent struct {
	Event string `json:"event"`
	Call  crm.ID `json:"call"`
	On    bool   `json:"on"`
}

// heldOf tells our own hold as a state of the call, the other side's as news.
func heldOf(e feed.CallHeld) any {
	event := "resumed"
	if e.Here || e.There {
		event = "held"
	}
	return heldEvent{event, e.Call.ID, e.Here, e.There}
}

func colleagueOf(c crm.Colleague) colleague { return colleague{c.Name, c.Extension, c.Lamp} }

func callOf(event string, call crm.Call) callEvent {
	return callEvent{event, call.ID, call.Number.String(), view.RefText(call.Client)}
}

func (c *console) lineEvent(s crm.LineStatus) any {
	switch s.State {
	case crm.LineRegistered:
		return lineEvent{Event: "registered", Account: s.Account}
	case crm.LineRefused:
		return faultEvent{Event: "error", Account: s.Account, Text: c.words.Error(view.Telephone, s.Err)}
	case crm.LineConnecting:
		if s.Err != nil {
			return faultEvent{Event: "error", Account: s.Account, Text: c.words.Error(view.Telephone, s.Err)}
		}
	}
	return nil
}

func (c *console) syncEvent(e feed.SyncChanged) any {
	switch {
	case e.Running:
		return nil
	case e.Err != nil:
		return faultEvent{Event: "error", Text: c.words.Error(view.OneC, e.Err)}
	default:
		return syncEvent{Event: "synced", AsOf: e.AsOf.UTC()}
	}
}

// newsOf is one thing 1C has told.
func (c *console) newsOf(n crm.News) newsEvent {
	promise := ""
	switch {
	case n.Promise.ID.IsZero():
	case n.Promise.Kept():
		promise = "kept"
	default:
		promise = "waits"
	}
	return newsEvent{
		"news", n.Kind, view.RefText(n.Client), n.Name, n.Number, n.Amount, n.Order.Number, promise, n.At.UTC(), c.words.News(n),
	}
}
