package standin

// Configurations the company can be kept in.
const (
	UT11 = "ut11" // Управление торговлей 11, КА 2, ERP 2
	UNF3 = "unf3" // Управление нашей фирмой 3
	BP3  = "bp3"  // Бухгалтерия предприятия 3
)

// Configurations lists them.
func Configurations() []string { return []string{UT11, UNF3, BP3} }

// face is how a configuration shows the company: its entity sets, made over one
// model.
type face struct {
	root   string
	set    func(*paper) string // where a document stands
	client string              // set of clients
	person string              // set of people
	calls  string              // set in which calls are written down
	tables func(*practice) []*table
}

var faces = map[string]*face{
	UT11: {
		root: Root, set: utSet, client: "Catalog_Партнеры", person: "Catalog_КонтактныеЛицаПартнеров", calls: callSet, tables: utTables,
	},
	UNF3: {
		root: "/unf/odata/standard.odata", set: unfSet, client: "Catalog_Контрагенты", person: "Catalog_КонтактныеЛица", calls: eventSet, tables: unfTables,
	},
	BP3: {
		root: "/bp/odata/standard.odata", set: bpSet, client: "Catalog_Контрагенты", person: "Catalog_КонтактныеЛица", calls: callSet, tables: bpTables,
	},
}

// Root is the address of the service on the host for УТ 11.
const Root = "/ut/odata/standard.odata"

// numberPrefix begins the numbers of documents.
const numberPrefix = "00УТ-"

// papers is a table of documents.
func (c *practice) paperTable(s *shape, row func(*practice, *paper, *values), has func(*entry) bool, kinds ...paperKind) *table {
	return newTable(s, &paperSource{c: c, list: c.newList(has, kinds...), spaces: &c.spaces.paper, row: row})
}

// clientPointer refers to a partner in the configuration's set of clients.
func (c *practice) clientPointer(p *partner) composite {
	return composite{set: c.face.client, ref: p.ref}
}

// contactPointer refers to whom an interaction was with.
func (c *practice) contactPointer(d *paper) (composite, string) {
	if h := d.note.person; h != nil {
		return composite{set: c.face.person, ref: h.ref}, h.name
	}
	return c.clientPointer(d.partner), d.partner.name
}

func (c *practice) pointer(d *paper) composite {
	if set := c.face.set(d); set != "" {
		return composite{set: set, ref: d.ref}
	}
	return composite{} // a kind of document the configuration does not have
}

// managerRef is the user responsible for a partner; the empty reference for nobody.
func (c *practice) managerRef(p *partner) guid {
	if p.manager < 0 {
		return guid{}
	}
	return c.managers[p.manager].ref
}
