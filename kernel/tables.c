/* Look-ups in the shipped word lists and models: sorted lists, Bloom filters, short lists, packed tables. Each does what the Python of
   cleaner/models does (wordlists/wordfile.py, bloom.py, packed.py, languages/vocabulary.py), in a twentieth of its time. */

#include "near.h"

#define LONGEST_NEAR 256 /* bytes of a word that is looked for without one of its letters */

/* ---- sorted lists ---------------------------------------------------------------------------------------------------- */

typedef struct {
    PyObject_HEAD
    Py_buffer data; /* lines `word <TAB> value`, sorted by the bytes of the word and its tab */
    Marks marks;
} SortedWords;

/* A type that holds one buffer is made and freed alike, whatever it is for. */
static PyObject *with_buffer_new(PyTypeObject *type, PyObject *args, PyObject *keywords) {
    static char *names[] = {"data", NULL};
    PyObject *data;
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "O", names, &data)) return NULL;
    SortedWords *self = new_object(type);
    return finished(self, self && PyObject_GetBuffer(data, &self->data, PyBUF_SIMPLE) == 0);
}

static void with_buffer_dealloc(PyObject *object) {
    PyBuffer_Release(&((SortedWords *)object)->data);
    PyMem_Free(((SortedWords *)object)->marks.bits);
    free_object(object);
}

/* Where the value of a word begins; -1 if the list has no such word. */
Py_ssize_t sorted_find(const Py_buffer *data, const char *key, Py_ssize_t length) { return sorted_find_between(data, key, length, 0, data->len); }

/* The same among the lines from one place to another; both at the beginning of a line, or at the end. */
Py_ssize_t sorted_find_between(const Py_buffer *data, const char *key, Py_ssize_t length, Py_ssize_t low, Py_ssize_t high) {
    const char *bytes = data->buf;
    while (low < high) {
        Py_ssize_t line = low + (high - low) / 2, at = 0;
        while (line > low && bytes[line - 1] != '\n') line--;
        while (at < length && line + at < data->len && bytes[line + at] == key[at]) at++;
        int wanted = at < length ? (unsigned char)key[at] : '\t';
        int found = line + at < data->len ? (unsigned char)bytes[line + at] : -1;
        if (found == wanted) return line + at + 1; /* only the tab is equal */
        if (found > wanted) high = line;
        else {
            const char *feed = memchr(bytes + line + at, '\n', (size_t)(data->len - line - at));
            low = feed ? feed - bytes + 1 : data->len;
        }
    }
    return -1;
}

static PyObject *sorted_value(PyObject *object, PyObject *word) {
    const Py_buffer *data = &((SortedWords *)object)->data;
    char *key;
    Py_ssize_t length;
    if (PyBytes_AsStringAndSize(word, &key, &length) < 0) return NULL;
    Py_ssize_t at = sorted_find(data, key, length);
    if (at < 0) Py_RETURN_NONE;
    const char *from = (const char *)data->buf + at, *feed = memchr(from, '\n', (size_t)(data->len - at));
    return PyBytes_FromStringAndSize(from, feed ? feed - from : data->len - at);
}

static PyObject *sorted_has(PyObject *object, PyObject *word) {
    char *key;
    Py_ssize_t length;
    if (PyBytes_AsStringAndSize(word, &key, &length) < 0) return NULL;
    return PyBool_FromLong(sorted_find(&((SortedWords *)object)->data, key, length) >= 0);
}

static PyObject *sorted_near(PyObject *object, PyObject *args) {
    SortedWords *self = (SortedWords *)object;
    return near_words(&self->data, &self->marks, args);
}

static PyMethodDef sorted_methods[] = {
    {"value", sorted_value, METH_O, "What the line of a word (bytes) says; None if there is none."},
    {"has", sorted_has, METH_O, "Whether the list has a word (bytes)."},
    {"near", sorted_near, METH_VARARGS, "The words one edit away with letters of an alphabet, or two accents."},
    {NULL, NULL, 0, NULL},
};

