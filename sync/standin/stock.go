package standin

import "slices"

// stockRegister is what lies in the store. Only the first resource ever moves.
func stockRegister(name string, list *paperList, resources ...string) *register {
	amount := func(n number) []number {
		return slices.Concat([]number{n}, make([]number, len(resources)-1))
	}
	return &register{
		name: "AccumulationRegister_" + name, title: "Товары на складах", list: list, resources: resources,
		dims: []*field{
			ref("Номенклатура", "Catalog_Номенклатура"), ref("Характеристика", "Catalog_ХарактеристикиНоменклатуры"), ref("Склад", "Catalog_Склады"),
		},
		opening: func(c *practice) []move {
			var out []move
			for i := 1; i <= c.stocked(); i++ {
				out = append(out, move{period: c.today.AddDate(-2, 0, 0), receipt: true, dims: []any{c.goods[i].ref, guid{}, storeRef}, res: amount(c.initial[i])})
			}
			return out
		},
		moves: func(c *practice, d *paper) []move {
			if !d.posted || d.gone {
				return nil
			}
			var out []move
			for _, l := range d.lines {
				if g := &c.goods[l.good]; !g.service {
					out = append(out, move{period: d.date, dims: []any{g.ref, guid{}, storeRef}, res: amount(l.quantity)})
				}
			}
			return out
		},
	}
}
