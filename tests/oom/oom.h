/* Lets the n-th allocation of a call fail, for every n, and sees that nothing leaks.
 *
 * For Check tests. The executable is made by nd_add_oom_test, which links it with --wrap
 * for malloc, calloc, realloc and free. Allocations inside shared libraries (libc,
 * xxHash) are not seen. Calls with threads are fine: the counters are locked. */
#ifndef ND_TESTS_OOM_H
#define ND_TESTS_OOM_H

#include "neardup/status.h"

/* One whole use of what is tested: makes, uses, frees, and returns what came of it.
 * ND_E_NOMEM where an allocation failed and could not be done without. */
typedef nd_status (*nd_oom_call)(void *payload, nd_error *err);

/* Calls with allocation 1 failing, then 2, ..., until a call makes no more allocations
 * than that and so sees no failure. Fails the Check test if a call leaks, if a call with
 * a failed allocation gives anything but ND_OK or ND_E_NOMEM, or if the last gives
 * anything but ND_OK. Returns how many calls saw a failure. */
unsigned nd_oom_exhaust(nd_oom_call call, void *payload);

#endif