DEFINE_TYPE(sorted, with_buffer, SortedWords, SortedWords, "Looks words up in a sorted list.");

/* ---- Bloom filters --------------------------------------------------------------------------------------------------- */

static int is_set(const Py_buffer *data, uint64_t bit) { return ((const unsigned char *)data->buf)[bit >> 3] >> (bit & 7) & 1; }

/* Whether a filter whose size is a power of two has a word: two bits of eight bytes (cleaner/models/wordlists/bloom.py). */
int bloom_holds(const Py_buffer *data, const unsigned char *word, size_t length) {
    uint64_t digest[2], mask = 8 * (uint64_t)data->len - 1;
    blake(word, length, 8, digest);
    return is_set(data, digest[0] & mask) && is_set(data, digest[0] >> 32 & mask);
}

static PyObject *bloom_has(PyObject *object, PyObject *word) {
    const Py_buffer *data = &((SortedWords *)object)->data;
    char *key;
    Py_ssize_t length;
    if (PyBytes_AsStringAndSize(word, &key, &length) < 0) return NULL;
    return PyBool_FromLong(data->len && bloom_holds(data, (const unsigned char *)key, (size_t)length));
}

/* Whether it has a word of up to LONGEST_NEAR bytes, or what the word becomes without one of its letters. */
int bloom_holds_near(const Py_buffer *data, const unsigned char *word, size_t length) {
    unsigned char made[LONGEST_NEAR];
    int found = bloom_holds(data, word, length);
    for (size_t i = 0; !found && i < length; i++) {
        memcpy(made, word, i);
        memcpy(made + i, word + i + 1, length - i - 1);
        found = bloom_holds(data, made, length - 1);
    }
    return found;
}

static PyObject *bloom_has_near(PyObject *object, PyObject *word) {
    const Py_buffer *data = &((SortedWords *)object)->data;
    char *key;
    Py_ssize_t length;
    if (PyBytes_AsStringAndSize(word, &key, &length) < 0) return NULL;
    if (length > LONGEST_NEAR) return PyErr_SetString(PyExc_ValueError, "the word is too long"), NULL;
    return PyBool_FromLong(data->len && bloom_holds_near(data, (const unsigned char *)key, (size_t)length));
}

/* Whether a filter of any size has a word: some bits of sixteen bytes. */
int bloom_holds_text(const Py_buffer *data, const unsigned char *word, size_t length, int looks) {
    if (!data->len) return 0;
    uint64_t digest[2], size = 8 * (uint64_t)data->len;
    blake(word, length, 16, digest);
    uint64_t first = digest[0] % size, second = digest[1] % size; /* less than 2^40: no sum is too large */
    for (uint64_t look = 0; look < (uint64_t)looks; look++)
        if (!is_set(data, (first + look * second) % size)) return 0;
    return 1;
}

static PyObject *bloom_has_text(PyObject *object, PyObject *word) {
    PyObject *owner;
    Py_ssize_t length;
    const unsigned char *key = utf8_of(word, &length, &owner);
    int found = key && bloom_holds_text(&((SortedWords *)object)->data, key, (size_t)length, LOOKS);
    Py_XDECREF(owner);
    return key ? PyBool_FromLong(found) : NULL;
}

static PyMethodDef bloom_methods[] = {
    {"has", bloom_has, METH_O, "Whether a filter of a power of two of bits has a word (bytes)."},
    {"has_near", bloom_has_near, METH_O, "Whether it has the word, or the word without one of its letters."},
    {"has_text", bloom_has_text, METH_O, "Whether a filter of any size has a word (str)."},
    {NULL, NULL, 0, NULL},
};

DEFINE_TYPE(bloom, with_buffer, Bloom, SortedWords, "Asks a Bloom filter.");

/* ---- short lists ----------------------------------------------------------------------------------------------------- */

