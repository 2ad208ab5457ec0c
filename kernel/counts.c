/* How likely a word is after the words before it: `log_probabilities` of cleaner/models/sequences.py, by the numbers of words, and of
   cleaner/models/ngrams.py, by the words themselves. */

#include "wordings.h"
#include <math.h>

#define KEPT_BITS 12 /* of the number of an answer that is kept: 64 KiB */
static const double PRIORS[ORDER - 1] = {300.0, 120.0, 60.0};

int sequence_counts_open(SequenceCounts *self, PyObject *const *tables, PyObject *singles, const char *counts, Py_ssize_t size) {
    if (size != (Py_ssize_t)sizeof(self->counts)) return PyErr_SetString(PyExc_ValueError, "a scale has 256 steps"), -1;
    memcpy(self->counts, counts, sizeof(self->counts));
    for (size_t i = 0; i < ORDER - 1; i++)
        if (sequences_open(&self->tables[i], tables[i]) < 0 || (i ? sequences_keep(&self->tables[i]) : sequences_keep_often(&self->tables[i])) < 0) return -1;
    return PyObject_GetBuffer(singles, &self->singles, PyBUF_SIMPLE);
}

void sequence_counts_close(SequenceCounts *self) {
    for (size_t i = 0; i < ORDER - 1; i++) sequences_close(&self->tables[i]);
    PyBuffer_Release(&self->singles);
}

/* How often a row of words was counted. */
static double count_of(const SequenceCounts *self, const uint16_t *row, size_t length) {
    uint64_t key = 0;
    if (length == 1) return self->counts[row[0] < (size_t)self->singles.len ? ((const unsigned char *)self->singles.buf)[row[0]] : 0];
    for (size_t i = 0; i < length; i++) key = key << 16 | row[i];
    return self->counts[sequence_step(&self->tables[length - 2], key)];
}

/* The probability of the last of four words after the others. Product and sum are kept apart, as in Python. */
double sequence_probability(const SequenceCounts *self, const uint16_t *row) {
    double alone = count_of(self, row + ORDER - 1, 1), p = (alone ? alone : UNSEEN) / self->total;
    for (size_t length = 1; length < ORDER; length++) {
        double before = count_of(self, row + ORDER - 1 - length, length);
        if (!before) break;
        double all = count_of(self, row + ORDER - 1 - length, length + 1);
        volatile double shorter = PRIORS[length - 1] * p;
        p = (all + shorter) / ((before > all ? before : all) + PRIORS[length - 1]);
    }
    return p;
}

double sequence_log_probability(const Counts *self, const uint16_t *row) {
    uint64_t key = (uint64_t)row[0] << 48 | (uint64_t)row[1] << 32 | (uint64_t)row[2] << 16 | row[3];
    Answer *kept = &self->kept[key * SPREAD >> (64 - KEPT_BITS)];
    if (!key) return log(sequence_probability(&self->sequences, row));
    if (kept->key != key) *kept = (Answer){key, log(sequence_probability(&self->sequences, row))};
    return kept->value;
}

/* log_probabilities(numbers): of each word of a tuple but the first three, after the three before it. */
static PyObject *counts_log_probabilities(PyObject *object, PyObject *numbers) {
    const Counts *self = (const Counts *)object;
    uint16_t row[ORDER] = {0};
    if (!PyTuple_Check(numbers)) return PyErr_SetString(PyExc_TypeError, "a tuple of numbers of words"), NULL;
    Py_ssize_t size = PyTuple_Size(numbers);
    PyObject *list = PyList_New(size >= ORDER ? size - ORDER + 1 : 0);
    for (Py_ssize_t i = 0; list && i < size; i++) {
        unsigned long number = PyLong_AsUnsignedLong(PyTuple_GetItem(numbers, i));
        memmove(row, row + 1, (ORDER - 1) * sizeof(*row));
        row[ORDER - 1] = (uint16_t)number;
        if (!PyErr_Occurred() && number > UINT16_MAX) PyErr_SetString(PyExc_ValueError, "there is no such word");
        if (PyErr_Occurred()) Py_CLEAR(list);
        else if (i >= ORDER - 1) {
            PyObject *value = PyFloat_FromDouble(sequence_log_probability(self, row));
            if (!value || PyList_SetItem(list, i - ORDER + 1, value) < 0) Py_CLEAR(list);
        }
    }
    return list;
}

static int read_counts(Counts *self, PyObject *args) {
    PyObject *tables[ORDER - 1], *singles;
    const char *counts;
    Py_ssize_t size;
    if (!PyArg_ParseTuple(args, "(O!O!O!)Oy#d", &PyTuple_Type, &tables[0], &PyTuple_Type, &tables[1], &PyTuple_Type, &tables[2], &singles,
                          &counts, &size, &self->sequences.total))
        return -1;
    if (sequence_counts_open(&self->sequences, tables, singles, counts, size) < 0) return -1;
    self->kept = PyMem_Calloc((size_t)1 << KEPT_BITS, sizeof(Answer));
    return self->kept ? 0 : (PyErr_NoMemory(), -1);
}

static PyObject *counts_new(PyTypeObject *type, PyObject *args, PyObject *keywords) {
    (void)keywords;
    Counts *self = new_object(type);
    return finished(self, self && read_counts(self, args) == 0);
}

static void counts_dealloc(PyObject *object) {
    Counts *self = (Counts *)object;
    sequence_counts_close(&self->sequences);
    PyMem_Free(self->kept);
    free_object(object);
}

