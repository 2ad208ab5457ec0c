/* Words that are easily taken for one another, and which tokens of a text may be such an error: the bounds of cleaner/filters/typos/ranker.py,
   from the cheapest to the dearest. */

#include "wordings.h"
#include <stdlib.h>

#define RARER 30.0 /* this and DOUBT as in cleaner/models/ranking.py */
#define DOUBT 2.5
#define BY_COUNTS 2.0
#define DOUBTS_AT_ONCE 64

/* A word, and one that may be meant instead. */
typedef struct {
    Name written, meant;
    unsigned int number, meant_number;
    double least; /* nats */
} Swap;

struct Swaps {
    PyObject_HEAD
    Swap *swaps;       /* in the order of their numbers */
    uint16_t *numbers; /* of all of them, which are looked through */
    Py_ssize_t count;
    unsigned char has_number[(UINT16_MAX + 1) / 8];
};

static int is_same(const Name *one, const Name *two) { return one->size == two->size && !memcmp(one->bytes, two->bytes, one->size); }

/* Beside how many of its neighbours a word was seen at a place; edges of sentences count. */
static int neighbours_seen(const Row *row, Py_ssize_t i, const Name *word) {
    Name before, behind;
    int seen = 2;
    if (!is_edge(row, i)) {
        name_of(row, i - 1, &before);
        seen -= count_of_pair(row->models, &before, word) == 0;
    }
    if (!is_edge(row, i + 1)) {
        name_of(row, i + 1, &behind);
        seen -= count_of_pair(row->models, word, &behind) == 0;
    }
    return seen;
}

static int may_be_meant(const Row *row, const Cloze *cloze, Py_ssize_t i, const Swap *swap) {
    double by_words = NOT_KNOWN, by_numbers = NOT_KNOWN;
    int seen = count_of_name(row->models, &swap->meant) > RARER * count_of_name(row->models, &swap->written) ? 2 : neighbours_seen(row, i, &swap->meant);
    double least = swap->least + (seen == 1 ? DOUBT : 0);
    return seen && by_counts_reach(row, i, i + 1, &swap->meant, BY_COUNTS, &by_numbers) &&
           is_likelier(row, cloze, i, i + 1, &swap->meant, least, &by_words);
}

