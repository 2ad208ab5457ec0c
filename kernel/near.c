/* The words of a sorted list one edit away from a word, or two accents: what cleaner/models/languages/near_words.py asks for. Each
   string one edit away is looked up among marks, a bit for the hash of each word of the list, and searched for if it has one. Strings
   with the edit behind letters with which no word of the list begins are left out together. */

#include "kernel.h"

#define LONGEST 48      /* letters of a word */
#define MOST_LETTERS 96 /* of an alphabet */
#define MOST_ACCENTS 192
#define LONGEST_MADE (4 * (LONGEST + 1) + 1)
#define MARKS_A_WORD 32  /* bits for a word: one string in so many is searched for in vain */
#define FIRST_HASH 0xcbf29ce484222325ULL

/* The lines from `low` to before `high` begin with the same `depth` bytes. */
typedef struct {
    Py_ssize_t low, high, depth;
} Lines;

typedef struct {
    const Py_buffer *data;
    const Marks *marks;
    uint32_t word[LONGEST], letters[MOST_LETTERS], bare[MOST_ACCENTS], accented[MOST_ACCENTS];
    size_t size, letter_count, accent_count;
    PyObject *found; /* a set of str */
} Search;

/* The first of the lines whose bytes behind the common ones are not before those given. */
static Py_ssize_t first_from(const Py_buffer *data, const Lines *lines, const unsigned char *bytes, size_t size) {
    const unsigned char *text = data->buf;
    Py_ssize_t low = lines->low, high = lines->high;
    while (low < high) {
        Py_ssize_t line = low + (high - low) / 2;
        while (line > low && text[line - 1] != '\n') line--;
        Py_ssize_t at = line + lines->depth, left = data->len - at;
        size_t most = left < (Py_ssize_t)size ? (size_t)(left > 0 ? left : 0) : size, same = 0;
        while (same < most && text[at + (Py_ssize_t)same] == bytes[same]) same++;
        if (same == size || (same < most && text[at + (Py_ssize_t)same] > bytes[same])) high = line;
        else {
            const unsigned char *feed = memchr(text + at, '\n', (size_t)left);
            low = feed ? feed - text + 1 : data->len;
        }
    }
    return low;
}

/* Those of the lines that go on with some bytes. */
static Lines narrowed(const Py_buffer *data, const Lines *lines, const unsigned char *bytes, size_t size) {
    unsigned char next[8];
    memcpy(next, bytes, size);
    next[size - 1]++; /* no byte of UTF-8 is the last one */
    Lines found = {first_from(data, lines, bytes, size), 0, lines->depth};
    Lines rest = {found.low, lines->high, lines->depth};
    found.high = first_from(data, &rest, next, size);
    found.depth += (Py_ssize_t)size;
    return found;
}

/* Whether one of the lines is of the word that goes on with some letters; it is kept. */
static int keep_if_listed(Search *search, const Lines *lines, const uint32_t *rest, size_t count) {
    unsigned char bytes[LONGEST_MADE];
    size_t size = 0;
    for (size_t i = 0; i < count; i++) size += put_utf8(bytes + size, rest[i]);
    bytes[size++] = '\t';
    Py_ssize_t line = first_from(search->data, lines, bytes, size);
    const char *text = search->data->buf;
    if (line >= lines->high || line + lines->depth + (Py_ssize_t)size > search->data->len || memcmp(text + line + lines->depth, bytes, size)) return 0;
    PyObject *word = PyUnicode_FromStringAndSize(text + line, lines->depth + (Py_ssize_t)size - 1);
    int failed = !word || PySet_Add(search->found, word) < 0;
    Py_XDECREF(word);
    return failed ? -1 : 0;
}

static uint64_t hash_on(uint64_t hash, uint32_t letter) { return (hash ^ letter) * SPREAD; }

static uint64_t place_of(const Marks *marks, uint64_t hash) { return (hash ^ hash >> 32) * SPREAD >> 20 & marks->mask; }

/* Mark the words of the list. */
static int mark_words(const Py_buffer *data, Marks *marks) {
    const unsigned char *text = data->buf;
    size_t words = 1, bits = 64, size;
    for (Py_ssize_t i = 0; i < data->len; i++) words += text[i] == '\n';
    while (bits < MARKS_A_WORD * words) bits *= 2;
    marks->bits = PyMem_Calloc(bits / 64, sizeof(uint64_t));
    if (!marks->bits) return PyErr_NoMemory(), -1;
    marks->mask = bits - 1;
    for (Py_ssize_t at = 0; at < data->len;) {
        uint64_t hash = FIRST_HASH;
        for (; at < data->len && text[at] != '\t' && text[at] != '\n'; at += (Py_ssize_t)size) hash = hash_on(hash, utf8_at(text + at, &size));
        marks->bits[place_of(marks, hash) / 64] |= BIT(place_of(marks, hash) % 64);
        const unsigned char *feed = memchr(text + at, '\n', (size_t)(data->len - at));
        at = feed ? feed - text + 1 : data->len;
    }
    return 0;
}

