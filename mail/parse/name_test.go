package parse

import (
	"strings"
	"testing"
)

func TestSafeNames(t *testing.T) {
	for in, want := range map[string]string{
		"Счёт №5.pdf":                     "Счёт №5.pdf",
		"../../etc/passwd":                "etc_passwd.bin",
		`C:\Windows\system32\cmd.exe`:     "C__Windows_system32_cmd.exe",
		"/abs/name.pdf":                   "abs_name.pdf",
		"..":                              "file.bin",
		".hidden.txt":                     "hidden.txt",
		"CON":                             "_CON.bin",
		"nul.pdf":                         "_nul.pdf",
		"com1.tar.gz":                     "_com1.tar.gz",
		"console.txt":                     "console.txt",
		"счёт.pdf. . .":                   "счёт.pdf",
		"счёт.pdf                   .exe": "счёт.pdf.exe",
		"invoice\u202efdp.exe":            "invoicefdp.exe",
		"a\x00b\r\nc.txt":                 "ab c.txt",
		"a:b*c?.txt":                      "a_b_c_.txt",
		"<script>.html":                   "script_.html",
		"":                                "file.bin",
		"   ":                             "file.bin",
		"file.name with spaces":           "file.name with spaces.bin",
		"\xff\xfe.doc":                    "file.doc",
		"архив.tar.gz":                    "архив.tar.gz",
	} {
		if got := SafeName(in, "application/octet-stream"); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
		soundName(t, SafeName(in, ""))
	}
	if got := SafeName(strings.Repeat("ж", 400)+".pdf", ""); len(got) > maxFileName || !strings.HasSuffix(got, "ж.pdf") {
		t.Errorf("a long name is %q", got)
	}
	if got := SafeName("", "image/jpeg"); got != "file.jpg" {
		t.Errorf("a nameless picture is %q", got)
	}
	for name, want := range map[string]bool{"a.pdf": false, "a.pdf.exe": true, "A.JS": true, "отчёт.xlsm": true, "отчёт.xlsx": false, "обработка.epf": true, "a": false} {
		if risky(name) != want {
			t.Errorf("%s: risky %v", name, !want)
		}
	}
}
