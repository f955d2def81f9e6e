package standin

// account is a line of the chart of accounts.
type account struct {
	code, name, predefined, parent, kind string
	dims                                 []string
}

var buyerDims = []string{"Контрагенты", "Договоры", "ДокументыРасчетовСКонтрагентом"}

var accounts = []account{
	{"50", "Касса", "Касса", "", "Active", nil},
	{"50.01", "Касса организации", "КассаОрганизации", "50", "Active", nil},
	{"51", "Расчетные счета", "РасчетныеСчета", "", "Active", nil},
	{"62", "Расчеты с покупателями и заказчиками", "РасчетыСПокупателямиИЗаказчиками", "", "ActivePassive", buyerDims},
	{"62.01", "Расчеты с покупателями и заказчиками", "РасчетыСПокупателями", "62", "ActivePassive", buyerDims},
	{"62.02", "Расчеты по авансам полученным", "РасчетыПоАвансамПолученным", "62", "Passive", buyerDims},
	{"90", "Продажи", "Продажи", "", "ActivePassive", nil},
	{"90.01", "Выручка", "Выручка", "90", "Passive", nil},
	{"90.01.1", "Выручка по деятельности с основной системой налогообложения", "ВыручкаНеЕНВД", "90.01", "Passive", nil},
}

func accountRef(code string) guid {
	if code == "" {
		return guid{}
	}
	return newGUID(0, "Счёт:"+code, 0)
}

func accountRows() *listSource {
	s := &listSource{}
	for i := range accounts {
		a := &accounts[i]
		s.add(accountRef(a.code), func(v *values) {
			v.set("Code", a.code)
			v.set("Description", a.name)
			v.set("Order", " "+a.code)
			v.set("Parent_Key", accountRef(a.parent))
			v.set("Type", a.kind)
			v.set("Predefined", true)
			v.set("PredefinedDataName", a.predefined)
			var lines []row
			for n, dim := range a.dims {
				lines = append(lines, v.line("ExtDimensionTypes", n+1, "ExtDimensionType_Key", newGUID(0, "ВидСубконто:"+dim, 0), "Predefined", true, "Суммовой", true))
			}
			v.set("ExtDimensionTypes", lines)
		})
	}
	return s
}

// bpLedger is the one register all of БП lives by. The movements of a document
// come in pairs: a debit and its credit.
func bpLedger(list *paperList) *register {
	return &register{
		name: ledgerName, title: "Журнал проводок (бухгалтерский учет)", accounting: true, list: list, moves: bpMoves,
		resources: []string{"Сумма", "ВалютнаяСумма", "Количество"},
		dims: []*field{
			ref("Account", accountsSet), anyOf("ExtDimension1"), anyOf("ExtDimension2"), anyOf("ExtDimension3"),
			ref("Организация", "Catalog_Организации"), ref("Валюта", "Catalog_Валюты"), ref("Подразделение", "Catalog_ПодразделенияОрганизаций"),
		},
	}
}

func bpMoves(c *practice, d *paper) []move {
	if !d.posted || d.gone {
		return nil
	}
	about := d
	dr, cr := "62.01", "90.01.1"
	if d.kind.money() {
		dr, cr = "51", "62.01"
		if d.kind == cashPaper {
			dr = "50.01"
		}
		if d.base.kind == orderPaper {
			cr = "62.02" // an advance is settled by the payment itself
		} else {
			about = d.base
		}
	}
	side := func(code string, debit bool) move {
		ext := [3]any{composite{}, composite{}, composite{}}
		if code[:2] == "62" {
			ext = [3]any{
				c.clientPointer(d.partner), composite{set: "Catalog_ДоговорыКонтрагентов", ref: c.spaces.contract.at(d.partner.n)}, c.pointer(about),
			}
		}
		return move{
			period: d.date, receipt: debit, res: []number{money(d.sum), 0, 0},
			dims: []any{accountRef(code), ext[0], ext[1], ext[2], companyRef, guid{}, guid{}},
		}
	}
	return []move{side(dr, true), side(cr, false)}
}

// entryColumns are those of an entry: both of its sides in one line.
func entryColumns() []*field {
	columns := []*field{anyOf("Recorder"), date("Period"), flag("Active")}
	for _, side := range []string{"Dr", "Cr"} {
		columns = append(columns, ref("Account"+side, accountsSet), anyOf("ExtDimension"+side+"1"), anyOf("ExtDimension"+side+"2"), anyOf("ExtDimension"+side+"3"))
	}
	return append(columns, ref("Организация", "Catalog_Организации"), num("Сумма"), str("Содержание", 150))
}

func entryLines(v *values, recorder composite, moves []move) []row {
	var out []row
	for i := 0; i+1 < len(moves); i += 2 {
		dr, cr := moves[i], moves[i+1]
		out = append(out, v.line("RecordSet", i/2+1, "Recorder", recorder, "Period", dr.period, "Active", true,
			"AccountDr_Key", dr.dims[0], "ExtDimensionDr1", dr.dims[1], "ExtDimensionDr2", dr.dims[2], "ExtDimensionDr3", dr.dims[3],
			"AccountCr_Key", cr.dims[0], "ExtDimensionCr1", cr.dims[1], "ExtDimensionCr2", cr.dims[2], "ExtDimensionCr3", cr.dims[3],
			"Организация_Key", companyRef, "Сумма", dr.res[0]))
	}
	return out
}
