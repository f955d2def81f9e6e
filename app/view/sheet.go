package view

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"pult/app/crm"
)

// Sheet is a letter worded to be read.
type Sheet struct {
	Subject string
	From    string
	To      string // and copies
	When    string
	Why     string   // whose it is and why it is taken for theirs
	Warning string   // what to be careful about; empty when there is nothing
	Options []string // clients it may be of, by their keys; none when that is clear
	Text    string
	Folded  int // lines of earlier letters that are not shown
	Cut     bool
	Files   []Row
	Links   []Row
	Head    string
}

const (
	// sheetShown is what is shown of a long letter; the whole one can be kept.
	sheetShown = 30_000
	// foldFrom is how many quoted lines in a row are folded away.
	foldFrom = 3
	// deceptiveShown is how many links that deceive are named in the warning.
	deceptiveShown = 2
)

// Sheet words a letter; unfolded shows what it quotes too.
func (p *Printer) Sheet(s crm.Sheet, unfolded bool) Sheet {
	out := Sheet{
		Subject: s.Subject, From: Address(s.From), When: p.letterTime(s.Date),
		Why: p.letterWhy(s), Warning: p.letterWarning(s), Head: s.Head, Options: p.Options(s),
	}
	if out.Subject == "" {
		out.Subject = p.T("letter.no_subject")
	}
	if out.From == "" {
		out.From = p.T("letter.nobody")
	}
	out.To = p.T("letter.to", addressList(s.To))
	if len(s.Cc) > 0 {
		out.To += " · " + p.T("letter.cc", addressList(s.Cc))
	}
	text := strings.TrimSpace(s.Text)
	if !unfolded {
		text, out.Folded = p.fold(text)
	}
	if utf8.RuneCountInString(text) > sheetShown {
		text, out.Cut = string([]rune(text)[:sheetShown]), true
	}
	if text == "" && !s.Sealed {
		text = p.T("letter.no_text")
	}
	out.Text = text
	if out.Cut {
		out.Text += "\n\n" + p.T("letter.cut", sheetShown)
	}
	out.Files, out.Links = p.letterFiles(s), p.letterLinks(s)
	return out
}

// Address writes who wrote, or to whom: what the letter says and the address itself.
func Address(a crm.Address) string {
	switch {
	case a.Name == "" || a.Name == a.Email:
		return a.Email
	case a.Email == "":
		return a.Name
	}
	return a.Name + " <" + a.Email + ">"
}

// AddressField writes addresses as a person would type them.
func AddressField(list []crm.Address) string {
	typed := make([]string, len(list))
	for i, a := range list {
		if strings.ContainsAny(a.Name, `,;<>"@()`) {
			a.Name = `"` + strings.NewReplacer(`"`, "", `\\`, "").Replace(a.Name) + `"`
		}
		typed[i] = Address(a)
	}
	return strings.Join(typed, ", ")
}

func addressList(list []crm.Address) string {
	names := make([]string, len(list))
	for i, a := range list {
		names[i] = Address(a)
	}
	return strings.Join(names, ", ")
}

// letterTime is when a letter was written, in words.
func (p *Printer) letterTime(t time.Time) string {
	return p.T("letter.when", p.near(t), p.Clock(t), p.Ago(t))
}

// letterWhy tells whose a letter is, with the reason.
func (p *Printer) letterWhy(s crm.Sheet) string {
	var parts []string
	for _, l := range s.Links {
		name := s.Names[l.Client]
		if name == "" {
			name = p.T("letter.client")
		}
		text := p.T("letter.why."+string(l.Reason), name)
		if l.Reason == crm.MatchedByAddress && l.Address != "" {
			text += " " + l.Address
		}
		if !l.Sure {
			text += " " + p.T("letter.unsure")
		}
		parts = append(parts, text)
	}
	if len(parts) == 0 {
		return p.T("letter.nobodys")
	}
	return strings.Join(parts, " · ")
}

// letterWarning is what to be careful about, the worst first.
func (p *Printer) letterWarning(s crm.Sheet) string {
	var list []string
	unread := s.File == "" && p.Whose(s) != "" // its text is not fetched before that is said
	n := 0
	for _, l := range s.Targets {
		if l.Deceptive && n < deceptiveShown {
			list = append(list, p.T("letter.deceptive", l.Text, hostOf(l.URL)))
			n++
		}
	}
	for _, one := range []struct {
		on  bool
		key string
	}{
		{s.Disguised, "letter.disguised"},
		{s.Doubled, "letter.doubled"},
		{s.Sealed, "letter.sealed"},
		{s.Spoilt, "letter.spoilt"},
		{s.Gone && unread, "letter.unread"},
		{s.Gone && !unread, "letter.gone"},
		{s.Guessed, "letter.guessed"},
	} {
		if one.on {
			list = append(list, p.T(one.key))
		}
	}
	if s.Impostor != "" {
		list = append(list, p.T("letter.impostor", s.Impostor))
	}
	return strings.Join(list, " ")
}

// hostOf is where a link leads, without the page.
func hostOf(url string) string {
	_, rest, ok := strings.Cut(url, "://")
	if !ok {
		return url
	}
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		rest = rest[:i]
	}
	return rest[strings.LastIndexByte(rest, '@')+1:]
}

