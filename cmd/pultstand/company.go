package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"pult/mail/stand"
	"pult/sync/standin"
	"pult/telephony/pbx"
)

// Logins of the practice company. They protect nothing: it listens on loopback
// and all in it is invented.
const (
	onecUser     = "odata.user"
	onecPassword = "practice"
	extension    = "101"
	sipPassword  = "practice"
)

// company is the practice company at work.
type company struct {
	base     *standin.Server
	exchange *pbx.PBX
	mailbox  *stand.Mailbox
	manager  string // whose panel it will be

	colleagues []colleague
	callees    callees

	onec    string // address of the base, as pult.toml has it
	sip     string
	control string

	stop  context.CancelFunc
	tasks sync.WaitGroup
}

// open starts everything and writes the settings for a panel.
func open(ctx context.Context, s *settings) (*company, error) {
	ctx, stop := context.WithCancel(ctx)
	c := &company{stop: stop}
	c.base = standin.New(standin.Options{
		Seed: s.seed, Configuration: s.configuration, Clients: s.clients, Documents: s.documents, ContactRows: s.rows,
		User: onecUser, Password: onecPassword,
	})
	if truth, ok := c.base.Partner(standin.DemoClient().Ref); ok {
		c.manager = truth.Manager
	}
	c.colleagues = colleaguesOf(c.base.Some(100), c.manager)
	if err := c.start(ctx, s); err != nil {
		c.close()
		return nil, err
	}
	if err := c.writeSettings(s.Home, s.Lang); err != nil {
		c.close()
		return nil, err
	}
	return c, nil
}

func (c *company) start(ctx context.Context, s *settings) error {
	onec, err := c.listen(ctx, s.onec, c.base)
	if err != nil {
		return fmt.Errorf("1C: %w", err)
	}
	c.onec = "http://" + onec + c.base.Root() + "/"

	addr, err := netip.ParseAddrPort(s.sip)
	if err != nil {
		return fmt.Errorf("exchange: %w", err)
	}
	if !addr.Addr().IsLoopback() {
		return errors.New("exchange: the practice company listens on loopback only")
	}
	c.exchange, err = pbx.New(pbx.Options{
		Addr: addr, Users: map[string]string{extension: sipPassword}, Realm: "practice", Callee: c.callees.of, Dialogs: pbx.NamedDialogs,
	})
	if err != nil {
		return fmt.Errorf("exchange: %w", err)
	}
	c.tasks.Go(func() { _ = c.exchange.Serve(ctx) })
	if err := c.settleExchange(ctx); err != nil {
		return fmt.Errorf("exchange: %w", err)
	}
	c.sip = fmt.Sprintf("sip:%s;transport=udp", c.exchange.Addr())

	if err := c.openMailbox(ctx); err != nil {
		return err
	}
	control, err := c.listen(ctx, s.control, c.controls())
	if err != nil {
		return fmt.Errorf("control: %w", err)
	}
	c.control = "http://" + control
	return nil
}

// listen serves HTTP until ctx ends.
func (c *company) listen(ctx context.Context, address string, handler http.Handler) (string, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return "", err
	}
	if ip, err := netip.ParseAddr(host); err != nil || !ip.IsLoopback() {
		return "", errors.New("the practice company listens on loopback only")
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return "", err
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	c.tasks.Go(func() { _ = server.Serve(l) })
	c.tasks.Go(func() {
		<-ctx.Done()
		_ = server.Close()
	})
	return l.Addr().String(), nil
}

func (c *company) close() {
	c.stop()
	c.tasks.Wait()
}

type addresses struct {
	OneC     string `json:"onec"`
	SIP      string `json:"sip"`
	Control  string `json:"control"`
	Manager  string `json:"manager"`
	Settings string `json:"settings"`
}

// announce prints where everything is.
func (c *company) announce(s *settings, out io.Writer) error {
	a := addresses{c.onec, c.sip, c.control, c.manager, settingsPath(s.Home)}
	if s.JSON {
		return json.NewEncoder(out).Encode(a)
	}
	demo := standin.DemoClient()
	_, err := fmt.Fprintf(out, `The practice company is open.
  1C        %s
  exchange  %s, extension %s
  settings  %s
  control   %s
Start a panel:   pult --home %s
Let %s call:  curl -X POST '%s/ring?from=%s'
By hand:         %s in a browser
`, a.OneC, a.SIP, extension, a.Settings, a.Control, s.Home, demo.Name, a.Control, demo.Phone[1:], a.Control)
	return err
}
