package odata

import (
	"context"
	"errors"

	"pult/app/crm"
)

// Sizes of a page. 1C builds an answer in memory and knows no paging of its own;
// one document with eight sections has been seen to weigh 6 MB. So a page is
// measured in bytes: the next one takes as many rows as would have made
// pageBytes.
const (
	firstPage = 200
	leastPage = 20
	mostPage  = 5000
	pageBytes = 4 << 20
)

// Pages reads a set from q.Skip on, page by page, and hands over each row; after
// each page done is told where the next one begins. A page that breaks off is
// taken up where it broke, with a quarter of the rows, until even the least page
// cannot be had. q.Top is the size of the first page, or zero.
//
// $skip over references is the only way to page them, for 1C cannot compare
// them; the order of q.OrderBy has to be a stable one. A row that is removed
// meanwhile moves the others, so one may be missed: whoever removes what was
// not seen has to ask for it once more.
func (c *Client) Pages(ctx context.Context, set string, q Query, each func(Row) error, done func(next int) error) error {
	if q.Top == 0 {
		q.Top = firstPage
	}
	for {
		asked := q.Top
		n, size, err := c.page(ctx, set, q.encode(), each)
		q.Skip += n
		if n > 0 { // what came before an error is good
			if err := done(q.Skip); err != nil {
				return err
			}
		}
		if err != nil && (!broken(err) || asked <= leastPage || ctx.Err() != nil) {
			return err
		}
		switch {
		case err != nil:
			q.Top = max(asked/4, leastPage)
		case n < asked:
			return nil
		case size > 0:
			q.Top = int(min(max(int64(n)*pageBytes/size, leastPage), mostPage, int64(4*asked)))
		}
	}
}

// broken tells an answer that a smaller page may heal: one cut off, or a server
// that ran out of memory or time over it.
func broken(err error) bool {
	var fault *Error
	if !errors.As(err, &fault) {
		return false
	}
	if fault.Status >= 500 && fault.Code == NoCode && !errors.Is(err, crm.ErrBusy) && !errors.Is(err, crm.ErrOffline) {
		return true
	}
	return errors.Is(err, crm.ErrCut)
}

// page reads one page and measures it.
func (c *Client) page(ctx context.Context, path, query string, each func(Row) error) (n int, size int64, err error) {
	body, err := c.do(ctx, "GET", path, query, nil)
	if err != nil {
		return 0, 0, err
	}
	defer body.Close()
	counted := &counter{r: body}
	n, err = decodeRows(counted, path, each)
	return n, counted.n, err
}
