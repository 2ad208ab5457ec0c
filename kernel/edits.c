/* The arithmetic on edits that a large document waits for: what cleaner/core/edits.py does edit by edit. Edits and net spans are
   tuples that begin with start, end and replacement; offsets are code points. */

#include "kernel.h"

typedef struct {
    Py_ssize_t start, end;
    PyObject *replacement;
} Replaced;

/* The fields of an item of a list; -1 if it is none, with an error set. */
static int fields_of(PyObject *item, Replaced *found) {
    if (!item || !PyTuple_Check(item) || PyTuple_Size(item) < 3) return PyErr_SetString(PyExc_TypeError, "edits are tuples of a start, an end and a replacement"), -1;
    found->start = PyLong_AsSsize_t(PyTuple_GetItem(item, 0));
    found->end = PyLong_AsSsize_t(PyTuple_GetItem(item, 1));
    found->replacement = PyTuple_GetItem(item, 2);
    return PyErr_Occurred() ? -1 : 0;
}

/* are_apart(edits, type, length): whether a list holds nothing but edits of a text of so many code points, in order, none of which meets
   the next. */
static PyObject *are_apart(PyObject *module, PyObject *args) {
    PyObject *edits, *type;
    Py_ssize_t length, last = 0;
    int was_insert = 1; /* the start of the text is as good as an insert there: another one is left to Python */
    (void)module;
    if (!PyArg_ParseTuple(args, "O!On", &PyList_Type, &edits, &type, &length)) return NULL;
    for (Py_ssize_t i = 0; i < PyList_Size(edits); i++) {
        PyObject *item = PyList_GetItem(edits, i);
        Replaced edit;
        if ((PyObject *)Py_TYPE(item) != type || fields_of(item, &edit) < 0) {
            PyErr_Clear();
            Py_RETURN_FALSE;
        }
        int is_insert = edit.start == edit.end;
        if (edit.start < last || edit.end < edit.start || edit.end > length || (edit.start == last && i && (is_insert || was_insert))) Py_RETURN_FALSE;
        last = edit.end;
        was_insert = is_insert;
    }
    Py_RETURN_TRUE;
}

static int add_part(PyObject *pieces, PyObject *text, Py_ssize_t start, Py_ssize_t end) {
    PyObject *part = PyUnicode_Substring(text, start, end);
    int failed = !part || PyList_Append(pieces, part) < 0;
    Py_XDECREF(part);
    return failed ? -1 : 0;
}

/* apply(text, edits): the text with them made. */
static PyObject *apply(PyObject *module, PyObject *args) {
    PyObject *text, *edits;
    Py_ssize_t position = 0;
    (void)module;
    if (!PyArg_ParseTuple(args, "UO!", &text, &PyList_Type, &edits)) return NULL;
    PyObject *pieces = PyList_New(0), *nothing = PyUnicode_FromString(""), *made = NULL;
    int failed = !pieces || !nothing;
    for (Py_ssize_t i = 0; !failed && i < PyList_Size(edits); i++) {
        Replaced edit;
        failed = fields_of(PyList_GetItem(edits, i), &edit) < 0;
        if (!failed && edit.start > position) failed = add_part(pieces, text, position, edit.start) < 0;
        if (!failed) failed = PyList_Append(pieces, edit.replacement) < 0;
        position = edit.end;
    }
    if (!failed && add_part(pieces, text, position, PyUnicode_GetLength(text)) == 0) made = PyUnicode_Join(nothing, pieces);
    Py_XDECREF(pieces);
    Py_XDECREF(nothing);
    return made;
}

/* replaced(text, edits): what each of them replaces. */
static PyObject *replaced(PyObject *module, PyObject *args) {
    PyObject *text, *edits;
    (void)module;
    if (!PyArg_ParseTuple(args, "UO!", &text, &PyList_Type, &edits)) return NULL;
    Py_ssize_t count = PyList_Size(edits);
    PyObject *made = PyTuple_New(count);
    for (Py_ssize_t i = 0; made && i < count; i++) {
        Replaced edit;
        PyObject *part = fields_of(PyList_GetItem(edits, i), &edit) < 0 ? NULL : PyUnicode_Substring(text, edit.start, edit.end);
        if (!part || PyTuple_SetItem(made, i, part) < 0) Py_CLEAR(made);
    }
    return made;
}

/* ends(edits): four lists, where each of them starts and ends before and after they are made. */
static PyObject *ends(PyObject *module, PyObject *edits) {
    (void)module;
    Py_ssize_t count = PyList_Size(edits), shift = 0;
    if (count < 0) return NULL;
    PyObject *lists[4] = {NULL, NULL, NULL, NULL};
    int failed = 0;
    for (int k = 0; k < 4; k++) failed |= !(lists[k] = PyList_New(count));
    for (Py_ssize_t i = 0; !failed && i < count; i++) {
        Replaced edit;
        if ((failed = fields_of(PyList_GetItem(edits, i), &edit) < 0)) break;
        Py_ssize_t length = PyUnicode_GetLength(edit.replacement);
        if ((failed = length < 0)) break;
        Py_ssize_t offsets[4] = {edit.start, edit.end, edit.start + shift, edit.start + shift + length};
        for (int k = 0; k < 4 && !failed; k++) {
            PyObject *number = PyLong_FromSsize_t(offsets[k]);
            failed = !number || PyList_SetItem(lists[k], i, number) < 0;
        }
        shift += length - (edit.end - edit.start);
    }
    PyObject *made = failed ? NULL : PyTuple_Pack(4, lists[0], lists[1], lists[2], lists[3]);
    for (int k = 0; k < 4; k++) Py_XDECREF(lists[k]);
    return made;
}

static PyMethodDef functions[] = {
    {"are_apart", are_apart, METH_VARARGS, "Whether edits are in order and none meets the next."},
    {"apply", apply, METH_VARARGS, "A text with edits made."},
    {"replaced", replaced, METH_VARARGS, "The texts that edits replace."},
    {"ends", ends, METH_O, "Where edits start and end before and after they are made."},
    {NULL, NULL, 0, NULL},
};

int add_arithmetic(PyObject *module) { return PyModule_AddFunctions(module, functions); }
