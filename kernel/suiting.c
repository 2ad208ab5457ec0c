/* How well words suit each of many languages: what ForeignWords of cleaner/models/foreign.py sums up. Python is asked once what a word says. */

#include "kernel.h"

#define MOST_WORDS 8000     /* words remembered: about 1 MB */
#define LONGEST_KEPT 240    /* bytes of a word that is remembered */
#define COUNT_BITS 16       /* of what is said of a word: how many languages it speaks for, below where they begin and whether it is English */
#define MOST_LANGUAGES 4096

typedef struct {
    uint16_t language;
    double nats;
} Said;

typedef struct {
    PyObject_HEAD
    PyObject *ask;
    size_t languages;
    double english; /* nats that an English word speaks against all languages */
    Table words;
    Said *said;
    size_t said_room, said_count;
} Suiting;

/* What speaks for English, and for each other language; whether any word spoke for it. */
typedef struct {
    double against;
    double *nats;
    uint8_t *has;
} Sums;

static void add_said(const Suiting *self, Sums *sums, int is_english, const Said *said, size_t count) {
    double known = is_english ? self->english : 0.0;
    sums->against += known;
    for (size_t i = 0; i < count; i++) {
        sums->nats[said[i].language] += said[i].nats + known;
        sums->has[said[i].language] = 1;
    }
}

/* Put what was answered, ((number, nats), ...), behind what is said of other words; -1 for an error. */
static int read_answer(Suiting *self, PyObject *rows, size_t *count) {
    Py_ssize_t size = PyTuple_Size(rows);
    *count = size < 0 ? 0 : (size_t)size;
    if (size < 0 || grow((void **)&self->said, &self->said_room, self->said_count + *count, sizeof(Said)) < 0) return -1;
    for (Py_ssize_t i = 0; i < size; i++) {
        unsigned int number;
        double nats;
        if (!PyArg_ParseTuple(PyTuple_GetItem(rows, i), "Id", &number, &nats)) return -1;
        if (number >= self->languages) return PyErr_SetString(PyExc_ValueError, "there is no such language"), -1;
        self->said[self->said_count + (size_t)i] = (Said){(uint16_t)number, nats};
    }
    return 0;
}

/* Ask about a word, add what it says and remember it. */
static int ask_about(Suiting *self, PyObject *word, const unsigned char *key, size_t size, Sums *sums) {
    PyObject *answer = PyObject_CallFunctionObjArgs(self->ask, word, NULL), *rows;
    int is_english;
    size_t count;
    if (!answer) return -1;
    int failed = !PyArg_ParseTuple(answer, "pO!", &is_english, &PyTuple_Type, &rows) || read_answer(self, rows, &count) < 0;
    Py_DECREF(answer);
    if (failed) return -1;
    add_said(self, sums, is_english, self->said + self->said_count, count);
    if (!size || size > LONGEST_KEPT || table_find(&self->words, key, size)) return 0;
    uint64_t value = (uint64_t)self->said_count << (COUNT_BITS + 1) | (uint64_t)is_english << COUNT_BITS | count;
    if (table_put(&self->words, key, size, value, 0) < 0) return PyErr_NoMemory(), -1;
    self->said_count += count;
    return 0;
}

static int add_word(Suiting *self, PyObject *word, Sums *sums) {
    PyObject *owner;
    Py_ssize_t size;
    const unsigned char *key = utf8_of(word, &size, &owner);
    int failed = 0;
    const Entry *entry = key && size && size <= LONGEST_KEPT ? table_find(&self->words, key, (size_t)size) : NULL;
    if (entry) add_said(self, sums, entry->value >> COUNT_BITS & 1, self->said + (entry->value >> (COUNT_BITS + 1)), entry->value & (BIT(COUNT_BITS) - 1));
    else failed = key ? ask_about(self, word, key, (size_t)size, sums) : -1;
    Py_XDECREF(owner);
    return failed;
}

