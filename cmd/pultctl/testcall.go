package main

import (
	"context"
	"sync"
	"time"

	"pult/app/crm"
	"pult/app/feed"
	"pult/app/station"
	"pult/app/view"
)

// registerWithin is how long the exchange may take to know us.
const registerWithin = 15 * time.Second

type testAnswer struct {
	Registered   bool    `json:"registered"`
	Good         bool    `json:"good"`
	Outcome      string  `json:"outcome,omitempty"` // why the exchange did not connect
	Code         int     `json:"code,omitempty"`
	Elsewhere    bool    `json:"elsewhere,omitempty"`
	SignallingMS int64   `json:"signalling_ms"`
	There        bool    `json:"there"`
	Back         bool    `json:"back"`
	RoundTripMS  int64   `json:"round_trip_ms"`
	LossPercent  float64 `json:"loss_percent"`
	Codec        string  `json:"codec,omitempty"`
	Text         string  `json:"text"`
}

// testCall calls our own number through the exchange. It takes the line, as the
// agent does; a panel that is open has a button for it.
func testCall(ctx context.Context, c *console) error {
	return c.withStation(ctx, station.Calls, func(s *station.Station) error {
		ctx, stop := context.WithCancel(ctx)
		news := s.Feed.Subscribe(eventQueue)
		defer news.Close()
		var running sync.WaitGroup
		running.Go(func() { s.Run(ctx) })
		defer running.Wait()
		defer stop()
		if err := registered(ctx, news); err != nil {
			return c.explain(view.Telephone, err)
		}
		result, err := s.Sound.TestCall(ctx)
		answer := testAnswer{
			Registered: result.Registered, Good: err == nil && result.Good(), Outcome: string(result.Refused), Code: result.Code,
			Elsewhere: result.Elsewhere, SignallingMS: result.Signalling.Milliseconds(), There: result.There, Back: result.Back,
			RoundTripMS: result.RoundTrip.Milliseconds(), LossPercent: result.Loss, Codec: result.Codec,
			Text: c.words.TestCall(result, err),
		}
		if c.JSON {
			if err := c.print(answer); err != nil {
				return err
			}
		} else if answer.Good {
			c.printf("%s\n", answer.Text)
		}
		if !answer.Good {
			return &explained{text: answer.Text, err: crm.ErrRefused}
		}
		return nil
	})
}

// registered waits until the exchange knows us.
func registered(ctx context.Context, news *feed.Subscription) error {
	limit := time.NewTimer(registerWithin)
	defer limit.Stop()
	for {
		select {
		case e := <-news.C:
			line, ok := e.(feed.LineChanged)
			switch {
			case !ok:
			case line.Status.State == crm.LineRegistered:
				return nil
			case line.Status.Err != nil:
				return line.Status.Err
			}
		case <-limit.C:
			return crm.ErrOffline
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
