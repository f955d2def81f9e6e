package desk

import (
	"context"

	"pult/app/crm"
	"pult/app/phone"
)

// Near finds clients whose numbers are almost this one: a hint to ask the caller by,
// nothing is put on record because of it.
func (d *Desk) Near(ctx context.Context, number phone.Number) ([]crm.Near, error) {
	return d.Directory.Near(ctx, number)
}
