package standin

import (
	"crypto/subtle"
	"net/http"
	"unicode/utf8"
)

// authorized checks Basic authentication. Names of users are mostly Cyrillic
// and must arrive in UTF-8: other encodings are simply a wrong login.
func (s *Server) authorized(r *http.Request) bool {
	if s.opt.User == "" {
		return true
	}
	user, password, ok := r.BasicAuth()
	if !ok || !utf8.ValidString(user) || !utf8.ValidString(password) {
		return false
	}
	sameUser := subtle.ConstantTimeCompare([]byte(user), []byte(s.opt.User))
	samePassword := subtle.ConstantTimeCompare([]byte(password), []byte(s.opt.Password))
	return sameUser&samePassword == 1
}
