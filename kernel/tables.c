/* Look-ups in the shipped word lists and models: sorted lists, Bloom filters, packed tables. Each does what the Python of
   cleaner/models does (wordlists/wordfile.py, bloom.py, packed.py, languages/vocabulary.py), in a twentieth of its time. */

#include "kernel.h"

/* ---- BLAKE2b (RFC 7693), without a key ------------------------------------------------------------------------------- */

#define BLOCK_SIZE 128

static const uint64_t BLAKE_START[8] = {
    0x6a09e667f3bcc908ULL, 0xbb67ae8584caa73bULL, 0x3c6ef372fe94f82bULL, 0xa54ff53a5f1d36f1ULL,
    0x510e527fade682d1ULL, 0x9b05688c2b3e6c1fULL, 0x1f83d9abfb41bd6bULL, 0x5be0cd19137e2179ULL,
};

static const uint8_t BLAKE_ORDER[12][16] = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
    {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4}, {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
    {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13}, {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
    {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11}, {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
    {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5}, {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
};

static uint64_t rotated(uint64_t value, int bits) { return value >> bits | value << (64 - bits); }

/* The mixing of four words of the state, and a round of it. The compiler knows which words of the block a round takes, so the state
   stays in registers. */
#define MIX(a, b, c, d, x, y)                                                                                                          \
    a += b + (x), d = rotated(d ^ a, 32), c += d, b = rotated(b ^ c, 24), a += b + (y), d = rotated(d ^ a, 16), c += d, b = rotated(b ^ c, 63)
#define TAKEN(round, at) m[BLAKE_ORDER[round][at]]
#define ROUND(n)                                                                                                                       \
    MIX(v[0], v[4], v[8], v[12], TAKEN(n, 0), TAKEN(n, 1)), MIX(v[1], v[5], v[9], v[13], TAKEN(n, 2), TAKEN(n, 3)),                    \
        MIX(v[2], v[6], v[10], v[14], TAKEN(n, 4), TAKEN(n, 5)), MIX(v[3], v[7], v[11], v[15], TAKEN(n, 6), TAKEN(n, 7)),              \
        MIX(v[0], v[5], v[10], v[15], TAKEN(n, 8), TAKEN(n, 9)), MIX(v[1], v[6], v[11], v[12], TAKEN(n, 10), TAKEN(n, 11)),            \
        MIX(v[2], v[7], v[8], v[13], TAKEN(n, 12), TAKEN(n, 13)), MIX(v[3], v[4], v[9], v[14], TAKEN(n, 14), TAKEN(n, 15))

static uint64_t word_of_block(const unsigned char *at) {
    return (uint64_t)at[0] | (uint64_t)at[1] << 8 | (uint64_t)at[2] << 16 | (uint64_t)at[3] << 24 | (uint64_t)at[4] << 32 |
           (uint64_t)at[5] << 40 | (uint64_t)at[6] << 48 | (uint64_t)at[7] << 56;
}

static void compress_block(uint64_t *state, const unsigned char *block, uint64_t done, int is_last) {
    uint64_t v[16], m[16];
    for (int i = 0; i < 16; i++) m[i] = word_of_block(block + 8 * i);
    for (int i = 0; i < 8; i++) {
        v[i] = state[i];
        v[i + 8] = BLAKE_START[i];
    }
    v[12] ^= done;
    if (is_last) v[14] = ~v[14];
    ROUND(0), ROUND(1), ROUND(2), ROUND(3), ROUND(4), ROUND(5), ROUND(6), ROUND(7), ROUND(8), ROUND(9), ROUND(10), ROUND(11);
    for (int i = 0; i < 8; i++) state[i] ^= v[i] ^ v[i + 8];
}

/* The first 16 bytes of a digest of `size` bytes, as two numbers, the lower bytes first. */
static void blake(const unsigned char *data, size_t length, unsigned int size, uint64_t *digest) {
    uint64_t state[8];
    unsigned char block[BLOCK_SIZE];
    memcpy(state, BLAKE_START, sizeof(state));
    state[0] ^= 0x01010000ULL ^ size;
    size_t done = 0;
    for (; length - done > BLOCK_SIZE; done += BLOCK_SIZE) compress_block(state, data + done, done + BLOCK_SIZE, 0);
    memset(block, 0, BLOCK_SIZE);
    memcpy(block, data + done, length - done);
    compress_block(state, block, length, 1);
    digest[0] = state[0];
    digest[1] = state[1];
}

/* The UTF-8 of a str, lone surrogates as they would be if they were characters. `owner` is to be released afterwards. */
const unsigned char *utf8_of(PyObject *text, Py_ssize_t *length, PyObject **owner) {
    *owner = NULL;
    const char *bytes = PyUnicode_AsUTF8AndSize(text, length);
    if (bytes || !PyErr_ExceptionMatches(PyExc_UnicodeEncodeError)) return (const unsigned char *)bytes;
    PyErr_Clear();
    *owner = PyUnicode_AsEncodedString(text, "utf-8", "surrogatepass");
    char *made = NULL;
    if (!*owner || PyBytes_AsStringAndSize(*owner, &made, length) < 0) return NULL;
    return (const unsigned char *)made;
}

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

#define LONGEST_NEAR 256 /* bytes */

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

/* ---- numbers of words ------------------------------------------------------------------------------------------------ */

#define FOUND_KEPT 8192 /* words, a power of two: 128 KiB */
#define FOUND_BYTES 11  /* of a word that is kept as it is */
#define NO_NUMBER UINT32_MAX

/* A word of up to FOUND_BYTES bytes with its length behind them (zeros: no word), and its number, NO_NUMBER if the list lacks it. So the
   list itself, of which every part is read from another page, is only looked into for other words. */
struct Found {
    unsigned char word[FOUND_BYTES + 1];
    uint32_t number;
};

int numbering_open(Numbering *self, PyObject *parts) {
    PyObject *lines, *starts, *first, *numbers;
    if (!PyArg_ParseTuple(parts, "OOOO", &lines, &starts, &first, &numbers)) return -1;
    if (PyObject_GetBuffer(lines, &self->lines, PyBUF_SIMPLE) < 0 || PyObject_GetBuffer(starts, &self->starts, PyBUF_SIMPLE) < 0 ||
        PyObject_GetBuffer(first, &self->first, PyBUF_SIMPLE) < 0 || PyObject_GetBuffer(numbers, &self->numbers, PyBUF_SIMPLE) < 0)
        return -1;
    self->count = (size_t)self->numbers.len / 4;
    self->buckets = (size_t)self->first.len / 4;
    if (!self->buckets-- || !self->buckets || (size_t)self->starts.len / 4 <= self->count)
        return PyErr_SetString(PyExc_ValueError, "the numbers are cut"), -1;
    self->found = PyMem_Calloc(FOUND_KEPT, sizeof(struct Found));
    return self->found ? 0 : (PyErr_NoMemory(), -1);
}

void numbering_close(Numbering *self) {
    PyBuffer_Release(&self->lines);
    PyBuffer_Release(&self->starts);
    PyBuffer_Release(&self->first);
    PyBuffer_Release(&self->numbers);
    PyMem_Free(self->found);
    self->found = NULL;
}

/* Whether a word is the one of a number. */
static int is_word_of(const Numbering *self, uint32_t number, const unsigned char *utf8, size_t length) {
    const uint32_t *starts = self->starts.buf;
    return number < self->count && starts[number + 1] - starts[number] == length + 1 && starts[number] + length <= (size_t)self->lines.len &&
           !memcmp((const char *)self->lines.buf + starts[number], utf8, length);
}

/* The number of a word by its digest, NO_NUMBER if the list lacks it. */
static uint32_t number_by_digest(const Numbering *self, const unsigned char *utf8, size_t length) {
    uint64_t digest[2];
    blake(utf8, length, 8, digest);
    const uint32_t *numbers = self->numbers.buf, *first = (const uint32_t *)self->first.buf + digest[0] % self->buckets;
    for (uint32_t at = first[1] < self->count ? first[1] : (uint32_t)self->count; at-- > first[0];)
        if (is_word_of(self, numbers[at], utf8, length)) return numbers[at];
    return NO_NUMBER;
}

/* The number of a word, -1 if the list lacks it. */
Py_ssize_t numbering_find(const Numbering *self, const unsigned char *utf8, size_t length) {
    struct Found *found = self->found + (hash_of(utf8, length) & (FOUND_KEPT - 1));
    if (length > FOUND_BYTES) { /* the place is shared with shorter words: it has the length of none, and the number alone */
        if (found->word[FOUND_BYTES] != UINT8_MAX || !is_word_of(self, found->number, utf8, length)) {
            uint32_t number = number_by_digest(self, utf8, length);
            if (number == NO_NUMBER) return -1;
            *found = (struct Found){{[FOUND_BYTES] = UINT8_MAX}, number};
        }
        return found->number;
    }
    struct Found made = {{[FOUND_BYTES] = (unsigned char)(length + 1)}, 0};
    memcpy(made.word, utf8, length);
    if (memcmp(found->word, made.word, sizeof(made.word))) {
        made.number = number_by_digest(self, utf8, length);
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

typedef struct {
    PyObject_HEAD
    Numbering numbering;
} WordNumbers;

static PyObject *word_numbers_new(PyTypeObject *type, PyObject *args, PyObject *keywords) {
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

int add_tables(PyObject *module) {
    if (add_type(module, &word_numbers_spec) < 0) return -1;
    if (add_type(module, &sorted_spec) < 0 || add_type(module, &bloom_spec) < 0) return -1;
    return add_type(module, &packed_spec);
}
