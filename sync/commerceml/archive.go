package commerceml

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"

	"pult/app/crm"
)

// Caps of an archive.
const (
	maxParts  = 500
	maxPart   = 64 << 20  // bytes of one file
	maxUnpack = 256 << 20 // bytes of all of them
)

// IsArchive tells a zip archive with files of XML in it, as 1C packs an exchange.
// Tables of Excel are zip archives too; they are none.
func IsArchive(data []byte) bool {
	if !bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return false
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return false
	}
	found := false
	for _, part := range archive.File {
		switch name := strings.ToLower(part.Name); {
		case name == "[content_types].xml", name == "mimetype", strings.HasPrefix(name, "xl/"):
			return false
		case strings.HasSuffix(name, ".xml"):
			found = true
		}
	}
	return found
}

// Unpack hands over the files of XML of an archive, one by one; pictures and all
// else are passed by. What the archive says of its sizes is the word of whoever
// made it, so bytes are counted as they come.
func Unpack(data []byte, each func(name string, data []byte) error) error {
	return unpackWithin(data, maxPart, maxUnpack, each)
}

func unpackWithin(data []byte, most, left int64, each func(name string, data []byte) error) error {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return worded(err)
	}
	if len(archive.File) > maxParts {
		return crm.Reason{Code: "bomb"}
	}
	for _, part := range archive.File {
		if !strings.HasSuffix(strings.ToLower(part.Name), ".xml") {
			continue
		}
		text, err := unpack(part, min(left, most))
		if err != nil {
			return err
		}
		left -= int64(len(text))
		name := clip(strings.ToValidUTF8(path.Base(strings.ReplaceAll(part.Name, `\`, "/")), "?"))
		if err := each(name, text); err != nil {
			return err
		}
	}
	return nil
}

func unpack(part *zip.File, most int64) ([]byte, error) {
	r, err := part.Open()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", crm.Reason{Code: "garbled"}, err)
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, most+1))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", crm.Reason{Code: "garbled"}, err)
	}
	if int64(len(data)) > most {
		return nil, crm.Reason{Code: "bomb"}
	}
	return data, nil
}
