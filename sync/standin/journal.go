package standin

import "time"

const journalSet = "DocumentJournal_Взаимодействия"

// journalSource lists interactions of every kind, those written over HTTP too.
type journalSource struct {
	noOwner
	base *base
	sets []string
}

func journalTable(sets ...string) *table {
	s := newShape(journalSet, []string{"Ref", "Ref_Type"}, anyOf("Ref"), date("Date"), str("Number", 11), flag("DeletionMark"),
		str("Тема", 1024), ref("Ответственный", "Catalog_Пользователи"), ref("Автор", "Catalog_Пользователи"), enum("Важность"))
	s.readOnly, s.service = true, &serviceRules{title: "Взаимодействия"}
	return newTable(s, &journalSource{sets: sets})
}

func (s *journalSource) size() int {
	n := 0
	for _, set := range s.sets {
		n += len(s.base.all(s.base.tables[set]))
	}
	return n
}

func (s *journalSource) place(i int32) (*table, int32) {
	for _, set := range s.sets {
		t := s.base.tables[set]
		rows := s.base.all(t)
		if int(i) < len(rows) {
			return t, rows[i]
		}
		i -= int32(len(rows))
	}
	return nil, 0
}

func (s *journalSource) ref(i int32) guid {
	t, pos := s.place(i)
	return t.ref(pos)
}

func (s *journalSource) find(guid) int32 { return -1 }

func (s *journalSource) fill(i int32, v *values) {
	t, pos := s.place(i)
	r := reading{nil, t.shape, t.values(pos, nil, nil)}
	v.set("Ref", composite{set: t.shape.name, ref: t.ref(pos)})
	at, _ := r.value("Date").(time.Time)
	v.set("Date", at)
	v.set("Number", r.text("Number"))
	v.set("DeletionMark", r.flag("DeletionMark"))
	v.set("Тема", r.text("Тема"))
	for _, name := range []string{"Ответственный_Key", "Автор_Key"} {
		who, _ := r.value(name).(guid)
		v.set(name, who)
	}
	v.set("Важность", r.text("Важность"))
}