/* The word with its first `at` letters, perhaps one more, and those from `from` on; it is kept if the list has it. `hash` is that of the
   letters before these. */
static int keep_edited(Search *search, uint64_t hash, size_t at, uint32_t letter, size_t from) {
    unsigned char bytes[LONGEST_MADE];
    size_t size = 0;
    const uint32_t *word = search->word;
    if (letter) hash = hash_on(hash, letter);
    for (size_t i = from; i < search->size; i++) hash = hash_on(hash, word[i]);
    uint64_t place = place_of(search->marks, hash);
    if (!(search->marks->bits[place / 64] >> place % 64 & 1)) return 0;
    for (size_t i = 0; i < at; i++) size += put_utf8(bytes + size, word[i]);
    if (letter) size += put_utf8(bytes + size, letter);
    for (size_t i = from; i < search->size; i++) size += put_utf8(bytes + size, word[i]);
    if (sorted_find(search->data, (const char *)bytes, (Py_ssize_t)size) < 0) return 0;
    PyObject *found = PyUnicode_FromStringAndSize((const char *)bytes, (Py_ssize_t)size);
    int failed = !found || PySet_Add(search->found, found) < 0;
    Py_XDECREF(found);
    return failed ? -1 : 0;
}

/* One edit behind the first `at` letters, whose hash is given: a letter left out, two exchanged, one put in or another one. */
static int edit_at(Search *search, uint64_t hash, size_t at) {
    uint32_t *word = search->word;
    size_t left = search->size - at;
    if (left && keep_edited(search, hash, at, 0, at + 1) < 0) return -1;
    if (left > 1) {
        uint32_t first = word[at];
        word[at] = word[at + 1];
        word[at + 1] = first;
        int failed = keep_edited(search, hash, at, 0, at);
        word[at + 1] = word[at];
        word[at] = first;
        if (failed < 0) return -1;
    }
    for (size_t i = 0; i < search->letter_count; i++) {
        if (keep_edited(search, hash, at, search->letters[i], at) < 0) return -1;
        if (left && keep_edited(search, hash, at, search->letters[i], at + 1) < 0) return -1;
    }
    return 0;
}

/* Accents on `accents` more letters behind the first `at`. */
static int accents_at(Search *search, const Lines *lines, size_t at, int accents) {
    unsigned char bytes[4];
    if (lines->low >= lines->high) return 0;
    if (!accents) return keep_if_listed(search, lines, search->word + at, search->size - at);
    if (at == search->size) return 0;
    Lines same = narrowed(search->data, lines, bytes, put_utf8(bytes, search->word[at]));
    if (accents_at(search, &same, at + 1, accents) < 0) return -1;
    for (size_t i = 0; i < search->accent_count; i++) {
        if (search->bare[i] != search->word[at]) continue;
        Lines other = narrowed(search->data, lines, bytes, put_utf8(bytes, search->accented[i]));
        if (accents_at(search, &other, at + 1, accents - 1) < 0) return -1;
    }
    return 0;
}

/* The characters of a text; their number, or -1 if there are too many. */
static Py_ssize_t characters_of(PyObject *text, uint32_t *to, size_t most) {
    Py_ssize_t count = PyUnicode_GetLength(text);
    if (count < 0) return -1;
    if ((size_t)count > most) return PyErr_SetString(PyExc_ValueError, "too many letters"), -1;
    for (Py_ssize_t i = 0; i < count; i++) to[i] = PyUnicode_ReadChar(text, i);
    return count;
}

/* near(word, letters of the alphabet, letters without accent, the same letters with one) */
PyObject *near_words(const Py_buffer *data, Marks *marks, PyObject *args) {
    PyObject *word, *letters, *bare, *accented;
    Search search = {.data = data, .marks = marks};
    if (!PyArg_ParseTuple(args, "UUUU", &word, &letters, &bare, &accented)) return NULL;
    Py_ssize_t size = characters_of(word, search.word, LONGEST), alphabet = characters_of(letters, search.letters, MOST_LETTERS);
    Py_ssize_t accents = characters_of(bare, search.bare, MOST_ACCENTS);
    if (size < 0 || alphabet < 0 || accents < 0 || characters_of(accented, search.accented, MOST_ACCENTS) < 0) return NULL;
    search.size = (size_t)size;
    search.letter_count = (size_t)alphabet;
    search.accent_count = (size_t)accents;
    if (!marks->bits && mark_words(data, marks) < 0) return NULL;
    search.found = PySet_New(NULL);
    Lines lines = {0, data->len, 0};
    uint64_t hash = FIRST_HASH;
    int failed = !search.found || accents_at(&search, &lines, 0, 2) < 0;
    for (size_t at = 0; !failed && at <= search.size && lines.low < lines.high; at++) {
        unsigned char bytes[4];
        failed = edit_at(&search, hash, at) < 0;
        if (at == search.size) break;
        lines = narrowed(data, &lines, bytes, put_utf8(bytes, search.word[at]));
        hash = hash_on(hash, search.word[at]);
    }
    if (!failed) return search.found;
    Py_XDECREF(search.found);
    return NULL;
}
