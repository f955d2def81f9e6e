package conf

import (
	"net"
	"strconv"
)

// Bell is where 1C may say that something has changed; nowhere when Listen is
// empty. Its token is the secret "bell".
type Bell struct {
	Listen       string `toml:"listen"` // "127.0.0.1:8712"
	PasswordFile string `toml:"password_file"`
	CertFile     string `toml:"cert_file"` // with KeyFile: TLS
	KeyFile      string `toml:"key_file"`
}

// BellToken finds what 1C has to show.
func (c *Config) BellToken() (string, error) {
	return c.secret("bell", "1c", c.Bell.PasswordFile)
}

// BellCertificate are the files of its certificate and key; empty without TLS.
func (c *Config) BellCertificate() (cert, key string) {
	if c.Bell.CertFile == "" {
		return "", ""
	}
	return c.path(c.Bell.CertFile), c.path(c.Bell.KeyFile)
}

func (c *Config) checkBell() error {
	b := c.Bell
	if (b.CertFile == "") != (b.KeyFile == "") {
		return misfit("bell.cert_file", 0, "bell.cert_file and bell.key_file go together")
	}
	if b.Listen != "" {
		_, port, err := net.SplitHostPort(b.Listen)
		if n, portErr := strconv.Atoi(port); err != nil || portErr != nil || n < 1 || n > 65535 {
			return misfit("bell.listen", 0, "bell.listen = %q, an address such as 127.0.0.1:8712 is meant", b.Listen)
		}
	}
	if (c.OneC.ExchangePlan == "") != (c.OneC.ExchangeNode == "") {
		return misfit("onec.exchange_plan", 0, "onec.exchange_plan and onec.exchange_node go together")
	}
	return nil
}
