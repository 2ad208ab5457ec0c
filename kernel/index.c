/* The shipped words: where each stands in their list (cleaner/models/wordlists/wordindex.py), for the kernel and as a type for Python. */

#include "kernel.h"

/* Where a word stands in the index, -1 if it does not. Found lines are compared, so a word is never taken for another. */
Py_ssize_t index_find_hashed(const Index *index, const unsigned char *key, size_t length, uint64_t hash) {
    if (!index->count) return -1;
    const unsigned char *words = index->words.buf;
    size_t at = (size_t)((hash * SPREAD >> 32) * index->count >> 32);
    for (size_t tries = 0; tries < index->count; tries++, at = at + 1 < index->count ? at + 1 : 0) {
        size_t start = number_at(&index->slots, at, 4);
        if (!start--) return -1; /* offsets are from 1 on, 0 is a free slot */
        if (start + length >= (size_t)index->words.len) continue;
        if (words[start + length] == '\t' && !memcmp(words + start, key, length)) return (Py_ssize_t)at;
    }
    return -1;
}

/* Fetch what `index_find_hashed` will read first. */
void index_fetch(const Index *index, uint64_t hash) {
    if (index->count) FETCH((const unsigned char *)index->slots.buf + 4 * (size_t)((hash * SPREAD >> 32) * index->count >> 32));
}

Py_ssize_t index_find(const Index *index, const unsigned char *key, size_t length) {
    return index_find_hashed(index, key, length, hash_of(key, length));
}

int index_open(Index *index, PyObject *words, PyObject *slots, PyObject *numbers) {
    if (PyObject_GetBuffer(words, &index->words, PyBUF_SIMPLE) < 0 || PyObject_GetBuffer(slots, &index->slots, PyBUF_SIMPLE) < 0 ||
        PyObject_GetBuffer(numbers, &index->numbers, PyBUF_SIMPLE) < 0)
        return -1;
    size_t count = (size_t)index->slots.len / 4;
    if (!count || count >> 32 || (size_t)index->numbers.len < 2 * count)
        return PyErr_SetString(PyExc_ValueError, "the index is cut"), -1;
    index->count = count;
    return 0;
}

#define MOST_SEEN 15000 /* words: about 1 MB */
#define SIEVE_BITS 22 /* of the number of a bit: 512 KiB, of which one in eight is set */

/* The two bits of a word, by its hash. */
static void sieve_bits(uint64_t hash, size_t *bits) {
    uint64_t mixed = hash * SPREAD;
    bits[0] = (size_t)(mixed >> (64 - SIEVE_BITS));
    bits[1] = (size_t)(mixed >> (64 - 2 * SIEVE_BITS)) & (((size_t)1 << SIEVE_BITS) - 1);
}

/* Set the bits of the words of the list, once; it takes 10 ms. */
int index_sieve(Index *index) {
    const unsigned char *line = index->words.buf, *end = line + index->words.len, *tab;
    if (index->sieve) return 0;
    uint64_t *sieve = PyMem_Calloc((size_t)1 << (SIEVE_BITS - 6), sizeof(uint64_t));
    if (!sieve) return PyErr_NoMemory(), -1;
    while (line < end && (tab = memchr(line, '\t', (size_t)(end - line)))) {
        size_t bits[2];
        sieve_bits(hash_of(line, (size_t)(tab - line)), bits);
        for (int i = 0; i < 2; i++) sieve[bits[i] >> 6] |= BIT(bits[i] & 63);
        line = memchr(tab, '\n', (size_t)(end - tab));
        line = line ? line + 1 : end;
    }
    index->sieve = sieve;
    return 0;
}

static Py_ssize_t sieved(const Index *index, const unsigned char *word, size_t length, uint64_t hash) {
    const uint64_t *sieve = index->sieve;
    size_t bits[2];
    if (sieve) {
        sieve_bits(hash, bits);
        if (!(sieve[bits[0] >> 6] >> (bits[0] & 63) & 1) || !(sieve[bits[1] >> 6] >> (bits[1] & 63) & 1)) return -1;
    }
    return index_find_hashed(index, word, length, hash);
}

int index_holds(const Index *index, const unsigned char *word, size_t length) { return sieved(index, word, length, hash_of(word, length)) >= 0; }

/* The same where the hash of its first letters, so many, is known. */
int index_holds_behind(const Index *index, const unsigned char *word, size_t length, uint64_t hash, size_t from) {
    for (size_t i = from; i < length; i++) hash = (hash ^ word[i]) * HASH_STEP;
    return sieved(index, word, length, hash ^ hash >> 29) >= 0;
}

/* The size class of a word in small letters (cleaner/models/wordlists/lexicon.py), 0 if the list has it with a capital alone, or not. */
int index_size(const Index *index, const unsigned char *word, size_t length) {
    Py_ssize_t at = sieved(index, word, length, hash_of(word, length));
    if (at < 0) return 0;
    size_t value = (size_t)number_at(&index->slots, (size_t)at, 4) + length;
    return value < (size_t)index->words.len ? ((const unsigned char *)index->words.buf)[value] - '0' : 0;
}

