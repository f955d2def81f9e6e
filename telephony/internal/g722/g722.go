// Package g722 is the wide band codec of telephones (ITU-T G.722, 64 kbit/s):
// 16 kHz sound is split into two bands, and each is coded by ADPCM, 6 bits for
// the lower one and 2 for the upper. A byte stands for two samples. Names of
// signals follow the Recommendation, so that the code can be read beside it.
package g722

// Encoder turns samples at 16 kHz into bytes. Its zero value is not ready.
type Encoder struct {
	filter    mirror
	low, high band
}

// Decoder turns bytes into samples at 16 kHz. Its zero value is not ready.
type Decoder struct {
	filter    mirror
	low, high band
}

// NewEncoder gives an encoder at rest.
func NewEncoder() *Encoder {
	e := &Encoder{}
	e.Reset()
	return e
}

// Reset forgets what was coded before.
func (e *Encoder) Reset() { *e = Encoder{low: lowBand(), high: highBand()} }

// NewDecoder gives a decoder at rest.
func NewDecoder() *Decoder {
	d := &Decoder{}
	d.Reset()
	return d
}

// Reset forgets what was decoded before: another sender begins.
func (d *Decoder) Reset() { *d = Decoder{low: lowBand(), high: highBand()} }

// Encode appends a byte for each two samples.
func (e *Encoder) Encode(to []byte, from []int16) []byte {
	for ; len(from) >= 2; from = from[2:] {
		low, high := e.filter.split(int(from[0]), int(from[1]))
		il := quantizeLow(limit(low-e.low.s), e.low.det)
		ih := quantizeHigh(limit(high-e.high.s), e.high.det)
		e.low.adaptLow(il)
		e.high.adaptHigh(ih)
		to = append(to, byte(ih<<6|il))
	}
	return to
}

// Decode appends two samples for each byte.
func (d *Decoder) Decode(to []int16, from []byte) []int16 {
	for _, b := range from {
		il, ih := int(b&0x3f), int(b>>6)
		// The receiver listens to all 6 bits, while the predictor of both sides
		// looks at 4 (section 3.3 and figure 5).
		low := limitBand(d.low.s + d.low.det*qm6[il]>>15)
		high := limitBand(d.high.adaptHigh(ih))
		d.low.adaptLow(il)
		first, second := d.filter.join(low, high)
		to = append(to, first, second)
	}
	return to
}

// quantizeLow is the 60-level quantizer of the lower band (block 1L).
func quantizeLow(el, det int) int {
	size := el
	if el < 0 {
		size = -(el + 1)
	}
	i := 1
	for i < 30 && size >= q6[i]*det>>12 {
		i++
	}
	if el < 0 {
		return iln[i]
	}
	return ilp[i]
}

// quantizeHigh is the 4-level quantizer of the upper band (block 1H).
func quantizeHigh(eh, det int) int {
	size := eh
	if eh < 0 {
		size = -(eh + 1)
	}
	i := 1
	if size >= 564*det>>12 {
		i = 2
	}
	if eh < 0 {
		return ihn[i]
	}
	return ihp[i]
}

func limit(v int) int { return min(max(v, -32768), 32767) }

// limitBand is the limiter behind the decoders (block LIMIT, section 6.2.2).
func limitBand(v int) int { return min(max(v, -16384), 16383) }
