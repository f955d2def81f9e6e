// Package words embeds the texts people read, one JSON file a language. The keys
// are the same in all files; app/view reads them.
package words

import "embed"

// FS holds ru.json and en.json: key to text, with fmt verbs where figures go.
//
//go:embed *.json
var FS embed.FS
