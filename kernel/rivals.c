/* Common words one edit away from a word: a letter left out, put in or changed, or two that have changed places. Each common word is found
   by itself and by what is left of it without one of its letters, so a word needs as many look-ups as it has letters (Garbe's
   symmetric deletes), where to make each string one edit away takes fifty times as many. */

#include "wordings.h"

struct Rivals {
    PyObject_HEAD
    unsigned char *letters; /* of all words, one behind the other */
    uint32_t *places;       /* where each begins, and the last one ends */
    int32_t *numbers;       /* among the words of the counts of sequences, -1 for none of its own */
    uint16_t *classes;      /* the same, or the number of its class */
    size_t count, room, used, letters_room;
    uint32_t *slots; /* a word and 1 by a hash of what is left of it; 0: free */
    size_t mask;
    uint32_t *kept;     /* for each number of a word where its rivals are kept, 0: nowhere yet */
    uint32_t *pool;     /* of each such word how many, and which; behind them MOST_RIVALS of a word that has no number */
    size_t pool_size, pool_room;
};

/* Hashes of a word without each of its letters, and of all of it at last: sums of the letters by powers of SPREAD, the last one by the first. */
static void hashes_of(const unsigned char *word, size_t size, uint64_t *hashes) {
    uint64_t behind[LONGEST_WORD + 1], before = 0, power = 1;
    behind[size] = 0;
    for (size_t i = size; i-- > 0; power *= SPREAD) behind[i] = behind[i + 1] + (word[i] + 1u) * power;
    for (size_t i = 0; i <= size; i++) {
        hashes[i] = before;
        before = before * SPREAD + (i < size ? word[i] + 1u : 0);
    }
    power = 1;
    for (size_t i = size + 1; i-- > 0;) {
        if (i == size) hashes[i] = behind[0];
        else {
            hashes[i] = hashes[i] * power + behind[i + 1];
            power *= SPREAD;
        }
    }
    for (size_t i = 0; i <= size; i++) hashes[i] = (hashes[i] ^ hashes[i] >> 29) * HASH_STEP >> 20;
}

static const unsigned char *word_at(const Rivals *self, uint32_t number, size_t *size) {
    *size = self->places[number + 1] - self->places[number];
    return self->letters + self->places[number];
}

/* Whether two different words are one edit apart. */
static int are_near(const unsigned char *one, size_t size, const unsigned char *two, size_t other_size) {
    size_t same = 0, end = 0, least = size < other_size ? size : other_size;
    while (same < least && one[same] == two[same]) same++;
    while (end < least - same && one[size - 1 - end] == two[other_size - 1 - end]) end++;
    size_t rest = size - same - end, other_rest = other_size - same - end;
    if (rest + other_rest <= 1 || (rest == 1 && other_rest == 1)) return rest + other_rest > 0;
    return rest == 2 && other_rest == 2 && one[same] == two[same + 1] && one[same + 1] == two[same];
}

/* Add the words of a hash that are near a word to those found. */
static int add_near(const Rivals *self, uint64_t hash, const unsigned char *word, size_t size, uint32_t *found, int count) {
    size_t other_size;
    for (size_t at = hash & self->mask; self->slots[at]; at = (at + 1) & self->mask) {
        uint32_t number = self->slots[at] - 1;
        const unsigned char *other = word_at(self, number, &other_size);
        int known = 0;
        if (other_size + 1 < size || other_size > size + 1 || !are_near(word, size, other, other_size)) continue;
        while (known < count && found[known] != number) known++;
        if (known < count) continue;
        if (count == MOST_RIVALS) return -1;
        found[count++] = number;
    }
    return count;
}

int rivals_of(const Rivals *self, const unsigned char *word, size_t size, uint32_t *found) {
    uint64_t hashes[LONGEST_WORD + 1];
    int count = 0;
    if (!self->mask || size > LONGEST_WORD) return 0; /* no common word is so long */
    hashes_of(word, size, hashes);
    for (size_t i = 0; i <= size && count >= 0; i++) count = add_near(self, hashes[i], word, size, found, count);
    return count;
}

int rivals_of_name(Rivals *self, const Name *name, const uint32_t **found) {
    if (!self->kept && !(self->kept = PyMem_Calloc(UINT16_MAX + 1, sizeof(uint32_t)))) return PyErr_NoMemory(), -2;
    uint32_t at = name->number >= 0 ? self->kept[name->number] : 0;
    if (!at) {
        if (!self->pool_size) self->pool_size = 1;
        if (grow((void **)&self->pool, &self->pool_room, self->pool_size + MOST_RIVALS + 1, sizeof(uint32_t)) < 0) return -2;
        at = (uint32_t)self->pool_size;
        int count = rivals_of(self, name->bytes, name->size, self->pool + at + 1);
        self->pool[at] = (uint32_t)count;
        if (name->number >= 0) {
            self->kept[name->number] = at;
            self->pool_size += 1 + (size_t)(count > 0 ? count : 0);
        }
    }
    *found = self->pool + at + 1;
    return (int)self->pool[at];
}

void rival_name(const Rivals *self, uint32_t rival, Name *name) {
    memcpy(name->bytes, word_at(self, rival, &name->size), self->places[rival + 1] - self->places[rival]);
    name->number = self->numbers[rival];
}

uint16_t rival_number(const Rivals *self, uint32_t rival) { return self->classes[rival]; }

/* ---- how they are made ------------------------------------------------------------------------------------------------ */