// letterFiles are the attachments, and the letter itself under them.
func (p *Printer) letterFiles(s crm.Sheet) (rows []Row) {
	for _, a := range s.Attachments {
		row := Row{Title: a.Name, Right: p.Size(a.Size), Tone: Quiet, Detail: p.T("letter.kind." + string(a.Kind)), Files: 1}
		if a.Risky {
			row.Detail = p.T("letter.risky")
			row.Right, row.Tone = p.T("letter.risky_short")+", "+row.Right, Danger
		}
		rows = append(rows, row)
	}
	if !s.Gone && s.File != "" {
		rows = append(rows, Row{Title: p.T("letter.whole"), Detail: ".eml", Tone: Quiet})
	}
	return rows
}

// letterLinks are the links with where they really lead.
func (p *Printer) letterLinks(s crm.Sheet) (rows []Row) {
	for _, l := range s.Targets {
		row := Row{Title: l.URL, Tone: Quiet}
		if l.Text != l.URL {
			row.Detail = p.T("letter.link_text", l.Text)
		}
		if l.Deceptive {
			row.Right, row.Tone = p.T("letter.link_deceptive"), Danger
		}
		rows = append(rows, row)
	}
	return rows
}

// Size writes how large a file is: "120 КБ".
func (p *Printer) Size(n int64) string {
	switch {
	case n < 0:
		return ""
	case n < 1000:
		return p.T("size.b", n)
	case n < 1_000_000:
		return p.T("size.kb", (n+500)/1000)
	}
	text := fmt.Sprintf("%.1f", float64(n)/1_000_000)
	if p.Language() == Russian {
		text = strings.Replace(text, ".", ",", 1)
	}
	return p.T("size.mb", text)
}

// fold takes earlier letters out of a text: quoted lines, and all below the line that
// programs put over a letter they repeat.
func (p *Printer) fold(text string) (string, int) {
	lines := strings.Split(text, "\n")
	var out []string
	folded := 0
	for i := 0; i < len(lines); {
		n := quotedFrom(lines[i:])
		if n < foldFrom || i == 0 && n == len(lines) {
			n = 0
		}
		if n == 0 {
			out = append(out, lines[i])
			i++
			continue
		}
		out = append(out, p.T("letter.folded", p.Count("letter.lines", n)))
		folded += n
		i += n
	}
	return strings.Join(out, "\n"), folded
}

// quotedFrom counts the lines of an earlier letter at the beginning.
func quotedFrom(lines []string) (n int) {
	if original(lines[0]) {
		return len(lines)
	}
	last := 0
	for n < len(lines) {
		line := strings.TrimSpace(lines[n])
		if line != "" && !strings.HasPrefix(line, ">") {
			break
		}
		n++
		if line != "" {
			last = n
		}
	}
	return last
}

// original tells the line over a letter that is repeated whole.
func original(line string) bool {
	line = strings.ToLower(strings.Trim(strings.TrimSpace(line), "- "))
	switch line {
	case "original message", "исходное сообщение", "пересылаемое сообщение", "конец пересылаемого сообщения", "forwarded message", "пересланное сообщение":
		return true
	}
	return false
}

// Lettered puts what is known of letters into their rows: who wrote, of what, the
// first words, and whether an answer is waited for.
func (p *Printer) Lettered(rows []Row, signs map[crm.ID]crm.LetterSign) []Row {
	for i := range rows {
		row := &rows[i]
		s, ok := signs[row.Letter]
		if !ok || row.Letter.IsZero() {
			continue
		}
		p.letterRow(row, s)
	}
	return rows
}

func (p *Printer) letterRow(row *Row, s crm.LetterSign) {
	subject, words, bounced := row.Detail, row.Full, row.Tone == Danger
	if rest, ok := strings.CutPrefix(words, subject+"\n"); ok {
		words = rest
	}
	if subject == "" {
		subject = p.T("letter.no_subject")
	}
	who := shortName(s.From)
	if s.Outgoing {
		who = p.T("letter.out", shortName(s.To))
	}
	row.Title = join(": ", who, subject)
	row.Detail, row.Full = strings.Join(strings.Fields(words), " "), ""
	row.Files = s.Files
	switch {
	case bounced:
		row.Right, row.Tone = p.Outcome(crm.Undelivered), Danger
	case s.Spoilt:
		row.Right, row.Tone = p.T("letter.spoilt_short"), Danger
	case s.Waits:
		row.Right, row.Tone = p.T("letter.waits", p.Ago(row.At)), Warning
	case s.Answered:
		row.Right, row.Tone = p.T("letter.answered"), Quiet
	case !s.Outgoing:
		row.Right = ""
	}
}

// shortName is who wrote, as short as it can be said.
func shortName(a crm.Address) string {
	if a.Name != "" {
		return Shorten(a.Name, 28)
	}
	return a.Email
}

// LettersOf are the lines of a client that are letters of ours.
func LettersOf(c crm.Card) []crm.ID {
	var ids []crm.ID
	for _, i := range c.History {
		if i.Kind == crm.MailKind {
			ids = append(ids, i.ID)
		}
	}
	return ids
}
