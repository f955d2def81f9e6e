package station

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"pult/app/crm"
	"pult/app/feed"
	"pult/app/store"
)

// Making puts call lists together on the screen, of the clients that are here.
type Making struct{ station *Station }

// Making puts call lists together.
func (s *Station) Making() *Making { return &Making{s} }

func (m *Making) chooser() store.Chooser { return m.station.chooser() }

// Offers are the ready segments, each with what is missing to answer it here.
func (m *Making) Offers(ctx context.Context) ([]crm.SegmentOffer, error) {
	return m.chooser().Offers(ctx)
}

// Values are what a field of a filter can be asked for here, by what was typed.
func (m *Making) Values(ctx context.Context, field crm.FilterField, text string, most int) ([]crm.FilterValue, error) {
	return m.chooser().Values(ctx, field, text, most)
}

// GoodNames names goods; those that are not here are left out.
func (m *Making) GoodNames(ctx context.Context, goods []crm.Ref) (map[crm.Ref]string, error) {
	return m.chooser().GoodNames(ctx, goods)
}

// PreviewList tells who would come into a list and who not, and makes nothing.
func (m *Making) PreviewList(ctx context.Context, draft crm.ListDraft) (crm.Preview, error) {
	return m.station.Builder().PreviewList(ctx, draft)
}

// BuildList makes a list of a draft and tells the other windows.
func (m *Making) BuildList(ctx context.Context, draft crm.ListDraft) (crm.CallList, crm.Preview, error) {
	list, preview, err := m.station.Builder().BuildList(ctx, draft)
	if err == nil {
		m.station.Feed.Publish(feed.ListChanged{List: list.ID})
	}
	return list, preview, err
}

// UndoList takes a list back; what was worked on stays.
func (m *Making) UndoList(ctx context.Context, list crm.ID) (crm.ListUndone, error) {
	done, err := m.station.Store.Journal.UndoList(ctx, list, time.Now())
	m.station.Feed.Publish(feed.ListChanged{List: list})
	return done, err
}

// SavedChoices are the choices that were kept, by name.
func (m *Making) SavedChoices(ctx context.Context) ([]crm.SavedChoice, error) {
	return m.station.Store.Journal.SavedChoices(ctx)
}

// SaveChoice keeps a choice; one with the same id is renamed or changed.
func (m *Making) SaveChoice(ctx context.Context, saved crm.SavedChoice) error {
	return m.station.Store.Journal.SaveChoice(ctx, saved)
}

// ForgetChoice removes one. Lists that were made by it stay.
func (m *Making) ForgetChoice(ctx context.Context, id crm.ID) error {
	return m.station.Store.Journal.ForgetChoice(ctx, id)
}

// scriptMost is how large the file of a script may be.
const scriptMost = 256 << 10

// ReadScript reads what is to be said and asked from a file: the JSON that the
// console takes, or a plain text, which is said and asks nothing.
func (m *Making) ReadScript(_ context.Context, path string) (crm.Script, error) {
	file, err := os.Open(path)
	if err != nil {
		return crm.Script{}, err
	}
	defer func() { _ = file.Close() }()
	data, err := io.ReadAll(io.LimitReader(file, scriptMost+1))
	if err != nil {
		return crm.Script{}, err
	}
	if len(data) > scriptMost {
		return crm.Script{}, crm.Reason{Code: "script_large"}
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !utf8.Valid(data) { // an old notepad
		if data, err = charmap.Windows1251.NewDecoder().Bytes(data); err != nil {
			return crm.Script{}, crm.Reason{Code: "script_file"}
		}
	}
	return scriptOf(data, strings.EqualFold(filepath.Ext(path), ".json"))
}

func scriptOf(data []byte, isJSON bool) (script crm.Script, err error) {
	switch {
	case isJSON:
		read := json.NewDecoder(bytes.NewReader(data))
		read.DisallowUnknownFields() // a slip of the pen would lose a question
		if read.Decode(&script) != nil {
			return crm.Script{}, crm.Reason{Code: "script_json"}
		}
	case bytes.IndexByte(data, 0) >= 0:
		return crm.Script{}, crm.Reason{Code: "script_file"}
	default:
		script.Text = strings.TrimSpace(strings.ReplaceAll(string(data), "\r\n", "\n"))
	}
	if script.Text == "" && len(script.Questions) == 0 {
		return script, crm.Reason{Code: "script_empty"}
	}
	return script, script.Check()
}
