package inbox

import (
	"slices"
	"strings"

	"github.com/emersion/go-imap/v2"
)

// sentNames are what folders of sent letters are called where nothing marks them,
// in the order of preference.
var sentNames = []string{
	"sent", "sent items", "sent messages", "sent mail", "sent-mail",
	"отправленные", "отправленные элементы", "отправленные письма", "исходящие",
}

// sentFolder finds where sent letters are kept; "" when there is none. RFC 6154.
func (s *session) sentFolder() (string, error) {
	defer s.conn.due(s.wait)()
	var options *imap.ListOptions
	if s.caps.Has(imap.CapListExtended) && s.caps.Has(imap.CapSpecialUse) {
		options = &imap.ListOptions{ReturnSpecialUse: true}
	}
	list, err := s.client.List("", "*", options).Collect()
	if err != nil {
		return "", broken(err)
	}
	best, rank := "", len(sentNames)
	for _, f := range list {
		if slices.ContainsFunc(f.Attrs, shut) {
			continue
		}
		if slices.Contains(f.Attrs, imap.MailboxAttrSent) {
			return f.Mailbox, nil
		}
		if i := slices.Index(sentNames, ownName(f)); i >= 0 && i < rank {
			best, rank = f.Mailbox, i
		}
	}
	return best, nil
}

// shut tells a folder that only holds others, or is named and not there.
func shut(a imap.MailboxAttr) bool {
	return a == imap.MailboxAttrNoSelect || a == imap.MailboxAttrNonExistent
}

// ownName is the name of a folder that stands beside the inbox, or in it, as some
// servers have all folders do. Deeper ones are a person's own.
func ownName(f *imap.ListData) string {
	name := strings.ToLower(f.Mailbox)
	if f.Delim == 0 {
		return name
	}
	return strings.TrimPrefix(name, "inbox"+string(f.Delim))
}
