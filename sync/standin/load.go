package standin

// load puts the company into the base's sets.
func (c *practice) load(b *base) {
	b.movements = c.movements
	put := func(set string, ref guid, src source) {
		b.tables[set].add(&record{ref: ref, src: src})
	}
	for i := range c.managers {
		put("Catalog_Пользователи", c.managers[i].ref, &c.managers[i])
	}
	for _, name := range contactKinds {
		put("Catalog_ВидыКонтактнойИнформации", contactKindRef(name), contactKindName(name))
	}
	for i := range c.goods {
		put("Catalog_Номенклатура", c.goods[i].ref, &c.goods[i])
	}
	put("Catalog_Организации", companyRef, ownCompany{})
	put("Catalog_Валюты", roubleRef, rouble{})
	for _, p := range c.partners {
		put("Catalog_Партнеры", p.ref, &partnerRow{p, c})
		for _, f := range p.firms {
			put("Catalog_Контрагенты", f.ref, f)
			put("Catalog_КлючиАналитикиУчетаПоПартнерам", f.key, &analyticsKey{f})
		}
		for _, h := range p.people {
			put("Catalog_КонтактныеЛицаПартнеров", h.ref, h)
		}
	}
	for _, d := range c.objects {
		put("Catalog_ОбъектыРасчетов", d.object, &settlementRow{d})
	}
	for set, list := range map[string][]*paper{orderSet: c.orders, shipmentSet: c.shipments, paymentSet: c.payments, billSet: c.bills} {
		for _, d := range list {
			put(set, d.ref, &paperRow{d, c})
		}
		b.counters[set] = len(list) + demoNumber
	}
	b.counters["Catalog_Партнеры"] = len(c.partners)
	c.loadRegister(b)
}

// loadRegister gathers the movements by recorder.
func (c *practice) loadRegister(b *base) {
	sets := map[guid]*recordSet{}
	for i := range b.movements {
		m := &b.movements[i]
		set := sets[m.recorder.ref]
		if set == nil {
			set = &recordSet{}
			sets[m.recorder.ref] = set
			b.tables[debtRegister].add(&record{ref: m.recorder.ref, src: set})
		}
		set.movements = append(set.movements, m)
	}
}

// recordSet is what one document wrote into the debt register.
type recordSet struct{ movements []*movement }

func (s *recordSet) fill(v *values) {
	lines := make([]row, 0, len(s.movements))
	for i, m := range s.movements {
		kind := "Expense"
		if m.receipt {
			kind = "Receipt"
		}
		lines = append(lines, v.line("RecordSet", i+1, map[string]any{
			"Recorder": m.recorder, "Period": m.period, "Active": true, "RecordType": kind,
			"АналитикаУчетаПоПартнерам_Key": m.at.key, "ОбъектРасчетов_Key": m.at.object, "Валюта_Key": roubleRef,
			"РасчетныйДокумент": m.at.document, "ДатаПлановогоПогашения": m.at.due, "ДатаВозникновения": m.at.origin,
			"Долг": money(m.debt), "ДолгРегл": money(m.debt), "ДолгУпр": money(m.debt),
			"Предоплата": money(m.advance), "ПредоплатаРегл": money(m.advance), "ПредоплатаУпр": money(m.advance),
		}))
	}
	v.set("Recorder", s.movements[0].recorder)
	v.set("RecordSet", lines)
}
