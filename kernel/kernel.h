/* What the parts of the kernel share. Only the limited API of Python 3.11 is used: one binary serves all later versions. */

#ifndef CLEANER_KERNEL_H
#define CLEANER_KERNEL_H

#define Py_LIMITED_API 0x030B0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

int add_type(PyObject *module, PyType_Spec *spec); /* scan.c */
int add_tables(PyObject *module);                  /* tables.c */
int add_nets(PyObject *module);                    /* nets.c */

#endif
