//go:build bench

package pull_test

import (
	"slices"
	"testing"
	"time"

	"pult/app/crm"
	"pult/sync/standin"
)

// TestPushedPayment tells how long a payment that 1C pushes takes until it is on
// the card, and until the card owes less, over a base of ten thousand clients. The
// practice company adds up its whole register for the latter, as 1C does not.
func TestPushedPayment(t *testing.T) {
	x := tellingCompany(t, standin.Options{Clients: 10_000, ExchangePlan: true})
	x.readAll(t)
	x.serve(t, x.puller)
	news := x.feed.Subscribe(1000)
	defer news.Close()
	var shown, owing []time.Duration
	for range 8 {
		owed := x.card(t).Debt.Owed
		if err := x.company.Pay(standin.DemoClient().Ref, 1_00); err != nil {
			t.Fatal(err)
		}
		payment := x.registered(t, "Document_ПоступлениеБезналичныхДенежныхСредств")
		began := time.Now()
		x.puller.Notice([]crm.Change{payment})
		x.await(t, news, "the payment", func() bool {
			return slices.ContainsFunc(x.card(t).Documents, func(d crm.Document) bool { return d.Ref == payment.Ref })
		})
		shown = append(shown, time.Since(began))
		x.await(t, news, "the debt", func() bool { return x.card(t).Debt.Owed == owed-1_00 })
		owing = append(owing, time.Since(began))
	}
	slices.Sort(shown)
	slices.Sort(owing)
	t.Logf("from a push to the payment on the card: median %s, most %s", shown[len(shown)/2], shown[len(shown)-1])
	t.Logf("to the debt: median %s, most %s", owing[len(owing)/2], owing[len(owing)-1])
	if shown[len(shown)/2] > time.Second {
		t.Error("a second is meant")
	}
}
