package view

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"pult/app/crm"
)

// Speed writes how fast a recording plays: "1,5x".
func (p *Printer) Speed(x float64) string {
	return p.decimal(strconv.FormatFloat(x, 'g', 3, 64)) + "x"
}

// decimal writes a fraction as the language does.
func (p *Printer) decimal(text string) string {
	if p.Language() == Russian {
		return strings.Replace(text, ".", ",", 1)
	}
	return text
}

// Recorded marks the calls among rows that can be listened to.
func Recorded(rows []Row, lengths map[crm.ID]time.Duration) []Row {
	for i := range rows {
		_, rows[i].Recorded = lengths[rows[i].Call]
	}
	return rows
}

// Talks are the calls of a client that may have a recording.
func Talks(c crm.Card) []crm.ID {
	var ids []crm.ID
	for _, i := range c.History {
		if Talked(i) {
			ids = append(ids, i.ID)
		}
	}
	return ids
}

// TestCall says what a test call has shown, and what to do about it.
func (p *Printer) TestCall(r crm.TestResult, err error) string {
	ms := func(d time.Duration) int { return int(d.Round(time.Millisecond) / time.Millisecond) }
	switch {
	case err != nil:
		return p.testFault(err)
	case r.Elsewhere:
		return p.T("test.elsewhere")
	case r.Refused == crm.Busy:
		return p.T("test.busy")
	case r.Refused == crm.Unreachable:
		return p.T("test.unreachable")
	case r.Refused == crm.NoAnswer && r.Code == 0:
		return p.T("test.no_answer")
	case r.Refused != "":
		return p.T("test.refused", r.Code)
	case !r.There:
		return p.T("test.silent_there", ms(r.Signalling))
	case !r.Back:
		return p.T("test.silent_back", ms(r.Signalling))
	}
	loss := p.decimal(strconv.FormatFloat(r.Loss, 'f', 1, 64))
	key := "test.good"
	if r.Loss > 3 || r.RoundTrip > 600*time.Millisecond {
		key = "test.poor"
	}
	return p.T(key, ms(r.RoundTrip), loss, codecName(r.Codec), ms(r.Signalling))
}

// testFault says why there was no test.
func (p *Printer) testFault(err error) string {
	switch {
	case errors.Is(err, crm.ErrNotConnected):
		return p.T("test.not_connected")
	case errors.Is(err, crm.ErrBusy):
		return p.T("test.in_call")
	default:
		return p.T("test.failed", err.Error())
	}
}

// codecName is as people who know them write it.
func codecName(codec string) string {
	switch codec {
	case "PCMA":
		return "G.711 A"
	case "PCMU":
		return "G.711 µ"
	case "G722":
		return "G.722"
	default:
		return codec
	}
}
