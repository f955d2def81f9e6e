package lines

import (
	"context"

	"pult/app/crm"
)

// TestCall has the first account call itself, see telephony.Line.
func (b *Board) TestCall(ctx context.Context) (crm.TestResult, error) {
	if len(b.lines) == 0 {
		return crm.TestResult{}, crm.ErrNotConnected
	}
	return b.lines[0].TestCall(ctx)
}
