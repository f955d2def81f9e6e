package parse

import (
	"bytes"
	"regexp"
)

// metaPattern finds the charset an HTML text claims for itself.
var metaPattern = regexp.MustCompile(`(?i)<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{1,40})`)

func metaCharset(data []byte) string {
	head := data[:min(len(data), 4096)]
	if !bytes.Contains(bytes.ToLower(head), []byte("charset")) {
		return ""
	}
	if m := metaPattern.FindSubmatch(head); m != nil {
		return string(m[1])
	}
	return ""
}
