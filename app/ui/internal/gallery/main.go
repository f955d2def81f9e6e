//go:build gallery

// Command gallery shows the panel with a made-up company, to look at it: no
// telephone, no 1C, no disk. Commands come line by line on standard input.
//
//	go run -tags "sqlite_fts5 migrated_fynedo no_animations no_emoji gallery" ./app/ui/internal/gallery -theme dark
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"image"
	"image/png"
	"os"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"pult/app/crm"
	"pult/app/store"
	"pult/app/ui"
	"pult/app/ui/native"
	"pult/app/view"
)

func main() {
	theme := flag.String("theme", "light", "light or dark")
	lang := flag.String("lang", "ru", "ru or en")
	first := flag.Bool("first", false, "the first start in place of the panel")
	home := flag.String("home", "", "folder whose cache is searched in place of the company")
	nobody := flag.Bool("nolists", false, "there are no call lists yet")
	flag.Parse()
	world := newWorld()
	if *home != "" {
		s, err := store.Open(context.Background(), store.Options{Dir: *home})
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		defer s.Close()
		world.search = s.Cache.Search
	}
	probe := newProbe()
	words := view.New(view.Language(*lang), moscow, time.Now)
	hi := &hifi{}
	if *first {
		fmt.Println(ui.FirstStart(context.Background(), app.NewWithID("pult.gallery"), words, &office{kept: crm.Settings{Language: *lang, Theme: *theme}}, gear{hi}))
		return
	}
	panel := ui.New(app.NewWithID("pult.gallery"), ui.Deps{
		Desk: world, Events: world.feed.Subscribe, Words: words, Native: native.Windows{}, Hotkeys: &native.Keys{}, Recordings: hi, Sound: gear{hi}, Exchange: shelf{world}, Files: papers{}, Lists: newRolls(world, *nobody), Callees: callers{}, Making: maker{}, Mail: newPost(),
		Manager: "Смирнова Анна", Theme: *theme, Reconnect: func() {}, Refresh: func() {}, Settings: &office{},
		Status: func() ui.Status {
			return ui.Status{Line: registered, AsOf: time.Now().Add(-4 * time.Minute), Waiting: 2}
		},
		SearchDrawn: probe.answered,
		RingDrawn:   func(_ crm.ID, took time.Duration) { fmt.Println("drawn", took) },
	})
	ctx, cancel := context.WithCancel(context.Background())
	go obey(world, hi, panel, probe, cancel)
	if err := panel.Run(ctx); err != nil && ctx.Err() == nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// obey reads commands: ring one|several|unknown|hidden|quiet, many N, answer, end, elsewhere,
// state NAME, size WxH, hand TEXT, card N, callees FILE|KEY, listen N, sound STATE, try N, search TEXT, press KEY, type TEXT, shot NAME, sleep MS, quit.
func obey(w *world, hi *hifi, p *ui.Panel, seen *probe, quit func()) {
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		verb, rest, _ := strings.Cut(in.Text(), " ")
		switch verb {
		case "ring":
			w.ring(rest)
		case "dial":
			w.dialTo(rest)
		case "answer":
			_ = w.Answer(context.Background(), crm.ID{})
		case "many": // so many rings, one after another
			n, _ := strconv.Atoi(rest)
			for range n {
				w.ring("one")
				time.Sleep(60 * time.Millisecond)
				w.end(crm.Missed)
				time.Sleep(20 * time.Millisecond)
			}
		case "end":
			w.end(crm.Answered)
		case "elsewhere":
			w.end(crm.Elsewhere)
		case "state":
			w.state(rest)
		case "card":
			p.OpenCard(w.ref(rest))
		case "search":
			p.Search(rest)
		case "press":
			p.Press(rest)
		case "type":
			p.Type(rest)
		case "hand": // into the form that hands a talk over
			p.TypeHand(rest)
		case "size":
			width, height, _ := strings.Cut(rest, "x")
			x, _ := strconv.Atoi(width)
			y, _ := strconv.Atoi(height)
			p.Resize(float32(x), float32(y))
		case "shot":
			main, popup := p.Capture()
			save(rest+"-main.png", main)
			save(rest+"-popup.png", popup)
			save(rest+"-sound.png", p.CaptureSound())
		case "sleep":
			d, _ := time.ParseDuration(rest + "ms")
			time.Sleep(d)
		case "listen":
			n, _ := strconv.Atoi(rest)
			p.Listen(n)
		case "sound": // good|bad|none|refused|silent: what the tests will show
			hi.set(rest)
		case "try":
			n, _ := strconv.Atoi(rest)
			p.Try(n)
		case "books": // keys for the window of the exchange: Exchange opens it
			p.PressExchange(rest)
		case "file":
			p.LookFile(rest)
		case "files": // a key in the window of files
			p.PressFiles(rest)
		case "callees": // a file a call list is made of, or a key in its window
			if strings.Contains(rest, "/") {
				p.LookCallees(rest)
			} else {
				p.PressCallees(rest)
			}
		case "letter": // of the card; a key in its window once it is open
			if rest == "" {
				p.OpenLetter(letterID(1))
			} else {
				p.PressLetter(rest)
			}
		case "write": // a key in the window a letter is written in
			p.PressCompose(rest)
		case "making": // a key in the window a call list is put together in: it opens it
			p.PressMaking(rest)
		case "fill": // text into what has the focus there
			p.TypeMaking(rest)
		case "news": // so many, from 1C
			n, _ := strconv.Atoi(rest)
			w.news(n)
		case "probe":
			fyne.DoAndWait(func() { seen.lie(fyne.CurrentApp().Driver().AllWindows()[0]) })
		case "key": // the text after one more key; tells when its answer is on the screen
			fyne.DoAndWait(func() { seen.text, seen.pressed = rest, time.Now() })
			p.Search(rest)
		case "quit":
			quit()
		}
		fmt.Println("ok", in.Text())
	}
}

func save(name string, img image.Image) {
	if img == nil {
		return
	}
	f, err := os.Create(name)
	if err == nil {
		err = errors.Join(png.Encode(f, img), f.Close())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
}
