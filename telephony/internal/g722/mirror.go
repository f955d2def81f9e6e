package g722

// mirror is the quadrature mirror filter with 24 coefficients (section 3.1,
// table 4). It delays sound by 22 samples there and back.
type mirror struct {
	x [24]int
}

var coefficients = [12]int{3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11}

func (m *mirror) push(first, second int) (odd, even int) {
	copy(m.x[:22], m.x[2:])
	m.x[22], m.x[23] = first, second
	for i, c := range coefficients {
		odd += m.x[2*i] * c
		even += m.x[2*i+1] * coefficients[11-i]
	}
	return odd, even
}

// split makes of two samples one of each band.
func (m *mirror) split(first, second int) (low, high int) {
	odd, even := m.push(first, second)
	return (even + odd) >> 14, (even - odd) >> 14
}

// join makes two samples of one of each band.
func (m *mirror) join(low, high int) (first, second int16) {
	odd, even := m.push(low+high, low-high)
	return int16(limit(even >> 11)), int16(limit(odd >> 11))
}
