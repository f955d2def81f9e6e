package odata

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"pult/app/crm"
)

// Node is a node of an exchange plan: who takes changes of the base.
type Node struct {
	Ref      crm.Ref
	Code     string
	Received int64 // number of the last packet it has confirmed
}

// planSet is the entity set of an exchange plan, which settings name without
// its prefix.
func planSet(plan string) string { return "ExchangePlan_" + strings.TrimPrefix(plan, "ExchangePlan_") }

// Node finds a node of an exchange plan by its code.
func (c *Client) Node(ctx context.Context, plan, code string) (Node, error) {
	var node Node
	var codes []string
	_, err := c.Rows(ctx, planSet(plan), Query{}, func(row Row) error {
		codes = append(codes, row.Text("Code"))
		if !strings.EqualFold(row.Text("Code"), code) || row.Bool("DeletionMark") {
			return nil
		}
		ref, err := row.Ref("Ref_Key")
		received, numberErr := strconv.ParseInt(row.Text("ReceivedNo"), 10, 64)
		if err != nil || numberErr != nil || received < 0 {
			return garbled(planSet(plan), "a node without a reference or a number")
		}
		node = Node{Ref: ref, Code: row.Text("Code"), Received: received}
		return nil
	})
	if err != nil {
		return Node{}, err
	}
	if node.Ref.IsZero() {
		slices.Sort(codes)
		return Node{}, &crm.Fault{Kind: crm.ErrNotFound, Subject: planSet(plan), Detail: fmt.Sprintf("%s, %q", code, codes)}
	}
	return node, nil
}

// selectChanges is the method that gives a packet.
const selectChanges = "SelectChanges"

// SelectChanges takes what has changed for a node and has not been confirmed,
// under that number; asked again it comes again. $top means nothing to it, so
// the packet is read as a stream. It returns how many changes it handed over.
func (c *Client) SelectChanges(ctx context.Context, plan, node string, number int64, each func(crm.Change) error) (int, error) {
	body, err := c.exchange(ctx, selectChanges, plan, node, number)
	if err != nil {
		return 0, err
	}
	defer body.Close()
	return readFeed(body, maxEntry, each)
}

// ConfirmChanges tells 1C that everything up to that number has been stored. It
// is told no more.
func (c *Client) ConfirmChanges(ctx context.Context, plan, node string, number int64) error {
	body, err := c.exchange(ctx, "NotifyChangesReceived", plan, node, number)
	if err != nil {
		return err
	}
	return body.Close()
}

// exchange calls one of the two methods of exchange. The node goes by its whole
// address, and its inner apostrophes stay single.
func (c *Client) exchange(ctx context.Context, method, plan, node string, number int64) (*body, error) {
	ref, err := crm.ParseRef(node)
	if err != nil {
		return nil, fmt.Errorf("node of %s: %w", planSet(plan), err)
	}
	base := *c.base
	address := base.Scheme + "://" + base.Host + base.Path + planSet(plan) + key(ref)
	query := "DataExchangePoint=" + escape("'"+address+"'") + "&MessageNo=" + strconv.FormatInt(number, 10)
	return c.patient().send(ctx, http.MethodPost, method, query, nil, "application/atom+xml")
}

// patience is how many times longer than anything else a packet may take: it is
// made whole in the memory of 1C before its first byte comes.
const patience = 5

func (c *Client) patient() *Client {
	slow := *c
	slow.http = &http.Client{Transport: c.http.Transport, Timeout: patience * c.http.Timeout}
	return &slow
}
