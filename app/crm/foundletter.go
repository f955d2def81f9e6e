package crm

// NamedLetters are letters with the names of the clients they belong to.
type NamedLetters struct {
	Letters []Letter
	Names   map[Ref]string
}
