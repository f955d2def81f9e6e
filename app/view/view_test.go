package view

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"pult/app/crm"
)

var (
	moscow = time.FixedZone("MSK", 3*3600)
	now    = time.Date(2026, 11, 22, 12, 0, 0, 0, moscow)
)

func printer(lang Language) *Printer {
	return New(lang, moscow, func() time.Time { return now })
}

// A text that exists in one language only would show its key to half the users.
func TestBothLanguagesHaveTheSameTexts(t *testing.T) {
	ru, en := load(Russian), load(English)
	verbs := regexp.MustCompile(`%(\[\d\])?[a-z]`)
	for key, text := range ru {
		other, ok := en[key]
		if !ok {
			t.Errorf("%s has no English text", key)
			continue
		}
		if a, b := verbs.FindAllString(text, -1), verbs.FindAllString(other, -1); fmt.Sprint(a) != fmt.Sprint(b) {
			t.Errorf("%s: figures %v in Russian, %v in English", key, a, b)
		}
		if strings.Contains(text, "!") {
			t.Errorf("%s shouts: %s", key, text)
		}
	}
	for key := range en {
		if _, ok := ru[key]; !ok {
			t.Errorf("%s has no Russian text", key)
		}
	}
}

func TestMoney(t *testing.T) {
	for m, want := range map[crm.Money]string{
		12450000: "124 500 ₽", 0: "0 ₽", 105: "1,05 ₽", -8420050: "−84 200,50 ₽", 100000000: "1 000 000 ₽",
	} {
		if got := strings.ReplaceAll(printer(Russian).Money(m), nbsp, " "); got != want {
			t.Errorf("Money(%d) = %q, want %q", m, got, want)
		}
	}
}

