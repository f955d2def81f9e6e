package parse

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

// plainly leaves out signs that not every charset has.
var plainly = strings.NewReplacer("№", "N", "«", `"`, "»", `"`, "—", "-", "–", "-", "₽", "руб.", "\u00a0", " ", "…", "...", "→", ">", "×", "x", "•", "*")

// TestGuesses guesses the charset of texts the guesser was not made for: the words
// of the panel itself, and names of goods and firms, with numbers and Latin words
// between.
func TestGuesses(t *testing.T) {
	corpus := []rune(plainly.Replace(strings.Join(sentences(t), " ")))
	for _, length := range []int{20, 60, 200, 1000} {
		for _, c := range []struct {
			name  string
			table *charmap.Charmap
		}{{"windows-1251", charmap.Windows1251}, {"koi8-r", charmap.KOI8R}, {"cp866", charmap.CodePage866}} {
			all, bad := 0, 0
			for from := 0; from+length < len(corpus); from += 97 {
				text := string(corpus[from : from+length])
				data, err := c.table.NewEncoder().Bytes([]byte(text))
				if err != nil {
					continue // a sign the charset lacks
				}
				all++
				if got, _ := decodeText(data, "", ""); got != text {
					bad++
				}
			}
			t.Logf("%4d signs, %-12s: %d of %d were not read", length, c.name, bad, all)
			if all < 200 || length >= 200 && bad*100 > all || bad*20 > all {
				t.Errorf("%d signs in %s: %d of %d were not read", length, c.name, bad, all)
			}
		}
	}
}

// sentences are the Russian words of the panel, in the order of their keys.
func sentences(t *testing.T) []string {
	t.Helper()
	file, err := os.ReadFile("../../assets/words/ru.json")
	if err != nil {
		t.Fatal(err)
	}
	var words map[string]any
	if err := json.Unmarshal(file, &words); err != nil {
		t.Fatal(err)
	}
	var keys, list []string
	for key := range words {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for _, key := range keys {
		switch value := words[key].(type) {
		case string:
			list = append(list, value)
		case []any:
			for _, form := range value {
				if text, ok := form.(string); ok {
					list = append(list, text)
				}
			}
		}
	}
	return list
}
