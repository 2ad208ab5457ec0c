/* The module: what its parts need of Python's API, and its types and functions. */

#include "wordings.h"

#define VERSION 43 /* of what this module and cleaner/filters/scan.py say to each other: one that lies about from before is not used */

void *new_object(PyTypeObject *type) { return ((allocfunc)PyType_GetSlot(type, Py_tp_alloc))(type, 0); }

PyObject *finished(void *object, int is_right) {
    if (is_right) return object;
    Py_XDECREF((PyObject *)object);
    return NULL;
}

void free_object(PyObject *object) {
    PyTypeObject *type = Py_TYPE(object);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(object);
    Py_DECREF(type);
}

int add_type(PyObject *module, PyType_Spec *spec) {
    PyObject *type = PyType_FromModuleAndSpec(module, spec, NULL);
    if (!type) return -1;
    int failed = PyModule_AddType(module, (PyTypeObject *)type);
    Py_DECREF(type);
    return failed;
}

int grow(void **buffer, size_t *room, size_t wanted, size_t size) {
    if (wanted <= *room) return 0;
    void *made = PyMem_Realloc(*buffer, 2 * wanted * size);
    if (!made) return PyErr_NoMemory(), -1;
    *buffer = made;
    *room = 2 * wanted;
    return 0;
}

unsigned char *copied(const char *bytes, Py_ssize_t length) {
    unsigned char *made = PyMem_Malloc((size_t)length + 1);
    if (made) memcpy(made, bytes, (size_t)length);
    return made;
}

int add_missing(PyObject **list, PyObject *item) {
    if (!item) return -1;
    if (!*list && !(*list = PyList_New(0))) return Py_DECREF(item), -1;
    int failed = PyList_Append(*list, item);
    Py_DECREF(item);
    return failed;
}

static int add_types(PyObject *module) {
    if (add_scanner(module) < 0 || add_index(module) < 0 || add_tables(module) < 0 ||
        add_nets(module) < 0 || add_counts(module) < 0 || add_trees(module) < 0 || add_phrases(module) < 0 || add_derive(module) < 0 || add_languages(module) < 0 || add_suiting(module) < 0 || add_lines(module) < 0 ||
        add_unlisted(module) < 0 || add_misspelled(module) < 0 || add_spelling(module) < 0 || add_distant(module) < 0 || add_sounds(module) < 0 || add_votes(module) < 0 || add_net(module) < 0 || add_careless(module) < 0 || add_standing(module) < 0 || add_prose(module) < 0 || add_heap(module) < 0 ||
        add_mojibake(module) < 0 || add_suspects(module) < 0 || add_arithmetic(module) < 0 ||
        add_wordings(module) < 0 || add_rivals(module) < 0 || add_cloze(module) < 0 || add_verb_forms(module) < 0 || add_swaps(module) < 0)
        return -1;
    return PyModule_AddIntConstant(module, "VERSION", VERSION);
}

static PyModuleDef_Slot module_slots[] = {{Py_mod_exec, add_types}, {0, NULL}};

static struct PyModuleDef module_definition = {PyModuleDef_HEAD_INIT, "_kernel", "The parts of cleaner that are in C.", 0, NULL, module_slots, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__kernel(void) { return PyModuleDef_Init(&module_definition); }
