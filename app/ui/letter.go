package ui

import (
	"context"
	"path/filepath"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/storage"

	"pult/app/crm"
	"pult/app/ui/internal/letter"
	"pult/app/view"
)

// Mail is what the windows of mail work with. Methods with a context are asked in the
// background. Nothing here ever loads what a letter refers to.
type Mail interface {
	// Signs are what lines of history show of their letters.
	Signs(ctx context.Context, lines []crm.ID) (map[crm.ID]crm.LetterSign, error)
	// Read opens a letter by its id or that of its line; a charset is what a person
	// says of one that looks wrong.
	Read(ctx context.Context, id crm.ID, charset string) (crm.Sheet, error)
	// Keep writes an attachment, or crm.WholeLetter, into a folder under a safe name.
	Keep(ctx context.Context, id crm.ID, place int, folder string) (path string, err error)
	Folder() string
	// Hide makes a letter private: nothing of it is left here.
	Hide(ctx context.Context, id crm.ID) error

	// Write begins a letter to a client, Reply an answer.
	Write(ctx context.Context, client crm.Ref) (crm.Draft, error)
	Reply(ctx context.Context, id crm.ID, all bool) (crm.Draft, error)
	Addresses(ctx context.Context, client crm.Ref) ([]crm.Address, error)
	// ReadAddresses reads what was typed; false says that not all is understood.
	ReadAddresses(text string) ([]crm.Address, bool)
	Templates(ctx context.Context) ([]crm.LetterTemplate, error)
	// Fill puts in what is known; fields without a value stay and are named.
	Fill(ctx context.Context, t crm.LetterTemplate, client crm.Ref, to crm.Address) (filled crm.LetterTemplate, missing string, err error)
	// Attach looks at a file that is to go along, Limit is what all may come to.
	Attach(path string) (crm.DraftFile, error)
	Limit() int64
	// Send accepts a letter: it goes out, or is visible as one that did not.
	Send(ctx context.Context, d crm.Draft) (crm.ID, error)
	KeepSketch(ctx context.Context, s crm.Sketch) error
	Sketches(ctx context.Context) ([]crm.Sketch, error)
	DropSketch(ctx context.Context, id crm.ID) error

	// Find gives letters that hold each of the words, Latest the newest ones, Doubtful
	// those whose client is not quite known.
	Find(ctx context.Context, text string, limit int) (crm.NamedLetters, error)
	Latest(ctx context.Context, limit int) (crm.NamedLetters, error)
	Doubtful(ctx context.Context) (crm.NamedLetters, error)
	// Belongs says whose a letter is, Nobodys that it is of no client, TakeBack that it
	// is as it was before.
	Belongs(ctx context.Context, id crm.ID, client crm.Ref) (crm.LetterChoice, error)
	Nobodys(ctx context.Context, id crm.ID) (crm.LetterChoice, error)
	TakeBack(ctx context.Context, choice crm.LetterChoice) error
	// Settle takes a letter of ours out of what waits for an answer.
	Settle(ctx context.Context, id crm.ID) error

	// Postings are letters on their way, and those that need a person.
	Postings(ctx context.Context) ([]crm.Posting, error)
	Resend(ctx context.Context, id crm.ID) error
	Drop(ctx context.Context, id crm.ID) error
	// Rewrite takes a letter that was not sent back to be written.
	Rewrite(ctx context.Context, id crm.ID) (crm.Sketch, error)
}

// letterRoom is the window a letter is read in, while it is open.
type letterRoom struct {
	window   fyne.Window // nil when it is closed
	view     *letter.View
	id       crm.ID
	sheet    crm.Sheet
	read     bool
	posting  crm.ID // it is one of ours on its way; zero for one on record
	unfolded bool
	charset  int    // among those of the letter; 0 is what the letter itself says
	folder   string // files are kept in; that of the person when empty
	sure     letterStep
	picking  bool // the dialog of the system is open
}

// letterStep is what is done only when it is asked for once more.
type letterStep struct {
	work letter.Work
	file int
	on   bool
}

// openLetter opens a letter, in the window that is open already if there is one.
func (p *Panel) openLetter(id crm.ID) {
	r := &p.letter
	if p.Mail == nil || id.IsZero() {
		return
	}
	p.showLetter(id)
	r.view.Offer(false)
	p.readLetter()
}

