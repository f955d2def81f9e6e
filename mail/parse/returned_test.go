package parse

import "testing"

const fromDaemon = "From: Mail Delivery System <Mailer-Daemon@mx.client.ru>\nTo: anna@firm.ru\n"

// Servers that write no report say in their own words which letter came back and why.
// Who only waits has not failed, and what names no letter is of none.
func TestReturned(t *testing.T) {
	for _, c := range []struct {
		name, raw string
		failed    bool
		want      Bounce
	}{
		{
			"Exim", fromDaemon + "X-Failed-Recipients: ivan@client.ru\nAuto-Submitted: auto-replied\nSubject: Mail delivery failed: returning message to sender\n\n" +
				"This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered.\n\n  ivan@client.ru\n" +
				"    host mx.client.ru [203.0.113.5]\n    SMTP error from remote mail server after RCPT TO:<ivan@client.ru>:\n    550 5.1.1 <ivan@client.ru>: no such user\n\n" +
				"------ This is a copy of the message, including all the headers. ------\n\nReturn-path: <anna@firm.ru>\nReceived: from x\nMessage-ID: <ours@firm.ru>\nX-Pult-Id: 7f\nSubject: 552 5.2.2\n\nтекст\n",
			true,
			Bounce{MessageID: "ours@firm.ru", PultID: "7f", Recipient: "ivan@client.ru", Action: "failed", Status: "5.1.1", Detail: "550 5.1.1 <ivan@client.ru>: no such user"},
		},
		{
			"qmail", "From: MAILER-DAEMON@client.ru\nTo: anna@firm.ru\nSubject: failure notice\n\nHi. This is the qmail-send program at client.ru.\n\n<ivan@client.ru>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n" +
				"--- Below this line is a copy of the message.\n\nReturn-Path: <anna@firm.ru>\nMessage-Id: <ours@firm.ru>\n\nx\n",
			true,
			Bounce{MessageID: "ours@firm.ru", Recipient: "ivan@client.ru", Action: "failed", Status: "5.1.1", Detail: "Sorry, no mailbox here by that name. (#5.1.1)"},
		},
		{
			"no copy, an answer in Russian", fromDaemon + "In-Reply-To: <ours@firm.ru>\nSubject: =?utf-8?B?0J3QtdC00L7RgdGC0LDQstC70LXQvdC90L7QtQ==?=\nContent-Type: text/plain; charset=utf-8\n\n" +
				"Письмо для ivan@client.ru не доставлено: 552 Mailbox is full\n",
			true,
			Bounce{MessageID: "ours@firm.ru", Recipient: "ivan@client.ru", Action: "failed", Detail: "Письмо для ivan@client.ru не доставлено: 552 Mailbox is full"},
		},
		{
			"the letter sent along", fromDaemon + "Content-Type: multipart/mixed; boundary=x\n\n--x\n\nivan@client.ru... User unknown\n550 rejected\n--x\nContent-Type: message/rfc822\n\nMessage-ID: <ours@firm.ru>\nX-Pult-Id: 7f\n\nx\n--x--\n",
			true,
			Bounce{MessageID: "ours@firm.ru", PultID: "7f", Recipient: "ivan@client.ru", Action: "failed", Detail: "550 rejected"},
		},
		{
			"it waits", fromDaemon + "Subject: Warning: message 1abc delayed 24 hours\nReferences: <first@firm.ru> <ours@firm.ru>\n\nNo action is required on your part.\n  ivan@client.ru\n    Delay reason: 450 4.2.1 try again\n",
			false,
			Bounce{MessageID: "ours@firm.ru", Recipient: "ivan@client.ru", Action: "delayed", Status: "4.2.1", Detail: "Delay reason: 450 4.2.1 try again"},
		},
		{
			"no number", fromDaemon + "References: <ours@firm.ru>\n\nWe could not deliver it to 5.1.1.2, ask 550.ru or 5.1.1.2.\n",
			false,
			Bounce{MessageID: "ours@firm.ru"},
		},
		{"nothing", fromDaemon + "\n\n", false, Bounce{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := read(t, c.raw)
			soundLetter(t, l, 0)
			if !l.Report || !l.Automatic || l.Bounce == nil || *l.Bounce != c.want || l.Bounce.Failed() != c.failed {
				t.Errorf("report %v, %+v\nwant %+v", l.Report, l.Bounce, c.want)
			}
		})
	}
	if l := read(t, "From: ivan@client.ru\nIn-Reply-To: <ours@firm.ru>\n\n550 5.1.1 no such user\n"); l.Report || l.Bounce != nil {
		t.Errorf("what a person writes is taken for a report: %+v", l.Bounce)
	}
}
