// Package specimen writes letters of the kinds that reach a sales manager: good
// ones in every charset of Russian mail and those that careless programs send.
// With each goes what is to be read of it. The same seed gives the same letters.
package specimen

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"time"

	"pult/app/crm"
)

// Specimen is a letter with what is to be read of it.
type Specimen struct {
	Kind Kind
	Raw  []byte // lines end in CRLF
	Draft
}

// Draft is what a letter says, before it is put into bytes.
type Draft struct {
	From       crm.Address
	To         crm.Address
	Subject    string
	Text       string // lines end in LF
	Date       time.Time
	MessageID  string
	References []string
	File       File // none when it has no name
}

// File is an attachment.
type File struct {
	Name string
	Data []byte
}

// Series is letters in a row, each known by its place alone.
type Series struct {
	Seed    uint64
	Owner   crm.Address                      // whose mailbox it is
	Writers []crm.Address                    // who writes; invented ones when empty
	From    time.Time                        // date of the first; each next is 7 minutes later
	Mix     func(roll *rand.Rand) Kind       // DefaultMix when nil
	Text    func(roll *rand.Rand) (s string) // a business letter when nil
}

// At is the letter at a place.
func (s Series) At(place int) Specimen {
	roll := rand.New(rand.NewPCG(s.Seed, uint64(place)))
	draft := s.draft(roll, place)
	mix := s.Mix
	if mix == nil {
		mix = DefaultMix
	}
	return Write(draft, mix(roll), roll)
}

// All are the first n letters.
func (s Series) All(n int) iter.Seq2[int, Specimen] {
	return func(yield func(int, Specimen) bool) {
		for i := range n {
			if !yield(i, s.At(i)) {
				return
			}
		}
	}
}

func (s Series) draft(roll *rand.Rand, place int) Draft {
	from := s.From
	if from.IsZero() {
		from = time.Date(2026, 9, 1, 6, 0, 0, 0, time.UTC)
	}
	owner := s.Owner
	if owner.Email == "" {
		owner = crm.Address{Name: "Мария Орлова", Email: "maria@firm.example"}
	}
	var writer crm.Address
	if len(s.Writers) > 0 {
		writer = s.Writers[roll.IntN(len(s.Writers))]
	} else {
		writer = Writer(roll.IntN(500))
	}
	text := Letter(roll)
	if s.Text != nil {
		text = s.Text(roll)
	}
	return Draft{
		From:      writer,
		To:        owner,
		Subject:   subject(roll),
		Text:      text,
		Date:      from.Add(time.Duration(place) * 7 * time.Minute),
		MessageID: fmt.Sprintf("%d.%d.%08x@%s", place, s.Seed, roll.Uint32(), writer.Domain()),
	}
}
