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

/* Whether an edit lies behind the one before it in a text of so many code points, and does not meet it. */
static int meets_no_other(const Replaced *edit, Py_ssize_t *last, int *was_insert, Py_ssize_t number, Py_ssize_t length) {
    int is_insert = edit->start == edit->end;
    if (edit->start < *last || edit->end < edit->start || edit->end > length || (edit->start == *last && number && (is_insert || *was_insert))) return 0;
    *last = edit->end;
    *was_insert = is_insert;
    return 1;
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
        if (!meets_no_other(&edit, &last, &was_insert, i, length)) Py_RETURN_FALSE;
    }
    Py_RETURN_TRUE;
}

/* Whether an edit leaves a text as it is. */
static int is_vain(PyObject *text, const Replaced *edit) {
    Py_ssize_t length = PyUnicode_GetLength(edit->replacement);
    if (length < 0) return -1;
    if (length != edit->end - edit->start) return 0;
    if (length && PyUnicode_ReadChar(text, edit->start) != PyUnicode_ReadChar(edit->replacement, 0)) return 0;
    PyObject *part = PyUnicode_Substring(text, edit->start, edit->end);
    int order = part ? PyUnicode_Compare(part, edit->replacement) : 0;
    Py_XDECREF(part);
    return PyErr_Occurred() ? -1 : !order;
}

/* kinds(edits, type, text): pairs of a rule and a safety that edits of a text have; None if not all of them are apart and in order, if
   one changes nothing, or if they are of many kinds. */
