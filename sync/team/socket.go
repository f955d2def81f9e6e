package team

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/gorilla/websocket"
)

// A socket that says nothing is asked whether it is still there.
const (
	pingEvery = 25 * time.Second
	pongWait  = 2*pingEvery + 10*time.Second
	writeTime = 5 * time.Second
)

// socket hears a WebSocket until either side ends it. Each message is answered.
func (b *Bell) socket(w http.ResponseWriter, r *http.Request) {
	if !websocket.IsWebSocketUpgrade(r) {
		refuse(w, http.StatusUpgradeRequired, "a WebSocket is meant")
		return
	}
	if !b.enter() {
		refuse(w, http.StatusServiceUnavailable, "closing")
		return
	}
	defer b.sockets.Done()
	conn, err := b.upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // it has been answered
	}
	ctx, cancel := context.WithCancel(r.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		ping(ctx, conn)
	}()
	b.hear(ctx, conn)
	cancel()
	<-done
}

// ping asks the other side for signs of life, and closes the connection when ctx
// ends.
func ping(ctx context.Context, conn *websocket.Conn) {
	defer conn.Close()
	ticker := time.NewTicker(pingEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			if conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(writeTime)) != nil {
				return
			}
		case <-ctx.Done():
			bye := websocket.FormatCloseMessage(websocket.CloseGoingAway, "")
			_ = conn.WriteControl(websocket.CloseMessage, bye, time.Now().Add(time.Second))
			return
		}
	}
}

func (b *Bell) hear(ctx context.Context, conn *websocket.Conn) {
	conn.SetReadLimit(maxMessage)
	alive := func(string) error { return conn.SetReadDeadline(time.Now().Add(pongWait)) }
	conn.SetPongHandler(alive)
	for {
		if alive("") != nil {
			return
		}
		_, text, err := conn.ReadMessage()
		if err != nil || !b.rate.wait(ctx) { // what comes too fast waits in the network
			return
		}
		answer, err := json.Marshal(b.ring(text))
		if err != nil || conn.SetWriteDeadline(time.Now().Add(writeTime)) != nil || conn.WriteMessage(websocket.TextMessage, answer) != nil {
			return
		}
	}
}
