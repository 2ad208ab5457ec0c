/* Verbs whose form is not the one that the words before ask for: the scan of cleaner/filters/_english/grammar/agreement.py, which has its
   rules. What forms a word may have it is asked once (`Forms`); most words behind an auxiliary or a pronoun have none that is wrong there. */

#include "wordings.h"

#define FARTHEST 3 /* adverbs between an auxiliary and its verb */
#define MOST_WORDS 15000 /* that are remembered: about 1 MB */

/* What a word asks for, and what may stand between it and its verb; the numbers are those of agreement.py. */
enum { AUXILIARY = 1, THIRD = 2, OTHERS = 4, BE = 8, DO = 16, DOES = 32, OWNER = 64 };
/* What a word may be: an adverb, or a form that is wrong behind a word of the same kind as above. */
enum { ADVERB = 16 };

typedef struct {
    PyObject_HEAD
    PyObject *ask; /* of the name of a word */
    Table known;
} Forms;

static void forms_dealloc(PyObject *object);

static Forms *as_forms(PyObject *object) { return PyType_GetSlot(Py_TYPE(object), Py_tp_dealloc) == (void *)forms_dealloc ? (Forms *)object : NULL; }

/* What a token may be; -1 for an error. */
static int form_of(Forms *self, const Row *row, Py_ssize_t i) {
    Name name;
    name_of(row, i, &name);
    if (!self->known.entries || self->known.count > MOST_WORDS)
        if (table_clear(&self->known) < 0) return PyErr_NoMemory(), -1;
    uint64_t hash = hash_of(name.bytes, name.size);
    Entry *entry = table_find_hashed(&self->known, name.bytes, name.size, hash);
    if (entry) return (int)entry->value;
    PyObject *word = PyUnicode_FromStringAndSize((const char *)name.bytes, (Py_ssize_t)name.size);
    PyObject *answer = word ? PyObject_CallFunctionObjArgs(self->ask, word, NULL) : NULL;
    long value = answer ? PyLong_AsLong(answer) : -1;
    Py_XDECREF(word);
    Py_XDECREF(answer);
    if (PyErr_Occurred()) return -1;
    if (table_put(&self->known, name.bytes, name.size, (uint64_t)value, 0) < 0) return PyErr_NoMemory(), -1;
    return (int)value;
}

/* Whether the first token from one on that is no adverb is of a kind, behind single spaces: 1, 0, or -1 for an error. */
static int has_form(Forms *self, const Row *row, Py_ssize_t at, int kind) {
    for (Py_ssize_t stop = at + FARTHEST; at < row->count && has_single_space(row, at); at++) {
        int form = form_of(self, row, at);
        if (form < 0 || at >= stop || at + 1 >= row->count || !(form & ADVERB)) return form < 0 ? -1 : (form & kind) != 0;
    }
    return 0;
}

static int asks_for_other(Forms *self, const Row *row, Py_ssize_t i, const unsigned char *kinds) {
    int kind = kinds[row->tokens[i].number], next = i + 1 < row->count ? kinds[row->tokens[i + 1].number] : 0;
    int asked = kind & (AUXILIARY | THIRD | OTHERS | BE);
    if (!asked) return 0;
    if (kind & DO && next & THIRD) return 1; /* "don't he", "do he" */
    if (!has_single_space(row, i + 1)) return 0;
    int found = has_form(self, row, i + 1, asked);
    if (!found && kind & AUXILIARY && next & (THIRD | OTHERS)) found = has_form(self, row, i + 2, asked);
    if (!found && kind & DOES && next & OWNER && has_single_space(row, i + 2)) found = has_form(self, row, i + 3, asked);
    return found;
}

/* verbs(kinds, forms): the tokens of a kind with a verb behind them that may be in another form than they ask for. `kinds`: a byte for each
   number of a word. */
PyObject *row_verbs(PyObject *object, PyObject *args) {
    const Row *row = (const Row *)object;
    PyObject *forms;
    const char *kinds;
    Py_ssize_t size;
    if (!PyArg_ParseTuple(args, "y#O", &kinds, &size, &forms)) return NULL;
    if (size <= UINT16_MAX) return PyErr_SetString(PyExc_ValueError, "a byte for each number"), NULL;
    Forms *self = as_forms(forms);
    if (!self) return PyErr_SetString(PyExc_TypeError, "forms of words"), NULL;
    PyObject *list = PyList_New(0);
    for (Py_ssize_t i = 0; list && i < row->count; i++) {
        int found = kinds[row->tokens[i].number] ? asks_for_other(self, row, i, (const unsigned char *)kinds) : 0;
        PyObject *item = found > 0 ? PyLong_FromSsize_t(i) : NULL;
        if (found < 0 || (found && (!item || PyList_Append(list, item) < 0))) Py_CLEAR(list);
        Py_XDECREF(item);
    }
    return list;
}

/* ---- the type --------------------------------------------------------------------------------------------------------- */

static PyObject *forms_new(PyTypeObject *type, PyObject *args, PyObject *keywords) {
    PyObject *ask;
    (void)keywords;
    if (!PyArg_ParseTuple(args, "O", &ask)) return NULL;
    Forms *self = new_object(type);
    if (self) self->ask = Py_NewRef(ask);
    return (PyObject *)self;
}

static int forms_clear(PyObject *object) {
    Py_CLEAR(((Forms *)object)->ask);
    return 0;
}

static int forms_traverse(PyObject *object, visitproc visit, void *arg) {
    Py_VISIT(Py_TYPE(object));
    Py_VISIT(((Forms *)object)->ask);
    return 0;
}

static void forms_dealloc(PyObject *object) {
    PyObject_GC_UnTrack(object);
    forms_clear(object);
    table_free(&((Forms *)object)->known);
    PyTypeObject *type = Py_TYPE(object);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(object);
    Py_DECREF(type);
}

static PyMethodDef forms_methods[] = {{NULL, NULL, 0, NULL}};

DEFINE_COLLECTED_TYPE(forms, Forms, "Remembers which forms of verbs words may be.");

int add_verb_forms(PyObject *module) { return add_type(module, &forms_spec); }
