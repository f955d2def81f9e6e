package conf

import (
	"fmt"
	"slices"
	"strings"

	"pult/app/crm"
)

// checkSafety refuses protection that would not protect: what is written in the
// file must be what is done.
func (a Account) checkSafety() error {
	if !slices.Contains([]string{"", "off", "preferred", "required"}, a.SRTP) {
		return fmt.Errorf(`srtp = %q, "off", "preferred" or "required" is meant: %w`, a.SRTP, crm.ErrInvalid)
	}
	if a.SRTP == "required" && !a.overTLS() {
		return fmt.Errorf(`srtp = "required" needs ";transport=tls" in server: without it the keys of a talk are read by anybody: %w`, crm.ErrInvalid)
	}
	if a.Certificate == "" {
		return nil
	}
	if _, err := crm.ParseFingerprint(a.Certificate); err != nil {
		return fmt.Errorf("certificate: %w", err)
	}
	if !a.overTLS() {
		return fmt.Errorf(`certificate needs ";transport=tls" in server: without it none is shown: %w`, crm.ErrInvalid)
	}
	return nil
}

// overTLS says that the account talks to the exchange over TLS. Without a server
// there is nothing to protect.
func (a Account) overTLS() bool {
	server := strings.ToLower(a.Server)
	if _, params, ok := strings.Cut(server, "transport="); ok {
		transport, _, _ := strings.Cut(params, ";")
		return strings.TrimSpace(transport) == "tls"
	}
	return server == "" || strings.HasPrefix(server, "sips:")
}
