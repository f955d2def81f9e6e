package crm

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Quantity is an amount of goods in thousandths of the unit: 1C keeps three
// places. No float touches it.
type Quantity int64

// ParseQuantity reads a decimal number, "12.5", as 1C writes it. More than three
// places are cut.
func ParseQuantity(text string) (Quantity, error) {
	whole, part, _ := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	digits := whole + (part + "000")[:3]
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || whole == "" || strings.ContainsAny(text[1:], "+-") {
		return 0, fmt.Errorf("quantity %q: %w", text, errors.Join(ErrInvalid, err))
	}
	if strings.HasPrefix(text, "-") {
		n = -n
	}
	return Quantity(n), nil
}

// String is the number without zeros it does not need: "12.5".
func (q Quantity) String() string {
	sign := ""
	if q < 0 {
		sign, q = "-", -q
	}
	text := fmt.Sprintf("%s%d.%03d", sign, q/1000, q%1000)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

// Good is what the firm sells: goods and services (номенклатура).
type Good struct {
	Ref     Ref
	Name    string
	Code    string
	Version string
	Deleted bool
}

// Line is one line of an order or a shipment.
type Line struct {
	Good     Ref
	Quantity Quantity
	Amount   Money
}

// Price is what a good costs under one type of prices.
type Price struct {
	Good   Ref
	Type   Ref
	Amount Money
}

// PriceType is a type of prices, under which a client buys.
type PriceType struct {
	Ref  Ref
	Name string
}

// Stock is how much of a good there is.
type Stock struct {
	Good   Ref
	Amount Quantity
}

// Bought is a good a client buys, with how often and for how much.
type Bought struct {
	Good     Ref
	Name     string
	Code     string
	Times    int       // shipments with it
	Last     time.Time // of the last one
	Quantity Quantity  // in the last one
	Paid     Money     // for it in the last one
	Usual    Quantity  // in one shipment, the median
	OfSix    int       // of the last six shipments, those with it
	OfFour   int       // of the last four
	Amount   Money     // of all
	Price    Money     // now, under the client's type of prices; 0 when it is not known
	Stock    Quantity  // now; 0 when it is not known
	Ordered  bool      // an open order has it
}
