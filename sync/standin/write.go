package standin

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// write is POST of a new object, PATCH, DELETE, and the actions on a document.
func (a *answer) write(t *table, res resource) error {
	rows := t.shape.refAt < 0 // of a section or a register
	if _, derived := t.src.(*sectionSource); derived && a.r.Method == http.MethodPost && !res.hasKey {
		return refuse(400, 13, "Непосредственное создание строк табличных частей не поддерживается")
	}
	if rows || t.shape.readOnly {
		return notAllowed()
	}
	if a.r.Header.Get(loadModeHeader) == "true" && a.server.habits().NoLoadMode {
		return refuse(http.StatusBadRequest, 17, "Для данного типа сущности режим загрузки данных не поддерживается")
	}
	switch {
	case a.r.Method == http.MethodPost && !res.hasKey && len(res.tail) == 0:
		return a.create(t)
	case a.r.Method == http.MethodPost && res.hasKey && len(res.tail) == 1:
		return a.act(t, res)
	case !res.hasKey || len(res.tail) > 0 || a.r.Method == http.MethodPost:
		return notAllowed()
	}
	pos, err := a.server.base.locate(t, res.key)
	if err != nil {
		return err
	}
	if err := a.ifMatch(t.at(pos)); err != nil {
		return err
	}
	if a.r.Method == http.MethodDelete {
		// Physical deletion, not the mark.
		ref := t.ref(pos)
		if src, ok := t.src.(*paperSource); ok && pos >= 0 {
			a.server.erase(src.list.ids[pos])
		}
		t.remove(pos)
		a.server.base.note(t, ref)
		a.status = http.StatusNoContent
		return nil
	}
	return a.patch(t, pos)
}

// loadModeHeader asks to write as an exchange of data does, without handlers.
const loadModeHeader = "1C_OData-DataLoadMode"

func (a *answer) ifMatch(version int64) error {
	tag := strings.Trim(strings.TrimPrefix(a.r.Header.Get("If-Match"), "W/"), `"`)
	if a.server.habits().HonourIfMatch && tag != "" && tag != "*" && tag != versionText(version) {
		return refuse(http.StatusPreconditionFailed, -1, "Версия объекта отличается от ожидаемой")
	}
	return nil
}

func (a *answer) object() (map[string]any, error) {
	var body map[string]any
	dec := json.NewDecoder(http.MaxBytesReader(nil, a.r.Body, 16<<20))
	dec.UseNumber()
	if err := dec.Decode(&body); err != nil || body == nil {
		return nil, internalError(internalText)
	}
	return body, nil
}

// create stores a new object and answers it whole.
func (a *answer) create(t *table) error {
	body, err := a.object()
	if err != nil {
		return err
	}
	b, s := a.server.base, t.shape
	vals := slices.Clone(s.zero)
	if err := decodeInto(s, vals, body); err != nil {
		return err
	}
	ref, _ := vals[s.index["Ref_Key"]].(guid)
	if why := b.refused[ref]; why != "" {
		return internalError(why)
	}
	if ref == (guid{}) || a.server.habits().IgnoreRefKey {
		ref = newGUID(a.server.company.seed, "posted:"+s.name, b.nextCounter(s.name+" keys", 0))
	}
	if _, taken := t.find(ref); taken {
		return refuse(400, 15, "Сущность с таким ключом уже существует")
	}
	vals[s.index["Ref_Key"]] = ref
	vals[s.index["DataVersion"]] = versionText(0)
	a.fillDefaults(t, vals)
	pos := t.add(&record{ref: ref, vals: vals})
	b.note(t, ref)
	a.status = http.StatusCreated
	// The address carries raw Cyrillic bytes, as the platform sends it.
	a.header["Location"] = []string{a.root() + "/" + address(s, ref, vals)}
	return a.entity(t, pos)
}

