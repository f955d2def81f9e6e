package onec

import (
	"errors"

	"pult/app/crm"
	"pult/sync/odata"
)

// setAside keeps a row that could not be read under what people know it by.
func (b *Base) setAside(s *source, row odata.Row, err error) crm.SetAside {
	of := crm.SetAside{Kind: s.Kind, Ref: row.Text("Ref_Key"), Why: whyUnread(err), Name: s.text(row, "name"), Number: row.Text("Number")}
	of.At, _ = row.Time("Date", b.Zone) // the date may be what is wrong
	of.Client, _ = s.ref(row, "client", b.setsOf("clients", "counterparties")...)
	if of.Name == "" {
		of.Name = row.Text("Description")
	}
	return of
}

// whyUnread is the first of the reasons.
func whyUnread(err error) crm.Unread {
	var why crm.Unread
	if errors.As(err, &why) {
		return why
	}
	return crm.Unread{Code: crm.UnreadOther, Value: err.Error()}
}