func TestDays(t *testing.T) {
	for n, want := range map[int]string{1: "1 день", 3: "3 дня", 5: "5 дней", 11: "11 дней", 21: "21 день", 112: "112 дней"} {
		if got := printer(Russian).Days(n); got != want {
			t.Errorf("Days(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestSay(t *testing.T) {
	day := time.Date(2026, 11, 20, 0, 0, 0, 0, moscow)
	tests := []struct {
		say  crm.Say
		want string
	}{
		{crm.Say{Kind: crm.SayOverdue, Amount: 8420000, Days: 12, Document: "ТД00-000312"}, "Просрочено 84 200 ₽, 12 дней, док. 312"},
		{crm.Say{Kind: crm.SayOverdue, Amount: 8420000, Days: 12, Document: "ТД00-000312", Type: crm.Shipment}, "Просрочено 84 200 ₽, 12 дней, реализация 312"},
		{crm.Say{Kind: crm.SayPromiseBroken, Amount: 4000000, Date: day, Days: 2}, "Обещал 40 000 ₽ до 20.11, не поступило, 2 дня"},
		{crm.Say{Kind: crm.SayOrder, Document: "ТД00-001187", Percent: 60, Date: day}, "Заказ 1187: оплачен 60 %, отгрузка 20.11"},
		{crm.Say{Kind: crm.SayLastContact, Date: day, Author: "Петрова", Text: "ждёт КП"}, "20.11, Петрова: «ждёт КП»"},
		{crm.Say{Kind: crm.SayForecast, Every: 31, Days: 29}, "Обычно заказывает раз в 31 день, прошло 29 дней"},
		{crm.Say{Kind: crm.SayFrequent, Text: "Гвозди", Quantity: 12500}, "Давно не брал: Гвозди, обычно берёт по 12,5"},
		{crm.Say{Kind: crm.SayNobody}, "Номера нет в базе"},
	}
	for _, tt := range tests {
		if got := strings.ReplaceAll(printer(Russian).Say(tt.say), nbsp, " "); got != tt.want {
			t.Errorf("Say(%s) = %q, want %q", tt.say.Kind, got, tt.want)
		}
	}
	long := crm.Say{Kind: crm.SayLastContact, Date: day, Author: "Петрова", Text: strings.Repeat("ждёт ", 60)}
	if got := []rune(printer(Russian).Say(long)); len(got) > maxSay {
		t.Errorf("%d letters, the line holds %d", len(got), maxSay)
	}
}

func TestErrorNamesTheCure(t *testing.T) {
	err := fmt.Errorf("read clients: %w", &crm.Fault{Kind: crm.ErrNotPublished, Subject: "Catalog_Партнеры"})
	told, cure := printer(Russian).Error(OneC, err), printer(Russian).Cure(err)
	for _, part := range []string{"Catalog_Партнеры", "Состав"} {
		if !strings.Contains(cure, part) {
			t.Errorf("%q does not name %q", cure, part)
		}
	}
	if !strings.Contains(told, "Catalog_Партнеры") || !strings.Contains(told, "администратор") {
		t.Errorf("the manager is told %q", told)
	}
}

// Whatever a fact can meet has both sentences, and is known again from the outbox.
func TestEveryTroubleOfAFactHasItsSentences(t *testing.T) {
	for _, trouble := range onecTroubles {
		fact := crm.Fact{Reason: "слова 1С", Subject: "Document_Событие", Trouble: crm.TroubleOf(trouble.kind)}
		if fault := fact.Fault(); !errors.Is(fault, trouble.kind) {
			t.Errorf("%v comes back from the outbox as %v", trouble.kind, fault.Kind)
		}
		for _, prefix := range []string{"error.onec_", "admin.onec_"} {
			if got := printer(Russian).onec(prefix, trouble.kind); strings.Contains(got, "onec_") || strings.Contains(got, "%!") {
				t.Errorf("%v gives %q", trouble.kind, got)
			}
		}
	}
}

// Who does not trust a certificate is told whose it is and what to write where.
func TestUntrustedCertificateNamesTheCure(t *testing.T) {
	err := fmt.Errorf("register: %w", &crm.Fault{Kind: crm.ErrUntrusted, Subject: "pbx.firm.example", Detail: "sha256:AA:BB"})
	for _, language := range []Language{Russian, English} {
		got := printer(language).Error(Telephone, err)
		for _, part := range []string{"pbx.firm.example", "[phone]", "pult.toml", `certificate = "sha256:AA:BB"`} {
			if !strings.Contains(got, part) {
				t.Errorf("%q does not name %q", got, part)
			}
		}
	}
}

func TestAge(t *testing.T) {
	p := printer(Russian)
	for ago, want := range map[time.Duration]string{
		10 * time.Second: "только что", 4 * time.Minute: "4 минуты назад", 82 * time.Minute: "10:38", 26 * time.Hour: "21.11 10:00",
	} {
		if got := p.Age(now.Add(-ago)); got != want {
			t.Errorf("Age(%s) = %q, want %q", ago, got, want)
		}
	}
	if got := p.AsOf(time.Time{}); got != "данных из 1С ещё нет" {
		t.Errorf("AsOf(never) = %q", got)
	}
}

func TestGuillemets(t *testing.T) {
	for in, want := range map[string]string{
		`ООО "Вектор"`: "ООО «Вектор»", `АО "ТД "Заря""`: "АО «ТД »Заря«»", `ИП 19" мониторы`: `ИП 19" мониторы`, "ООО «Север»": "ООО «Север»",
	} {
		if got := Guillemets(in); got != want {
			t.Errorf("Guillemets(%q) = %q, want %q", in, got, want)
		}
	}
}

// Every trouble a device can have must have a name and a cure.
func TestSoundTroublesHaveACure(t *testing.T) {
	for _, trouble := range []string{"no device", "missing", "refused", "in use", "dead", "mute", "broken"} {
		err := &crm.Fault{Kind: crm.ErrNoSound, Subject: "Jabra", Detail: trouble}
		for _, lang := range []Language{Russian, English} {
			p := printer(lang)
			if s, c := p.Sound(err), p.SoundCure(err); strings.Contains(s, "sound.") || strings.Contains(c, "cure.") || strings.Contains(c, "%") {
				t.Errorf("%s: %q, %q", trouble, s, c)
			}
		}
	}
	if got := printer(Russian).SoundCure(&crm.Fault{Kind: crm.ErrNoSound, Subject: "Jabra", Detail: "in use"}); !strings.Contains(got, "«Jabra»") {
		t.Errorf("%q does not name the device", got)
	}
}
