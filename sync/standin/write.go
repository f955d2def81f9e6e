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
	if t.byRef == nil && a.r.Method == http.MethodPost && !res.hasKey {
		return refuse(400, 13, "Непосредственное создание строк табличных частей не поддерживается")
	}
	if t.byRef == nil || t.shape.readOnly {
		return notAllowed()
	}
	switch {
	case a.r.Method == http.MethodPost && !res.hasKey && len(res.tail) == 0:
		return a.create(t)
	case a.r.Method == http.MethodPost && res.hasKey && len(res.tail) == 1:
		return a.act(t, res)
	case !res.hasKey || len(res.tail) > 0 || a.r.Method == http.MethodPost:
		return notAllowed()
	}
	rec, err := a.server.base.locate(t, res.key)
	if err != nil {
		return err
	}
	if err := a.ifMatch(rec); err != nil {
		return err
	}
	if a.r.Method == http.MethodDelete {
		// Physical deletion, not the mark.
		t.remove(rec.ref)
		a.server.base.changes++
		a.status = http.StatusNoContent
		return nil
	}
	return a.patch(t, rec)
}

func (a *answer) ifMatch(rec *record) error {
	tag := strings.Trim(strings.TrimPrefix(a.r.Header.Get("If-Match"), "W/"), `"`)
	if a.server.opt.HonourIfMatch && tag != "" && tag != "*" && tag != versionText(rec.version) {
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
	if ref == (guid{}) || a.server.opt.IgnoreRefKey {
		ref = newGUID(a.server.opt.Seed, "posted:"+s.name, b.nextCounter(s.name+" keys", 0))
	}
	if t.find(ref) != nil {
		return refuse(400, 15, "Сущность с таким ключом уже существует")
	}
	vals[s.index["Ref_Key"]] = ref
	vals[s.index["DataVersion"]] = versionText(0)
	a.fillDefaults(t, vals)
	rec := &record{ref: ref, vals: vals}
	t.add(rec)
	b.changes++
	a.status = http.StatusCreated
	// The address carries raw Cyrillic bytes, as the platform sends it.
	a.header["Location"] = []string{a.root() + "/" + address(s, rec, vals)}
	return a.entity(t, rec)
}

// fillDefaults gives the code or number and the date. Checks of filling are not
// run for this interface: half-empty objects are stored gladly.
func (a *answer) fillDefaults(t *table, vals []any) {
	s, rules := t.shape, t.shape.service
	for _, name := range []string{"Code", "Number"} {
		if i, ok := s.index[name]; ok && vals[i] == "" && rules.codeWidth > 3 {
			n := a.server.base.nextCounter(s.name, len(t.recs))
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

// patch changes what the body names and answers the whole object with 200.
// Every write moves DataVersion on, also one that changes nothing.
func (a *answer) patch(t *table, rec *record) error {
	body, err := a.object()
	if err != nil {
		return err
	}
	s := t.shape
	old := rec.values(s)
	vals := slices.Clone(old)
	if err := decodeInto(s, vals, body); err != nil {
		return err
	}
	vals[s.index["Ref_Key"]] = rec.ref
	if mark, ok := s.index["DeletionMark"]; ok && s.service.posting {
		if posted := vals[s.index["Posted"]].(bool); posted && vals[mark].(bool) && !old[mark].(bool) {
			return internalError("Ошибка при выполнении обработчика - 'ПередЗаписью': проведенный документ не может быть помечен на удаление")
		}
	}
	return a.store(t, rec, vals)
}

func (a *answer) store(t *table, rec *record, vals []any) error {
	next := &record{ref: rec.ref, version: rec.version + 1, src: rec.src, vals: vals}
	vals[t.shape.index["DataVersion"]] = versionText(next.version)
	t.replace(next)
	a.server.base.changes++
	return a.entity(t, next)
}

// act posts a document or undoes the posting. Movements are not recalculated.
func (a *answer) act(t *table, res resource) error {
	rules := t.shape.service
	if !rules.posting || (res.tail[0] != "Post" && res.tail[0] != "Unpost") {
		return refuse(400, 6, "Метод %q не найден", res.tail[0])
	}
	rec, err := a.server.base.locate(t, res.key)
	if err != nil {
		return err
	}
	vals := slices.Clone(rec.values(t.shape))
	if res.tail[0] == "Post" && vals[t.shape.index["DeletionMark"]].(bool) {
		return internalError("Помеченный на удаление документ не может быть проведен")
	}
	vals[t.shape.index["Posted"]] = res.tail[0] == "Post"
	return a.store(t, rec, vals)
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
