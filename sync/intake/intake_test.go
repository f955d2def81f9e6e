package intake

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"

	"pult/app/crm"
	"pult/app/phone"
	"pult/app/store"
)

var (
	moscow = time.FixedZone("MSK", 3*60*60)
	noon   = time.Date(2026, 11, 22, 12, 0, 0, 0, moscow)
	plan   = phone.Plan{Country: "RU", AreaCode: "495"}
)

// bench is an intake on real files of the store.
type bench struct {
	*Intake
	store *store.Store
	dir   string
}

func newBench(t testing.TB) *bench {
	t.Helper()
	dir := t.TempDir()
	s, err := store.Open(context.Background(), store.Options{Dir: dir, Now: func() time.Time { return noon }, Location: moscow, Plan: plan})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	second := 0
	now := func() time.Time { second++; return noon.Add(time.Duration(second) * time.Second) }
	return &bench{&Intake{Directory: s.Cache, Journal: s.Journal, Store: s, Plan: plan, Zone: moscow, Now: now}, s, dir}
}

func (b *bench) take(t testing.TB, data []byte, o Options) (*Report, error) {
	t.Helper()
	path := filepath.Join(b.dir, "clients.csv")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return b.File(context.Background(), path, o)
}

func (b *bench) bring(t testing.TB, text string, o Options) *Report {
	t.Helper()
	report, err := b.take(t, []byte(text), o)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func (b *bench) find(t testing.TB, text string) []crm.Found {
	t.Helper()
	found, err := b.store.Cache.Search(context.Background(), text, 20)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func (b *bench) card(t testing.TB, name string) crm.Card {
	t.Helper()
	found := b.find(t, name)
	if len(found) != 1 {
		t.Fatalf("%q finds %+v", name, found)
	}
	card, err := b.store.Cache.Card(context.Background(), found[0].Client)
	if err != nil {
		t.Fatal(err)
	}
	return card
}

// said are the rows of a report: line, state and the codes of the reasons.
func said(report *Report) (list []string) {
	for _, row := range report.Rows {
		line := fmt.Sprintf("%d %s", row.Line, row.State)
		for _, r := range row.Reasons {
			line += " " + strings.TrimSpace(r.Code+" "+r.Detail)
		}
		list = append(list, line)
	}
	return list
}

func numbersOf(phones []crm.Phone) (list []string) {
	for _, p := range phones {
		text := p.Number.String()
		if p.Number.Ext != "" {
			text += "x" + p.Number.Ext
		}
		list = append(list, text)
	}
	return list
}

// dirty is a table as people keep them.
const dirty = `Выгрузка клиентов на 20.11.2026;;;;;;;;;

Наименование;ИНН / КПП;Контакты;;Контактное лицо;Задолженность;;Срок оплаты;Менеджер;Документ
;;Телефон;E-mail;;Всего;Просрочено;;;
ООО "Ромашка";7707083893/770701001;8(912)345-67-89, +7 495 123-45-67 доб. 12;Info@firm.example;Иванов Пётр;1 234,50 руб.;0;01.11.2026;Петрова;УТ-1
ООО "Ромашка";7707083893/770701001;;;Сидорова Анна;"2 000,00";;05.12.2026;;УТ-2
"ИП ""Лютик""";500100732259;8912345679089123456791;;;(500,00);;;;
ООО Василёк;7830002294;7,91E+10;нет@;;100;40;;;
АО Клён;;123-45;a@b.example;;десять;;;;
АО Берёза;;101;;;;;31.31.2026;;
ООО "Ромашка";7707083893/770701001;8(912)345-67-89, +7 495 123-45-67 доб. 12;Info@firm.example;Иванов Пётр;1 234,50 руб.;0;01.11.2026;Петрова;УТ-1
ООО Рога;7707083893;;;;;;;;
Наименование;ИНН / КПП;Телефон;E-mail;Контактное лицо;Всего;Просрочено;Срок оплаты;Менеджер;Документ
;7830002293;8 912 000-00-00;;;;;;;
АО Клён;;8 912 777-77-77;;;;;;;
АО Дуб;;нет;a@b.example;;1;2;3;4;5;6
ООО Ива;;8 912 345-67-89;;;;;;;
Итого;;;;;3 834,50;;;;
;;;;;;;;;
`

func TestEachRowOfADirtyFileIsAccountedFor(t *testing.T) {
	want := []string{
		"5 new",
		"6 more line 5",
		"7 new",
		"8 new rounded 7,91E+10 bad_email нет@ inn_check 7830002294",
		"9 new short_phone 12345 amount десять",
		"10 new short_phone 101 date 31.31.2026",
		"11 more repeat 5",
		"12 doubtful inn_line 5",
		"13 bad heading",
		"14 bad no_name",
		"15 doubtful name_line 9",
		"16 bad extra_cells 11",
		"17 new reach_line 5",
		"18 bad total",
	}
	narrow, err := charmap.Windows1251.NewEncoder().String(dirty)
	if err != nil {
		t.Fatal(err)
	}
	b := newBench(t)
	asOf := time.Date(2026, 11, 20, 0, 0, 0, 0, moscow)
	dry, err := b.take(t, []byte(narrow), Options{DryRun: true, AsOf: asOf})
	if err != nil {
		t.Fatal(err)
	}
	if got := said(dry); !slices.Equal(got, want) {
		t.Fatalf("rows\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if found := b.find(t, ""); len(found) != 0 {
		t.Fatalf("a dry run stored %+v", found)
	}
	report, err := b.take(t, []byte(narrow), Options{AsOf: asOf})
	if err != nil {
		t.Fatal(err)
	}
	if got := said(report); !slices.Equal(got, want) {
		t.Errorf("the dry run said otherwise: %q", got)
	}
	if c := report.Import.Counts; c != (crm.IntakeCounts{New: 6, More: 2, Doubtful: 2, Bad: 4}) {
		t.Errorf("counts %+v", c)
	}
	b.dirtyCards(t, asOf)
}

// dirtyCards looks at what became of the rows.
func (b *bench) dirtyCards(t *testing.T, asOf time.Time) {
	t.Helper()
	card := b.card(t, "ромашка")
	if got := numbersOf(card.Client.Phones); !slices.Equal(got, []string{"+79123456789", "+74951234567x12"}) {
		t.Errorf("numbers %q", got)
	}
	if card.Client.INN != "7707083893" || card.Client.KPP != "770701001" || card.ManagerName != "Петрова" || len(card.Contacts) != 2 {
		t.Errorf("card %+v", card)
	}
	if card.Debt.Owed != 3234_50 || card.Debt.Overdue != 1234_50 || !card.AsOf.Equal(asOf) {
		t.Errorf("debt %+v as of %v", card.Debt, card.AsOf)
	}
	card = b.card(t, "лютик")
	if got := numbersOf(card.Client.Phones); !slices.Equal(got, []string{"+79123456790", "+79123456791"}) {
		t.Errorf("numbers written together are read as %q", got)
	}
	if card.Debt.Advance != 500_00 || card.Debt.Owed != 0 {
		t.Errorf("what the firm owes: %+v", card.Debt)
	}
	card = b.card(t, "василек")
	if card.Debt.Owed != 100_00 || card.Debt.Overdue != 40_00 || len(card.Client.Phones) != 1 || card.Client.Phones[0].Number.Kind() != phone.None {
		t.Errorf("card %+v", card)
	}
	if card := b.card(t, "клен"); card.Debt.Owed != 0 || !slices.Equal(numbersOf(card.Client.Phones), []string{"12345"}) {
		t.Errorf("card %+v", card)
	}
}

// everything is what people see of all clients.
func (b *bench) everything(t testing.TB) string {
	t.Helper()
	var out bytes.Buffer
	err := b.store.Cache.Identities(context.Background(), func(one crm.Identity) error {
		card, err := b.store.Cache.Card(context.Background(), one.Ref)
		if err != nil {
			return err
		}
		return json.NewEncoder(&out).Encode([]any{one, card})
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestSecondFileOfTheSameClients(t *testing.T) {
	b := newBench(t)
	b.bring(t, "Код;Клиент;ИНН;Телефон;Долг\n1;ООО Ромашка;7707083893;89123456789;100\n2;ИП Иванов;;89123456790;0\n3;АО Клён;;89123456791;5\n", Options{})
	first := b.everything(t)
	report := b.bring(t, "Код;Клиент;ИНН;Телефон;Долг\n1;ООО Ромашка;7707083893;89123456789;100\n2;ИП Иванов;;89123456790;70\n3;ЗАО Другое;;;\n4;ИП Новый;;89120000000;\n", Options{})
	want := []string{"2 same", "3 changed", "4 doubtful like_code 3", "5 new"}
	if got := said(report); !slices.Equal(got, want) {
		t.Errorf("rows %q, want %q", got, want)
	}
	if card := b.card(t, "иванов"); card.Debt.Owed != 70_00 {
		t.Errorf("debt %+v", card.Debt)
	}
	if _, err := b.store.UndoImport(context.Background(), crm.ID{}); err != nil {
		t.Fatal(err)
	}
	if got := b.everything(t); got != first {
		t.Errorf("after undo\n%s\nwant\n%s", got, first)
	}
}

// A list of debts names clients by name alone and says nothing of telephones.
func TestListOfDebts(t *testing.T) {
	b := newBench(t)
	b.bring(t, "Наименование;Телефон\nООО Ромашка;89123456789\nАО Клён;89123456791\n", Options{})
	report := b.bring(t, "Контрагент;Просроченная задолженность;Дней просрочки\n\"Ромашка, ООО\";1500;12\nАО Клён;0;\n", Options{AsOf: noon})
	if got := said(report); !slices.Equal(got, []string{"2 changed", "3 changed"}) {
		t.Errorf("rows %q", got)
	}
	card := b.card(t, "ромашка")
	if card.Debt.Overdue != 1500_00 || card.Debt.OverdueDays != 12 || len(card.Client.Phones) != 1 {
		t.Errorf("card %+v", card)
	}
}

// Clients of 1C are never changed by a file, and what may be one of them waits.
func TestClientsOfOneCAreLeftAlone(t *testing.T) {
	b, ctx := newBench(t), context.Background()
	_, err := b.store.Cache.Apply(ctx, crm.Batch{Kind: "clients", Checkpoint: crm.Checkpoint{Round: 1, At: noon, Done: true}, Clients: []crm.Client{
		{Ref: crm.Ref{1}, Name: "ООО Ромашка", INN: "7707083893"}, {Ref: crm.Ref{2}, Name: "ИП Иванов", Phones: []crm.Phone{{Number: plan.Parse("89123456790")}}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	before := b.everything(t)
	text := "Клиент;ИНН;Телефон\nРомашка;7707083893;89120000001\nКафе у Ивана;;8 912 345-67-90\nИП Иванов;;\nООО Ромашка;7830002293;89120000002\n"
	report := b.bring(t, text, Options{})
	want := []string{"2 doubtful like_inn 7707083893", "3 doubtful like_reach 79123456790", "4 doubtful like_name", "5 new"}
	if got := said(report); !slices.Equal(got, want) || report.Rows[0].Maybe[0].Ref != (crm.Ref{1}) {
		t.Errorf("rows %q, want %q", got, want)
	}
	if _, err := b.store.UndoImport(ctx, crm.ID{}); err != nil {
		t.Fatal(err)
	}
	if got := b.everything(t); got != before {
		t.Errorf("after undo %s, want %s", got, before)
	}
	// Who says that they are others gets them as clients of their own.
	report = b.bring(t, text, Options{Doubtful: true})
	if report.Import.Counts.New != 4 || len(b.find(t, "ромашка")) != 3 {
		t.Errorf("counts %+v", report.Import.Counts)
	}
	if got := b.everything(t); !strings.HasPrefix(got, before) {
		t.Errorf("clients of 1C changed: %s", got)
	}
}

func TestMappingIsRemembered(t *testing.T) {
	b := newBench(t)
	const text = "Кто;Куда звонить;Чей;Долг\nООО Ромашка;89123456789;Петрова;5\n"
	var reason crm.Reason
	if _, err := b.take(t, []byte(text), Options{}); !errors.As(err, &reason) || reason.Code != "no_headings" {
		t.Fatalf("unknown headings: %v", err)
	}
	known := strings.Replace(text, "Чей", "Менеджер", 1)
	if _, err := b.take(t, []byte(known), Options{}); !errors.As(err, &reason) || reason.Code != "no_name_column" {
		t.Fatalf("no column of names: %v", err)
	}
	columns, err := ParseWishes("name=кто, phone=2, skip=Долг")
	if err != nil {
		t.Fatal(err)
	}
	b.bring(t, known, Options{Columns: columns, DryRun: true})
	b.bring(t, known, Options{})
	card := b.card(t, "ромашка")
	if card.ManagerName != "Петрова" || len(card.Client.Phones) != 1 || card.Debt.Owed != 0 {
		t.Errorf("card %+v", card)
	}
}

func TestColumnsByNumberNeedNoHeadings(t *testing.T) {
	b := newBench(t)
	columns, err := ParseWishes("name=2,phone=1")
	if err != nil {
		t.Fatal(err)
	}
	b.bring(t, "89123456789;ООО Ромашка\n89123456790;ИП Иванов\n", Options{Columns: columns})
	if found := b.find(t, "8912345678"); len(found) != 1 || found[0].Name != "ООО Ромашка" {
		t.Errorf("found %+v", found)
	}
}

func TestWishesThatCannotBe(t *testing.T) {
	b := newBench(t)
	for wish, code := range map[string]string{"name=Нет такой": "no_column", "money=Клиент": "no_field", "name": "wish", "phone=9": "no_column"} {
		columns, err := ParseWishes(wish)
		if err == nil {
			_, err = b.take(t, []byte("Клиент;Телефон\nА;89123456789\n"), Options{Columns: columns})
		}
		var reason crm.Reason
		if !errors.As(err, &reason) || reason.Code != code {
			t.Errorf("%s: %v, want %s", wish, err, code)
		}
	}
}

func TestExcelAndCommerceML(t *testing.T) {
	b := newBench(t)
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range [][]any{
		{"Клиент", "Телефон", "Долг", "Срок оплаты", "ИНН"},
		{"ООО Ромашка", 79123456789, 1234.56, time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC), 7707083893},
	} {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	b.bring(t, out.String(), Options{})
	card := b.card(t, "ромашка")
	if due := time.Date(2026, 11, 2, 0, 0, 0, 0, moscow); len(card.DebtLines) != 1 || !card.DebtLines[0].Due.Equal(due) || card.Debt.Owed != 1234_56 || card.Client.INN != "7707083893" {
		t.Errorf("card %+v", card)
	}
	report := b.bring(t, `<?xml version="1.0"?><КоммерческаяИнформация ВерсияСхемы="2.08"><Контрагенты>
<Контрагент><Ид>1</Ид><Наименование>Ромашка</Наименование><ИНН>7707083893</ИНН><Контакты><Контакт><Тип>Почта</Тип><Значение>a@b.example</Значение></Контакт></Контакты></Контрагент>
<Контрагент><Ид>2</Ид><Наименование>АО Клён</Наименование></Контрагент><Контрагент><Ид>1</Ид>`, Options{})
	if got := said(report); !slices.Equal(got, []string{"2 changed", "3 new"}) || report.Fault == nil {
		t.Errorf("rows %q, fault %v", got, report.Fault)
	}
	if card := b.card(t, "ромашка"); !slices.Equal(card.Client.Emails, []string{"a@b.example"}) || card.Debt.Owed != 1234_56 {
		t.Errorf("card %+v", card)
	}
}

// A person who stops an import keeps what is in, and the same file brings the rest.
func TestWhatIsStoppedIsKeptAndGoesOn(t *testing.T) {
	b := newBench(t)
	var text strings.Builder
	text.WriteString("Код;Наименование\n")
	for i := range 2500 {
		fmt.Fprintf(&text, "%d;ООО Север %d\n", i, i)
	}
	path := filepath.Join(b.dir, "clients.csv")
	if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stages := map[crm.Stage]int{}
	report, err := b.File(ctx, path, Options{Told: func(p crm.Progress) {
		stages[p.Stage]++
		if p.Stage == crm.StageKeep && p.Done > 0 {
			stop() // the page that is begun is written
		}
	}})
	if err != nil || report.Left != 500 || report.Import.Counts.New != 2000 {
		t.Fatalf("left %d, counts %+v, %v", report.Left, report.Import.Counts, err)
	}
	if stages[crm.StageRead]*stages[crm.StageCompare]*stages[crm.StageShow] == 0 {
		t.Errorf("told of %v", stages)
	}
	list, err := b.store.Journal.Imports(t.Context())
	if err != nil || len(list) != 1 || list[0].Counts.New != 2000 {
		t.Fatalf("imports %+v, %v", list, err)
	}
	if c := b.bring(t, text.String(), Options{}).Import.Counts; c.New != 500 || c.Same != 2000 {
		t.Errorf("the second time: %+v", c)
	}
	stopped, cut := context.WithCancel(t.Context())
	cut()
	if _, err := b.File(stopped, path, Options{Doubtful: true}); err == nil {
		t.Error("an import that was stopped before it began is told as done")
	}
}

func TestColumnsSetByHand(t *testing.T) {
	b := newBench(t)
	const text = "Фирма-партнёр;Кому звонить;Город\nООО Север;8 912 345-67-89;Москва\n"
	report, err := b.take(t, []byte(text), Options{DryRun: true, NoHead: true, Fields: []Field{"", Phones, ""}})
	if err == nil || len(report.Columns) != 3 {
		t.Fatalf("without a name: %+v, %v", report, err)
	}
	report, err = b.take(t, []byte(text), Options{DryRun: true, NoHead: true, Fields: []Field{Name, Phones, ""}})
	if err != nil || report.Import.Counts.New == 0 || report.Columns[1].Field != Phones {
		t.Fatalf("by hand: %+v, %v", report, err)
	}
}
