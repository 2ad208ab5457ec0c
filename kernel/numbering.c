/* The numbers of the words of a model file (cleaner/models/wordlists/word_numbers.py), and the classes of words that it lacks. */

#include "kernel.h"

#define FOUND_KEPT 8192 /* words, a power of two: 128 KiB */
#define FOUND_MANY 32768 /* the same of a list in which all words of texts are looked up */
#define FOUND_BYTES 11  /* of a word that is kept as it is */
#define NO_NUMBER UINT32_MAX
#define NUMBER_BITS 20 /* of a slot, as in cleaner/models/wordlists/word_numbers.py; above them are bits of the hash */

/* A word of up to FOUND_BYTES bytes with its length behind them (zeros: no word), and its number, NO_NUMBER if the list lacks it. So the
   list itself, of which every part is read from another page, is only looked into for other words. */
struct Found {
    unsigned char word[FOUND_BYTES + 1];
    uint32_t number;
};

int numbering_open(Numbering *self, PyObject *parts) {
    PyObject *lines, *starts, *slots;
    if (!PyArg_ParseTuple(parts, "OOO", &lines, &starts, &slots)) return -1;
    if (PyObject_GetBuffer(lines, &self->lines, PyBUF_SIMPLE) < 0 || PyObject_GetBuffer(starts, &self->starts, PyBUF_SIMPLE) < 0 ||
        PyObject_GetBuffer(slots, &self->slots, PyBUF_SIMPLE) < 0)
        return -1;
    self->count = (size_t)self->starts.len / 4;
    self->mask = (size_t)self->slots.len / 4;
    if (!self->count-- || !self->mask-- || self->mask & (self->mask + 1)) return PyErr_SetString(PyExc_ValueError, "the numbers are cut"), -1;
    self->found_mask = FOUND_KEPT - 1;
    self->found = PyMem_Calloc(FOUND_KEPT, sizeof(struct Found));
    return self->found ? 0 : (PyErr_NoMemory(), -1);
}

/* Keep more of the numbers that are looked up. */
int numbering_widen(Numbering *self) {
    if (self->found_mask >= FOUND_MANY - 1) return 0;
    struct Found *found = PyMem_Calloc(FOUND_MANY, sizeof(struct Found));
    if (!found) return PyErr_NoMemory(), -1;
    PyMem_Free(self->found);
    self->found = found;
    self->found_mask = FOUND_MANY - 1;
    return 0;
}

void numbering_close(Numbering *self) {
    PyBuffer_Release(&self->lines);
    PyBuffer_Release(&self->starts);
    PyBuffer_Release(&self->slots);
    PyMem_Free(self->found);
    self->found = NULL;
}

/* Whether a word is the one of a number. */
static int is_word_of(const Numbering *self, uint32_t number, const unsigned char *utf8, size_t length) {
    const uint32_t *starts = self->starts.buf;
    return number < self->count && starts[number + 1] - starts[number] == length + 1 && starts[number] + length <= (size_t)self->lines.len &&
           !memcmp((const char *)self->lines.buf + starts[number], utf8, length);
}

/* The number of a word by its hash, NO_NUMBER if the list lacks it. */
static uint32_t number_by_hash(const Numbering *self, const unsigned char *utf8, size_t length, uint64_t hash) {
    const uint32_t *slots = self->slots.buf;
    size_t at = hash & self->mask;
    for (size_t tries = 0; slots[at] && tries <= self->mask; tries++, at = (at + 1) & self->mask) {
        uint32_t number = (slots[at] & ((1u << NUMBER_BITS) - 1)) - 1;
        if (slots[at] >> NUMBER_BITS == hash >> (32 + NUMBER_BITS) && is_word_of(self, number, utf8, length)) return number;
    }
    return NO_NUMBER;
}

/* The number of a word, -1 if the list lacks it. */
Py_ssize_t numbering_find(const Numbering *self, const unsigned char *utf8, size_t length) {
    uint64_t hash = hash_of(utf8, length);
    struct Found *found = self->found + (hash & self->found_mask);
    if (length > FOUND_BYTES) { /* the place is shared with shorter words: it has the length of none, and the number alone */
        if (found->word[FOUND_BYTES] != UINT8_MAX || !is_word_of(self, found->number, utf8, length)) {
            uint32_t number = number_by_hash(self, utf8, length, hash);
            if (number == NO_NUMBER) return -1;
            *found = (struct Found){{[FOUND_BYTES] = UINT8_MAX}, number};
        }
        return found->number;
    }
    struct Found made = {{[FOUND_BYTES] = (unsigned char)(length + 1)}, 0};
    memcpy(made.word, utf8, length);
    if (memcmp(found->word, made.word, sizeof(made.word))) {
        made.number = number_by_hash(self, utf8, length, hash);
        *found = made;
    }
    return found->number == NO_NUMBER ? -1 : (Py_ssize_t)found->number;
}

static const char *const ENDINGS[] = {"'s", "ing", "ed", "ly", "s", "er", "ion", "al", ""}; /* as in cleaner/models/ngrams.py */

/* The name of the class of rare words that a word falls into; its size. */
size_t rare_class(const unsigned char *utf8, size_t length, unsigned char *name) {
    size_t at = 0, size = strlen(ENDINGS[0]);
    while (size > length || memcmp(utf8 + length - size, ENDINGS[at], size)) size = strlen(ENDINGS[++at]); /* the last one is empty */
    *name = '<';
    memcpy(name + 1, ENDINGS[at], size);
    name[size + 1] = '>';
    return size + 2;
}

/* The number of that class. */
uint32_t numbering_class(const Numbering *self, const unsigned char *utf8, size_t length) {
    unsigned char name[LONGEST_CLASS];
    Py_ssize_t number = numbering_find(self, name, rare_class(utf8, length, name));
    return number < 0 ? 0 : (uint32_t)number;
}

/* The number of a word, or of its class if the list lacks it. */
uint32_t number_or_class(const Numbering *self, const unsigned char *utf8, size_t length) {
    Py_ssize_t number = numbering_find(self, utf8, length);
    return number < 0 ? numbering_class(self, utf8, length) : (uint32_t)number;
}

typedef struct {
    PyObject_HEAD
    Numbering numbering;
} WordNumbers;

static PyObject *word_numbers_new(PyTypeObject *type, PyObject *args, PyObject *keywords) {
    (void)keywords;
    WordNumbers *self = new_object(type);
    return finished(self, self && numbering_open(&self->numbering, args) == 0);
}

static void word_numbers_dealloc(PyObject *object) {
    numbering_close(&((WordNumbers *)object)->numbering);
    free_object(object);
}

static PyObject *word_numbers_find(PyObject *object, PyObject *word) {
    PyObject *owner;
    Py_ssize_t length;
    const unsigned char *key = utf8_of(word, &length, &owner);
    Py_ssize_t number = key ? numbering_find(&((WordNumbers *)object)->numbering, key, (size_t)length) : -1;
    Py_XDECREF(owner);
    return key ? PyLong_FromSsize_t(number) : NULL;
}

static PyMethodDef word_numbers_methods[] = {
    {"find", word_numbers_find, METH_O, "The number of a word, -1 if the list lacks it."},
    {NULL, NULL, 0, NULL},
};

DEFINE_TYPE(word_numbers, word_numbers, WordNumbers, WordNumbers, "Looks up the numbers of the words of a model file.");
int add_numbering(PyObject *module) { return add_type(module, &word_numbers_spec); }
