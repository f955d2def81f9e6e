// Package maps holds the configuration maps: which entity and field of a
// configuration of 1C feeds which part of the domain. They are data, so that an
// administrator can correct one in a file of his own; sync/onec reads them.
package maps

import "embed"

// Files are the maps, one a configuration.
//
//go:embed *.toml
var Files embed.FS
