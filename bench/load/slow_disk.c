/* Makes each sync of the programs it is loaded into take a fixed time more: a disk of known speed. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>
static void wait_a_little(void) {
    const char *told = getenv("SYNC_DELAY_US");
    long us = told ? atol(told) : 2000;
    struct timespec t = {us / 1000000, (us % 1000000) * 1000};
    nanosleep(&t, 0);
}
#define SLOW(name) int name(int fd) { \
    static int (*plain)(int); \
    if (!plain) plain = (int (*)(int))dlsym(RTLD_NEXT, #name); \
    wait_a_little(); return plain(fd); }
SLOW(fsync)
SLOW(fdatasync)