// showLetter opens the window for a letter that is yet to be read.
func (p *Panel) showLetter(id crm.ID) {
	r := &p.letter
	if r.window == nil {
		folder := r.folder
		*r = letterRoom{window: p.app.NewWindow(p.Words.T("letter.title")), folder: folder}
		r.view = letter.New(p.Words, letter.Actions{
			Page: p.turnLetter, Do: p.letterWork, Whose: p.letterBelongs, Rune: p.letterRune, Keys: p.letterKey,
			Open: func(row int) { p.enterLetter(row) },
		})
		r.window.SetPadded(false)
		r.window.SetContent(r.view.Object())
		r.window.Resize(fyne.NewSize(letter.Width, letter.Height))
		r.window.SetOnClosed(func() { p.letter = letterRoom{folder: p.letter.folder} })
		r.window.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { p.letterKey(e.Name, 0) })
		r.window.Canvas().SetOnTypedRune(p.letterRune)
		r.window.Canvas().AddShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyS, Modifier: ctrl}, func(fyne.Shortcut) { p.pickFolder() })
		r.window.Canvas().AddShortcut(&fyne.ShortcutUndo{}, func(fyne.Shortcut) { p.takeBack() })
		for _, c := range digits(alt) {
			r.window.Canvas().AddShortcut(&desktop.CustomShortcut{KeyName: c.key, Modifier: c.mod}, func(fyne.Shortcut) { p.letterKey(c.key, c.mod) })
		}
		r.window.Show()
	} else {
		r.window.RequestFocus()
	}
	r.id, r.sheet, r.read, r.unfolded, r.charset, r.sure = id, crm.Sheet{}, false, false, 0, letterStep{}
	r.posting = crm.ID{}
	p.turnLetter(letter.Text)
	r.view.Say("", view.Quiet)
}

// readLetter reads the letter of the window.
func (p *Panel) readLetter() {
	r := &p.letter
	id, window, charset := r.id, r.window, ""
	if r.charset > 0 {
		charset = r.sheet.Charsets[r.charset-1]
	}
	p.ask(func(ctx context.Context) func() {
		sheet, err := p.Mail.Read(ctx, id, charset)
		return func() {
			if p.letter.window != window || p.letter.id != id {
				return
			}
			if err != nil {
				r.view.Say(p.Words.Error(view.Mail, err), view.Danger)
				return
			}
			r.sheet, r.read = sheet, true
			p.drawLetter()
		}
	})
}

func (p *Panel) drawLetter() {
	r := &p.letter
	if r.window == nil || !r.read {
		return
	}
	sheet := p.Words.Sheet(r.sheet, r.unfolded)
	if whose := p.Words.Whose(r.sheet); whose != "" {
		sheet.Warning = strings.TrimSpace(whose + " " + sheet.Warning)
	}
	r.view.Show(sheet, r.unfolded)
}

// turnLetter shows another side of the letter. A text has the keyboard, so that it can
// be scrolled; a list needs none.
func (p *Panel) turnLetter(page letter.Page) {
	r := &p.letter
	r.view.Turn(page)
	r.sure = letterStep{}
	if r.view.Listing() {
		r.window.Canvas().Unfocus()
		if r.view.Chosen(page) < 0 {
			r.view.Move(1)
		}
		return
	}
	r.window.Canvas().Focus(r.view.Reading())
}

// letterKey is for keys of the window that are no letters.
func (p *Panel) letterKey(key fyne.KeyName, mod fyne.KeyModifier) bool {
	r := &p.letter
	switch {
	case r.window == nil:
		return false
	case mod == ctrl && key == fyne.KeyS:
		p.pickFolder()
	case mod == ctrl && key == fyne.KeyZ:
		p.takeBack()
	case mod == alt && len(key) == 1 && key[0] >= '1' && key[0] <= '9':
		p.letterBelongs(int(key[0] - '1'))
	case mod != 0:
		return false
	case key == fyne.KeyEscape:
		r.window.Close()
	case key == fyne.KeyUp:
		r.view.Move(-1)
	case key == fyne.KeyDown:
		r.view.Move(1)
	case (key == fyne.KeyReturn || key == fyne.KeyEnter) && r.view.Listing():
		p.enterLetter(r.view.Chosen(r.view.Page()))
	default:
		return false
	}
	return true
}

// letterRune is for letters and digits: the same keys in both layouts.
func (p *Panel) letterRune(typed rune) {
	if p.letter.window == nil {
		return
	}
	if typed >= '1' && typed <= '4' {
		p.turnLetter(letter.Page(typed - '1'))
		return
	}
	typed = unicode.ToLower(typed)
	for work, signs := range letter.WorkSigns {
		if r := &p.letter; r.view.Offers(letter.Work(work)) && strings.ContainsRune(strings.ToLower(signs), typed) {
			p.letterWork(letter.Work(work))
			return
		}
	}
}

// letterWork does what a key or a button is for.
func (p *Panel) letterWork(work letter.Work) {
	r := &p.letter
	if r.window == nil || !r.read {
		return
	}
	switch work {
	case letter.Reply, letter.ReplyAll:
		p.answerLetter(r.sheet.ID, work == letter.ReplyAll)
	case letter.Resend, letter.Edit, letter.Drop:
		p.postingWork(work)
	case letter.Keep:
		p.keepFile()
	case letter.Unfold:
		r.unfolded = !r.unfolded
		p.drawLetter()
	case letter.Charset:
		if n := len(r.sheet.Charsets); n > 0 && !r.sheet.Gone {
			r.charset = (r.charset + 1) % (n + 1)
			said := p.Words.T("letter.charset_own")
			if r.charset > 0 {
				said = p.Words.T("letter.charset_is", r.sheet.Charsets[r.charset-1], r.charset, n)
			}
			r.view.Say(said, view.Quiet)
			p.readLetter()
		}
	case letter.Nobodys:
		p.letterNobodys(r.sheet.ID, r.window)
	case letter.Private:
		if p.letterSure(work, 0, "letter.private_sure") {
			p.hideLetter()
		}
	}
}

