package intake

import (
	"context"
	"slices"
	"strconv"

	"pult/app/crm"
	"pult/app/phone"
)

// known are the clients that are here and may be those of the file. All others
// are passed over as they are read, so that memory follows the file and not the
// base.
type known struct {
	clients []crm.Identity
	refs    map[crm.Ref]int
	inns    map[string][]int
	names   map[string][]int
	reach   map[string][]int // telephones and addresses
}

// learn reads the base and keeps whom the drafts may mean.
func learn(ctx context.Context, base Directory, drafts []draft) (*known, error) {
	k := &known{refs: map[crm.Ref]int{}, inns: map[string][]int{}, names: map[string][]int{}, reach: map[string][]int{}}
	wanted := want(drafts)
	err := base.Identities(ctx, func(one crm.Identity) error {
		place, met := len(k.clients), wanted.refs[one.Ref]
		keep := func(to map[string][]int, of map[string]bool, key string) {
			if key == "" || !of[key] {
				return
			}
			met = true
			if list := to[key]; len(list) == 0 || list[len(list)-1] != place {
				to[key] = append(list, place)
			}
		}
		for _, paper := range one.Papers {
			keep(k.inns, wanted.inns, paper.INN)
		}
		for _, number := range one.Phones {
			keep(k.reach, wanted.reach, reachOf(number))
		}
		for _, address := range one.Emails {
			keep(k.reach, wanted.reach, crm.CleanEmail(address))
		}
		keep(k.names, wanted.names, crm.NameKey(one.Name))
		if met {
			k.refs[one.Ref] = place
			k.clients = append(k.clients, one)
		}
		return nil
	})
	return k, err
}

// wishes are what clients of the file can be recognised by.
type wishes struct {
	refs               map[crm.Ref]bool
	inns, names, reach map[string]bool
}

func want(drafts []draft) wishes {
	w := wishes{refs: map[crm.Ref]bool{}, inns: map[string]bool{}, names: map[string]bool{}, reach: map[string]bool{}}
	for _, d := range drafts {
		if d.bad != nil {
			continue
		}
		w.refs[d.ref()] = true
		if ref := d.guid(); !ref.IsZero() {
			w.refs[ref] = true
		}
		w.inns[d.party.Client.INN], w.names[d.key] = true, true
		for _, key := range d.reach() {
			w.reach[key] = true
		}
	}
	return w
}

// ref is derived from what names the client best: his code in the other program,
// his tax number, his name. The next file of the same clients gives the same one,
// and his history stays with him.
func (d *draft) ref() crm.Ref {
	c := d.party.Client
	switch {
	case d.code != "":
		return crm.DerivedRef("client", "code", d.code)
	case c.INN != "":
		return crm.DerivedRef("client", "inn", c.INN, c.KPP)
	default:
		return crm.DerivedRef("client", "name", d.key)
	}
}

// guid is the reference of 1C, where a file gives it for a code.
func (d *draft) guid() crm.Ref {
	ref, err := crm.ParseRef(d.code)
	if err != nil {
		return crm.Ref{}
	}
	return ref
}

// reachOf is a number as it is compared; only whole ones are.
func reachOf(number phone.Number) string {
	if number.Kind() != phone.Public {
		return ""
	}
	return strconv.FormatInt(number.E164, 10)
}

// keys of the firm's own telephones and addresses and those of its people.
func (d *draft) reach() (keys []string) {
	add := func(phones []crm.Phone, emails []string) {
		for _, p := range phones {
			keys = append(keys, reachOf(p.Number))
		}
		for _, address := range emails {
			keys = append(keys, crm.CleanEmail(address))
		}
	}
	add(d.party.Client.Phones, d.party.Client.Emails)
	for _, person := range d.party.Contacts {
		add(person.Phones, person.Emails)
	}
	return slices.DeleteFunc(keys, func(key string) bool { return key == "" })
}

// paper is the tax number of the draft.
func (d *draft) paper() []crm.Paper {
	if d.party.Client.INN == "" {
		return nil
	}
	return []crm.Paper{{INN: d.party.Client.INN, KPP: d.party.Client.KPP}}
}

// meant says whom of the base a draft means: one client for sure, or some that
// it may be and why.
func (k *known) meant(d *draft) (sure *crm.Identity, maybe []crm.Identity, why crm.Reason) {
	if place, ok := k.refs[d.ref()]; ok && d.code != "" {
		one := k.clients[place]
		if crm.Alike(crm.NameKey(one.Name), d.key) || hasINN(one, d.party.Client.INN) {
			return &one, nil, why
		}
		return nil, []crm.Identity{one}, crm.Reason{Code: "like_code", Detail: d.code}
	}
	if found := k.branch(d); len(found) > 0 {
		return decide(d, found, crm.Reason{Code: "like_inn", Detail: d.party.Client.INN})
	}
	if found := k.others(d, k.names[d.key]); len(found) > 0 {
		return decide(d, found, crm.Reason{Code: "like_name"})
	}
	for _, key := range d.reach() {
		if found := k.others(d, k.reach[key]); len(found) > 0 {
			return nil, found, crm.Reason{Code: "like_reach", Detail: key}
		}
	}
	return nil, nil, why
}

// decide takes the only client of a file of ours, or the only one of that name;
// one of 1C is never changed by a file.
func decide(d *draft, found []crm.Identity, why crm.Reason) (sure *crm.Identity, maybe []crm.Identity, _ crm.Reason) {
	if len(found) > 1 {
		same := slices.DeleteFunc(slices.Clone(found), func(one crm.Identity) bool { return crm.NameKey(one.Name) != d.key })
		if len(same) == 1 {
			found = same
		}
	}
	if len(found) == 1 && found[0].Imported {
		return &found[0], nil, crm.Reason{}
	}
	return nil, found, why
}

// branch finds clients of the tax number: the same office, or one that does not
// say which.
func (k *known) branch(d *draft) (list []crm.Identity) {
	c := d.party.Client
	if c.INN == "" {
		return nil
	}
	for _, place := range k.inns[c.INN] {
		one := k.clients[place]
		if slices.ContainsFunc(one.Papers, func(p crm.Paper) bool {
			return p.INN == c.INN && (p.KPP == c.KPP || p.KPP == "" || c.KPP == "")
		}) {
			list = append(list, one)
		}
	}
	return list
}

// others leaves out clients that are other firms by their tax numbers.
func (k *known) others(d *draft, places []int) (list []crm.Identity) {
	for _, place := range places {
		if one := k.clients[place]; !crm.OtherFirms(one.Papers, d.paper()) {
			list = append(list, one)
		}
	}
	return list
}

func hasINN(one crm.Identity, inn string) bool {
	return inn != "" && slices.ContainsFunc(one.Papers, func(p crm.Paper) bool { return p.INN == inn })
}
