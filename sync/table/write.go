package table

import (
	"bufio"
	"io"
	"regexp"
	"strings"
)

// Write writes a table as Excel opens it in Russia: a mark of UTF-8, semicolons,
// and nothing that Excel would compute.
func Write(w io.Writer, rows [][]string) error {
	out := bufio.NewWriter(w)
	_, _ = out.WriteString("\ufeff")
	for _, row := range rows {
		for i, cell := range row {
			if i > 0 {
				_ = out.WriteByte(';')
			}
			_, _ = out.WriteString(quote(Safe(cell)))
		}
		_, _ = out.WriteString("\r\n")
	}
	return out.Flush() // it keeps the first error
}

// number is a telephone number or an amount: groups of digits compute nothing.
var number = regexp.MustCompile(`^[+-]?[0-9][0-9 \x{a0}().,-]*$`)

// Safe makes a cell that a table program takes for text. A program that opens
// "=HYPERLINK(…)" runs it, and names of clients come from anybody; an apostrophe
// says that what follows is text. A telephone keeps its plus: it is written in
// groups, which is no formula and stays as it is.
func Safe(cell string) string {
	trimmed := strings.TrimLeft(cell, " \u00a0")
	if trimmed == "" || !strings.ContainsRune("=+-@\t\r\n|%", rune(trimmed[0])) || number.MatchString(trimmed) {
		return cell
	}
	return "'" + cell
}

func quote(cell string) string {
	if !strings.ContainsAny(cell, ";\"\r\n\t") && cell == strings.TrimSpace(cell) {
		return cell
	}
	return `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
}
