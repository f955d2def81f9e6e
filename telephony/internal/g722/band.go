package g722

// band is the adaptive part of one of the two bands: the same in encoder and
// decoder, which is why they stay together without sending it.
type band struct {
	det int // step of the quantizer
	nb  int // its logarithm
	s   int // what the predictor expects
	sz  int // the part of it from the zeros

	r [3]int // reconstructed signal
	p [3]int // partly reconstructed
	a [3]int // poles, a[1] and a[2] are used
	d [7]int // quantized differences
	b [7]int // zeros, b[1] to b[6]
}

func lowBand() band  { return band{det: 32} }
func highBand() band { return band{det: 8} }

// adaptLow takes a code of the lower band (blocks 2L and 3L).
func (s *band) adaptLow(code int) {
	short := code >> 2
	difference := s.det * qm4[short] >> 15
	s.nb = min(max(s.nb*127>>7+wl[rl42[short]], 0), 18432)
	s.det = scale(s.nb, 8)
	s.predict(difference)
}

// adaptHigh takes a code of the upper band (blocks 2H and 3H) and gives the
// signal that it stands for.
func (s *band) adaptHigh(code int) int {
	difference := s.det * qm2[code] >> 15
	signal := limit(s.s + difference)
	s.nb = min(max(s.nb*127>>7+wh[rh2[code]], 0), 22528)
	s.det = scale(s.nb, 10)
	s.predict(difference)
	return signal
}

// scale makes a step of its logarithm (blocks SCALEL and SCALEH).
func scale(nb, top int) int {
	mantissa, shift := ilb[nb>>6&31], top-nb>>11
	if shift < 0 {
		return mantissa << -shift << 2
	}
	return mantissa >> shift << 2
}

// predict is block 4: two poles and six zeros follow the signal.
func (s *band) predict(difference int) {
	s.d[0] = difference
	s.r[0] = limit(s.s + difference)
	s.p[0] = limit(s.sz + difference)

	s.adaptPoles()
	s.adaptZeros()

	for i := 6; i > 0; i-- {
		s.d[i] = s.d[i-1]
	}
	s.r[2], s.r[1] = s.r[1], s.r[0]
	s.p[2], s.p[1] = s.p[1], s.p[0]

	poles := limit(s.a[1]*limit(s.r[1]+s.r[1])>>15 + s.a[2]*limit(s.r[2]+s.r[2])>>15)
	s.sz = 0
	for i := 1; i <= 6; i++ {
		s.sz += s.b[i] * limit(s.d[i]+s.d[i]) >> 15
	}
	s.sz = limit(s.sz)
	s.s = limit(poles + s.sz)
}

// adaptPoles is UPPOL2 and UPPOL1: sign algorithm with leakage, held stable.
func (s *band) adaptPoles() {
	sg0, sg1, sg2 := s.p[0]>>15, s.p[1]>>15, s.p[2]>>15
	w := limit(s.a[1] << 2)
	if sg0 == sg1 {
		w = limit(-w)
	}
	w = min(w, 32767) >> 7
	if sg0 == sg2 {
		w += 128
	} else {
		w -= 128
	}
	a2 := min(max(w+s.a[2]*32512>>15, -12288), 12288)

	step := -192
	if sg0 == sg1 {
		step = 192
	}
	bound := limit(15360 - a2)
	a1 := limit(step + s.a[1]*32640>>15)
	s.a[1], s.a[2] = min(max(a1, -bound), bound), a2
}

// adaptZeros is UPZERO.
func (s *band) adaptZeros() {
	step := 128
	if s.d[0] == 0 {
		step = 0
	}
	for i := 1; i <= 6; i++ {
		change := -step
		if s.d[i]>>15 == s.d[0]>>15 {
			change = step
		}
		s.b[i] = limit(change + s.b[i]*32640>>15)
	}
}
