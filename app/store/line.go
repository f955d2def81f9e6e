package store

import (
	"encoding/binary"
	"errors"

	"pult/app/crm"
)

// packLines packs the lines of a document: 16 bytes of the good, then quantity
// and amount as variable integers. A base has millions of lines, which are only
// ever wanted a document at a time: a table of them would double the file.
func packLines(lines []crm.Line) []byte {
	if len(lines) == 0 {
		return nil
	}
	packed := make([]byte, 0, 24*len(lines))
	for _, line := range lines {
		packed = append(packed, line.Good[:]...)
		packed = binary.AppendVarint(packed, int64(line.Quantity))
		packed = binary.AppendVarint(packed, int64(line.Amount))
	}
	return packed
}

var errPacked = errors.New("lines of a document are damaged")

func unpackLines(packed []byte) ([]crm.Line, error) {
	var lines []crm.Line
	for len(packed) > 0 {
		var line crm.Line
		if copy(line.Good[:], packed) < len(line.Good) {
			return nil, errPacked
		}
		packed = packed[len(line.Good):]
		for _, n := range []*int64{(*int64)(&line.Quantity), (*int64)(&line.Amount)} {
			value, size := binary.Varint(packed)
			if size <= 0 {
				return nil, errPacked
			}
			*n, packed = value, packed[size:]
		}
		lines = append(lines, line)
	}
	return lines, nil
}
