package main

import (
	"bytes"
	"strings"
	"testing"

	"pult/sync/standin"
)

func TestExitCodes(t *testing.T) {
	home := t.TempDir()
	tests := []struct {
		args []string
		code int
		says string
	}{
		{nil, exitUsage, "usage"},
		{[]string{"fly"}, exitUsage, "usage"},
		{[]string{"lookup", "--home", home}, exitUsage, "usage: pultctl lookup NUMBER"},
		{[]string{"lookup", "1", "2", "--home", home}, exitUsage, "usage"},
		{[]string{"history", "--wings", "--home", home}, exitUsage, "wings"},
		{[]string{"lookup", "89731112233", "--home", home}, exitFailed, "pult.toml"},
		{[]string{"--version"}, exitDone, ""},
		{[]string{"--home", home, "lookup", "--version"}, exitDone, ""},
	}
	for _, tt := range tests {
		t.Run(strings.Join(tt.args, " "), func(t *testing.T) {
			var out, errs bytes.Buffer
			if code := run(t.Context(), tt.args, strings.NewReader(""), &out, &errs); code != tt.code {
				t.Errorf("exit code %d, want %d; it said %q", code, tt.code, errs.String())
			}
			if !strings.Contains(errs.String(), tt.says) {
				t.Errorf("it said %q, want %q in it", errs.String(), tt.says)
			}
		})
	}
}

// Bad input of an administrator gets a sentence with the cure.
func TestSyncSaysWhatIsWrong(t *testing.T) {
	tests := []struct {
		name  string
		spoil func(*office)
		says  string
	}{
		{"wrong password", func(o *office) { o.writeFile(t, "onec.password", "wrong") }, "не приняла имя или пароль"},
		{"HTML", func(o *office) { o.base.Fail(standin.Failure{Kind: standin.ApplicationError}) }, "не так, как должна"},
		{"cut JSON", func(o *office) { o.base.Fail(standin.Failure{Kind: standin.Truncate, Set: "Catalog_Партнеры"}) }, "Ответ 1С оборвался (Catalog_Партнеры)"},
		{"not published", func(o *office) { o.base.Publish("Catalog_КонтактныеЛицаПартнеров", false) }, "закладка «Состав». Отметьте Catalog_КонтактныеЛицаПартнеров"},
		{"off", func(o *office) { o.server.Close() }, "1С не отвечает"},
		{"readable secret", func(o *office) { chmod(t, o, "onec.password", 0o644) }, "0600"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := openOffice(t, 20, "")
			o.sync(t)
			tt.spoil(o)
			err := o.pultctl(t, nil, "sync", "--once")
			if err == nil || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("sync said %v, want %q in it", err, tt.says)
			}
			var found []struct{ Name string }
			if err := o.pultctl(t, &found, "search", "вектор"); tt.name != "readable secret" && (err != nil || len(found) == 0) {
				t.Errorf("what was read before is gone: %v, %v", found, err)
			}
		})
	}
}

// A machine may have no sound card; the command says so and names the cure.
func TestSound(t *testing.T) {
	o := openOffice(t, 5, "")
	var answer struct {
		Inputs []string
		Checks []struct {
			What, Cure string
			Fine       bool
		}
	}
	if err := o.pultctl(t, &answer, "sound"); err != nil {
		t.Fatal(err)
	}
	if answer.Inputs == nil || len(answer.Checks) != 3 {
		t.Errorf("answer %+v", answer)
	}
	for _, c := range answer.Checks {
		if c.Fine == (c.Cure != "") {
			t.Errorf("%s: fine %v, cure %q", c.What, c.Fine, c.Cure)
		}
	}
}

func TestSoundCall(t *testing.T) {
	o := openOffice(t, 5, sipURI(exchange(t)))
	var answer struct {
		Registered, Good, There, Back bool
		RoundTrip                     int64 `json:"round_trip_ms"`
		Text                          string
	}
	if err := o.pultctl(t, &answer, "sound", "--call"); err != nil {
		t.Fatal(err)
	}
	if !answer.Registered || !answer.Good || !answer.There || !answer.Back || answer.RoundTrip < 50 || answer.Text == "" {
		t.Errorf("answer %+v", answer)
	}
	var lines []any
	if err := o.pultctl(t, &lines, "history"); err != nil || len(lines) != 0 {
		t.Errorf("the test is in the history: %v, %v", lines, err)
	}
	o.write(t, "sip:127.0.0.1:9")
	if err := o.pultctl(t, nil, "sound", "--call"); err == nil || !strings.Contains(err.Error(), "станция не отвечает") {
		t.Errorf("without an exchange: %v", err)
	}
}

func TestLookupAndSearch(t *testing.T) {
	o := openOffice(t, 50, "")
	var done struct{ Read, Changed, Pushed int }
	if err := o.pultctl(t, &done, "sync", "--once"); err != nil || done.Read == 0 || done.Changed == 0 {
		t.Fatalf("sync %+v, %v", done, err)
	}
	demo := standin.DemoClient()
	var answer struct {
		Number  string
		Clients []clientSeen
		Took    int64 `json:"lookup_us"`
	}
	if err := o.pultctl(t, &answer, "lookup", "8"+demo.Phone[2:]); err != nil {
		t.Fatal(err)
	}
	if answer.Number != demo.Phone || len(answer.Clients) != 1 || answer.Clients[0].ID != demo.Ref || answer.Took == 0 {
		t.Errorf("lookup %+v", answer)
	}
	for _, text := range []string{"вект", "ВЕКТОР", "dtrnjh", demo.INN, demo.Phone[5:], "Иванов Пётр"} {
		var found []struct{ ID string }
		if err := o.pultctl(t, &found, "search", text); err != nil {
			t.Fatal(err)
		}
		hit := false
		for _, f := range found {
			hit = hit || f.ID == demo.Ref
		}
		if !hit {
			t.Errorf("search %q does not find %s", text, demo.Name)
		}
	}
	var nobody struct{ Clients []clientSeen }
	if err := o.pultctl(t, &nobody, "lookup", "101"); err != nil || nobody.Clients == nil || len(nobody.Clients) != 0 {
		t.Errorf("an internal number: %+v, %v", nobody, err)
	}
}
