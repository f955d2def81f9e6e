package station

import (
	"context"
	"slices"
	"strings"

	"pult/app/crm"
)

// namesakesLooked is how many clients a name is looked for among.
const namesakesLooked = 10

// impostor is the client under whose name, or that of one of its people, a stranger
// writes: the name is the same, the address is nobody's. Names decide nothing else, for
// anybody can write any. Empty when there is none.
func (m *MailRoom) impostor(ctx context.Context, l crm.Letter) string {
	name := strings.Fields(crm.Fold(l.From.Name))
	key := l.From.Key()
	if l.Direction != crm.Incoming || len(name) < 2 || key == "" || m.knows(ctx, key) {
		return ""
	}
	found, err := m.station.Store.Cache.Search(ctx, l.From.Name, namesakesLooked)
	if err != nil {
		m.station.log.Warn("namesakes of a writer", "err", err)
		return ""
	}
	for _, f := range found {
		if sameName(name, f.Contact) || sameName(name, f.Name) {
			return f.Name
		}
	}
	return ""
}

// knows tells that an address is somebody's, by 1C or by a person's word.
func (m *MailRoom) knows(ctx context.Context, key string) bool {
	held, err := m.station.Store.Cache.EmailHolders(ctx, []string{key})
	if err != nil || len(held[key]) > 0 {
		return true
	}
	said, err := m.station.Store.Journal.MailHolders(ctx, []string{key})
	return err != nil || len(said) > 0
}

// sameName tells that all words of a name are in another one, in whatever order: the
// patronymic is often left out.
func sameName(name []string, whole string) bool {
	words := strings.Fields(crm.Fold(whole))
	return len(words) > 0 && !slices.ContainsFunc(name, func(w string) bool { return !slices.Contains(words, w) })
}
