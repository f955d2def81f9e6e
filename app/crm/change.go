package crm

// Change names an object of 1C that is not as it was: a push of 1C, or an entry
// of its exchange plan. Records of a register go by the document that made them.
type Change struct {
	Set     string // "Catalog_Партнеры"
	Ref     Ref
	Deleted bool // deleted for good
}
