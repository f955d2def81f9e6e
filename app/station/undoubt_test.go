//go:build field

package station

import (
	"context"
	"testing"

	"pult/app/crm"
	"pult/mail/account"
	"pult/mail/mailtest"
)

// Who a person says a letter is of has the address from then on: other letters from it
// go along, those to come need no question. All of it can be taken back, and a letter
// can be nobody's.
func TestAnAddressIsRememberedOnceChosen(t *testing.T) {
	d := mailtest.StartDovecot(t)
	post := &mailtest.Post{}
	server, _ := post.Start(t, account.Implicit)
	s := mailStation(t, d, server)
	room := s.MailRoom()
	asked := func(n int) (list []crm.Letter) {
		t.Helper()
		await(t, func() bool {
			found, err := room.Doubtful(context.Background())
			list = found.Letters
			return err == nil && len(list) == n
		})
		return list
	}
	lines := func() int {
		list, err := s.Store.Journal.History(context.Background(), crm.HistoryFilter{Client: crm.Ref{1}})
		if err != nil {
			t.Error(err)
		}
		return len(list)
	}
	d.Deliver("anna", "", clientLetter(1, "new@client.example"))
	d.Deliver("anna", "", clientLetter(2, "New@client.example"))
	choice, err := room.Belongs(t.Context(), asked(2)[0].ID, crm.Ref{1})
	if err != nil || !choice.Remembered || len(choice.Letters) != 2 || lines() != 2 {
		t.Fatalf("%+v, %v, %d lines", choice, err, lines())
	}
	d.Deliver("anna", "", clientLetter(3, "new@client.example"))
	await(t, func() bool { return lines() == 3 })
	if list, err := room.Addresses(t.Context(), crm.Ref{1}); err != nil || len(list) != 2 || list[1].Email != "new@client.example" {
		t.Errorf("to write to: %v, %v", list, err)
	}

	if err := room.TakeBack(t.Context(), choice); err != nil {
		t.Fatal(err)
	}
	if got := asked(2); len(got[0].Links) != 1 || got[0].Links[0].Reason != crm.MatchedByDomain || lines() != 1 {
		t.Errorf("taken back: %+v, %d lines", got, lines())
	}
	d.Deliver("anna", "", clientLetter(4, "new@client.example"))
	asked(3)

	nobodys, err := room.Nobodys(t.Context(), asked(3)[0].ID)
	if err != nil || len(nobodys.Letters) != 1 {
		t.Fatalf("%+v, %v", nobodys, err)
	}
	asked(2)
	if err := room.TakeBack(t.Context(), nobodys); err != nil {
		t.Fatal(err)
	}
	asked(3)
}
