package media

// slots is how many packets may wait: more than a second of usual ones.
const slots = 64

// waiting is a packet that has come and is not played yet.
type waiting struct {
	at      int64 // when it is due, in samples of the sender's time
	length  int64 // in samples
	seq     uint16
	renewed bool // the sender began anew here
	coding  Coding
	size    int
	payload [maxPayload]byte
}

func (w *waiting) end() int64 { return w.at + w.length }

// queue keeps packets in the order they are due, in place.
type queue struct {
	packets [slots]waiting
	order   [slots]uint8 // the first count are used, the others free
	count   int
	ready   bool
}

func (q *queue) first() *waiting {
	if q.count == 0 {
		return nil
	}
	return &q.packets[q.order[0]]
}

// insert makes room for a packet that is due at a time; nil if there is one.
func (q *queue) insert(at int64) *waiting {
	if !q.ready {
		q.ready = true
		for i := range q.order {
			q.order[i] = uint8(i)
		}
	}
	if q.count == slots {
		q.drop()
	}
	place := q.count
	for place > 0 && q.packets[q.order[place-1]].at >= at {
		place--
	}
	if place < q.count && q.packets[q.order[place]].at == at {
		return nil
	}
	free := q.order[q.count]
	copy(q.order[place+1:q.count+1], q.order[place:q.count])
	q.order[place] = free
	q.count++
	return &q.packets[free]
}

// drop lets go of the first.
func (q *queue) drop() {
	free := q.order[0]
	copy(q.order[:], q.order[1:q.count])
	q.count--
	q.order[q.count] = free
}