/* Sum up what a list of words says; nothing is left to free if that fails. */
static int sum_up(Suiting *self, PyObject *words, Sums *sums) {
    Py_ssize_t count = PyList_Size(words);
    if (count < 0) return -1;
    if (self->words.count > MOST_WORDS) {
        if (table_clear(&self->words) < 0) return PyErr_NoMemory(), -1;
        self->said_count = 0;
    }
    sums->against = 0;
    sums->nats = PyMem_Calloc(self->languages + 1, sizeof(double));
    sums->has = PyMem_Calloc(self->languages + 1, 1);
    int failed = !sums->nats || !sums->has;
    if (failed) PyErr_NoMemory();
    for (Py_ssize_t i = 0; !failed && i < count; i++) failed = add_word(self, PyList_GetItem(words, i), sums) < 0;
    if (!failed) return 0;
    PyMem_Free(sums->nats);
    PyMem_Free(sums->has);
    return -1;
}

/* best(words): the number of the language that the words suit best, -1 for none, its nats, and those of English. */
static PyObject *suiting_best(PyObject *object, PyObject *words) {
    Suiting *self = (Suiting *)object;
    Sums sums;
    if (sum_up(self, words, &sums) < 0) return NULL;
    Py_ssize_t best = -1;
    for (size_t k = 0; k < self->languages; k++)
        if (sums.has[k] && (best < 0 || sums.nats[k] > sums.nats[best])) best = (Py_ssize_t)k;
    PyObject *found = Py_BuildValue("(ndd)", best, best < 0 ? 0.0 : sums.nats[best], sums.against);
    PyMem_Free(sums.nats);
    PyMem_Free(sums.has);
    return found;
}

/* all(words): the nats of English, and of each language that a word spoke for. */
static PyObject *suiting_all(PyObject *object, PyObject *words) {
    Suiting *self = (Suiting *)object;
    Sums sums;
    if (sum_up(self, words, &sums) < 0) return NULL;
    PyObject *found = PyDict_New();
    for (size_t k = 0; found && k < self->languages; k++) {
        if (!sums.has[k]) continue;
        PyObject *number = PyLong_FromSize_t(k), *nats = PyFloat_FromDouble(sums.nats[k]);
        if (!number || !nats || PyDict_SetItem(found, number, nats) < 0) Py_CLEAR(found);
        Py_XDECREF(number);
        Py_XDECREF(nats);
    }
    PyMem_Free(sums.nats);
    PyMem_Free(sums.has);
    return found ? Py_BuildValue("(dN)", sums.against, found) : NULL;
}

static PyObject *suiting_new(PyTypeObject *type, PyObject *args, PyObject *keywords) {
    static char *names[] = {"languages", "english", "ask", NULL};
    PyObject *ask;
    Py_ssize_t languages;
    double english;
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "ndO", names, &languages, &english, &ask)) return NULL;
    if (languages < 0 || languages > MOST_LANGUAGES) return PyErr_SetString(PyExc_ValueError, "too many languages"), NULL;
    Suiting *self = new_object(type);
    if (!self) return NULL;
    self->languages = (size_t)languages;
    self->english = english;
    Py_INCREF(self->ask = ask);
    if (table_grow(&self->words) < 0) return PyErr_NoMemory(), finished(self, 0);
    return finished(self, 1);
}

static void suiting_dealloc(PyObject *object) {
    Suiting *self = (Suiting *)object;
    PyObject_GC_UnTrack(object);
    table_free(&self->words);
    PyMem_Free(self->said);
    Py_XDECREF(self->ask);
    free_object(object);
}

static int suiting_traverse(PyObject *object, visitproc visit, void *arg) {
    Py_VISIT(Py_TYPE(object));
    Py_VISIT(((Suiting *)object)->ask);
    return 0;
}

static int suiting_clear(PyObject *object) {
    Py_CLEAR(((Suiting *)object)->ask);
    return 0;
}

static PyMethodDef suiting_methods[] = {
    {"best", suiting_best, METH_O, "The language that words suit best, its nats, and those of English."},
    {"all", suiting_all, METH_O, "The nats of English, and of each language that a word spoke for."},
    {NULL, NULL, 0, NULL},
};

DEFINE_COLLECTED_TYPE(suiting, Suiting, "Sums up how well words suit languages.");

int add_suiting(PyObject *module) { return add_type(module, &suiting_spec); }
