/* The module: what its parts need of Python's API, and its types and functions. */

#include "wordings.h"

#define VERSION 53 /* of what this module and cleaner/filters/scan.py say to each other: one that lies about from before is not used */

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

/* The UTF-8 of a str, lone surrogates as they would be if they were characters. `owner` is to be released afterwards. */
const unsigned char *utf8_of(PyObject *text, Py_ssize_t *length, PyObject **owner) {
    *owner = NULL;
    const char *bytes = PyUnicode_AsUTF8AndSize(text, length);
    if (bytes || !PyErr_ExceptionMatches(PyExc_UnicodeEncodeError)) return (const unsigned char *)bytes;
    PyErr_Clear();
    *owner = PyUnicode_AsEncodedString(text, "utf-8", "surrogatepass");
    char *made = NULL;
    if (!*owner || PyBytes_AsStringAndSize(*owner, &made, length) < 0) return NULL;
    return (const unsigned char *)made;
}

const unsigned char *plain_utf8(PyObject *text, Py_ssize_t *length) {
    const char *bytes = PyUnicode_AsUTF8AndSize(text, length);
    if (!bytes && PyErr_ExceptionMatches(PyExc_UnicodeEncodeError)) PyErr_Clear();
    return (const unsigned char *)bytes;
}

PyObject *none_or_error(void) { return PyErr_Occurred() ? NULL : Py_NewRef(Py_None); }

int add_missing(PyObject **list, PyObject *item) {
    if (!item) return -1;
    if (!*list && !(*list = PyList_New(0))) return Py_DECREF(item), -1;
    int failed = PyList_Append(*list, item);
    Py_DECREF(item);
    return failed;
}

/* The types and functions of all parts. */
static int (*const PARTS[])(PyObject *module) = {
    /* a text as a whole: what filters may find in it, and its lines */
    add_scanner, add_phrases, add_prose, add_surroundings, add_languages, add_lines, add_standing, add_careless, add_mojibake, add_suspects,
    /* words: lists, and what a word that they lack may be */
    add_index, add_tables, add_numbering, add_suiting, add_unlisted, add_misspelled, add_spelling, add_distant, add_sounds, add_votes,
    /* models */
    add_nets, add_sequences, add_counts, add_trees, add_net, add_cloze,
    /* other wordings */
    add_wordings, add_rivals, add_verb_forms, add_swaps, add_listed,
    /* edits, and the memory of the process */
    add_arithmetic, add_derive, add_accents, add_heap,
};

static int add_parts(PyObject *module) {
    for (size_t i = 0; i < sizeof(PARTS) / sizeof(*PARTS); i++)
        if (PARTS[i](module) < 0) return -1;
    return PyModule_AddIntConstant(module, "VERSION", VERSION);
}

static PyModuleDef_Slot module_slots[] = {{Py_mod_exec, add_parts}, {0, NULL}};

static struct PyModuleDef module_definition = {PyModuleDef_HEAD_INIT, "_kernel", "The parts of cleaner that are in C.", 0, NULL, module_slots, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__kernel(void) { return PyModuleDef_Init(&module_definition); }
