// Package odata speaks the standard OData interface of 1C:Enterprise: OData 3.0
// with the habits of 1C (developer's guide 8.3.27, chapter 17.4). It knows
// nothing of clients and debts: it reads rows, writes objects and says what
// went wrong in 1C's own words.
package odata

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"pult/app/crm"
)

// Options say which base to talk to.
type Options struct {
	URL      string // up to and with "odata/standard.odata/"
	User     string
	Password string
	// Transport replaces the network, for tests. The default verifies TLS with
	// the system's roots and keeps at most two connections: each is a session
	// of 1C and may cost a licence.
	Transport http.RoundTripper
	// Timeout bounds one request with its answer. The first one after a pause
	// takes 10-30 s while 1C starts a session.
	Timeout time.Duration
}

// Client is one base. It is safe for use by several goroutines.
type Client struct {
	base *url.URL
	user string
	pass string
	http *http.Client
}

const (
	defaultTimeout = 3 * time.Minute
	// maxAnswer bounds what one request may bring. 1C has no server paging: a
	// slip in $top would bring the whole table.
	maxAnswer = 512 << 20
	maxError  = 64 << 10
)

// New makes a client. It does not connect yet.
func New(o Options) (*Client, error) {
	base, err := url.Parse(strings.TrimSpace(o.URL))
	if err != nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https" {
		return nil, fmt.Errorf("address of 1C %q: %w", o.URL, crm.ErrInvalid)
	}
	if !strings.HasSuffix(base.Path, "/") {
		base.Path += "/"
	}
	if o.Transport == nil {
		o.Transport = &http.Transport{
			Proxy:               http.ProxyFromEnvironment,
			DialContext:         (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
			TLSHandshakeTimeout: 10 * time.Second,
			MaxConnsPerHost:     2,
			IdleConnTimeout:     90 * time.Second,
		}
	}
	if o.Timeout == 0 {
		o.Timeout = defaultTimeout
	}
	return &Client{base: base, user: o.User, pass: o.Password, http: &http.Client{Transport: o.Transport, Timeout: o.Timeout}}, nil
}

// Host names the server, for people and logs.
func (c *Client) Host() string { return c.base.Host }

// Sets lists the entity sets the administrator has published.
func (c *Client) Sets(ctx context.Context) ([]string, error) {
	var names []string
	_, err := c.rows(ctx, "", "$format=json", func(r Row) error {
		names = append(names, r.Text("name"))
		return nil
	})
	return names, err
}

// Query narrows a request. Zero fields do not.
type Query struct {
	Select  []string
	Filter  string
	OrderBy string
	Top     int
	Skip    int
}

// Size is how long the query is in the address of the request.
func (q Query) Size() int { return len(q.encode()) }

func (q Query) encode() string {
	var b strings.Builder
	b.WriteString("$format=json")
	add := func(name, value string) {
		if value != "" {
			b.WriteString("&$" + name + "=" + escape(value))
		}
	}
	add("select", strings.Join(q.Select, ","))
	add("filter", q.Filter)
	add("orderby", q.OrderBy)
	if q.Top > 0 {
		add("top", strconv.Itoa(q.Top))
	}
	if q.Skip > 0 {
		add("skip", strconv.Itoa(q.Skip))
	}
	return b.String()
}

// escape writes a space as %20: 1C takes "+" in $filter for a plus.
func escape(value string) string { return strings.ReplaceAll(url.QueryEscape(value), "+", "%20") }

// Rows reads a set, or a function of one ("Register/Balance()"), and hands over
// each row as it comes off the wire. It returns how many it handed over, also
// when the answer broke off in the middle.
func (c *Client) Rows(ctx context.Context, set string, q Query, each func(Row) error) (int, error) {
	return c.rows(ctx, set, q.encode(), each)
}

func (c *Client) rows(ctx context.Context, path, query string, each func(Row) error) (int, error) {
	body, err := c.do(ctx, http.MethodGet, path, query, nil)
	if err != nil {
		return 0, err
	}
	defer body.Close()
	return decodeRows(body, path, each)
}

