//go:build darwin || (!windows && wayland)

package native

import (
	"fmt"

	"pult/app/crm"
)

// take has nobody to ask: these systems give a program no keys of others.
func take(keys []globalKey, _ func(int)) (release func(), errs []error) {
	errs = make([]error, len(keys))
	for i, k := range keys {
		if k.key != 0 {
			errs[i] = fmt.Errorf("key %s: %w", k.name, crm.ErrRefused)
		}
	}
	return nil, errs
}
