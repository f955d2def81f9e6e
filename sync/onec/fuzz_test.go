package onec

import (
	"testing"

	"pult/assets/maps"
)

// A map is written by hand: whatever stands in it, it is read or refused with a
// reason.
func FuzzMap(f *testing.F) {
	for _, id := range builtin {
		text, err := maps.Files.ReadFile(id + ".toml")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Add("extends = \"ut11\"\n[[read]]\nkind = \"clients\"\nset = \"Catalog_X\"\n[read.fields]\nname = [\"a\", \"b\"]\n")
	f.Add("[[read]]\nkind = \"clients\"\nset = \"Catalog_X\"\n[read.fields]\nname = []\n")
	f.Add("version = 2")
	f.Add("[[read]]\nkind = 1")
	f.Fuzz(func(t *testing.T, text string) {
		m, err := ParseMap(text)
		if (m == nil) == (err == nil) {
			t.Errorf("map %v, error %v", m, err)
		}
		if err == nil {
			for _, s := range m.Read {
				_ = s.resolve(map[string]bool{"Catalog_X": true}, nil).selects()
			}
		}
	})
}