void index_close(Index *index) {
    index->count = 0;
    PyMem_Free(index->sieve);
    index->sieve = NULL;
    PyBuffer_Release(&index->words);
    PyBuffer_Release(&index->slots);
    PyBuffer_Release(&index->numbers);
}

/* ---- the type -------------------------------------------------------------------------------------------------------- */

typedef struct {
    PyObject_HEAD
    Index index;
    Table seen;    /* words that were looked up last, with their numbers */
    uint32_t pass; /* over a text */
} WordIndex;

static PyObject *word_index_new(PyTypeObject *type, PyObject *args, PyObject *keywords) {
    static char *names[] = {"words", "slots", "numbers", NULL};
    PyObject *words, *slots, *numbers;
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "OOO", names, &words, &slots, &numbers)) return NULL;
    WordIndex *self = new_object(type);
    return finished(self, self && index_open(&self->index, words, slots, numbers) == 0);
}

static void word_index_dealloc(PyObject *object) {
    index_close(&((WordIndex *)object)->index);
    table_free(&((WordIndex *)object)->seen);
    free_object(object);
}

/* Where the line of a word ends in a tab, -1 if there is none; -2 for an error. */
static Py_ssize_t word_index_tab(const WordIndex *self, PyObject *word) {
    char *bytes;
    Py_ssize_t length;
    if (PyBytes_AsStringAndSize(word, &bytes, &length) < 0) return -2;
    Py_ssize_t at = index_find(&self->index, (const unsigned char *)bytes, (size_t)length);
    return at < 0 ? -1 : (Py_ssize_t)number_at(&self->index.slots, (size_t)at, 4) - 1 + length;
}

static PyObject *word_index_has(PyObject *object, PyObject *word) {
    Py_ssize_t tab = word_index_tab((WordIndex *)object, word);
    if (tab == -2) return NULL;
    return PyBool_FromLong(tab >= 0);
}

static PyObject *word_index_value(PyObject *object, PyObject *word) {
    const Py_buffer *words = &((WordIndex *)object)->index.words;
    Py_ssize_t tab = word_index_tab((WordIndex *)object, word);
    if (tab == -2) return NULL;
    if (tab < 0) Py_RETURN_NONE;
    const char *from = (const char *)words->buf + tab + 1;
    const char *feed = memchr(from, '\n', (size_t)(words->len - tab - 1));
    return PyBytes_FromStringAndSize(from, feed ? feed - from : words->len - tab - 1);
}

/* The words of a set about which there may be something to say, by a byte for each number; those that the list lacks among them. */
static PyObject *word_index_select(PyObject *object, PyObject *args) {
    const Index *index = &((WordIndex *)object)->index;
    PyObject *words;
    const char *said;
    Py_ssize_t count;
    if (!PyArg_ParseTuple(args, "Oy#", &words, &said, &count)) return NULL;
    PyObject *iterator = PyObject_GetIter(words), *chosen = PyList_New(0), *word;
    while (iterator && chosen && (word = PyIter_Next(iterator))) {
        char *bytes;
        Py_ssize_t length;
        if (PyBytes_AsStringAndSize(word, &bytes, &length) == 0) {
            Py_ssize_t at = index_find(index, (const unsigned char *)bytes, (size_t)length);
            uint32_t number = at < 0 ? 0 : number_at(&index->numbers, (size_t)at, 2);
            if (!number || (Py_ssize_t)number >= count || said[number]) PyList_Append(chosen, word);
        }
        Py_DECREF(word);
        if (PyErr_Occurred()) break;
    }
    Py_XDECREF(iterator);
    if (!PyErr_Occurred()) return chosen;
    Py_XDECREF(chosen);
    return NULL;
}

/* The entry of a word with its number, 0 if the list lacks it; NULL without memory. */
static Entry *seen_word(WordIndex *self, const unsigned char *word, size_t length) {
    uint64_t hash = hash_of(word, length);
    Entry *entry = table_find_hashed(&self->seen, word, length, hash);
    if (entry) return entry;
    Py_ssize_t at = index_find_hashed(&self->index, word, length, hash);
    return table_put_hashed(&self->seen, word, length, hash, at < 0 ? 0 : number_at(&self->index.numbers, (size_t)at, 2), 0);
}

