package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pult/sync/standin"
)

// A payment that is posted in 1C is told once, and stands in the day; what was
// there before the first reading is no news.
func TestAPaymentIsNews(t *testing.T) {
	o := openOffice(t, 60, sipURI(exchange(t)))
	path := filepath.Join(o.home, "pult.toml")
	settings, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	o.writeFile(t, "pult.toml", strings.Replace(string(settings), `interval = "1h"`, `interval = "5s"`, 1))
	o.sync(t)
	a := o.agent(t)
	a.await(t, "synced")
	if err := o.base.Pay(standin.DemoClient().Ref, 1234500); err != nil {
		t.Fatal(err)
	}
	e := a.await(t, "news")
	if !strings.Contains(strings.ReplaceAll(e.Text, "\u00a0", " "), "оплата 12 345 ₽") || e.Name == "" {
		t.Errorf("told as %+v", e)
	}
	a.await(t, "synced")
	a.quit(t)
	if all := a.printed("news"); len(all) != 1 {
		t.Errorf("%d news of one payment: %+v", len(all), all)
	}
	var day struct {
		News []struct{ News, Amount, Client string }
	}
	if err := o.pultctl(t, &day, "day"); err != nil || len(day.News) != 1 || day.News[0].News != "paid" || day.News[0].Amount != "12345.00" ||
		day.News[0].Client != standin.DemoClient().Ref {
		t.Errorf("the day has %+v, %v", day, err)
	}
}
