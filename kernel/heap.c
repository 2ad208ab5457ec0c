/* What the process keeps of freed memory. */

#include "kernel.h"
#ifdef __GLIBC__
#include <malloc.h>
#endif

#define LARGE (256 << 10) /* bytes; texts of so many pass through a long run one after the other */

/* keep_little(): memory of LARGE bytes and more goes back to the system as soon as it is freed. glibc raises both limits with the
   largest piece that was ever freed, up to 32 MB, so a process that has read one large text keeps as much for good. The limits hold
   for the whole process: this is for a program to ask for, not for a library. */
static PyObject *keep_little(PyObject *module, PyObject *nothing) {
    (void)module, (void)nothing;
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, LARGE);
    mallopt(M_TRIM_THRESHOLD, LARGE);
#endif
    Py_RETURN_NONE;
}

static PyMethodDef functions[] = {
    {"keep_little", keep_little, METH_NOARGS, "Give freed memory back to the system in smaller pieces."},
    {NULL, NULL, 0, NULL},
};

int add_heap(PyObject *module) { return PyModule_AddFunctions(module, functions); }