static int keep_word(Rivals *self, const Wordings *models, const Name *name) {
    size_t room = self->room;
    if (grow((void **)&self->letters, &self->letters_room, self->used + name->size, 1) < 0) return -1;
    if (grow((void **)&self->places, &room, self->count + 2, sizeof(uint32_t)) < 0) return -1;
    size_t room_of_numbers = self->room;
    if (grow((void **)&self->numbers, &room_of_numbers, self->count + 2, sizeof(int32_t)) < 0) return -1;
    if (grow((void **)&self->classes, &self->room, self->count + 2, sizeof(uint16_t)) < 0) return -1;
    memcpy(self->letters + self->used, name->bytes, name->size);
    self->numbers[self->count] = own_number(models, name);
    self->classes[self->count] = number_of_name(models, name);
    self->places[self->count++] = (uint32_t)self->used;
    self->used += name->size;
    self->places[self->count] = (uint32_t)self->used;
    return 0;
}

static int place_words(Rivals *self) {
    size_t wanted = 2 * (self->used + self->count), slots = 2, size;
    while (slots < wanted) slots *= 2;
    if (!(self->slots = PyMem_Calloc(slots, sizeof(uint32_t)))) return PyErr_NoMemory(), -1;
    self->mask = slots - 1;
    for (uint32_t number = 0; number < self->count; number++) {
        uint64_t hashes[LONGEST_WORD + 1];
        const unsigned char *word = word_at(self, number, &size);
        hashes_of(word, size, hashes);
        for (size_t i = 0; i <= size; i++) {
            size_t at = hashes[i] & self->mask;
            while (self->slots[at] && self->slots[at] != number + 1) at = (at + 1) & self->mask;
            self->slots[at] = number + 1;
        }
    }
    return 0;
}

/* From the words of a list, one a line, those in small letters that were counted often enough and are of a size class. */
static int read_words(Rivals *self, const Wordings *models, const unsigned char *lines, size_t size, double least, int largest) {
    Name name;
    for (size_t at = 0, end; at < size; at = end + 1) {
        const unsigned char *feed = memchr(lines + at, '\n', size - at);
        end = feed ? (size_t)(feed - lines) : size;
        name.size = end - at;
        if (!name.size || name.size > LONGEST_WORD) continue;
        size_t letters = 0;
        while (letters < name.size && lines[at + letters] >= 'a' && lines[at + letters] <= 'z') letters++;
        if (letters < name.size) continue;
        memcpy(name.bytes, lines + at, name.size);
        name.number = -1;
        int class = index_size(models->lexicon, name.bytes, name.size);
        if (class > 0 && class <= largest && count_of_name(models, &name) >= least && keep_word(self, models, &name) < 0) return -1;
    }
    return self->count ? place_words(self) : 0;
}

static PyObject *rivals_new(PyTypeObject *type, PyObject *args, PyObject *keywords) {
    PyObject *models;
    Py_buffer lines;
    double least;
    int largest;
    (void)keywords;
    if (!PyArg_ParseTuple(args, "Oy*di", &models, &lines, &least, &largest)) return NULL;
    Rivals *self = new_object(type);
    const Wordings *given = as_wordings(models);
    if (!given) PyErr_SetString(PyExc_TypeError, "the models of wordings");
    int is_right = self && given && read_words(self, given, lines.buf, (size_t)lines.len, least, largest) == 0;
    PyBuffer_Release(&lines);
    return finished(self, is_right);
}

static void rivals_dealloc(PyObject *object) {
    Rivals *self = (Rivals *)object;
    PyMem_Free(self->letters);
    PyMem_Free(self->places);
    PyMem_Free(self->numbers);
    PyMem_Free(self->classes);
    PyMem_Free(self->slots);
    PyMem_Free(self->kept);
    PyMem_Free(self->pool);
    free_object(object);
}

/* of(word): a list of the words near a word of small letters. */
static PyObject *rivals_words(PyObject *object, PyObject *args) {
    const Rivals *self = (const Rivals *)object;
    const char *word;
    Py_ssize_t size;
    uint32_t found[MOST_RIVALS];
    size_t length;
    if (!PyArg_ParseTuple(args, "s#", &word, &size)) return NULL;
    int count = rivals_of(self, (const unsigned char *)word, (size_t)size, found);
    if (count < 0) Py_RETURN_NONE;
    PyObject *list = PyList_New(count);
    for (int i = 0; list && i < count; i++) {
        const unsigned char *other = word_at(self, found[i], &length);
        PyObject *item = PyUnicode_FromStringAndSize((const char *)other, (Py_ssize_t)length);
        if (!item || PyList_SetItem(list, i, item) < 0) Py_CLEAR(list);
    }
    return list;
}

static PyMethodDef rivals_methods[] = {
    {"of", rivals_words, METH_VARARGS, "The words near a word of small letters, in no order; None if they are too many."},
    {NULL, NULL, 0, NULL},
};

DEFINE_TYPE(rivals, rivals, Rivals, Rivals, "Knows common words by what is left of them without a letter.");

Rivals *as_rivals(PyObject *object) {
    if (PyType_GetSlot(Py_TYPE(object), Py_tp_dealloc) == (void *)rivals_dealloc) return (Rivals *)object;
    PyErr_SetString(PyExc_TypeError, "the rivals of words");
    return NULL;
}

int add_rivals(PyObject *module) { return add_type(module, &rivals_spec); }