/* The distinct words of a folded text that `word_index_select` would choose of them, a list for each of the lowest bits of what is said. */
static PyObject *word_index_select_in(PyObject *object, PyObject *args) {
    WordIndex *self = (WordIndex *)object;
    const char *letters, *said;
    Py_ssize_t size, count, start = 0;
    int bits;
    if (!PyArg_ParseTuple(args, "y#y#i", &letters, &size, &said, &count, &bits)) return NULL;
    if (++self->pass == 0 || self->seen.count > MOST_SEEN || !self->seen.entries) {
        self->pass = 1;
        if (table_clear(&self->seen) < 0) return PyErr_NoMemory();
    }
    PyObject *chosen = PyTuple_New(bits);
    for (int k = 0; chosen && k < bits; k++) {
        PyObject *list = PyList_New(0);
        if (!list || PyTuple_SetItem(chosen, k, list) < 0) Py_CLEAR(chosen);
    }
    for (Py_ssize_t i = 0; chosen && i <= size; i++) {
        if (i < size && letters[i] != ' ') continue;
        const unsigned char *word = (const unsigned char *)letters + start;
        size_t length = (size_t)(i - start);
        start = i + 1;
        if (!length) continue;
        uint32_t number = 0;
        if (length <= LONGEST_WORD) {
            Entry *entry = seen_word(self, word, length);
            if (!entry) {
                Py_CLEAR(chosen);
                PyErr_NoMemory();
                break;
            }
            if (entry->stamp == self->pass) continue;
            entry->stamp = self->pass;
            number = (uint32_t)entry->value;
        }
        unsigned int for_lists = number && (Py_ssize_t)number < count ? (unsigned char)said[number] : 0xFF;
        if (!for_lists) continue;
        PyObject *item = PyBytes_FromStringAndSize((const char *)word, (Py_ssize_t)length);
        for (int k = 0; chosen && k < bits; k++)
            if (!item || (for_lists >> k & 1 && PyList_Append(PyTuple_GetItem(chosen, k), item) < 0)) Py_CLEAR(chosen);
        Py_XDECREF(item);
    }
    return chosen;
}

/* The words of the list one letter away: left out, put in, another one, or two that have changed places. */
static PyObject *word_index_near(PyObject *object, PyObject *args) {
    const Index *index = &((WordIndex *)object)->index;
    const char *word, *letters;
    Py_ssize_t length, count;
    if (!PyArg_ParseTuple(args, "y#y#", &word, &length, &letters, &count)) return NULL;
    if (length > LONGEST_WORD) return PyErr_SetString(PyExc_ValueError, "the word is too long"), NULL;
    unsigned char made[LONGEST_WORD + 1];
    if (index_sieve(&((WordIndex *)object)->index) < 0) return NULL;
    PyObject *found = PySet_New(NULL);
    for (int kind = 0; found && kind < 4; kind++)
        for (Py_ssize_t i = 0; i < length + (kind == 1); i++)
            for (Py_ssize_t k = 0; k < (kind == 1 || kind == 2 ? count : 1); k++) {
                size_t size = 0, rest = (size_t)i;
                memcpy(made, word, (size_t)i);
                size = (size_t)i;
                if (kind == 3) {
                    if (i + 1 == length) continue;
                    made[size++] = (unsigned char)word[i + 1];
                    made[size++] = (unsigned char)word[i];
                    rest += 2;
                } else {
                    if (kind) made[size++] = (unsigned char)letters[k];
                    rest += kind != 1;
                }
                memcpy(made + size, word + rest, (size_t)length - rest);
                size += (size_t)length - rest;
                if (!index_holds(index, made, size)) continue;
                PyObject *item = PyBytes_FromStringAndSize((const char *)made, (Py_ssize_t)size);
                if (!item || PySet_Add(found, item) < 0) {
                    Py_XDECREF(item);
                    Py_DECREF(found);
                    return NULL;
                }
                Py_DECREF(item);
            }
    return found;
}

static PyObject *word_index_known_in(PyObject *object, PyObject *text) {
    Index *index = &((WordIndex *)object)->index;
    return index_sieve(index) < 0 ? NULL : known_in(index, text);
}

static PyMethodDef word_index_methods[] = {
    {"has", word_index_has, METH_O, "Whether the list has a word."},
    {"value", word_index_value, METH_O, "What the line of a word says; None if there is none."},
    {"select", word_index_select, METH_VARARGS, "The words of a set that the list lacks, or that have a byte other than 0 by their number."},
    {"select_in", word_index_select_in, METH_VARARGS, "The same of the words of a folded text, each once, but for those longer than any that is known: a list for each bit."},
    {"known_in", word_index_known_in, METH_O, "How many words of a text the list has, and how many there are; None if it has a character that is not known here."},
    {"near", word_index_near, METH_VARARGS, "The words of the list that one edit with some letters makes of a word."},
    {NULL, NULL, 0, NULL},
};

DEFINE_TYPE(word_index, word_index, WordIndex, WordIndex, "Looks words up in a mapped list.");

int add_index(PyObject *module) { return add_type(module, &word_index_spec); }

/* The index of a WordIndex, which `owner` keeps alive. */
int index_of(PyObject *words, PyObject **owner, Index **index) {
    if (PyType_GetSlot(Py_TYPE(words), Py_tp_dealloc) != (void *)word_index_dealloc) return PyErr_SetString(PyExc_TypeError, "no index of words"), -1;
    Py_INCREF(words);
    *owner = words;
    *index = &((WordIndex *)words)->index;
    return 0;
}
