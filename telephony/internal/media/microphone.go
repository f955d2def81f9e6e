package media

const (
	// backlog is what may wait of the microphone: 200 ms; more is old news.
	backlog = Rate / 5
	// plenty is what may wait at its least in a second: more is delay for nothing.
	plenty = 2 * Frame
	second = 50 // frames
)

// microphone keeps what was said until it is sent. The clock of the sound device
// and ours run apart: of a fast one a period of the voice is left out now and
// then, and a frame that a slow one owes is filled in as a lost packet would be.
type microphone struct {
	spoken []int16
	least  int // that waited in this second
	frames int // of this second
	long   bool
	filler concealer
}

// newMicrophone has room from the start: the thread of a device must not allocate.
func newMicrophone() microphone { return microphone{spoken: make([]int16, 0, 2*backlog)} }

func (m *microphone) put(samples []int16) {
	m.spoken = append(m.spoken, samples...)
	m.drop(max(len(m.spoken)-backlog, 0))
}

func (m *microphone) drop(n int) {
	m.spoken = m.spoken[:copy(m.spoken, m.spoken[n:])]
}

// take fills a frame. When nothing is said for long, it is with silence.
func (m *microphone) take(frame *[Frame]int16) {
	m.look()
	if len(m.spoken) < Frame {
		m.filler.fill(frame[:])
		return
	}
	n := Frame
	if m.long && len(m.spoken) >= Frame+stretchStep {
		m.long = false
		lag := seam(m.spoken[:Frame], true)
		n = Frame + lag
		copy(frame[:], shrink(m.spoken[:n], lag))
	} else {
		copy(frame[:], m.spoken)
	}
	m.drop(n)
	m.filler.join(frame[:])
	m.filler.heard(frame[:], true)
}

// look measures what waits and says once a second whether it is too much.
func (m *microphone) look() {
	if m.frames == 0 {
		m.least = len(m.spoken)
	}
	m.least = min(m.least, len(m.spoken))
	if m.frames++; m.frames == second {
		m.frames, m.long = 0, m.least > plenty
	}
}
