// Package parse reads letters as they come: whole ones and broken ones, in every
// charset Russian mail is written in. It never loads anything, never fails on a
// bad letter and bounds what a hostile one may cost.
package parse

import (
	"fmt"

	"pult/app/crm"
)

// Bounds of what one letter may cost. What lies beyond them is left out, and a
// flaw says so.
const (
	MaxHeader     = 1 << 20 // bytes of one header block
	MaxFields     = 2000    // fields of one header block
	MaxDepth      = 30      // of parts within parts
	MaxParts      = 500
	MaxText       = 2 << 20  // bytes of readable text
	MaxUnpacked   = 24 << 20 // bytes of letters and parts that are encoded as a whole
	MaxAddresses  = 1000     // of one field
	MaxReferences = 200
	MaxLinks      = 300
)

// Flaw is what is wrong with a letter that was read all the same.
type Flaw string

// Flaws.
const (
	FlawHeader   Flaw = "header"   // lines that are no fields
	FlawDoubled  Flaw = "doubled"  // From, Subject or another single field is there twice
	FlawAddress  Flaw = "address"  // addresses had to be picked out of a field
	FlawCharset  Flaw = "charset"  // not said, or not true: it was guessed
	FlawTransfer Flaw = "transfer" // base64 or quoted-printable with holes
	FlawBoundary Flaw = "boundary" // parts without a boundary or without an end
	FlawType     Flaw = "type"     // Content-Type that says nothing
	FlawDate     Flaw = "date"     // no date, or none that can be read
	FlawTooDeep  Flaw = "too_deep" // past MaxDepth, MaxParts, MaxHeader
	FlawTooLong  Flaw = "too_long" // past MaxText
)

// Options bend how a letter is read. The zero value is right for all but a
// person who sees a wrong guess.
type Options struct {
	Charset string // of what does not say its own, and of what says a wrong one
}

// ReadHeader reads the header block of a letter; what follows it is not looked
// at. The only error is a fault of ours, which names no part of the letter.
func ReadHeader(raw []byte) (h Header, err error) {
	defer caught(&err)
	block, _, flaws := cutHeader(skipBlank(raw))
	h = readHeader(block, Options{})
	h.Flaws = joinFlaws(flaws, h.Flaws)
	return h, nil
}

// ReadLetter reads a whole letter. The letter's attachments refer to raw, which
// must not be changed afterwards.
func ReadLetter(raw []byte, options Options) (l Letter, err error) {
	defer caught(&err)
	w := &walker{options: options, parts: MaxParts, text: MaxText, unpacked: MaxUnpacked, scan: scanBudget(len(raw))}
	return w.letter(skipBlank(raw), 0), nil
}

// caught keeps a fault of ours from taking the program along: the next letter can
// still be read.
func caught(err *error) {
	if fault := recover(); fault != nil {
		*err = fmt.Errorf("parse a letter: %v: %w", fault, crm.ErrGarbled)
	}
}