int strings_hold(const Strings *self, const unsigned char *word, size_t length) {
    const unsigned char *bytes = self->bytes;
    for (size_t i = 0; i < self->count; bytes += self->lengths[i++])
        if (self->lengths[i] == length && !memcmp(bytes, word, length)) return 1;
    return 0;
}

/* Whether a word begins, or ends, with one of some strings. */
int strings_edge(const Strings *self, const unsigned char *word, size_t length, int is_end) {
    const unsigned char *bytes = self->bytes;
    for (size_t i = 0; i < self->count; bytes += self->lengths[i++])
        if (self->lengths[i] <= length && !memcmp(bytes, word + (is_end ? length - self->lengths[i] : 0), self->lengths[i])) return 1;
    return 0;
}

/* From a tuple of bytes. */
int strings_read(Strings *self, PyObject *tuple) {
    Py_ssize_t count = PyTuple_Size(tuple), length;
    size_t total = 0;
    char *bytes;
    if (count < 0) return -1;
    for (Py_ssize_t i = 0; i < count; i++) {
        if (PyBytes_AsStringAndSize(PyTuple_GetItem(tuple, i), &bytes, &length) < 0) return -1;
        if (!length || length > LONGEST_WORD) return PyErr_SetString(PyExc_ValueError, "a string is too long, or empty"), -1;
        total += (size_t)length;
    }
    self->bytes = PyMem_Malloc(total + 1);
    self->lengths = PyMem_Malloc((size_t)count + 1);
    if (!self->bytes || !self->lengths) return PyErr_NoMemory(), -1;
    total = 0;
    for (Py_ssize_t i = 0; i < count; i++) {
        if (PyBytes_AsStringAndSize(PyTuple_GetItem(tuple, i), &bytes, &length) < 0) return -1;
        memcpy(self->bytes + total, bytes, (size_t)length);
        self->lengths[i] = (uint8_t)length;
        total += (size_t)length;
    }
    self->count = (size_t)count;
    return 0;
}

void strings_free(Strings *self) {
    PyMem_Free(self->bytes);
    PyMem_Free(self->lengths);
}

/* ---- packed tables --------------------------------------------------------------------------------------------------- */

typedef struct {
    PyObject_HEAD
    Sequences entries;
} PackedTable;

/* The number of a string, 0 if the table lacks it. */
unsigned char packed_step(const Sequences *self, const unsigned char *key, size_t length) {
    uint64_t digest[2];
    blake(key, length, 8, digest);
    return step_in_bucket(self, (digest[0] >> 16) % self->buckets, (uint16_t)(digest[0] & 0xFFFF));
}

static PyObject *packed_new(PyTypeObject *type, PyObject *args, PyObject *keywords) {
    (void)keywords;
    PackedTable *self = new_object(type);
    return finished(self, self && sequences_open(&self->entries, args) == 0 && sequences_keep(&self->entries) == 0);
}

static void packed_dealloc(PyObject *object) {
    sequences_close(&((PackedTable *)object)->entries);
    free_object(object);
}

static PyObject *packed_get(PyObject *object, PyObject *text) {
    PyObject *owner;
    Py_ssize_t length;
    const unsigned char *key = utf8_of(text, &length, &owner);
    unsigned char found = key ? packed_step(&((PackedTable *)object)->entries, key, (size_t)length) : 0;
    Py_XDECREF(owner);
    return key ? PyLong_FromLong(found) : NULL;
}

static PyMethodDef packed_methods[] = {
    {"get", packed_get, METH_O, "The number of a string, 0 if the table lacks it."},
    {NULL, NULL, 0, NULL},
};

DEFINE_TYPE(packed, packed, PackedTable, PackedTable, "Looks strings up in a packed table.");

int add_tables(PyObject *module) {
    if (add_type(module, &sorted_spec) < 0 || add_type(module, &bloom_spec) < 0) return -1;
    return add_type(module, &packed_spec);
}
