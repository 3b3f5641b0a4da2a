// A clock of its own for one process (LD_PRELOAD): the time of day is CLOCK_APART seconds off, and time passes as for everybody.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

int clock_gettime(clockid_t clock, struct timespec *now) {
  int (*next)(clockid_t, struct timespec *) = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
  const char *apart = getenv("CLOCK_APART");
  int failed = next(clock, now);
  if (!failed && clock == CLOCK_REALTIME && apart) {
    now->tv_sec += atol(apart);
  }
  return failed;
}
