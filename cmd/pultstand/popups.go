package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"time"

	"pult/telephony/pbx"
)

// timePopups has the client ring again and again and give up, and tells how
// long after the INVITE the pop-up was drawn, by the panel's own log.
func (p *play) timePopups(ctx context.Context) error {
	for range p.s.rings {
		call, err := p.company.exchange.Ring(ctx, pbx.Caller{From: p.client.Phone, Extension: extension, CancelAfter: 700 * time.Millisecond})
		if err != nil {
			return err
		}
		if _, err := call.Over(ctx); err != nil {
			return err
		}
	}
	if err := p.screen.settle(ctx); err != nil {
		return err
	}
	log, err := os.ReadFile(filepath.Join(p.s.Home, "pult.log"))
	if err != nil {
		return err
	}
	var times []int
	for _, m := range regexp.MustCompile(`since_invite_ms=(\d+)`).FindAllSubmatch(log, -1) {
		ms, err := strconv.Atoi(string(m[1]))
		if err != nil {
			return err
		}
		times = append(times, ms)
	}
	if len(times) < p.s.rings {
		return errors.New("some rings drew no pop-up")
	}
	slices.Sort(times)
	fmt.Fprintf(p.out, "the pop-up of %d rings was drawn after %d ms (median), %d ms (most)\n", len(times), times[len(times)/2], times[len(times)-1])
	return nil
}
