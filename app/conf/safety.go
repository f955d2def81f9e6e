package conf

import (
	"slices"
	"strings"

	"pult/app/crm"
)

// checkSafety refuses protection that would not protect: what is written in the
// file must be what is done.
func (a Account) checkSafety(section string, row int) error {
	if !slices.Contains([]string{"", "off", "preferred", "required"}, a.SRTP) {
		return misfit(section+".srtp", row, `srtp = %q, "off", "preferred" or "required" is meant`, a.SRTP)
	}
	if a.SRTP == "required" && !a.overTLS() {
		return misfit(section+".srtp", row, `srtp = "required" needs ";transport=tls" in server: without it the keys of a talk are read by anybody`)
	}
	if a.Certificate == "" {
		return nil
	}
	if _, err := crm.ParseFingerprint(a.Certificate); err != nil {
		return misfit(section+".certificate", row, "certificate: %s", err)
	}
	if !a.overTLS() {
		return misfit(section+".certificate", row, `certificate needs ";transport=tls" in server: without it none is shown`)
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
