// Package icons embeds the pictures of the panel: one set, drawn on a grid of 16
// with lines of one weight, coloured by the theme.
package icons

import "embed"

// FS holds one SVG a picture.
//
//go:embed *.svg
var FS embed.FS
