/* The words of a sorted list one edit away from a word, or two accents: what cleaner/models/languages/near_words.py asks for. The list
   is walked letter by letter, so words that begin differently are left out together. */

#include "kernel.h"

#define LONGEST 48      /* letters of a word */
#define MOST_LETTERS 96 /* of an alphabet */
#define MOST_ACCENTS 192
#define LONGEST_MADE (4 * (LONGEST + 1) + 1)

/* The lines from `low` to before `high` begin with the same `depth` bytes. */
typedef struct {
    Py_ssize_t low, high, depth;
} Lines;

typedef struct {
    const Py_buffer *data;
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

static int is_among(const uint32_t *letters, size_t count, uint32_t letter) {
    for (size_t i = 0; i < count; i++)
        if (letters[i] == letter) return 1;
    return 0;
}

/* One edit behind the first `at` letters: a letter left out, two exchanged, one put in or another one. */
static int edit_at(Search *search, const Lines *lines, size_t at) {
    const unsigned char *text = search->data->buf;
    uint32_t *word = search->word;
    size_t left = search->size - at;
    if (left && keep_if_listed(search, lines, word + at + 1, left - 1) < 0) return -1;
    if (left > 1) {
        uint32_t swapped[LONGEST];
        memcpy(swapped, word + at, left * sizeof(uint32_t));
        swapped[0] = word[at + 1];
        swapped[1] = word[at];
        if (keep_if_listed(search, lines, swapped, left) < 0) return -1;
    }
    Lines rest = *lines;
    while (rest.low < rest.high) {
        size_t size;
        uint32_t letter = utf8_at(text + rest.low + rest.depth, &size);
        Lines group = narrowed(search->data, &rest, text + rest.low + rest.depth, size);
        if (is_among(search->letters, search->letter_count, letter)) {
            if (keep_if_listed(search, &group, word + at, left) < 0) return -1;
            if (left && keep_if_listed(search, &group, word + at + 1, left - 1) < 0) return -1;
        }
        rest.low = group.high;
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
PyObject *near_words(const Py_buffer *data, PyObject *args) {
    PyObject *word, *letters, *bare, *accented;
    Search search = {.data = data};
    if (!PyArg_ParseTuple(args, "UUUU", &word, &letters, &bare, &accented)) return NULL;
    Py_ssize_t size = characters_of(word, search.word, LONGEST), alphabet = characters_of(letters, search.letters, MOST_LETTERS);
    Py_ssize_t accents = characters_of(bare, search.bare, MOST_ACCENTS);
    if (size < 0 || alphabet < 0 || accents < 0 || characters_of(accented, search.accented, MOST_ACCENTS) < 0) return NULL;
    search.size = (size_t)size;
    search.letter_count = (size_t)alphabet;
    search.accent_count = (size_t)accents;
    search.found = PySet_New(NULL);
    Lines lines = {0, data->len, 0};
    int failed = !search.found || accents_at(&search, &lines, 0, 2) < 0;
    for (size_t at = 0; !failed && at <= search.size && lines.low < lines.high; at++) {
        unsigned char bytes[4];
        failed = edit_at(&search, &lines, at) < 0;
        if (at < search.size) lines = narrowed(data, &lines, bytes, put_utf8(bytes, search.word[at]));
    }
    if (!failed) return search.found;
    Py_XDECREF(search.found);
    return NULL;
}