/* The first swap of a number. */
static Py_ssize_t first_of(const Swaps *self, unsigned int number) {
    Py_ssize_t low = 0, high = self->count;
    while (low < high) {
        Py_ssize_t middle = low + (high - low) / 2;
        if (self->numbers[middle] < number) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* A token, and a word that may be meant instead. */
typedef struct {
    Py_ssize_t token;
    const Swap *swap;
} Doubt;

/* Of some doubts, those that are promising by the pairs with both neighbours, which are looked up at once where they are in memory; how many. */
static size_t promising_doubts(const Row *row, const Doubt *doubts, size_t count, double promising, Doubt *kept) {
    uint64_t keys[2 * DOUBTS_AT_ONCE] = {0};
    uint8_t steps[2 * DOUBTS_AT_ONCE];
    size_t found = 0;
    for (size_t k = 0; k < count; k++) {
        keys[2 * k] = (uint64_t)number_at_token(row, doubts[k].token - 1) << 16 | doubts[k].swap->meant_number;
        keys[2 * k + 1] = (uint64_t)doubts[k].swap->meant_number << 16 | number_at_token(row, doubts[k].token + 1);
    }
    sequence_steps(&row->models->pairs, keys, 2 * count, steps);
    for (size_t k = 0; k < count; k++)
        if (is_promising_by(row, doubts[k].token, doubts[k].swap->meant_number, steps[2 * k] + steps[2 * k + 1], promising)) kept[found++] = doubts[k];
    return found;
}

/* Add the tokens of some doubts for which another word may be meant, and are not in the list; -1 for an error. */
static int add_doubted(const Row *row, const Cloze *cloze, const Doubt *doubts, size_t count, double promising, PyObject *list, Py_ssize_t *last) {
    Doubt kept[DOUBTS_AT_ONCE];
    size_t found = promising_doubts(row, doubts, count, promising, kept);
    for (size_t k = 0; k < found; k++) {
        if (kept[k].token == *last || !may_be_meant(row, cloze, kept[k].token, kept[k].swap)) continue;
        *last = kept[k].token;
        if (add_place(list, *last) < 0) return -1;
    }
    return 0;
}

/* swaps(swaps, cloze, promising): the tokens of a text for which another word may be meant. */
PyObject *row_swaps(PyObject *object, PyObject *args) {
    const Row *row = (const Row *)object;
    PyObject *given, *models;
    double promising;
    Name name;
    Doubt doubts[DOUBTS_AT_ONCE];
    size_t count = 0;
    Py_ssize_t last = -1;
    if (!PyArg_ParseTuple(args, "OOd", &given, &models, &promising)) return NULL;
    const Swaps *self = as_swaps(given);
    const Cloze *cloze = as_cloze(models);
    PyObject *list = self && cloze ? PyList_New(0) : NULL;
    for (Py_ssize_t i = 0; list && i < row->count; i++) {
        unsigned int number = row->tokens[i].number;
        if (!(self->has_number[number >> 3] >> (number & 7) & 1) || !stands_alone(row, i)) continue;
        name_of(row, i, &name);
        for (Py_ssize_t k = first_of(self, number); list && k < self->count && self->numbers[k] == number; k++) {
            if (!is_same(&self->swaps[k].written, &name)) continue;
            doubts[count++] = (Doubt){i, &self->swaps[k]};
            if (count < DOUBTS_AT_ONCE) continue;
            if (add_doubted(row, cloze, doubts, count, promising, list, &last) < 0) Py_CLEAR(list);
            count = 0;
        }
    }
    if (list && count && add_doubted(row, cloze, doubts, count, promising, list, &last) < 0) Py_CLEAR(list);
    return list;
}

/* ---- the type --------------------------------------------------------------------------------------------------------- */

static int read_name(const Wordings *models, PyObject *tuple, Py_ssize_t at, Name *name) {
    Py_ssize_t size;
    const char *bytes = PyUnicode_AsUTF8AndSize(PyTuple_GetItem(tuple, at), &size);
    if (!bytes) return -1;
    if (size > LONGEST_WORD) return PyErr_SetString(PyExc_ValueError, "the word is too long"), -1;
    memcpy(name->bytes, bytes, name->size = (size_t)size);
    name->number = own_number(models, name);
    return 0;
}

static int compare_numbers(const void *one, const void *other) { return (int)((const Swap *)one)->number - (int)((const Swap *)other)->number; }

/* From a tuple of (word, other word, nats by which the sentence must be likelier at least). */
static int read_swaps(Swaps *self, const Wordings *models, PyObject *given) {
    Py_ssize_t count = PyTuple_Size(given);
    self->swaps = PyMem_Calloc((size_t)count + 1, sizeof(Swap));
    self->numbers = PyMem_Calloc((size_t)count + 1, sizeof(uint16_t));
    if (!self->swaps || !self->numbers) return PyErr_NoMemory(), -1;
    for (self->count = 0; self->count < count; self->count++) {
        Swap *swap = &self->swaps[self->count];
        PyObject *one = PyTuple_GetItem(given, self->count);
        if (!PyTuple_Check(one) || PyTuple_Size(one) != 3) return PyErr_SetString(PyExc_TypeError, "two words and a number"), -1;
        if (read_name(models, one, 0, &swap->written) < 0 || read_name(models, one, 1, &swap->meant) < 0) return -1;
        swap->least = PyFloat_AsDouble(PyTuple_GetItem(one, 2));
        if (PyErr_Occurred()) return -1;
        swap->number = number_of_name(models, &swap->written);
        swap->meant_number = number_of_name(models, &swap->meant);
        self->has_number[swap->number >> 3] |= (unsigned char)(1 << (swap->number & 7));
    }
    qsort(self->swaps, (size_t)count, sizeof(Swap), compare_numbers);
    for (Py_ssize_t k = 0; k < count; k++) self->numbers[k] = (uint16_t)self->swaps[k].number;
    return 0;
}

static PyObject *swaps_new(PyTypeObject *type, PyObject *args, PyObject *keywords) {
    PyObject *models, *given;
    (void)keywords;
    if (!PyArg_ParseTuple(args, "OO!", &models, &PyTuple_Type, &given)) return NULL;
    const Wordings *opened = as_wordings(models);
    if (!opened) return PyErr_SetString(PyExc_TypeError, "the models of wordings"), NULL;
    Swaps *self = new_object(type);
    return finished(self, self && read_swaps(self, opened, given) == 0);
}

static void swaps_dealloc(PyObject *object) {
    PyMem_Free(((Swaps *)object)->swaps);
    PyMem_Free(((Swaps *)object)->numbers);
    free_object(object);
}

static PyMethodDef swaps_methods[] = {{NULL, NULL, 0, NULL}};

DEFINE_TYPE(swaps, swaps, Swaps, Swaps, "Words that are easily taken for one another.");

const Swaps *as_swaps(PyObject *object) {
    if (PyType_GetSlot(Py_TYPE(object), Py_tp_dealloc) == (void *)swaps_dealloc) return (const Swaps *)object;
    PyErr_SetString(PyExc_TypeError, "words that are taken for one another");
    return NULL;
}

int add_swaps(PyObject *module) { return add_type(module, &swaps_spec); }
