package station

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"pult/app/crm"
)

// A script is read from a text of any notepad, or from the JSON the console takes.
func TestReadScript(t *testing.T) {
	ansi, err := charmap.Windows1251.NewEncoder().String("Добрый день.\r\nЭто Анна.")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		file, text string
		says       string
		questions  int
		fault      string
	}{
		{"разговор.txt", "\ufeffДобрый день.\r\nЭто Анна.\r\n", "Добрый день.\nЭто Анна.", 0, ""},
		{"старый.txt", ansi, "Добрый день.\nЭто Анна.", 0, ""},
		{"анкета.json", `{"text":"Добрый день.","questions":[{"text":"Всё ли понравилось?","kind":"one","options":["да","нет"]}]}`, "Добрый день.", 1, ""},
		{"анкета.JSON", `{"questions":[{"text":"Когда заказ?","kind":"date"}]}`, "", 1, ""},
		{"опечатка.json", `{"txt":"Добрый день."}`, "", 0, "script_json"},
		{"вперёд.json", `{"questions":[{"text":"?","kind":"text","when":{"question":0,"option":0}}]}`, "", 0, "script_ahead"},
		{"пусто.txt", " \n", "", 0, "script_empty"},
		{"картинка.txt", "\x89PNG\x00\x00", "", 0, "script_file"},
		{"роман.txt", strings.Repeat("Добрый день. ", 30_000), "", 0, "script_large"},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), tt.file)
			if err := os.WriteFile(path, []byte(tt.text), 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := (&Making{}).ReadScript(t.Context(), path)
			var reason crm.Reason
			switch {
			case tt.fault != "" && (!errors.As(err, &reason) || reason.Code != tt.fault):
				t.Errorf("it says %v, want %s", err, tt.fault)
			case tt.fault == "" && (err != nil || got.Text != tt.says || len(got.Questions) != tt.questions):
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
}
