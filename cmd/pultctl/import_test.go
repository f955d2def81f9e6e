package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pult/app/conf"
	"pult/app/crm"
)

// ctl runs a command on a home folder in this process.
func ctl(t *testing.T, home string, words ...string) (code int, out, errs string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = run(t.Context(), append(words, "--home", home), strings.NewReader(""), &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

// A firm without OData begins with a file, looks its clients up, works through
// what is wrong with them, and takes the file back.
func TestStartWithoutOData(t *testing.T) {
	home := t.TempDir()
	settings := "version = 1\nlanguage = \"ru\"\n[phone]\nserver = \"sip:pbx.firm.example\"\nuser = \"101\"\narea_code = \"495\"\n"
	if err := os.WriteFile(filepath.Join(home, "pult.toml"), []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := conf.Load(home); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(home, "clients.csv")
	text := "Клиент;ИНН;Телефон;Просрочено\n=cmd|' /C calc'!A0;;8 912 345-67-89;5\nООО Ромашка;7707083894;8 912 345-67-89, 12;1500\nИтого;;;1505\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}

	code, out, errs := ctl(t, home, "import", file, "--dry-run", "--json", "--as-of", "2026-11-20")
	var answer importAnswer
	if err := json.Unmarshal([]byte(out), &answer); code != exitDone || err != nil {
		t.Fatalf("code %d, %v: %s%s", code, err, out, errs)
	}
	if answer.Import != "" || answer.Counts.New != 2 || answer.Counts.Bad != 1 || len(answer.Rows) != 3 || !strings.Contains(answer.Rows[1].Text, "ИНН с ошибкой") {
		t.Errorf("dry run: %+v", answer)
	}
	if _, out, _ := ctl(t, home, "search", "ромашка"); out != "" {
		t.Errorf("a dry run stored %s", out)
	}

	code, out, errs = ctl(t, home, "import", file)
	if code != exitDone || !strings.Contains(out, "Новых 2") || !strings.Contains(out, "строка итогов") {
		t.Fatalf("code %d: %s%s", code, out, errs)
	}
	_, out, _ = ctl(t, home, "lookup", "+79123456789", "--json")
	if !strings.Contains(out, `"overdue":"1500.00"`) || !strings.Contains(out, "ООО Ромашка") {
		t.Errorf("lookup: %s", out)
	}

	list := filepath.Join(home, "work.csv")
	if code, out, errs := ctl(t, home, "duplicates", "--csv", list); code != exitDone {
		t.Fatalf("code %d: %s%s", code, out, errs)
	}
	written, err := os.ReadFile(list)
	if err != nil {
		t.Fatal(err)
	}
	rows := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(written, []byte("\ufeff"))))
	rows.Comma = ';'
	all, err := rows.ReadAll()
	if err != nil || len(all) != 4 || all[1][0] != "один телефон" || all[1][2] != "'=cmd|' /C calc'!A0" || !strings.HasPrefix(all[1][1], "+7") {
		t.Errorf("%v: %q", err, all)
	}

	_, out, _ = ctl(t, home, "import", "--list", "--json")
	var imports []importsAnswer
	if err := json.Unmarshal([]byte(out), &imports); err != nil || len(imports) != 1 || imports[0].Import == (crm.ID{}) {
		t.Fatalf("%v: %s", err, out)
	}
	if code, out, errs := ctl(t, home, "import", "--undo", imports[0].Import.String()); code != exitDone || !strings.Contains(out, "отменена") {
		t.Errorf("code %d: %s%s", code, out, errs)
	}
	if _, out, _ := ctl(t, home, "search", "ромашка"); out != "" {
		t.Errorf("undone and still there: %s", out)
	}
	if code, _, errs := ctl(t, home, "import", "--undo"); code != exitFailed || !strings.Contains(errs, "Отменять нечего") {
		t.Errorf("code %d: %s", code, errs)
	}
}

// A file that cannot be taken is named with the cure.
func TestImportRefusals(t *testing.T) {
	home := t.TempDir()
	if err := os.WriteFile(filepath.Join(home, "pult.toml"), []byte("version = 1\nlanguage = \"ru\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(home, "a.csv")
	for text, want := range map[string]string{
		"":                             "ни одной заполненной",
		"\xd0\xcf\x11\xe0\xa1\xb1":     ".xlsx",
		"Город;Улица\nОрёл;1\n":        "заголовки",
		"Телефон;E-mail\n89123456;a\n": "--map name=",
		"<?xml version=\"1.0\"?><a/>":  "CommerceML",
	} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if code, _, errs := ctl(t, home, "import", file); code != exitFailed || !strings.Contains(errs, want) {
			t.Errorf("%q: code %d, %s, want %s", text, code, errs, want)
		}
	}
	if code, _, errs := ctl(t, home, "import", filepath.Join(home, "none.csv")); code != exitFailed || !strings.Contains(errs, "none.csv") {
		t.Errorf("code %d: %s", code, errs)
	}
	if code, _, errs := ctl(t, home, "import", file, "--as-of", "вчера"); code != exitFailed || !strings.Contains(errs, "вчера") {
		t.Errorf("code %d: %s", code, errs)
	}
}

// Several files are several imports; of documents it is said that they are left,
// and why.
func TestSeveralFilesAndTheirDocuments(t *testing.T) {
	home := t.TempDir()
	if err := os.WriteFile(filepath.Join(home, "pult.toml"), []byte("version = 1\nlanguage = \"ru\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	table, orders := filepath.Join(home, "clients.csv"), filepath.Join(home, "orders.xml")
	for path, text := range map[string]string{
		table: "Клиент;Телефон\nООО Ромашка;8 912 345-67-89\n",
		orders: `<?xml version="1.0" encoding="UTF-8"?><КоммерческаяИнформация><Документ><ХозОперация>Заказ товара</ХозОперация><Валюта>RUB</Валюта><Сумма>1500</Сумма>
			<Контрагенты><Контрагент><Наименование>ООО Лютик</Наименование><Роль>Покупатель</Роль></Контрагент></Контрагенты></Документ></КоммерческаяИнформация>`,
	} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	code, out, errs := ctl(t, home, "import", table, orders, "--dry-run")
	for _, text := range []string{"clients.csv", "orders.xml", "Документы «Заказ товара»: 1, на сумму 1 500 ₽", "Сами документы не загружаются"} {
		if code != exitDone || !strings.Contains(out, text) {
			t.Errorf("code %d: %s%s does not say %q", code, out, errs, text)
		}
	}
	if code, out, errs := ctl(t, home, "import", table, orders); code != exitDone {
		t.Fatalf("code %d: %s%s", code, out, errs)
	}
	_, out, _ = ctl(t, home, "import", "--list", "--json")
	var imports []importsAnswer
	if err := json.Unmarshal([]byte(out), &imports); err != nil || len(imports) != 2 {
		t.Errorf("%v: %s", err, out)
	}
	if _, out, _ := ctl(t, home, "search", "лютик"); !strings.Contains(out, "ООО Лютик") {
		t.Errorf("the buyer is not found: %s", out)
	}
}