// Get reads one object; crm.ErrNotFound when there is none with that key.
func (c *Client) Get(ctx context.Context, set string, ref crm.Ref, q Query) (Row, error) {
	return c.one(ctx, http.MethodGet, set+key(ref), q.encode(), nil)
}

// Create writes a new object and returns it as 1C stored it.
func (c *Client) Create(ctx context.Context, set string, object any) (Row, error) {
	return c.one(ctx, http.MethodPost, set, "$format=json", object)
}

// Update changes fields of an object and returns it whole. A tabular section in
// it replaces the old one.
func (c *Client) Update(ctx context.Context, set string, ref crm.Ref, fields any) (Row, error) {
	return c.one(ctx, http.MethodPatch, set+key(ref), "$format=json", fields)
}

func key(ref crm.Ref) string { return "(" + GUID(ref) + ")" }

func (c *Client) one(ctx context.Context, method, path, query string, object any) (Row, error) {
	var payload []byte
	if object != nil {
		var err error
		if payload, err = json.Marshal(object); err != nil {
			return Row{}, fmt.Errorf("write %s: %w", setOf(path), err)
		}
	}
	body, err := c.do(ctx, method, path, query, payload)
	if err != nil {
		return Row{}, err
	}
	defer body.Close()
	row, ok := newScanner(body).row() // its buffer is nobody else's
	if !ok {
		return Row{}, cut(path, 0)
	}
	return row, nil
}

// do sends one request and hands over the body of a good answer in JSON, its
// first byte checked. Nothing is repeated here: only the caller knows whether a
// second POST is safe.
func (c *Client) do(ctx context.Context, method, path, query string, payload []byte) (io.ReadCloser, error) {
	body, err := c.send(ctx, method, path, query, payload, "application/json")
	if err != nil {
		return nil, err
	}
	if first := body.firstByte(); first != '{' {
		defer body.Close()
		text, _ := io.ReadAll(io.LimitReader(body, maxError))
		return nil, garbled(path, cmp.Or(describe(text), "an empty answer"))
	}
	return body, nil
}

// send sends one request that asks for a kind of content.
func (c *Client) send(ctx context.Context, method, path, query string, payload []byte, accept string) (*body, error) {
	u := *c.base
	u.RawPath = u.EscapedPath() + escapePath(path)
	u.Path += path
	u.RawQuery = query
	req, err := http.NewRequestWithContext(ctx, method, u.String(), bytes.NewReader(payload))
	if err != nil {
		return nil, fmt.Errorf("request to 1C: %w", err)
	}
	req.SetBasicAuth(c.user, c.pass)
	req.Header.Set("Accept", accept)
	if payload != nil {
		req.Header.Set("Content-Type", "application/json;charset=utf-8")
	}
	res, err := c.http.Do(req)
	if err != nil {
		return nil, offline(ctx, path, err)
	}
	if res.StatusCode >= http.StatusBadRequest {
		defer res.Body.Close()
		text, _ := io.ReadAll(io.LimitReader(res.Body, maxError))
		return nil, readError(res.StatusCode, path, text)
	}
	return newBody(res.Body), nil
}

// escapePath escapes set names, which are Cyrillic, and leaves the signs OData
// gives a meaning to.
func escapePath(path string) string {
	parts := strings.Split(path, "/")
	for i, p := range parts {
		parts[i] = url.PathEscape(p)
	}
	return strings.Join(parts, "/")
}

// offline drops the address from a network error: it may carry a filter with
// personal data.
func offline(ctx context.Context, path string, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("read %s: %w", setOf(path), ctx.Err())
	}
	var with *url.Error
	if errors.As(err, &with) {
		err = with.Err
	}
	return &Error{Fault: crm.Fault{Kind: crm.ErrOffline, Subject: setOf(path), Detail: err.Error()}}
}
