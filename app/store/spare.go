package store

import (
	"context"
	"database/sql"
	"time"
)

// spareTime is how long a connection is waited for that has just been taken.
const spareTime = time.Second

// Spare gives back the memory of what was read and written: each connection keeps
// pages of its file for the next time, and the one that has stored all of 1C keeps
// 64 MB of them. It is for a time when nothing happens; connections at work are
// left alone.
func (s *Store) Spare(ctx context.Context) {
	const shrink = "PRAGMA shrink_memory"
	s.Cache.db.write.each(ctx, roomForFew+"; "+shrink)
	s.Journal.db.write.each(ctx, shrink)
	s.Cache.db.read.each(ctx, shrink)
	s.Journal.db.read.each(ctx, shrink)
	trim()
}

// each runs a pragma in the connections that are free. All are held until the last has
// done so, for the pool would give out the same one again.
func (p *pool) each(ctx context.Context, pragma string) {
	if p == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, spareTime)
	defer cancel()
	var held []*sql.Conn
	for range p.db.Stats().Idle {
		conn, err := p.db.Conn(ctx)
		if err != nil {
			break
		}
		held = append(held, conn)
		if _, err := conn.ExecContext(ctx, pragma); err != nil {
			break
		}
	}
	for _, conn := range held {
		_ = conn.Close()
	}
}
