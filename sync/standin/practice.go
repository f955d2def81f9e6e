package standin

import (
	"math/rand/v2"
	"time"
)

var (
	roubleRef  = newGUID(0, "Валюты", 643)
	companyRef = newGUID(0, "Организации", 1)
)

// partner is a row of Catalog_Партнеры with what hangs on it.
type partner struct {
	ref        guid
	n          int
	name       string
	fullName   string
	parent     guid
	manager    int // index of the manager, -1 for none
	client     bool
	supplier   bool
	other      bool
	marked     bool
	predefined string
	private    bool // a person, not a firm
	registered time.Time
	comment    string
	contacts   []contactLine
	firms      []*firm
	people     []*person
	papers     []*paper
}

// firm is a row of Catalog_Контрагенты: the legal side of a partner.
type firm struct {
	ref      guid
	partner  *partner
	name     string
	fullName string
	inn, kpp string
	legal    string
	marked   bool
	contacts []contactLine
	key      guid // row of Catalog_КлючиАналитикиУчетаПоПартнерам
}

// person is a row of Catalog_КонтактныеЛицаПартнеров.
type person struct {
	ref      guid
	partner  *partner
	name     string
	position string
	female   bool
	marked   bool
	left     time.Time // when the connection ended
	contacts []contactLine
}

// manager is a row of Catalog_Пользователи.
type manager struct {
	ref      guid
	name     string
	email    string
	invalid  bool
	internal bool // a service user
}

type good struct {
	ref    guid
	folder guid
	n      int
	name   string
	unit   string
	price  Kopecks
	group  bool
}

// practice is everything the generator makes, before it is loaded as sets.
type practice struct {
	seed      int64
	today     time.Time // midnight of the base's day
	now       time.Time // wall clock
	partners  []*partner
	managers  []manager
	goods     []good
	orders    []*paper
	shipments []*paper
	payments  []*paper
	bills     []*paper
	objects   []*paper // orders and shipments that are objects of settlement
	movements []movement
	words     *words

	cityNumbers, mobileNumbers int     // given out so far
	shared                     []phone // numbers waiting to be given to one more client
}

// source of randomness for one client: independent of how many there are.
func (c *practice) dice(space string, n int) *rand.Rand {
	g := newGUID(c.seed, "dice:"+space, n)
	var a, b uint64
	for i := range 8 {
		a = a<<8 | uint64(g[i])
		b = b<<8 | uint64(g[8+i])
	}
	return rand.New(rand.NewPCG(a, b))
}

// pick takes one of a list.
func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// chance is true in so many cases of a thousand.
func chance(r *rand.Rand, perMille int) bool { return r.IntN(1000) < perMille }

// daysAgo is a working hour so many days before today.
func (c *practice) daysAgo(r *rand.Rand, days int) time.Time {
	t := c.today.AddDate(0, 0, -days).Add(time.Duration(9*60+r.IntN(9*60)) * time.Minute).Add(time.Duration(r.IntN(60)) * time.Second)
	if t.After(c.now) {
		return c.now
	}
	return t
}
