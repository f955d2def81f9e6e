package standin

import "strconv"

// Kopecks is a sum of money in hundredths of a rouble. No float touches it.
type Kopecks int64

// String writes the sum with two places, as Pult writes money in JSON.
func (k Kopecks) String() string {
	sign := ""
	if k < 0 {
		sign, k = "-", -k
	}
	cents := strconv.Itoa(int(k%100) + 100)[1:]
	return sign + strconv.FormatInt(int64(k/100), 10) + "." + cents
}
