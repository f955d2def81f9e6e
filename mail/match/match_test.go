package match

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"pult/app/crm"
	"pult/mail/parse"
)

var (
	romashka = crm.DerivedRef("client", "Ромашка")
	sever    = crm.DerivedRef("client", "Север")
	anna     = crm.DerivedRef("person", "Анна")
)

// book is a directory that remembers what it was asked.
type book struct {
	asked []string
	times int
	err   error
}

var emails = map[string][]Holder{
	"anna@romashka.ru":     {{Client: romashka}, {Client: romashka, Contact: anna}},
	"info@romashka.ru":     {{Client: romashka}},
	"zakup@sever.ru":       {{Client: sever}},
	"both@holding.ru":      {{Client: romashka}, {Client: sever}},
	"ivan@xn--e1afmkfd.ru": {{Client: sever}},
	"boss@mail.ru":         {{Client: romashka}},
}

func pick[V any](b *book, from map[string]V, keys []string) (map[string]V, error) {
	b.times++
	b.asked = append(b.asked, keys...)
	found := map[string]V{}
	for _, key := range keys {
		if v, ok := from[key]; ok {
			found[key] = v
		}
	}
	return found, b.err
}

func (b *book) HoldersByEmail(_ context.Context, keys []string) (map[string][]Holder, error) {
	return pick(b, emails, keys)
}

func (b *book) ClientsByDomain(_ context.Context, domains []string) (map[string][]crm.Ref, error) {
	return pick(b, map[string][]crm.Ref{"romashka.ru": {romashka}, "holding.ru": {romashka, sever}, "mail.ru": {romashka}}, domains)
}

func (b *book) ClientsByMessage(_ context.Context, ids []string) (map[string][]crm.Ref, error) {
	return pick(b, map[string][]crm.Ref{"our-offer@firm.ru": {sever}, "two@firm.ru": {romashka, sever}}, ids)
}

var rules = Rules{
	Own:        []string{"maria@firm.ru", "maria.home@mail.ru"},
	OwnDomains: []string{"firm.ru"},
	KeptOut: []crm.MailRule{
		{Kind: crm.ExcludedAddress, Value: "Spam@Sever.ru"},
		{Kind: crm.ExcludedDomain, Value: "@bank.ru"},
		{Kind: crm.ExcludedFolder, Value: "INBOX/Личное"},
		{Kind: crm.ExcludedSubject, Value: "зарплата"},
		{Kind: crm.PrivateAddress, Value: "sister@mail.ru"},
	},
}

