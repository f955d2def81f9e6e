package account

// login is the mechanism LOGIN: a name, then a password, each when the server asks for
// one, in whatever words it does. It stands in no RFC; that of the library takes the
// first question for an answer it does not expect.
type login struct {
	user, password string
	asked          int
}

func (l *login) Start() (mechanism string, response []byte, err error) { return "LOGIN", nil, nil }

func (l *login) Next([]byte) ([]byte, error) {
	l.asked++
	if l.asked == 1 {
		return []byte(l.user), nil
	}
	return []byte(l.password), nil
}
