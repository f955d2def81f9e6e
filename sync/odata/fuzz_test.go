package odata

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"
	"unicode/utf8"
)

const rowsSeed = `{"odata.metadata":"http://h/$metadata#X","value":[{"Ref_Key":"7c0f0a52-31b2-11ee-9a51-0050569a0001","Сумма":12.50,` +
	`"Дата":"2026-11-22T10:15:00","Пусто":null,"Да":true,"Текст":"а\"б\\ \u0416 \ud83d\ude00\n","Строки":[{"LineNumber":"1","x":{"y":[1,{}]}},{"LineNumber":"2"}]}]}`

// What the cutter finds in an answer is what a decoder of JSON finds, however
// the bytes come; and no answer makes it fall or grow.
func FuzzRows(f *testing.F) {
	for _, seed := range []string{
		rowsSeed, `{"value":[]}`, `{"value":[{}],"odata.count":"1"}`, `{"value":[{"a":1`, `{"value":[{"a":"\u12`, "{", "[]", `{"value":[{"a":[[[[{"b":"]"}]]]]}]}`,
		`{"value":[{"a":1,"a":2}]}`, `{"value":[{"\u0430":1}]}`, strings.Repeat(`{"value":[`, 100), `{"value":[{"a" : tru , "b":-1e5}]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var rows []map[string]string
		n, err := decodeRows(bytes.NewReader(data), "X", func(row Row) error {
			rows = append(rows, look(row))
			return nil
		})
		if n != len(rows) {
			t.Errorf("%d rows told, %d handed over", n, len(rows))
		}
		var again []map[string]string
		_, byteErr := decodeRows(iotest.OneByteReader(bytes.NewReader(data)), "X", func(row Row) error {
			again = append(again, look(row))
			return nil
		})
		if (err == nil) != (byteErr == nil) || !slices.EqualFunc(rows, again, maps.Equal) {
			t.Errorf("in one piece %v %v, byte by byte %v %v", rows, err, again, byteErr)
		}
		var want struct {
			Value []map[string]json.RawMessage `json:"value"`
		}
		if !utf8.Valid(data) || json.Unmarshal(data, &want) != nil || strings.Count(string(data), `"value"`) != 1 || strings.Count(strings.ToLower(string(data)), "value") != 1 {
			return // not what 1C sends; it must only be survived
		}
		if err != nil || len(rows) != len(want.Value) {
			if !slices.ContainsFunc(want.Value, func(m map[string]json.RawMessage) bool { return m == nil }) && want.Value != nil {
				t.Errorf("%d rows of %d, %v", len(rows), len(want.Value), err)
			}
			return
		}
		for i, fields := range want.Value {
			for name, raw := range fields {
				var text string
				if json.Unmarshal(raw, &text) == nil && rows[i][name] != strings.TrimSpace(text) {
					t.Errorf("field %q: %q, want %q", name, rows[i][name], text)
				}
			}
		}
	})
}

// look reads every field in every way.
func look(row Row) map[string]string {
	seen := map[string]string{}
	for _, f := range row.fields {
		name := string(f.name)
		seen[name] = row.Text(name)
		_, _ = row.Ref(name)
		_, _ = row.Money(name)
		_, _ = row.Quantity(name)
		_, _ = row.Time(name, time.UTC)
		for _, inner := range row.Section(name) {
			_ = inner.Text("LineNumber")
		}
		_, _ = Parse(seen[name])
	}
	return seen
}

func FuzzSchema(f *testing.F) {
	f.Add([]byte(`<edmx:Edmx><edmx:DataServices><Schema><EntityType Name="A"><Property Name="Ref_Key" Type="Edm.Guid"/><Property Name="T" Type="Collection(StandardODATA.A_T_RowType)"/></EntityType>` +
		`<ComplexType Name="A_T_RowType"><Property Name="x" Type="Edm.String"/></ComplexType><EntityContainer><EntitySet Name="A"/>` +
		`<FunctionImport Name="Balance"><Parameter Name="bindingParameter" Type="StandardODATA.A"/></FunctionImport></EntityContainer></Schema></edmx:DataServices></edmx:Edmx>`))
	f.Add([]byte(`<Schema>`))
	f.Add([]byte(`<!DOCTYPE a [<!ENTITY b "c">]><Schema>&b;</Schema>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		schema, err := ReadSchema(bytes.NewReader(data), []string{"A", "Catalog_Партнеры"})
		if (schema == nil) == (err == nil) {
			t.Errorf("schema %v, error %v", schema, err)
		}
	})
}

// An error page may be anything, and what is said of it stays short.
func FuzzError(f *testing.F) {
	for _, seed := range []string{
		`{"odata.error":{"code":"9","message":{"lang":"ru","value":"Экземпляр сущности не найден"}}}`, `{"odata.error":{"code":9}}`,
		`<?xml version="1.0"?><m:error xmlns:m="x"><m:code>6</m:code><m:message xml:lang="ru">Нет прав</m:message></m:error>`,
		"<html><title>502</title></html>", "{", "<", "", "Не обнаружено ни одной свободной лицензии", "\xff\xfe",
	} {
		f.Add(500, []byte(seed))
	}
	f.Fuzz(func(t *testing.T, status int, data []byte) {
		if err := readError(status, "Catalog_X(guid'1')", data); err == nil || !utf8.ValidString(err.Error()) {
			t.Errorf("error %v", err)
		}
	})
}
