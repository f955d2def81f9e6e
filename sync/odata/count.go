package odata

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// Count asks how many objects a set has. The answer is a bare number.
func (c *Client) Count(ctx context.Context, set, filter string) (int, error) {
	query := ""
	if filter != "" {
		query = "$filter=" + escape(filter)
	}
	body, err := c.send(ctx, http.MethodGet, set+"/$count", query, nil, "text/plain")
	if err != nil {
		return 0, err
	}
	defer body.Close()
	text, _ := io.ReadAll(io.LimitReader(body, maxError))
	n, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil || n < 0 {
		return 0, garbled(set, describe(text))
	}
	return n, nil
}
