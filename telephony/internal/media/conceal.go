package media

const (
	past      = longPitch + 20*milli // what is remembered of the sound played
	fullTime  = 20 * milli           // a gap is filled at full level so long
	fadeTime  = 80 * milli           // and is comfort noise from here on
	joinTime  = 5 * milli            // going over to sound that arrives again
	noiseMost = 60                   // comfort noise must not be heard as a fault
)

// concealer fills gaps as Appendix I of G.711 does: with the last period of the
// voice over and over, fading into the noise that the other side's room makes.
type concealer struct {
	sound  [past]int16 // played last
	cycle  [longPitch]int16
	period int
	at     int // in the cycle
	length int // of the gap so far, 0 while there is none
	noise  float64
	seed   uint32
	edge   int32 // step between sound and cycle, smoothed at the beginning
}

// heard remembers what was played. Real sound tells how quiet the room is.
func (c *concealer) heard(played []int16, real bool) {
	if real && len(played) > 0 {
		c.noise = min(loudness(played), c.noise*1.02+0.1, noiseMost)
	}
	if len(played) >= past {
		copy(c.sound[:], played[len(played)-past:])
		return
	}
	copy(c.sound[:], c.sound[len(played):])
	copy(c.sound[past-len(played):], played)
}

// begin takes the last period. Its end goes over into what came before it, so
// that it follows itself without a click.
func (c *concealer) begin() {
	c.period, _ = pitch(c.sound[:], shortPitch, longPitch)
	c.at = 0
	start := past - c.period
	cycle := c.cycle[:c.period]
	copy(cycle, c.sound[start:])
	seam := c.period / 4
	blend(cycle[c.period-seam:], cycle[c.period-seam:], c.sound[start-seam:start])
	c.edge = int32(c.sound[past-1]) - int32(cycle[c.period-1])
}

// fill makes sound for a gap that begins or goes on.
func (c *concealer) fill(gap []int16) {
	if c.length == 0 {
		c.begin()
	}
	for i := range gap {
		v := c.comfort()
		if c.length < fadeTime {
			gain := float64(fadeTime-max(c.length, fullTime)) / (fadeTime - fullTime)
			repeat := float64(c.cycle[c.at])
			if c.length < 16 {
				repeat += float64(c.edge*int32(16-c.length)) / 16
			}
			v = repeat*gain + v*(1-gain)
		}
		gap[i] = clip(float32(v))
		c.length++
		if c.at++; c.at == c.period {
			c.at = 0
		}
	}
	c.heard(gap, false)
}

// join ends a gap: what comes is blended with what would have been filled in.
func (c *concealer) join(sound []int16) {
	if c.length == 0 {
		return
	}
	var rest [joinTime]int16
	n := min(len(sound), joinTime)
	c.fill(rest[:n])
	blend(sound[:n], rest[:n], sound[:n])
	c.length = 0
}

// comfort is a sample of noise as loud as the room at the other end.
func (c *concealer) comfort() float64 {
	c.seed = c.seed*1664525 + 1013904223
	return (float64(c.seed>>8)/(1<<23) - 1) * c.noise * 1.7 // evenly spread: peak over loudness
}