// letterSure asks before what cannot be taken back: the same key once more does it.
func (p *Panel) letterSure(work letter.Work, file int, key string) bool {
	r := &p.letter
	step := letterStep{work, file, true}
	if r.sure == step {
		r.sure = letterStep{}
		return true
	}
	r.sure = step
	r.view.Say(p.Words.T(key), view.Warning)
	return false
}

// enterLetter keeps the file that was chosen, or copies a link: a page is opened by
// nobody but its reader.
func (p *Panel) enterLetter(row int) {
	r := &p.letter
	switch {
	case r.view.Page() == letter.Files:
		r.view.Pick(letter.Files, row)
		p.keepFile()
	case r.view.Page() == letter.Links && row >= 0 && row < len(r.sheet.Targets):
		r.view.Pick(letter.Links, row)
		p.app.Clipboard().SetContent(r.sheet.Targets[row].URL)
		r.view.Say(p.Words.T("letter.link_copied"), view.Quiet)
	}
}

// keepFile keeps the chosen file; without a choice the only one, else it asks which.
func (p *Panel) keepFile() {
	r := &p.letter
	files := r.sheet.Attachments
	place := 0
	if r.view.Page() == letter.Files {
		place = r.view.Chosen(letter.Files)
	} else if len(files) != 1 {
		p.turnLetter(letter.Files)
		r.view.Say(p.Words.T("letter.which_file"), view.Quiet)
		return
	}
	switch {
	case place < 0 || r.sheet.Gone:
		return
	case place >= len(files):
		place = crm.WholeLetter
	case files[place].Risky && !p.letterSure(letter.Keep, place, "letter.risky_sure"):
		return
	}
	id, folder, window := r.id, r.folder, r.window
	if folder == "" {
		folder = p.Mail.Folder()
	}
	p.ask(func(ctx context.Context) func() {
		path, err := p.Mail.Keep(ctx, id, place, folder)
		return func() {
			switch {
			case p.letter.window != window:
			case err != nil:
				p.Log.Warn("file of a letter", "error", err)
				r.view.Say(p.Words.T("letter.not_kept", folder), view.Danger)
			default:
				r.view.Say(p.Words.T("letter.kept", filepath.Base(path), filepath.Dir(path)), view.Good)
			}
		}
	})
}

// pickFolder asks where files are kept from now on.
func (p *Panel) pickFolder() {
	r := &p.letter
	if r.window == nil || r.picking {
		return
	}
	r.picking = true
	window := r.window
	d := dialog.NewFolderOpen(func(folder fyne.ListableURI, err error) {
		if p.letter.window != window {
			return
		}
		r.picking = false
		if err == nil && folder != nil {
			r.folder = folder.Path()
			r.view.Say(p.Words.T("letter.folder", r.folder), view.Quiet)
		}
	}, window)
	if folder, err := storage.ListerForURI(storage.NewFileURI(p.Mail.Folder())); err == nil {
		d.SetLocation(folder)
	}
	d.Resize(window.Canvas().Size())
	d.Show()
}

// letterBelongs says whose the letter is, when that is asked.
func (p *Panel) letterBelongs(i int) {
	r := &p.letter
	if i >= len(r.sheet.Links) || p.Words.Whose(r.sheet) == "" {
		return
	}
	client := r.sheet.Links[i].Client
	p.letterIs(r.sheet.ID, client, r.sheet.Names[client], r.window)
}

// hideLetter makes the letter private and closes it.
func (p *Panel) hideLetter() { p.hideOf(p.letter.id, p.letter.window) }

// hideOf makes a letter private; window is the one it is read in, nil for none.
func (p *Panel) hideOf(id crm.ID, window fyne.Window) {
	p.ask(func(ctx context.Context) func() {
		err := p.Mail.Hide(ctx, id)
		return func() {
			switch {
			case err == nil:
				p.lists.load(p)
				p.loadPost()
				p.shell.Notice(p.Words.T("letter.hidden"), false, false)
				if window != nil && p.letter.window == window {
					window.Close()
				}
			case window != nil && p.letter.window == window:
				p.letter.view.Say(p.Words.Error(view.Mail, err), view.Danger)
			default:
				p.shell.Notice(p.Words.Error(view.Mail, err), true, false)
			}
		}
	})
}

// lettered looks up, in the background, what the letters of a card are shown with.
func (p *Panel) lettered(ctx context.Context, c crm.Card) map[crm.ID]crm.LetterSign {
	if p.Mail == nil {
		return nil
	}
	signs, err := p.Mail.Signs(ctx, view.LettersOf(c))
	if err != nil {
		p.Log.Warn("letters of a client", "error", err)
	}
	return signs
}
