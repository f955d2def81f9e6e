package phone

import (
	"slices"
	"testing"
)

func TestBlock(t *testing.T) {
	first, last, ok := Number{E164: 74951234567}.Block()
	if !ok || first != 74951234500 || last != 74951234599 {
		t.Errorf("the block is %d to %d, %t", first, last, ok)
	}
	for _, mobile := range []int64{79123456789, 77011234567, 77471234567, 77771234567, 0} {
		if _, _, ok := (Number{E164: mobile}).Block(); ok {
			t.Errorf("%d stands in a block", mobile)
		}
	}
	if (Number{E164: 77271234567}).Mobile() {
		t.Error("a number of Almaty is mobile")
	}
}

func TestMisread(t *testing.T) {
	n := Number{E164: 74951234567}
	list := n.Misread()
	for _, near := range []int64{74951234568, 74991234567, 74952134567, 74951234576, 79451234567} {
		if !slices.Contains(list, near) {
			t.Errorf("%d is not near", near)
		}
	}
	for _, far := range []int64{n.E164, 84951234567, 74951234600, 74951235467 + 1} {
		if slices.Contains(list, far) {
			t.Errorf("%d is near", far)
		}
	}
	if len(list) != 9*ownDigits+9 {
		t.Errorf("%d numbers", len(list))
	}
	if (Number{Short: "101"}).Misread() != nil || (Number{E164: 37529}).Misread() != nil {
		t.Error("a short number has neighbours")
	}
}
