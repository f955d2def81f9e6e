package settings

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"pult/app/conf"
	"pult/app/crm"
	"pult/app/view"
)

// elsewhere are the keys no page has: the layout of the file.
var elsewhere = []string{"version"}

// each walks over the keys of pult.toml: "onec.url", "colleague.name".
func each(prefix string, t reflect.Type, do func(key string)) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, inner := f.Tag.Get("toml"), f.Type
		if inner.Kind() == reflect.Slice && inner.Elem().Kind() == reflect.Struct {
			inner = inner.Elem()
		}
		switch {
		case name == "" || name == "-":
		case inner.Kind() == reflect.Struct && inner != reflect.TypeFor[conf.Duration]():
			each(prefix+name+".", inner, do)
		default:
			do(prefix + name)
		}
	}
}

// A new key of pult.toml without a place in the window fails here.
func TestEveryKeyHasAPage(t *testing.T) {
	each("", reflect.TypeFor[conf.Config](), func(key string) {
		if slices.ContainsFunc(elsewhere, func(e string) bool { return strings.HasPrefix(key, e) }) {
			return
		}
		if _, ok := PageOf(key); !ok {
			t.Errorf("%s has no place in the window of settings", key)
		}
	})
}

// fill sets everything to something.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0))
		fill(v.Index(1))
	case reflect.Array:
		fill(v.Index(0))
		fill(v.Index(1))
	case reflect.String:
		v.SetString("x")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Float64:
		v.SetFloat(1.75)
	default:
		v.SetInt(7)
	}
}

func newView(t *testing.T) *View {
	test.NewTempApp(t)
	words := view.New(view.Russian, time.UTC, time.Now)
	v := New(words, []Page{General, OneC, Phone, Accounts, Mail, Boxes, Colleagues, Discount, Record, Keys, More}, false, Actions{
		Look: func() {}, Keys: func(fyne.KeyName, fyne.KeyModifier) bool { return false },
	})
	w := test.NewTempWindow(t, v.Object())
	w.Resize(fyne.NewSize(Width, Height))
	return v
}

// What is shown is read back, every bit of it, and every setting says what it does.
func TestWhatIsShownIsRead(t *testing.T) {
	v := newView(t)
	var want crm.Settings
	fill(reflect.ValueOf(&want).Elem())
	v.Show(want)
	got, wrong := v.Read()
	if wrong != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("read %+v, %v\nwant %+v", got, wrong, want)
	}
	for _, items := range v.items {
		for _, it := range items {
			if it.about != nil && it.about.Text == it.entry.about() {
				t.Errorf("%s says nothing about itself", it.key)
			}
		}
	}
}

// Rows are added by typing and taken out by a key; one that was in the file keeps
// its place there.
func TestRowsByKeyboard(t *testing.T) {
	v := newView(t)
	v.Show(crm.Settings{Colleagues: []crm.Inner{{Was: 1, Name: "Петрова", Extension: "102"}, {Was: 2, Name: "Склад", Extension: "103"}}})
	v.Open(Colleagues)
	g := v.inner
	g.rows[2].fields[0].SetText("Касса")
	g.rows[2].fields[1].SetText("104")
	if len(g.rows) != 4 {
		t.Fatalf("%d rows, an empty one is to follow", len(g.rows))
	}
	g.rows[0].fields[1].TypedShortcut(ctrlDelete)
	if got, _ := v.Read(); !slices.Equal(got.Colleagues, []crm.Inner{{Was: 2, Name: "Склад", Extension: "103"}, {Name: "Касса", Extension: "104"}}) {
		t.Errorf("left are %+v", got.Colleagues)
	}
	g.rows[0].fields[0].TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	if g.at != g.rows[1] {
		t.Error("an arrow does not lead to the next row")
	}
}

var ctrlDelete = &desktop.CustomShortcut{KeyName: fyne.KeyDelete, Modifier: fyne.KeyModifierControl}