// headed reads a letter of fields, written "From: …|To: …".
func headed(t *testing.T, fields string) Letter {
	t.Helper()
	h, err := parse.ReadHeader([]byte(strings.ReplaceAll(fields, "|", "\r\n") + "\r\n\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	return Letter{Header: h, Account: "maria", Folder: "INBOX"}
}

func TestRules(t *testing.T) {
	const to = "|To: maria@firm.ru|Date: Mon, 16 Nov 2026 10:00:00 +0300|Message-ID: <1234@x.ru>"
	for _, c := range []struct {
		name   string
		fields string
		change func(*Letter)
		cause  Cause
		links  []crm.MessageLink // without those that are not looked at
		out    bool
		strang string
	}{
		// 1. Our own addresses do not count.
		{name: "colleagues only", fields: "From: oleg@firm.ru" + to, cause: Internal, out: true},
		{name: "to oneself", fields: "From: maria@firm.ru|To: maria.home@mail.ru", cause: Internal, out: true},
		{
			name: "colleague with a client in copy", fields: "From: oleg@firm.ru|To: maria@firm.ru|Cc: anna@romashka.ru", out: true,
			links: []crm.MessageLink{{Client: romashka, Contact: anna, Reason: crm.MatchedByAddress, Address: "anna@romashka.ru", Sure: true}},
		},

		// 2. By address.
		{
			name: "exact", fields: "From: Анна <ANNA@Romashka.RU>" + to,
			links: []crm.MessageLink{{Client: romashka, Contact: anna, Reason: crm.MatchedByAddress, Address: "anna@romashka.ru", Sure: true}},
		},
		{
			name: "national host", fields: "From: ivan@пример.ru" + to,
			links: []crm.MessageLink{{Client: sever, Reason: crm.MatchedByAddress, Address: "ivan@xn--e1afmkfd.ru", Sure: true}},
		},
		{
			name: "tag is a weak sign", fields: "From: boss+1c@mail.ru" + to, cause: Doubtful,
			links: []crm.MessageLink{{Client: romashka, Reason: crm.MatchedByTag, Address: "boss+1c@mail.ru"}},
		},
		{
			name: "outgoing", fields: "From: maria@firm.ru|To: zakup@sever.ru", out: true,
			links: []crm.MessageLink{{Client: sever, Reason: crm.MatchedByAddress, Address: "zakup@sever.ru", Sure: true}},
		},
		{
			name: "sent under another name", fields: "From: shop@shop.ru|To: zakup@sever.ru", change: func(l *Letter) { l.Sent = true }, out: true,
			links: []crm.MessageLink{{Client: sever, Reason: crm.MatchedByAddress, Address: "zakup@sever.ru", Sure: true}},
		},
		{
			name: "blind copy", fields: "From: maria@firm.ru|To: nobody@else.ru|Bcc: zakup@sever.ru", out: true,
			links: []crm.MessageLink{{Client: sever, Reason: crm.MatchedByAddress, Address: "zakup@sever.ru", Sure: true}},
		},

		// 3. By thread.
		{
			name: "stranger answers", fields: "From: new@gmail.com" + to + "|In-Reply-To: <our-offer@firm.ru>", strang: "new@gmail.com",
			links: []crm.MessageLink{{Client: sever, Reason: crm.MatchedByThread, Address: "our-offer@firm.ru", Sure: true}},
		},
		{
			name: "in references only", fields: "From: new@gmail.com" + to + "|References: <a@b.ru> <our-offer@firm.ru> <c@d.ru>", strang: "new@gmail.com",
			links: []crm.MessageLink{{Client: sever, Reason: crm.MatchedByThread, Address: "our-offer@firm.ru", Sure: true}},
		},
		{
			name: "address before thread", fields: "From: anna@romashka.ru" + to + "|In-Reply-To: <our-offer@firm.ru>",
			links: []crm.MessageLink{
				{Client: romashka, Contact: anna, Reason: crm.MatchedByAddress, Address: "anna@romashka.ru", Sure: true},
				{Client: sever, Reason: crm.MatchedByThread, Address: "our-offer@firm.ru"},
			},
		},

		// 4. By domain, as a suggestion.
		{
			name: "domain of one client", fields: "From: new@romashka.ru" + to, cause: Doubtful,
			links: []crm.MessageLink{{Client: romashka, Reason: crm.MatchedByDomain, Address: "romashka.ru"}},
		},
		{name: "domain of two", fields: "From: new@holding.ru" + to, cause: Unknown},
		{name: "public domain", fields: "From: new@mail.ru" + to, cause: Unknown},

		// 5. Passed on.
		{
			name: "passed on", fields: "From: new@gmail.com" + to, cause: Doubtful, change: func(l *Letter) { l.Forwarded = []crm.Address{{Email: "zakup@sever.ru"}} },
			links: []crm.MessageLink{{Client: sever, Reason: crm.MatchedByForward, Address: "zakup@sever.ru"}},
		},

		// 6. Weak fields and names.
		{
			name: "reply-to", fields: "From: robot@crm.ru|Reply-To: zakup@sever.ru" + to, cause: Doubtful,
			links: []crm.MessageLink{{Client: sever, Reason: crm.MatchedByReplyTo, Address: "zakup@sever.ru"}},
		},
		{name: "name holds an address", fields: `From: "zakup@sever.ru" <evil@x.ru>` + to, cause: Unknown},

		// 7. Not by people.
		{name: "out of office", fields: "From: anna@romashka.ru|Auto-Submitted: auto-replied" + to, cause: Automatic},
		{
			name: "submitted by a person", fields: "From: zakup@sever.ru|Auto-Submitted: no" + to,
			links: []crm.MessageLink{{Client: sever, Reason: crm.MatchedByAddress, Address: "zakup@sever.ru", Sure: true}},
		},
		{name: "list", fields: "From: anna@romashka.ru|List-Id: <news.romashka.ru>" + to, cause: Bulk},
		{name: "bulk", fields: "From: anna@romashka.ru|Precedence: bulk" + to, cause: Bulk},
		{name: "report", fields: "From: mailer-daemon@romashka.ru|Content-Type: multipart/report; report-type=delivery-status; boundary=x" + to, cause: Report},
		{name: "report of our own server", fields: "From: MAILER-DAEMON@firm.ru|Subject: Mail delivery failed" + to, cause: Report, out: true},
		{name: "a server's letter without a report", fields: "From: Mail Delivery System <Mailer-Daemon@mx.romashka.ru>|X-Failed-Recipients: anna@romashka.ru" + to, cause: Report},
		{name: "report in a folder kept out", fields: "From: mailer-daemon@romashka.ru" + to, cause: Excluded, change: func(l *Letter) { l.Folder = "INBOX/Личное" }},

		// 8. Kept out.
		{name: "address kept out", fields: "From: spam@sever.ru" + to + "|In-Reply-To: <our-offer@firm.ru>", cause: Excluded},
		{name: "domain kept out", fields: "From: news@mail.bank.ru" + to, cause: Excluded},
		{
			name: "reader kept out, another is a client", fields: "From: maria@firm.ru|To: spam@sever.ru, zakup@sever.ru", out: true,
			links: []crm.MessageLink{{Client: sever, Reason: crm.MatchedByAddress, Address: "zakup@sever.ru", Sure: true}},
		},
		{name: "all readers kept out", fields: "From: maria@firm.ru|To: spam@sever.ru", out: true, cause: Excluded},
		{name: "folder kept out", fields: "From: anna@romashka.ru" + to, cause: Excluded, change: func(l *Letter) { l.Folder = "INBOX/Личное/2026" }},
		{
			name: "folder that only begins alike", fields: "From: zakup@sever.ru" + to, change: func(l *Letter) { l.Folder = "INBOX/Личное дело" },
			links: []crm.MessageLink{{Client: sever, Reason: crm.MatchedByAddress, Address: "zakup@sever.ru", Sure: true}},
		},
		{name: "word kept out", fields: "From: anna@romashka.ru|Subject: Про ЗАРПЛАТА, срочно" + to, cause: Excluded},
		{name: "private", fields: "From: sister@mail.ru" + to + "|In-Reply-To: <our-offer@firm.ru>", cause: Private},
		{name: "called personal", fields: "From: anna@romashka.ru|Sensitivity: Personal" + to, cause: Private},

		// 9. Several clients, or none.
		{
			name: "two clients", fields: "From: both@holding.ru" + to,
			links: []crm.MessageLink{
				{Client: romashka, Reason: crm.MatchedByAddress, Address: "both@holding.ru", Sure: true},
				{Client: sever, Reason: crm.MatchedByAddress, Address: "both@holding.ru", Sure: true},
			},
		},
		{
			name: "two clients in a talk", fields: "From: new@gmail.com" + to + "|In-Reply-To: <two@firm.ru>", strang: "new@gmail.com",
			links: []crm.MessageLink{
				{Client: romashka, Reason: crm.MatchedByThread, Address: "two@firm.ru", Sure: true},
				{Client: sever, Reason: crm.MatchedByThread, Address: "two@firm.ru", Sure: true},
			},
		},
		{name: "nobody", fields: "From: friend@gmail.com" + to, cause: Unknown},

		// Fields that programs read in different ways decide nothing.
		{
			name: "two writers of two clients", fields: "From: anna@romashka.ru|From: zakup@sever.ru" + to, cause: Doubtful,
			links: []crm.MessageLink{
				{Client: romashka, Contact: anna, Reason: crm.MatchedByAddress, Address: "anna@romashka.ru"},
				{Client: sever, Reason: crm.MatchedByAddress, Address: "zakup@sever.ru"},
			},
		},
		{
			name: "two writers of one client", fields: "From: anna@romashka.ru|From: info@romashka.ru" + to,
			links: []crm.MessageLink{{Client: romashka, Contact: anna, Reason: crm.MatchedByAddress, Address: "anna@romashka.ru", Sure: true}},
		},
		{
			name: "comma in a bare name", fields: "From: Петров, Иван <zakup@sever.ru>" + to,
			links: []crm.MessageLink{{Client: sever, Reason: crm.MatchedByAddress, Address: "zakup@sever.ru", Sure: true}},
		},
		{
			name: "two addresses in one", fields: "From: <evil@x.ru> <zakup@sever.ru>" + to, cause: Doubtful,
			links: []crm.MessageLink{{Client: sever, Reason: crm.MatchedByAddress, Address: "zakup@sever.ru"}},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			letter := headed(t, c.fields)
			if c.change != nil {
				c.change(&letter)
			}
			verdicts, err := rules.Letters(t.Context(), []Letter{letter}, &book{})
			if err != nil {
				t.Fatal(err)
			}
			v := verdicts[0]
			if v.Cause != c.cause || !slices.Equal(v.Links, c.links) {
				t.Errorf("cause %q, links %+v\nwant  %q, links %+v", v.Cause, v.Links, c.cause, c.links)
			}
			if out := v.Direction == crm.Outgoing; out != c.out || v.Stranger.Email != c.strang {
				t.Errorf("outgoing %v, stranger %q", out, v.Stranger.Email)
			}
			if v.Recorded() != (v.Fetch() == FetchBody) {
				t.Error("only the body of a letter on record may be fetched")
			}
		})
	}
}

// The directory is asked three times for a page, and never of letters that are
// nobody's business.
func TestLettersTogether(t *testing.T) {
	var page []Letter
	for range 200 {
		page = append(page, headed(t, "From: anna@romashka.ru|To: maria@firm.ru|References: <a@b.ru>"))
	}
	page = append(page, headed(t, "From: sister@mail.ru|To: maria@firm.ru|In-Reply-To: <secret@mail.ru>"), headed(t, "From: oleg@firm.ru|To: maria@firm.ru"))
	b := &book{}
	verdicts, err := rules.Letters(t.Context(), page, b)
	if err != nil || len(verdicts) != len(page) || !verdicts[199].Recorded() || verdicts[200].Cause != Private || verdicts[201].Cause != Internal {
		t.Fatalf("%d verdicts, %v", len(verdicts), err)
	}
	if b.times != 3 {
		t.Errorf("asked %d times", b.times)
	}
	for _, key := range b.asked {
		if key == "sister@mail.ru" || key == "secret@mail.ru" || key == "oleg@firm.ru" || key == "" {
			t.Errorf("asked of %q", key)
		}
	}
	if verdicts, err := rules.Letters(t.Context(), nil, b); err != nil || len(verdicts) != 0 || b.times != 3 {
		t.Errorf("an empty page: %v, %v, asked %d times", verdicts, err, b.times)
	}
}

func TestDirectoryFails(t *testing.T) {
	fault := errors.New("the file is gone")
	if _, err := rules.Letters(t.Context(), []Letter{headed(t, "From: anna@romashka.ru|To: maria@firm.ru")}, &book{err: fault}); !errors.Is(err, fault) {
		t.Errorf("got %v", err)
	}
}

// One letter in two boxes is one message with two owners; a forged copy is another.
func TestTwoOwners(t *testing.T) {
	const fields = "From: anna@romashka.ru|To: maria@firm.ru, oleg@firm.ru|Subject: Счёт|Message-ID: <abcd@romashka.ru>|Date: Mon, 16 Nov 2026 10:00:00 +0300"
	message := func(account, fields, body string) crm.Message {
		letter := headed(t, fields)
		letter.Account, letter.Size = account, int64(len(fields))
		verdicts, err := rules.Letters(t.Context(), []Letter{letter}, &book{})
		if err != nil {
			t.Fatal(err)
		}
		whole, err := parse.ReadLetter([]byte(strings.ReplaceAll(fields, "|", "\r\n")+"\r\n\r\n"+body), parse.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return WithBody(verdicts[0].Message(letter), whole)
	}
	marias := message("maria", fields, "Добрый день.\r\n")
	olegs := message("oleg", "Received: from elsewhere|"+fields, "Добрый день.\n\n")
	forged := message("maria", fields, "Переведите на другой счёт.\r\n")
	if !marias.SameAs(olegs) {
		t.Errorf("%s and %s are not one letter", marias.Key, olegs.Key)
	}
	if one := marias.With(olegs); !slices.Equal(one.Owners, []string{"maria", "oleg"}) || len(one.Links) != 1 || one.Preview != "Добрый день." {
		t.Errorf("together %+v", one)
	}
	if marias.SameAs(forged) {
		t.Error("a letter with another body hides the first")
	}
	if unnamed := message("maria", strings.ReplaceAll(fields, "<abcd@romashka.ru>", "<@>"), "x"); !strings.HasPrefix(unnamed.Key, "sum:") || unnamed.SameAs(marias) {
		t.Errorf("key %q", unnamed.Key)
	}
}

// The copy a server keeps of what we sent is known though its Message-ID changed; so
// is the one that a colleague gets. Who copies our sign hides nothing.
func TestSentCopy(t *testing.T) {
	const fields = "From: maria@firm.ru|To: zakup@sever.ru|Cc: oleg@firm.ru|X-Pult-Id: 7f3a|Message-ID: "
	message := func(fields, body string, sent bool) crm.Message {
		letter := headed(t, fields)
		letter.Sent = sent
		verdicts, err := rules.Letters(t.Context(), []Letter{letter}, &book{})
		if err != nil {
			t.Fatal(err)
		}
		whole, err := parse.ReadLetter([]byte(strings.ReplaceAll(fields, "|", "\r\n")+"\r\n\r\n"+body), parse.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return WithBody(verdicts[0].Message(letter), whole)
	}
	ours := message(fields+"<ours@firm.ru>", "Счёт во вложении.", true)
	if filed := message(fields+"<theirs@server.ru>", "Счёт во вложении.", true); !ours.SameAs(filed) {
		t.Errorf("%s is not %s", ours.Key, filed.Key)
	}
	if received := message(fields+"<ours@firm.ru>", "Счёт во вложении.\r\n", false); !ours.SameAs(received) {
		t.Errorf("%s is not %s", ours.Key, received.Key)
	}
	if forged := message("From: evil@x.ru|To: maria@firm.ru|X-Pult-Id: 7f3a|Message-ID: <ours@firm.ru>", "Счёт другой.", false); ours.SameAs(forged) {
		t.Error("a letter that copies our sign is taken for ours")
	}
}
