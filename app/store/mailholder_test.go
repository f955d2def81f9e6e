package store

import (
	"testing"

	"pult/app/crm"
)

// An address is of the client that was named. One that two were named for is of several,
// and tells nothing any more; how it stood comes back.
func TestAnAddressIsHeld(t *testing.T) {
	j := newStore(t, t.TempDir()).Journal
	ctx := t.Context()
	const address = "maria@client.example"
	whose := func() crm.Ref {
		t.Helper()
		found, err := j.MailHolders(ctx, []string{address, "nobody@client.example"})
		if err != nil || len(found) > 1 {
			t.Errorf("%v, %v", found, err)
		}
		return found[address]
	}
	first, now, err := j.HoldAddress(ctx, address, crm.Ref{1})
	if err != nil || first.Said || now.Client != (crm.Ref{1}) || whose() != (crm.Ref{1}) {
		t.Fatalf("%+v, %+v, %v", first, now, err)
	}
	if list, err := j.AddressesHeld(ctx, crm.Ref{1}); err != nil || len(list) != 1 || list[0] != address {
		t.Errorf("held are %v, %v", list, err)
	}
	second, now, err := j.HoldAddress(ctx, address, crm.Ref{2})
	if err != nil || second.Client != (crm.Ref{1}) || !now.Client.IsZero() || whose() != (crm.Ref{}) {
		t.Errorf("of two: %+v, %+v, %v", second, now, err)
	}
	if _, now, err := j.HoldAddress(ctx, address, crm.Ref{1}); err != nil || !now.Client.IsZero() {
		t.Errorf("of several it is for good: %+v, %v", now, err)
	}
	for _, h := range []crm.MailHolder{second, first} {
		if err := j.PutAddress(ctx, h); err != nil || whose() != h.Client {
			t.Errorf("put back: %+v, %v", h, err)
		}
	}
}