static PyObject *kinds(PyObject *module, PyObject *args) {
    enum { RULE = 3, SAFETY = 5, FIELDS = 6, MOST_KINDS = 8 };
    PyObject *edits, *type, *text, *known[MOST_KINDS][2];
    Py_ssize_t last = 0, count = 0, length;
    int was_insert = 1;
    (void)module;
    if (!PyArg_ParseTuple(args, "O!OU", &PyList_Type, &edits, &type, &text) || (length = PyUnicode_GetLength(text)) < 0) return NULL;
    for (Py_ssize_t i = 0; i < PyList_Size(edits); i++) {
        PyObject *item = PyList_GetItem(edits, i);
        Replaced edit;
        if ((PyObject *)Py_TYPE(item) != type || PyTuple_Size(item) != FIELDS || fields_of(item, &edit) < 0 || !meets_no_other(&edit, &last, &was_insert, i, length) || is_vain(text, &edit)) {
            PyErr_Clear();
            Py_RETURN_NONE;
        }
        PyObject *rule = PyTuple_GetItem(item, RULE), *safety = PyTuple_GetItem(item, SAFETY);
        Py_ssize_t k = 0;
        while (k < count && (known[k][0] != rule || known[k][1] != safety)) k++;
        if (k == MOST_KINDS) Py_RETURN_NONE;
        if (k == count) {
            known[count][0] = rule;
            known[count++][1] = safety;
        }
    }
    PyObject *found = PyList_New(count);
    for (Py_ssize_t k = 0; found && k < count; k++) {
        PyObject *pair = PyTuple_Pack(2, known[k][0], known[k][1]);
        if (!pair || PyList_SetItem(found, k, pair) < 0) Py_CLEAR(found);
    }
    return found;
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

/* made(text, edits): a text with them made, what each of them replaces, and the spans of what they put there. */
static PyObject *made(PyObject *module, PyObject *args) {
    PyObject *text, *edits;
    Py_ssize_t position = 0, shift = 0;
    (void)module;
    if (!PyArg_ParseTuple(args, "UO!", &text, &PyList_Type, &edits)) return NULL;
    Py_ssize_t count = PyList_Size(edits);
    PyObject *pieces = PyList_New(0), *before = PyTuple_New(count), *spans = PyList_New(count), *nothing = PyUnicode_FromString(""), *result = NULL, *whole = NULL;
    int failed = !pieces || !before || !spans || !nothing;
    for (Py_ssize_t i = 0; !failed && i < count; i++) {
        Replaced edit;
        if ((failed = fields_of(PyList_GetItem(edits, i), &edit) < 0)) break;
        Py_ssize_t length = PyUnicode_GetLength(edit.replacement);
        if ((failed = length < 0)) break;
        if (edit.start > position) failed = add_part(pieces, text, position, edit.start) < 0;
        PyObject *old = failed ? NULL : PyUnicode_Substring(text, edit.start, edit.end);
        failed = failed || !old || PyTuple_SetItem(before, i, old) < 0 || PyList_Append(pieces, edit.replacement) < 0;
        PyObject *span = failed ? NULL : Py_BuildValue("(nn)", edit.start + shift, edit.start + shift + length);
        failed = failed || !span || PyList_SetItem(spans, i, span) < 0;
        shift += length - (edit.end - edit.start);
        position = edit.end;
    }
    if (!failed && add_part(pieces, text, position, PyUnicode_GetLength(text)) == 0) whole = PyUnicode_Join(nothing, pieces);
    if (whole) result = PyTuple_Pack(3, whole, before, spans);
    Py_XDECREF(whole);
    Py_XDECREF(pieces);
    Py_XDECREF(before);
    Py_XDECREF(spans);
    Py_XDECREF(nothing);
    return result;
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

/* Offsets of spans before and after edits, as `ends` gives them. */
typedef struct {
    Py_ssize_t *starts, *ends, *new_starts, *new_ends;
    Py_ssize_t count;
} Ends;

static int read_numbers(PyObject *list, Py_ssize_t *to, Py_ssize_t count) {
    if (!PyList_Check(list) || PyList_Size(list) != count) return PyErr_SetString(PyExc_ValueError, "four lists of one length"), -1;
    for (Py_ssize_t i = 0; i < count; i++) to[i] = PyLong_AsSsize_t(PyList_GetItem(list, i));
    return PyErr_Occurred() ? -1 : 0;
}

/* How many of some numbers in order are less than one, or no greater. */
static Py_ssize_t less_than(const Py_ssize_t *numbers, Py_ssize_t count, Py_ssize_t number, int or_equal) {
    Py_ssize_t low = 0, high = count;
    while (low < high) {
        Py_ssize_t middle = low + (high - low) / 2;
        if (numbers[middle] < number || (or_equal && numbers[middle] == number)) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* Where an offset is afterwards, as the start or the end of a span: _carry_start and _carry_end of positions.py. */
static Py_ssize_t carried(const Ends *ends, Py_ssize_t offset, int is_start) {
    Py_ssize_t k = less_than(ends->starts, ends->count, offset, is_start) - 1;
    if (k < 0) return offset;
    if (offset < ends->ends[k]) return is_start ? ends->new_starts[k] : ends->new_ends[k];
    return offset - ends->ends[k] + ends->new_ends[k];
}

/* carry(spans, starts, ends, new starts, new ends): the spans, (start, end) in a list, after edits with these ends. */
static PyObject *carry(PyObject *module, PyObject *args) {
    PyObject *spans, *lists[4];
    (void)module;
    if (!PyArg_ParseTuple(args, "O!OOOO", &PyList_Type, &spans, &lists[0], &lists[1], &lists[2], &lists[3])) return NULL;
    Py_ssize_t count = PyList_Check(lists[0]) ? PyList_Size(lists[0]) : 0, size = PyList_Size(spans);
    Py_ssize_t *numbers = PyMem_Calloc((size_t)count * 4 + 1, sizeof(Py_ssize_t));
    if (!numbers) return PyErr_NoMemory();
    Ends ends = {numbers, numbers + count, numbers + 2 * count, numbers + 3 * count, count};
    int failed = 0;
    for (int k = 0; k < 4 && !failed; k++) failed = read_numbers(lists[k], numbers + k * count, count) < 0;
    PyObject *made = failed ? NULL : PyList_New(size);
    for (Py_ssize_t i = 0; made && i < size; i++) {
        Py_ssize_t start, end;
        PyObject *moved = NULL;
        if (PyArg_ParseTuple(PyList_GetItem(spans, i), "nn", &start, &end)) {
            Py_ssize_t first = carried(&ends, start, 1), last = end > start ? carried(&ends, end, 0) : 0;
            moved = Py_BuildValue("(nn)", first, last > first ? last : first);
        }
        if (!moved || PyList_SetItem(made, i, moved) < 0) Py_CLEAR(made);
    }
    PyMem_Free(numbers);
    return made;
}

static PyMethodDef functions[] = {
    {"carry", carry, METH_VARARGS, "Where spans are after edits."},
    {"are_apart", are_apart, METH_VARARGS, "Whether edits are in order and none meets the next."},
    {"kinds", kinds, METH_VARARGS, "The rules and safeties of edits that are in order, and of which none meets the next or changes nothing."},
    {"made", made, METH_VARARGS, "A text with edits made, the texts that they replace, and the spans of what they put there."},
    {"apply", apply, METH_VARARGS, "A text with edits made."},
    {"replaced", replaced, METH_VARARGS, "The texts that edits replace."},
    {"ends", ends, METH_O, "Where edits start and end before and after they are made."},
    {NULL, NULL, 0, NULL},
};

int add_arithmetic(PyObject *module) { return PyModule_AddFunctions(module, functions); }
