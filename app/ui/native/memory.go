package native

import (
	"os"
	"runtime/debug"
)

// heapGrowth is by how many percent the heap grows before it is collected. What a
// panel keeps is small and what a ring throws away is not: at the usual 100 the
// program would hold twice what it needs, all day.
const heapGrowth = 35

// SpareMemory keeps the program small at the cost of some time. It belongs to the
// start, before other threads; GOGC in the environment goes before it.
func SpareMemory() {
	if _, set := os.LookupEnv("GOGC"); !set {
		debug.SetGCPercent(heapGrowth)
	}
}
