package native

/*
#include <malloc.h>

// Every thread of SQLite and of the drawing would be given a heap of its own, each of
// which keeps what it has once had.
static void pult_spare(void) {
#ifdef M_ARENA_MAX
	mallopt(M_ARENA_MAX, 1);
#endif
}
*/
import "C"

// spare has the C libraries share their memory.
func spare() { C.pult_spare() }
