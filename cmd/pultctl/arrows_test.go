package main

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pult/internal/built"
)

// goPackage is what `go list` says of a package.
type goPackage struct {
	ImportPath string
	Dir        string
	GoFiles    []string
	Imports    []string
	Deps       []string
}

func listPackages(t *testing.T) []goPackage {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-tags", built.Tags(t), "-json=ImportPath,Dir,GoFiles,Imports,Deps", "pult/...")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var list []goPackage
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p goPackage
		err := d.Decode(&p)
		if errors.Is(err, io.EOF) {
			return list
		}
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
}

func under(path string, roots ...string) bool {
	return slices.ContainsFunc(roots, func(root string) bool { return path == root || strings.HasPrefix(path, root+"/") })
}

// arrow forbids packages to depend on others, directly or through any chain.
type arrow struct {
	from   []string
	except []string
	to     []string
	direct bool // only direct imports count
	why    string
}

var arrows = []arrow{
	{from: []string{"pult"}, except: []string{"pult/app/ui", "pult/cmd/pult"}, to: []string{"fyne.io/fyne", "github.com/go-gl"}, why: "only the panel links the screen"},
	{from: []string{"pult"}, except: []string{"pult/app/ui", "pult/cmd/pult"}, to: []string{"pult/app/ui"}, why: "only cmd/pult opens the screen"},
	{from: []string{"pult"}, except: []string{"pult/telephony"}, to: []string{"github.com/emiago/sipgo", "github.com/pion"}, direct: true, why: "only telephony speaks SIP and RTP"},
	{from: []string{"pult"}, except: []string{"pult/app/store"}, to: []string{"database/sql", "github.com/mattn/go-sqlite3"}, direct: true, why: "only app/store speaks SQL"},
	{from: []string{"pult"}, except: []string{"pult/sync/team"}, to: []string{"github.com/gorilla/websocket"}, direct: true, why: "only sync/team speaks WebSocket"},
	{from: []string{"pult"}, except: []string{"pult/mail"}, to: []string{"github.com/emersion"}, direct: true, why: "only mail speaks IMAP and SMTP and reads MIME"},
	{from: []string{"pult"}, except: []string{"pult/sync/table"}, to: []string{"github.com/xuri"}, direct: true, why: "only sync/table reads spreadsheets"},
	{from: []string{"pult"}, except: []string{"pult/sync", "pult/app/station", "pult/cmd"}, to: []string{"pult/sync/table", "pult/sync/intake"}, why: "screens and rules know no files: the station brings them in"},
	{from: []string{"pult/telephony"}, to: []string{"pult/sync", "pult/mail", "pult/app/store", "pult/app/desk", "pult/app/ui", "pult/app/station"}, why: "adapters meet in app/crm"},
	{from: []string{"pult/sync"}, to: []string{"pult/telephony", "pult/mail", "pult/app/store", "pult/app/desk", "pult/app/ui", "pult/app/station"}, why: "adapters meet in app/crm"},
	{from: []string{"pult/mail"}, to: []string{"pult/telephony", "pult/sync", "pult/app/store", "pult/app/desk", "pult/app/ui", "pult/app/station"}, why: "adapters meet in app/crm"},
	{from: []string{"pult/mail/parse", "pult/mail/match"}, to: []string{"net/http", "os/exec"}, why: "opening a letter asks for nothing and runs nothing"},
	{from: []string{"pult/mail/parse", "pult/mail/match", "pult/mail/inbox"}, to: []string{"archive/zip", "archive/tar"}, why: "what is packed in a letter stays packed"},
	{from: []string{"pult/app/phone"}, to: []string{"pult/app/crm", "pult/sync", "pult/telephony"}, why: "phone is a leaf"},
	{from: []string{"pult/app/crm"}, to: []string{"database/sql", "net/http", "fyne.io", "github.com", "pult/app/desk", "pult/app/store", "pult/app/view", "pult/app/feed"}, why: "all arrows end in the domain"},
	{from: []string{"pult/app/view"}, to: []string{"pult/app/desk", "pult/app/store", "github.com"}, why: "views are pure"},
	{from: []string{"pult/app/desk", "pult/app/store"}, to: []string{"pult/sync", "pult/telephony", "pult/mail"}, why: "ports are declared by their consumer"},
	{from: []string{"pult/app/store"}, to: []string{"pult/app/desk", "pult/app/feed"}, why: "the store satisfies ports by shape"},
	{from: []string{"pult"}, except: []string{"pult/cmd"}, to: []string{"pult/app/station"}, why: "only commands put the parts together"},
}

func (a arrow) guards(path string) bool {
	if !under(path, a.from...) || under(path, a.to...) {
		return false
	}
	for _, except := range a.except {
		// "pult/cmd/pult" must not let "pult/cmd/pultctl" through.
		if under(path, except) {
			return false
		}
	}
	return true
}

// TestArrows proves the directions of imports over everything that is linked.
func TestArrows(t *testing.T) {
	packages := listPackages(t)
	if len(packages) < 15 {
		t.Fatalf("only %d packages were listed", len(packages))
	}
	for _, a := range arrows {
		guarded := 0
		for _, p := range packages {
			if !a.guards(p.ImportPath) {
				continue
			}
			guarded++
			reached := p.Deps
			if a.direct {
				reached = p.Imports
			}
			for _, dep := range reached {
				if under(dep, a.to...) {
					t.Errorf("%s depends on %s: %s", p.ImportPath, dep, a.why)
				}
			}
		}
		if guarded == 0 {
			t.Errorf("the rule %q guards nothing", a.why)
		}
	}
}

// TestPackageComments asks for exactly one package comment each.
func TestPackageComments(t *testing.T) {
	for _, p := range listPackages(t) {
		comments := 0
		for _, name := range p.GoFiles {
			file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, name), nil, parser.PackageClauseOnly|parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			if file.Doc != nil {
				comments++
			}
		}
		if comments != 1 {
			t.Errorf("%s has %d package comments, want 1", p.ImportPath, comments)
		}
	}
}

// TestFileSizes keeps files and functions readable.
func TestFileSizes(t *testing.T) {
	for _, p := range listPackages(t) {
		for _, name := range p.GoFiles {
			set := token.NewFileSet()
			file, err := parser.ParseFile(set, filepath.Join(p.Dir, name), nil, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			if lines := set.Position(file.End()).Line; lines > 600 {
				t.Errorf("%s/%s has %d lines, the most is 600", p.ImportPath, name, lines)
			}
			for _, d := range file.Decls {
				if f, ok := d.(*ast.FuncDecl); ok && set.Position(f.End()).Line-set.Position(f.Pos()).Line > 100 {
					t.Errorf("%s/%s: %s is longer than 100 lines", p.ImportPath, name, f.Name.Name)
				}
			}
		}
	}
}

// TestLinks proves that the documents point at files that exist.
func TestLinks(t *testing.T) {
	root := filepath.Join("..", "..")
	for _, doc := range []string{"README.md", "README.ru.md", "ARCHITECTURE.md", "CONTRIBUTING.md"} {
		text, err := os.ReadFile(filepath.Join(root, doc))
		if err != nil {
			t.Error(err)
			continue
		}
		for _, part := range strings.Split(string(text), "](")[1:] {
			target, _, _ := strings.Cut(part, ")")
			target, _, _ = strings.Cut(target, "#")
			if target == "" || strings.Contains(target, "://") {
				continue
			}
			if _, err := os.Stat(filepath.Join(root, target)); errors.Is(err, fs.ErrNotExist) {
				t.Errorf("%s points at %s, which is not there", doc, target)
			}
		}
	}
}
