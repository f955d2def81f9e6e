package crm

import (
	"math/rand/v2"
	"testing"
	"time"

	"pult/app/phone"
)

// monday is a working day, 12:00 UTC.
var monday = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// fine are facts of an entry that may be called.
func fine(change ...func(*GateFacts)) GateFacts {
	f := GateFacts{
		List:    CallList{ID: ID{1}, Purpose: ServicePurpose},
		Entry:   Entry{ID: ID{2}, State: EntryNew, Numbers: []phone.Number{{E164: 79123456789}}},
		Manager: "Анна", Arbiter: true, Read: ReadAll, Zone: ZoneAt(180),
	}
	for _, c := range change {
		c(&f)
	}
	return f
}

func TestGateHoldsWithTheReason(t *testing.T) {
	bar := &Bar{Statement: Statement{Value: ResultYes, Author: "Пётр", Text: "просил"}}
	for name, c := range map[string]struct {
		change func(*GateFacts)
		want   Verdict
	}{
		"nothing against it":         {func(*GateFacts) {}, Verdict{}},
		"banned":                     {func(f *GateFacts) { f.Bar = bar }, Verdict{Hold: HoldBanned, Who: "Пётр", Text: "просил"}},
		"advertising without a word": {func(f *GateFacts) { f.List.Purpose = AdvertPurpose }, Verdict{Hold: HoldConsent}},
		"advertising refused":        {func(f *GateFacts) { f.List.Purpose, f.Consent = AdvertPurpose, Statement{Value: ResultNo} }, Verdict{Hold: HoldConsent}},
		"advertising agreed to":      {func(f *GateFacts) { f.List.Purpose, f.Consent = AdvertPurpose, Statement{Value: ResultYes} }, Verdict{}},
		"no telephone":               {func(f *GateFacts) { f.Entry.Numbers = nil }, Verdict{Hold: HoldNoPhone}},
		"all telephones tried":       {func(f *GateFacts) { f.Entry.Phone = 1 }, Verdict{Hold: HoldNoPhone}},
		"tried out":                  {func(f *GateFacts) { f.Entry.Attempts = 5 }, Verdict{Hold: HoldTried}},
		"a head sets fewer":          {func(f *GateFacts) { f.Entry.Attempts, f.Rules.Attempts = 3, 3 }, Verdict{Hold: HoldTried}},
		"a head cannot set more":     {func(f *GateFacts) { f.Entry.Attempts, f.Rules.Attempts = 5, 50 }, Verdict{Hold: HoldTried}},
		"paid":                       {func(f *GateFacts) { f.Since.Hold = HoldPaid }, Verdict{Hold: HoldPaid}},
		"withdrawn":                  {func(f *GateFacts) { f.Entry.State, f.Entry.Cause = EntryWithdrawn, string(HoldBought) }, Verdict{Hold: HoldBought}},
		"dialled now":                {func(f *GateFacts) { f.Entry.State, f.Entry.Lease.Manager = EntryDialing, "Пётр" }, Verdict{Hold: HoldUnderWay, Who: "Пётр"}},
		"a state of tomorrow":        {func(f *GateFacts) { f.Entry.State = "teleported" }, Verdict{Hold: HoldUnread}},
		"a purpose of tomorrow":      {func(f *GateFacts) { f.List.Purpose = "poetry" }, Verdict{Hold: HoldUnread}},
		"closed":                     {func(f *GateFacts) { f.List.Closed = monday }, Verdict{Hold: HoldClosed}},
		"paused":                     {func(f *GateFacts) { f.List.Paused = Pause{Cause: PauseByFault, Since: monday} }, Verdict{Hold: HoldPaused}},
		"away":                       {func(f *GateFacts) { f.Away = Pause{Cause: PauseLunch, Since: monday, Until: monday.Add(time.Hour)} }, Verdict{Hold: HoldPaused, Until: monday.Add(time.Hour)}},
		"a pause that has ended":     {func(f *GateFacts) { f.Away = Pause{Cause: PauseLunch, Until: monday} }, Verdict{}},
		"leased":                     {func(f *GateFacts) { f.Entry.Lease = Lease{"Пётр", ID{3}, monday.Add(time.Minute)} }, Verdict{Hold: HoldLease, Who: "Пётр", Until: monday.Add(time.Minute)}},
		"leased to oneself":          {func(f *GateFacts) { f.Entry.Lease = Lease{"Анна", ID{3}, monday.Add(time.Minute)} }, Verdict{}},
		"a lease that ran out":       {func(f *GateFacts) { f.Entry.Lease = Lease{"Пётр", ID{3}, monday} }, Verdict{}},
		"somebody's portion":         {func(f *GateFacts) { f.Entry.Portion = "Пётр" }, Verdict{Hold: HoldPortion, Who: "Пётр"}},
		"nobody decides":             {func(f *GateFacts) { f.Arbiter = false }, Verdict{Hold: HoldOffline}},
		"nobody decides, own":        {func(f *GateFacts) { f.Arbiter, f.Entry.Portion = false, "Анна" }, Verdict{}},
		"later":                      {func(f *GateFacts) { f.Entry.Next = monday.Add(time.Hour) }, Verdict{Hold: HoldLater, Until: monday.Add(time.Hour)}},
		"somebody's callback": {func(f *GateFacts) {
			f.Entry.State, f.Entry.Owner, f.Entry.Next = EntryCallback, "Пётр", monday.Add(-5*time.Minute)
		}, Verdict{Hold: HoldOwner, Who: "Пётр", Until: monday.Add(10 * time.Minute)}},
		"somebody's callback, late": {func(f *GateFacts) {
			f.Entry.State, f.Entry.Owner, f.Entry.Portion, f.Entry.Next = EntryCallback, "Пётр", "Пётр", monday.Add(-15*time.Minute)
		}, Verdict{}},
		"an unknown zone":     {func(f *GateFacts) { f.Zone = Zone{} }, Verdict{Hold: HoldZone}},
		"talked to today":     {func(f *GateFacts) { f.Talks = []Talk{{monday.Add(-time.Hour), "Пётр"}} }, Verdict{Hold: HoldDay, Who: "Пётр", Until: monday.Add(18 * time.Hour)}},
		"talked to yesterday": {func(f *GateFacts) { f.Talks = []Talk{{monday.Add(-24 * time.Hour), "Пётр"}} }, Verdict{}},
		"twice in a week": {func(f *GateFacts) {
			f.Talks = []Talk{{monday.AddDate(0, 0, -5), "Пётр"}, {monday.AddDate(0, 0, -3), "Олег"}}
		}, Verdict{Hold: HoldWeek, Who: "Олег", Until: monday.AddDate(0, 0, 2)}},
		"asked to be called back": {func(f *GateFacts) {
			f.Entry.State, f.Entry.Owner, f.Talks = EntryCallback, "Анна", []Talk{{monday.Add(-time.Hour), "Анна"}}
		}, Verdict{}},
		"asked to be called back, a debtor": {func(f *GateFacts) {
			f.List.Purpose, f.Person, f.Entry.State = DebtPurpose, true, EntryCallback
			f.Talks = []Talk{{monday.Add(-time.Hour), "Анна"}}
		}, Verdict{Hold: HoldDay, Who: "Анна", Until: monday.Add(17 * time.Hour)}},
	} {
		f := fine(c.change)
		if got := Gate(f, monday); got.Hold != c.want.Hold || got.Who != c.want.Who || got.Text != c.want.Text || !got.Until.Equal(c.want.Until) {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

// Eight talks in a month are what the law of debts allows; a firm may be called.
func TestGateCountsAMonthOfADebtorsTalks(t *testing.T) {
	f := fine(func(f *GateFacts) {
		f.List.Purpose = DebtPurpose
		for i := range 8 {
			f.Talks = append(f.Talks, Talk{At: monday.AddDate(0, 0, -8-i*2)})
		}
	})
	if v := Gate(f, monday); !v.Free() {
		t.Errorf("a firm: %+v", v)
	}
	f.Person = true
	if v := Gate(f, monday); v.Hold != HoldMonth || !v.Until.After(monday) {
		t.Errorf("a person: %+v", v)
	}
}

// What a client may be called at, by the clock on its wall, in all zones of Russia and
// in Kazakhstan: on both sides of each edge, over midnight and over a weekend.
func TestGateKeepsTheHoursOfEveryZone(t *testing.T) {
	zones := map[string]string{
		"Калининград": "+02:00", "Москва": "+03:00", "Самара": "+04:00", "Екатеринбург": "+05:00", "Омск": "+06:00", "Красноярск": "+07:00",
		"Иркутск": "+08:00", "Чита": "+09:00", "Владивосток": "+10:00", "Магадан": "+11:00", "Камчатка": "+12:00", "Алматы": "+05:00",
	}
	person := func(f *GateFacts) { f.List.Purpose, f.Person = DebtPurpose, true }
	own := func(f *GateFacts) { f.Own = Span{12 * 60, 15 * 60} }
	agreed := func(f *GateFacts) { f.Entry.State = EntryCallback }
	saturdays := func(f *GateFacts) { f.Rules.Weekend = Span{10 * 60, 16 * 60} }
	nights := func(f *GateFacts) { f.Rules.Weekend = Span{0, 24 * 60} }
	none := func(*GateFacts) {}
	for town, text := range zones {
		zone, err := ParseZone(text)
		if err != nil || zone.String() != text {
			t.Fatal(zone, err)
		}
		for _, c := range []struct {
			change     func(*GateFacts)
			day        int // of November 2026: the 23rd is a Monday
			clock      string
			open       bool
			opens      string // of the next time
			opensOnDay int
		}{
			{none, 23, "08:59", false, "09:00", 23},
			{none, 23, "09:00", true, "", 0},
			{none, 23, "19:59", true, "", 0},
			{none, 23, "20:00", false, "09:00", 24},
			{none, 23, "23:59", false, "09:00", 24},
			{none, 24, "00:00", false, "09:00", 24},
			{none, 27, "20:00", false, "09:00", 30},
			{none, 28, "12:00", false, "09:00", 30},
			{none, 29, "23:59", false, "09:00", 30},
			{person, 23, "07:59", false, "08:00", 23},
			{person, 23, "08:00", true, "", 0},
			{person, 23, "21:59", true, "", 0},
			{person, 23, "22:00", false, "08:00", 24},
			{person, 27, "22:00", false, "09:00", 28},
			{person, 28, "08:59", false, "09:00", 28},
			{person, 28, "19:59", true, "", 0},
			{person, 29, "20:00", false, "08:00", 30},
			{own, 23, "11:59", false, "12:00", 23},
			{own, 23, "12:00", true, "", 0},
			{own, 23, "15:00", false, "12:00", 24},
			{saturdays, 28, "09:59", false, "10:00", 28},
			{saturdays, 28, "15:59", true, "", 0},
			{saturdays, 29, "16:00", false, "09:00", 30},
			{nights, 29, "08:59", false, "09:00", 29}, // no setting is wider than the law
			{agreed, 28, "10:00", true, "", 0},
			{agreed, 23, "21:30", true, "", 0},
			{agreed, 23, "22:00", false, "08:00", 24},
		} {
			wall, _ := zone.In(time.Time{})
			local := func(day int, clock string) time.Time {
				at, err := time.ParseInLocation("15:04", clock, wall.Location())
				if err != nil {
					t.Fatal(err)
				}
				return time.Date(2026, 11, day, at.Hour(), at.Minute(), 0, 0, wall.Location())
			}
			f := fine(c.change)
			f.Zone = zone
			v := Gate(f, local(c.day, c.clock).UTC())
			if v.Free() != c.open || !c.open && (v.Hold != HoldHours || !v.Until.Equal(local(c.opensOnDay, c.opens))) {
				t.Errorf("%s, the %d at %s: %+v, want open %t or from the %d at %s", town, c.day, c.clock, v, c.open, c.opensOnDay, c.opens)
			}
		}
	}
}

// A region that lies in several zones is called when it is day in all of it.
func TestGateOfARegionInSeveralZones(t *testing.T) {
	f := fine()
	f.Zone, _ = ParseZone("+09:00/+11:00")
	for clock, open := range map[int]bool{23: false, 0: true, 8: true, 9: false} { // UTC: 9:00 in the west, 20:00 in the east
		at := time.Date(2026, 11, 24, clock, 0, 0, 0, time.UTC)
		if clock == 23 {
			at = at.AddDate(0, 0, -1)
		}
		if v := Gate(f, at); v.Free() != open {
			t.Errorf("%d UTC: %+v", clock, v)
		}
	}
}

// Whatever the facts, there is a verdict; what could not be read never lets a call
// through, and neither does what forbids it.
func TestGateIsTotalAndFailsClosed(t *testing.T) {
	states := []EntryState{"", "?", EntryNew, EntryDialing, EntryTalking, EntryWrapUp, EntryRetry, EntryCallback, EntryDone, EntryBanned, EntryDuplicate, EntryNoPhone, EntryExhausted, EntryWithdrawn}
	purposes := append(Purposes(), "", "?")
	known := map[Hold]bool{HoldNone: true}
	for _, h := range Holds() {
		known[h] = true
	}
	r := rand.New(rand.NewPCG(7, 7))
	one := func(n int) bool { return r.IntN(n) == 0 }
	free := 0
	for range 200_000 {
		now := monday.Add(time.Duration(r.Int64N(int64(60 * 24 * time.Hour))))
		f := GateFacts{Manager: "Анна", Arbiter: !one(4), Read: ReadAll, Person: one(2)}
		f.List.Purpose = purposes[r.IntN(len(purposes))]
		f.Entry = Entry{State: states[r.IntN(len(states))], Attempts: r.IntN(7), Phone: r.IntN(4) - 1, Next: now.Add(time.Duration(r.IntN(7)-6) * time.Hour)}
		f.Entry.Numbers = []phone.Number{{E164: 79123456789}, {E164: 73432123456}}[:r.IntN(3)]
		if one(4) {
			f.Read = GateRead(r.UintN(64))
		}
		if one(5) {
			f.Bar = &Bar{}
		}
		if one(2) {
			f.Consent.Value = ResultYes
		}
		if one(4) {
			f.Entry.Lease = Lease{"Пётр", ID{1}, now.Add(time.Duration(r.IntN(3)-1) * time.Minute)}
		}
		f.Zone = Zone{Known: !one(4), West: r.IntN(30)*60 - 900, East: r.IntN(30)*60 - 900}
		f.Own = Span{r.IntN(3000) - 700, r.IntN(3000) - 700}
		for range r.IntN(4) {
			f.Talks = append(f.Talks, Talk{At: now.Add(-time.Duration(r.Int64N(int64(40 * 24 * time.Hour))))})
		}
		v := Gate(f, now)
		if early := GateEarly(f, now); !early.Free() && v.Free() {
			t.Fatalf("passed over as %s, and the gate lets it through: %+v", early.Hold, f)
		}
		if !known[v.Hold] {
			t.Fatalf("%+v is no verdict, of %+v", v, f)
		}
		if !v.Free() {
			continue
		}
		free++
		west, east := f.Zone.In(now)
		switch {
		case f.Read&ReadAll != ReadAll, f.Bar != nil, !f.Zone.Known, !f.Entry.State.Waits(), f.Entry.Lease.Holds(now), f.Entry.Next.After(now),
			f.Entry.Number().E164 == 0, f.Entry.Attempts >= 5, f.List.Purpose == AdvertPurpose && !f.Consent.Holds(),
			!LawfulHours().open(west), !LawfulHours().open(east):
			t.Fatalf("let through %+v at %s", f, now)
		}
	}
	if free == 0 {
		t.Error("nothing is ever let through")
	}
	if v := Gate(GateFacts{}, monday); v.Free() {
		t.Error("the gate lets through what nothing is known of")
	}
}

func TestParseZone(t *testing.T) {
	for text, want := range map[string]string{
		"Europe/Kaliningrad": "+02:00", "asia/kamchatka": "+12:00", "+05:30": "+05:30", "+02:00/+12:00": "+02:00/+12:00", "": "", "UTC": "+00:00",
	} {
		if z, err := ParseZone(text); err != nil || z.String() != want {
			t.Errorf("%q is %q, %v", text, z, err)
		}
	}
	for _, text := range []string{"Mars/Olympus", "5", "+25:00", "+12:00/+02:00", "+05:00/"} {
		if _, err := ParseZone(text); err == nil {
			t.Errorf("%q is a zone", text)
		}
	}
}