// fillDefaults gives the code or number and the date. Checks of filling are not
// run for this interface: half-empty objects are stored gladly.
func (a *answer) fillDefaults(t *table, vals []any) {
	s, rules := t.shape, t.shape.service
	for _, name := range []string{"Code", "Number"} {
		if i, ok := s.index[name]; ok && vals[i] == "" && rules.codeWidth > 3 {
			n := a.server.nextNumber(t)
			vals[i] = rules.prefix + fmt.Sprintf("%0*d", rules.codeWidth-len([]rune(rules.prefix)), n)
		}
	}
	if i, ok := s.index["Date"]; ok && rules.document && isZeroDate(vals[i]) {
		vals[i] = a.server.wallClock()
	}
}

// nextCounter numbers new objects of a set, after those generated.
func (b *base) nextCounter(set string, atLeast int) int {
	b.counters[set] = max(b.counters[set], atLeast) + 1
	return b.counters[set]
}

// nextNumber numbers an object after those generated.
func (s *Server) nextNumber(t *table) int {
	if src, ok := t.src.(*paperSource); ok && len(src.list.kinds) > 0 {
		n := &s.company.numbers[src.list.kinds[0]]
		*n++
		return *n
	}
	return s.base.nextCounter(t.shape.name, t.size())
}

// patch changes what the body names and answers the whole object with 200.
// Every write moves DataVersion on, also one that changes nothing.
func (a *answer) patch(t *table, pos int32) error {
	body, err := a.object()
	if err != nil {
		return err
	}
	s := t.shape
	old := t.values(pos, nil, nil)
	vals := slices.Clone(old)
	if err := decodeInto(s, vals, body); err != nil {
		return err
	}
	vals[s.index["Ref_Key"]] = t.ref(pos)
	if why := a.server.base.refused[t.ref(pos)]; why != "" {
		return internalError(why)
	}
	if mark, ok := s.index["DeletionMark"]; ok && s.service.posting {
		if posted := vals[s.index["Posted"]].(bool); posted && vals[mark].(bool) && !old[mark].(bool) {
			return internalError("Ошибка при выполнении обработчика - 'ПередЗаписью': проведенный документ не может быть помечен на удаление")
		}
	}
	return a.store(t, pos, vals)
}

func (a *answer) store(t *table, pos int32, vals []any) error {
	next := &record{ref: t.ref(pos), version: t.at(pos) + 1, vals: vals}
	vals[t.shape.index["DataVersion"]] = versionText(next.version)
	t.replace(pos, next)
	a.server.base.note(t, next.ref)
	return a.entity(t, pos)
}

// act posts a document or undoes the posting. Movements go with it where the
// company itself made the document.
func (a *answer) act(t *table, res resource) error {
	rules := t.shape.service
	if !rules.posting || (res.tail[0] != "Post" && res.tail[0] != "Unpost") {
		return refuse(400, 6, "Метод %q не найден", res.tail[0])
	}
	pos, err := a.server.base.locate(t, res.key)
	if err != nil {
		return err
	}
	vals := slices.Clone(t.values(pos, nil, nil))
	post := res.tail[0] == "Post"
	if post && vals[t.shape.index["DeletionMark"]].(bool) {
		return internalError("Помеченный на удаление документ не может быть проведен")
	}
	vals[t.shape.index["Posted"]] = post
	src, ours := t.src.(*paperSource)
	if !ours || pos < 0 {
		return a.store(t, pos, vals)
	}
	next := record{ref: t.ref(pos), version: t.at(pos) + 1}
	if old := t.over[pos]; old != nil && old.vals != nil {
		vals[t.shape.index["DataVersion"]] = versionText(next.version)
		next.vals = vals // what was written over HTTP stays
	}
	a.server.repost(src.list.ids[pos], post)
	t.replace(pos, &next)
	return a.entity(t, pos)
}

// lineNumber reads the number every row of a written section must carry.
func lineNumber(v any) (int64, error) {
	var text string
	switch v := v.(type) {
	case nil:
		return 0, internalError(internalText)
	case string:
		text = v
	case json.Number:
		text = v.String()
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, internalError(internalText)
	}
	return n, nil
}
