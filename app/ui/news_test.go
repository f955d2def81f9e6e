package ui

import (
	"errors"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/feed"
	"pult/app/ui/internal/shell"
)

func payment(amount crm.Money) crm.News {
	return crm.News{Seq: 1, At: noon, Kind: crm.NewsPaid, Client: vector.Client, Name: vector.Name, Amount: amount}
}

func TestAPaymentIsToldQuietly(t *testing.T) {
	s := newStage(t)
	s.desk.mu.Lock()
	s.desk.day = crm.Day{News: []crm.News{payment(40_000_00)}}
	s.desk.mu.Unlock()
	s.feed.Publish(feed.NewsCame{News: []crm.News{payment(40_000_00)}})
	s.until("it is told", func() bool { return plain(s.shell.NoticeText()) == "ООО «Вектор»: оплата 40 000 ₽" })
	s.section(shell.Day)
	s.until("it is in the day", func() bool { return says(s.main, "Из 1С сегодня") })

	s.feed.Publish(feed.NewsCame{News: []crm.News{payment(10_000_00)}})
	s.until("both are told in one", func() bool {
		return plain(s.shell.NoticeText()) == "Из 1С: 2 новости, 2 оплаты на 50 000 ₽"
	})
	s.hideMoney()
	if text := plain(s.shell.NoticeText()); text != "Из 1С: 2 новости, 2 оплаты на ••• ₽" {
		t.Errorf("with sums hidden: %q", text)
	}
	s.tickNews(noon.Add(time.Minute))
	if s.shell.NoticeText() != "" {
		t.Error("it stays for ever")
	}
}

// News wait for the end of a call, and take no fault off the screen.
func TestNewsDisturbNoCallAndNoFault(t *testing.T) {
	s := newStage(t)
	c := s.talk(vector)
	s.feed.Publish(feed.NewsCame{News: []crm.News{payment(40_000_00)}})
	s.until("it has come", func() bool { return len(s.news.list) == 1 })
	if s.shell.NoticeText() != "" {
		t.Fatal("it is told in the middle of a talk")
	}
	s.end(c, crm.Answered)
	s.fault(errors.New("nothing works"))
	bad := s.shell.NoticeText()
	s.tickNews(noon)
	if s.shell.NoticeText() != bad {
		t.Fatal("the fault is off the screen")
	}
	s.back()
	s.tickNews(noon)
	if s.shell.NoticeText() == "" {
		t.Error("it is never told")
	}
}
