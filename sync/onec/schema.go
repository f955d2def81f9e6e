package onec

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"pult/sync/odata"
)

// schemaLife is how long what $metadata said is believed. A base takes 20 s and
// more to make it, and fifty workstations must not ask each morning at nine.
const schemaLife = 24 * time.Hour

// keptSchema is the file a schema is kept in. Of is what it was asked for.
type keptSchema struct {
	Of     string
	At     time.Time
	Schema *odata.Schema
}

// readSchema learns the fields of the sets the map may read. Without them the
// first candidates are believed.
func (b *Base) readSchema(ctx context.Context) {
	wanted := slices.DeleteFunc(b.layout.wanted(), func(set string) bool { return !b.sets[set] })
	of := b.fingerprint(wanted)
	if kept, err := readKept(b.SchemaFile); err == nil && kept.Of == of && time.Since(kept.At) < schemaLife {
		b.schema = kept.Schema
		return
	}
	schema, err := b.client.Schema(ctx, wanted)
	if err != nil {
		b.Log.WarnContext(ctx, "the schema of 1C could not be read, its fields are taken as the map has them", "error", err)
		b.schema = nil
		return
	}
	b.schema = schema
	if err := writeKept(b.SchemaFile, keptSchema{of, time.Now(), schema}); err != nil {
		b.Log.WarnContext(ctx, "the schema of 1C could not be kept", "error", err)
	}
}

// fingerprint tells one publication and map from another.
func (b *Base) fingerprint(wanted []string) string {
	h := sha256.New()
	fmt.Fprintln(h, b.client.Host(), wanted, slices.Sorted(maps.Keys(b.sets)))
	return hex.EncodeToString(h.Sum(nil))
}

// forgetSchema has the next probe read it anew.
func (b *Base) forgetSchema() {
	b.schema, b.sets = nil, nil
	if b.SchemaFile != "" {
		_ = os.Remove(b.SchemaFile) // it would be refused by its age anyway
	}
}

func readKept(path string) (kept keptSchema, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return kept, err
	}
	err = json.Unmarshal(text, &kept)
	if err == nil && kept.Schema == nil {
		err = os.ErrInvalid
	}
	return kept, err
}

// writeKept replaces the file whole: a second program may be reading it.
func writeKept(path string, kept keptSchema) error {
	if path == "" {
		return nil
	}
	text, err := json.Marshal(kept)
	if err != nil {
		return err
	}
	temporary, err := os.CreateTemp(filepath.Dir(path), "schema-*")
	if err != nil {
		return err
	}
	_, err = temporary.Write(text)
	if closed := temporary.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(temporary.Name(), path)
	}
	if err != nil {
		_ = os.Remove(temporary.Name())
	}
	return err
}
