package desk_test

import (
	"context"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/desk"
	"pult/app/feed"
)

// readPayments has 1C read for the first time, without a payment.
func readPayments(t *testing.T, x *fixture) {
	t.Helper()
	pay(t, x, crm.Checkpoint{Kind: "payments", Round: 1, At: now, Done: true, Whole: true})
}

// pay brings payments as a later round does.
func pay(t *testing.T, x *fixture, mark crm.Checkpoint, payments ...crm.Document) {
	t.Helper()
	if _, err := x.store.Cache.Apply(t.Context(), crm.Batch{Kind: "payments", Documents: payments, Checkpoint: mark}); err != nil {
		t.Fatal(err)
	}
}

func payment(ref byte, client crm.Ref, amount crm.Money) crm.Document {
	return crm.Document{Ref: crm.Ref{90, ref}, Kind: crm.Payment, Client: client, Number: "П-" + string('0'+rune(ref)), At: now, Amount: amount}
}

// listening tells when somebody waits for news.
type listening struct {
	desk.Directory
	begun chan struct{}
}

func (l *listening) LastNews(ctx context.Context) (int64, error) {
	defer close(l.begun)
	return l.Directory.LastNews(ctx)
}

var later = crm.Checkpoint{Kind: "payments", Round: 2, At: now, Done: true}

func TestNewsAreOfMyClientsAndOfPromises(t *testing.T) {
	ears := &listening{begun: make(chan struct{})}
	x := openOn(t, t.TempDir(), func(all desk.Directory) desk.Directory {
		ears.Directory = all
		return ears
	})
	readPayments(t, x)
	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan struct{})
	go func() { defer close(served); _ = x.ServeNews(ctx) }()
	defer func() { cancel(); <-served }()
	<-ears.begun

	if err := x.Promise(t.Context(), zarya, crm.ID{}, 5000_00, now.AddDate(0, 0, 3)); err != nil {
		t.Fatal(err)
	}
	other := crm.Ref{77}
	if _, err := x.store.Cache.Apply(t.Context(), crm.Batch{Clients: []crm.Client{{Ref: other, Name: "Чужой", Manager: kiselev}}}); err != nil {
		t.Fatal(err)
	}
	first := payment(1, zarya, 5000_00)
	pay(t, x, later, payment(2, vektor, 100_00), first, payment(3, other, 1_00))
	x.Feed.Publish(feed.ClientsChanged{})
	came := await[feed.NewsCame](t, x).News
	if len(came) != 2 || came[0].Client != vektor || came[1].Client != zarya {
		t.Fatalf("news %+v", came)
	}
	if !came[1].Keeps() || came[0].Keeps() || came[1].Promise.Amount != 5000_00 {
		t.Errorf("the promise: %+v", came[1].Promise)
	}

	first.Deleted, first.Number = true, "П-1а"
	pay(t, x, later, first)
	x.Feed.Publish(feed.SyncChanged{})
	if came = await[feed.NewsCame](t, x).News; len(came) != 1 || !came[0].Breaks() {
		t.Errorf("taken off: %+v", came)
	}
	day, err := x.Day(t.Context())
	if err != nil || len(day.News) != 3 || day.News[0].Kind != crm.NewsTakenOff {
		t.Errorf("the day has %+v, %v", day.News, err)
	}
}

// A manager whom 1C does not know has nobody of their own: all news are theirs.
func TestNewsOfAManager1CDoesNotKnow(t *testing.T) {
	x := open(t, t.TempDir())
	x.Manager = "Никто"
	readPayments(t, x)
	pay(t, x, later, payment(1, vektor, 100), payment(2, zarya, 100))
	day, err := x.Day(t.Context())
	if err != nil || len(day.News) != 2 || day.News[0].Client != zarya || day.News[0].Dated.IsZero() {
		t.Errorf("the day has %+v, %v", day.News, err)
	}
	if day.News[0].At.After(now.Add(time.Hour)) {
		t.Errorf("it came at %v", day.News[0].At)
	}
}
