package intake

import (
	"errors"

	"pult/app/crm"
	"pult/sync/commerceml"
)

// exchange reads CommerceML: one file, or an archive of several. A file of it that
// is of something else (goods, prices) has no clients, which is no fault.
func (r *reading) exchange(data []byte, report *Report) (drafts []draft, err error) {
	var first error
	take := func(name string, data []byte) error {
		file, err := commerceml.Parse(data)
		report.Papers = commerceml.Merge(report.Papers, file.Papers)
		for _, p := range file.Parties {
			d := r.ofCommerceML(p)
			d.file = name
			drafts = append(drafts, d)
		}
		if first == nil && (name == "" || !foreign(err)) {
			first = err
		}
		return nil
	}
	if commerceml.Is(data) {
		err = take("", data)
	} else {
		err = commerceml.Unpack(data, take)
	}
	if first == nil {
		first = err
	}
	if len(drafts) == 0 {
		if first == nil {
			first = crm.Reason{Code: "no_clients"}
		}
		return nil, first
	}
	report.Fault = first
	return drafts, nil
}

// foreign tells a file that is whole and not CommerceML: archives hold others too.
func foreign(err error) bool {
	var reason crm.Reason
	return errors.As(err, &reason) && (reason.Code == "not_commerceml" || reason.Code == "empty")
}
