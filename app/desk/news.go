package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"pult/app/crm"
	"pult/app/feed"
)

// newsGather is how long news are collected before they are told: what is posted in
// 1C together should come together.
const newsGather = time.Second

// ServeNews tells what 1C has told of this manager's clients, until ctx ends.
// What was there before it began has been told, or waits in the day.
func (d *Desk) ServeNews(ctx context.Context) error {
	sub := d.Feed.Subscribe(64)
	defer sub.Close()
	told, err := d.Directory.LastNews(ctx)
	if err != nil {
		d.fault("read news", err)
	}
	var ripe <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ripe:
			ripe = nil
			told = d.tellNews(ctx, told)
		case e := <-sub.C:
			if ripe == nil && movesBooks(e) {
				ripe = time.After(newsGather)
			}
		}
	}
}

// movesBooks tells events behind which 1C may have told something; a round of
// another program ends without a word, so the end of ours is one too.
func movesBooks(e feed.Event) bool {
	switch e := e.(type) {
	case feed.ClientsChanged, feed.Reload:
		return true
	case feed.SyncChanged:
		return !e.Running
	default:
		return false
	}
}

// tellNews publishes what is new behind a number and returns the number it has come
// to.
func (d *Desk) tellNews(ctx context.Context, after int64) int64 {
	all, err := d.Directory.News(ctx, time.UnixMilli(0), after)
	if err == nil && len(all) > 0 {
		after = all[len(all)-1].Seq
		all, err = d.mine(ctx, all)
	}
	switch {
	case ctx.Err() != nil:
	case err != nil:
		d.fault("read news", err)
	case len(all) > 0:
		d.Feed.Publish(feed.NewsCame{News: all})
	}
	return after
}

// newsToday is what 1C has told today of this manager's clients.
func (d *Desk) newsToday(ctx context.Context) ([]crm.News, error) {
	all, err := d.Directory.News(ctx, d.midnight(0), 0)
	if err != nil {
		return nil, fmt.Errorf("news: %w", err)
	}
	return d.mine(ctx, all)
}

// mine are news of this manager's own clients and of those whose promise waits for
// a payment. A manager 1C does not know has everybody's.
func (d *Desk) mine(ctx context.Context, all []crm.News) ([]crm.News, error) {
	if len(all) == 0 {
		return nil, nil
	}
	me, err := d.Directory.UserByName(ctx, d.Manager)
	if err != nil && !errors.Is(err, crm.ErrNotFound) {
		return nil, fmt.Errorf("news: %w", err)
	}
	clients := make([]crm.Ref, 0, len(all))
	for _, n := range all {
		clients = append(clients, n.Client)
	}
	promises, err := d.Journal.Promises(ctx, clients)
	if err != nil {
		return nil, fmt.Errorf("news: %w", err)
	}
	for client, p := range promises {
		if p.Paid, err = d.Directory.PaidSince(ctx, client, p.Given); err != nil && !errors.Is(err, crm.ErrNotFound) {
			return nil, fmt.Errorf("news: %w", err)
		}
		promises[client] = p
	}
	for i, n := range all {
		if promise := promises[n.Client]; paysOff(n, promise) {
			all[i].Promise = promise
		}
	}
	return slices.DeleteFunc(all, func(n crm.News) bool {
		return !me.Ref.IsZero() && n.Manager != me.Ref && n.Promise.ID.IsZero()
	}), nil
}

// paysOff tells that a payment counts for a promise that waited for it, or did so.
func paysOff(n crm.News, p crm.Promise) bool {
	switch {
	case p.ID.IsZero() || n.Dated.Before(p.Given):
		return false
	case n.Kind == crm.NewsPaid:
		return p.Paid-n.Amount < p.Amount
	default:
		return n.Kind == crm.NewsTakenOff && p.Paid < p.Amount
	}
}
