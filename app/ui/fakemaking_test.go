package ui

import (
	"context"
	"slices"
	"sync"

	"pult/app/crm"
)

// fakeMaking puts lists together in memory, of a base of nine clients.
type fakeMaking struct {
	mu     sync.Mutex
	asked  []crm.ListDraft // counted
	ended  int             // of them that were broken off
	built  []crm.ListDraft
	undone []crm.ID
	saved  []crm.SavedChoice
	script crm.Script
	failed error
	hold   chan struct{} // counting waits for it, or for its end; nil for at once
}

func (m *fakeMaking) Offers(context.Context) (list []crm.SegmentOffer, err error) {
	for _, s := range append(crm.Segments(), crm.SegmentUnsigned) {
		offer := crm.SegmentOffer{Segment: s}
		if s == crm.SegmentUnsigned {
			offer.Lacks.Code = "choice_unsigned"
		}
		list = append(list, offer)
	}
	return list, nil
}

func (m *fakeMaking) Values(_ context.Context, field crm.FilterField, text string, most int) ([]crm.FilterValue, error) {
	values := map[crm.FilterField][]crm.FilterValue{
		crm.FilterRegion:  {{Value: "Москва", Name: "Москва"}, {Value: "Московская область", Name: "Московская область"}, {Value: "Пермский край", Name: "Пермский край"}},
		crm.FilterManager: {{Value: "Смирнова Анна", Name: "Смирнова Анна"}, {Value: "Петрова Ольга", Name: "Петрова Ольга"}},
		crm.FilterBought:  {{Value: crm.Ref{5}.String(), Name: "Гвозди"}},
	}
	return crm.Suited(values[field], text, most), nil
}

func (m *fakeMaking) GoodNames(context.Context, []crm.Ref) (map[crm.Ref]string, error) {
	return map[crm.Ref]string{{5}: "Гвозди"}, nil
}

func (m *fakeMaking) PreviewList(ctx context.Context, draft crm.ListDraft) (crm.Preview, error) {
	m.mu.Lock()
	m.asked = append(m.asked, draft)
	hold, failed := m.hold, m.failed
	m.mu.Unlock()
	if hold != nil {
		select {
		case <-hold:
		case <-ctx.Done():
			m.mu.Lock()
			m.ended++
			m.mu.Unlock()
			return crm.Preview{}, ctx.Err()
		}
	}
	if draft.Choice.Segment == crm.SegmentLost {
		return crm.Preview{}, nil
	}
	why := crm.Why{Segment: crm.SegmentDebtors, Amount: 8420000, Days: 12, Document: "312"}
	mute := crm.Chosen{Client: crm.Ref{9}, Name: "ООО «Тишина»"}
	p := crm.Preview{
		Total: 9, In: 6, First: []crm.Chosen{{Client: vector.Client, Name: vector.Name, Why: why}},
		Out: map[crm.Hold]int{crm.HoldNoPhone: 2, crm.HoldBanned: 1}, FirstOut: map[crm.Hold][]crm.Chosen{crm.HoldNoPhone: {mute}},
		Later: map[crm.Hold]int{crm.HoldHours: 4}, Also: 2, FirstAlso: []crm.Chosen{{Client: romashka.Client, Name: romashka.Name}},
	}
	if draft.Purpose.NeedsConsent() {
		p.In, p.Out[crm.HoldConsent] = 1, 5
	}
	return p, failed
}

func (m *fakeMaking) BuildList(ctx context.Context, draft crm.ListDraft) (crm.CallList, crm.Preview, error) {
	preview, err := m.PreviewList(ctx, draft)
	m.mu.Lock()
	defer m.mu.Unlock()
	if preview.In == 0 && err == nil {
		err = crm.ErrNotFound
	}
	if err != nil {
		return crm.CallList{}, crm.Preview{}, err
	}
	m.built = append(m.built, draft)
	return crm.CallList{ID: debtors.ID, Name: draft.Name, Purpose: draft.Purpose, Made: noon}, preview, nil
}

func (m *fakeMaking) UndoList(_ context.Context, list crm.ID) (crm.ListUndone, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.undone = append(m.undone, list)
	return crm.ListUndone{Removed: 6}, nil
}

func (m *fakeMaking) SavedChoices(context.Context) ([]crm.SavedChoice, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.saved), nil
}

func (m *fakeMaking) SaveChoice(ctx context.Context, one crm.SavedChoice) error {
	_ = m.ForgetChoice(ctx, one.ID)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.saved = append(m.saved, one)
	return nil
}

func (m *fakeMaking) ForgetChoice(_ context.Context, id crm.ID) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.saved = slices.DeleteFunc(m.saved, func(one crm.SavedChoice) bool { return one.ID == id })
	return nil
}

func (m *fakeMaking) ReadScript(context.Context, string) (crm.Script, error) {
	return m.script, m.script.Check()
}

// counted are the drafts that were counted.
func (m *fakeMaking) counted() []crm.ListDraft {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.asked)
}

// last is the one that was counted last.
func (m *fakeMaking) last() (draft crm.ListDraft) {
	if all := m.counted(); len(all) > 0 {
		draft = all[len(all)-1]
	}
	return draft
}

// made are the drafts that lists were made of.
func (m *fakeMaking) made() []crm.ListDraft {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.built)
}

// gone are the lists that were taken back.
func (m *fakeMaking) gone() []crm.ID {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.undone)
}

// kept are the choices that are saved.
func (m *fakeMaking) kept() []crm.SavedChoice {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.saved)
}
