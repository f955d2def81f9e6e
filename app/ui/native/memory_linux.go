package native

/*
#include <malloc.h>

// Every thread of SQLite and of the drawing would be given a heap of its own, each of
// which keeps what it has once had. Threads that run keep the heap they have, so this
// is said before the Go runtime starts any. What is large goes back to the system when
// it is freed: left to itself the library raises that bound to the largest it has seen.
__attribute__((constructor)) static void pult_spare(void) {
#ifdef M_ARENA_MAX
	mallopt(M_ARENA_MAX, 1);
	mallopt(M_MMAP_THRESHOLD, 512 << 10);
	mallopt(M_TRIM_THRESHOLD, 1 << 20);
#endif
}
*/
import "C"