static PyMethodDef counts_methods[] = {
    {"log_probabilities", counts_log_probabilities, METH_O, "Of each number of a word but the first three, after the three before it (nats)."},
    {NULL, NULL, 0, NULL},
};

DEFINE_TYPE(counts, counts, Counts, Counts, "Knows how often words stood in a row.");

/* ---- words, pairs and triples in packed tables ------------------------------------------------------------------------- */

static const double TRIPLE_PRIORS[] = {300.0, 120.0}; /* as in cleaner/models/ngrams.py */

/* How often the words of a row from one to another were seen. */
double count_of_words(const Triples *self, const WordRow *row, size_t first, size_t last) {
    size_t end = last == 2 ? row->size : row->starts[last + 1] - 1;
    return self->counts[packed_step(&self->tables[last - first], row->bytes + row->starts[first], end - row->starts[first])];
}

double log_probability_of_words(const Triples *self, const WordRow *row) {
    double alone = count_of_words(self, row, 2, 2), p = (alone ? alone : UNSEEN) / self->total;
    double one = count_of_words(self, row, 1, 1);
    if (one) {
        volatile double shorter = TRIPLE_PRIORS[0] * p;
        p = (count_of_words(self, row, 1, 2) + shorter) / (one + TRIPLE_PRIORS[0]);
        double two = count_of_words(self, row, 0, 1);
        if (two) {
            shorter = TRIPLE_PRIORS[1] * p;
            p = (count_of_words(self, row, 0, 2) + shorter) / (two + TRIPLE_PRIORS[1]);
        }
    }
    return log(p);
}

/* Three items of a tuple from one on as a row: 1, 0 if they are too long, -1 for an error. */
static int read_row(PyObject *words, Py_ssize_t from, WordRow *row) {
    row->size = 0;
    for (size_t i = 0; i < 3; i++) {
        PyObject *owner, *word = PyTuple_GetItem(words, from + (Py_ssize_t)i);
        Py_ssize_t length;
        const unsigned char *utf8 = word ? utf8_of(word, &length, &owner) : NULL;
        if (!utf8) return -1;
        int fits = row->size + (size_t)length < LONGEST_ROW;
        if (fits) {
            if (i) row->bytes[row->size++] = ' ';
            row->starts[i] = row->size;
            memcpy(row->bytes + row->size, utf8, (size_t)length);
            row->size += (size_t)length;
        }
        Py_XDECREF(owner);
        if (!fits) return 0;
    }
    return 1;
}

/* log_probabilities(words): of each word of a tuple but the first two, after the two before it; None if words are too long. */
static PyObject *triples_log_probabilities(PyObject *object, PyObject *words) {
    const Triples *self = (const Triples *)object;
    WordRow row;
    if (!PyTuple_Check(words)) return PyErr_SetString(PyExc_TypeError, "a tuple of words"), NULL;
    Py_ssize_t count = PyTuple_Size(words) - 2;
    PyObject *list = PyList_New(count > 0 ? count : 0);
    for (Py_ssize_t i = 0; list && i < count; i++) {
        int fits = read_row(words, i, &row);
        PyObject *value = fits > 0 ? PyFloat_FromDouble(log_probability_of_words(self, &row)) : NULL;
        if (!value || PyList_SetItem(list, i, value) < 0) Py_CLEAR(list);
        if (!fits) Py_RETURN_NONE;
    }
    return list;
}

static int read_triples(Triples *self, PyObject *args) {
    PyObject *tables[3];
    const char *counts;
    Py_ssize_t size;
    if (!PyArg_ParseTuple(args, "(O!O!O!)y#d", &PyTuple_Type, &tables[0], &PyTuple_Type, &tables[1], &PyTuple_Type, &tables[2], &counts, &size,
                          &self->total))
        return -1;
    if (size != (Py_ssize_t)sizeof(self->counts)) return PyErr_SetString(PyExc_ValueError, "a scale has 256 steps"), -1;
    memcpy(self->counts, counts, sizeof(self->counts));
    for (size_t i = 0; i < 3; i++)
        if (sequences_open(&self->tables[i], tables[i]) < 0 || sequences_keep(&self->tables[i]) < 0) return -1;
    return 0;
}

static PyObject *triples_new(PyTypeObject *type, PyObject *args, PyObject *keywords) {
    (void)keywords;
    Triples *self = new_object(type);
    return finished(self, self && read_triples(self, args) == 0);
}

static void triples_dealloc(PyObject *object) {
    for (size_t i = 0; i < 3; i++) sequences_close(&((Triples *)object)->tables[i]);
    free_object(object);
}

static PyMethodDef triples_methods[] = {
    {"log_probabilities", triples_log_probabilities, METH_O, "Of each word but the first two, after the two before it (nats); None if they are too long."},
    {NULL, NULL, 0, NULL},
};

DEFINE_TYPE(triples, triples, Triples, Triples, "Knows how often words, pairs and triples were seen.");

Counts *as_counts(PyObject *object) { return PyType_GetSlot(Py_TYPE(object), Py_tp_dealloc) == (void *)counts_dealloc ? (Counts *)object : NULL; }

Triples *as_triples(PyObject *object) { return PyType_GetSlot(Py_TYPE(object), Py_tp_dealloc) == (void *)triples_dealloc ? (Triples *)object : NULL; }

int add_counts(PyObject *module) {
    if (add_type(module, &counts_spec) < 0) return -1;
    return add_type(module, &triples_spec);
}
