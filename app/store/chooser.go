package store

import (
	"context"

	"pult/app/crm"
	"pult/app/phone"
)

// Numbers gives the telephones clients can be called by, see Cache.Numbers.
func (c Chooser) Numbers(ctx context.Context, clients []crm.Ref) (map[crm.Ref][]phone.Number, error) {
	return c.Store.Cache.Numbers(ctx, clients)
}
