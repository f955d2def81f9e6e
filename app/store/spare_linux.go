package store

/*
#include <malloc.h>

// What SQLite has freed lies between what it still holds, and the library gives only
// the end of its heap back by itself.
static void pult_trim(void) {
#ifdef __GLIBC__
	malloc_trim(0);
#endif
}
*/
import "C"

func trim() { C.pult_trim() }
