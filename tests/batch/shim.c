/* Loaded before the C library (LD_PRELOAD): counts what is written to regular files, and ends the process in the middle of the write
   whose turn it is, or lets it fail as on a full disk. Buffered files of Python write from C, where nothing of `os` is called. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

static long count, turn;
static int fails;

/* From now on count, and act at a turn (0: never): fail, or end the process. */
void shim_arm(long at, int fail) {
    count = 0, turn = at, fails = fail;
}

/* Writes since then. */
long shim_count(void) { return count; }

ssize_t write(int file, const void *data, size_t size) {
    static ssize_t (*real)(int, const void *, size_t);
    if (!real) *(void **)&real = dlsym(RTLD_NEXT, "write");
    struct stat about;
    if (fstat(file, &about) == 0 && S_ISREG(about.st_mode) && ++count == turn) {
        if (fails) return errno = ENOSPC, -1;
        real(file, data, size / 2);
        _exit(137);
    }
    return real(file, data, size);
}
