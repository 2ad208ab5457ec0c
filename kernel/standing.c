/* Which of some words stand in a text in small letters, and how often words stand in it: what sets of
   cleaner/filters/_english/unknown.py and the counts of cleaner/core/document.py say. */

#include "kernel.h"

/* Put the words of an iterable of bytes into a table, with their numbers in a list, and 1; -1 with an error set. */
static int read_words(PyObject *words, Table *table, PyObject *list) {
    PyObject *iterator = PyObject_GetIter(words), *word;
    if (!iterator) return -1;
    while ((word = PyIter_Next(iterator))) {
        char *bytes;
        Py_ssize_t length;
        int failed = PyBytes_AsStringAndSize(word, &bytes, &length) < 0 || PyList_Append(list, word) < 0;
        if (!failed && length > 0 && length <= LONGEST_WORD &&
            table_put(table, (const unsigned char *)bytes, (size_t)length, (uint64_t)PyList_Size(list), 0) < 0) {
            PyErr_NoMemory();
            failed = 1;
        }
        Py_DECREF(word);
        if (failed) break;
    }
    Py_DECREF(iterator);
    return PyErr_Occurred() ? -1 : 0;
}

/* small_words(text, words): the set of those words, of up to LONGEST_WORD small letters of ASCII, that stand in the text between other
   characters than letters of ASCII; None if the text has surrogates. */
static PyObject *small_words(PyObject *module, PyObject *args) {
    (void)module;
    PyObject *text, *words, *found = NULL;
    Py_ssize_t size;
    Table table = {0};
    if (!PyArg_ParseTuple(args, "UO", &text, &words)) return NULL;
    const unsigned char *bytes = plain_utf8(text, &size);
    if (!bytes) return none_or_error();
    PyObject *list = PyList_New(0);
    if (list && table_grow(&table) < 0) PyErr_NoMemory();
    else if (list && read_words(words, &table, list) == 0) found = PySet_New(NULL);
    for (Py_ssize_t at = 0, start; found && at < size;) {
        uint64_t hash = FIRST_HASH;
        for (start = at; at < size && is_ascii_letter(bytes[at]); at++) hash = (hash ^ bytes[at]) * HASH_STEP;
        if (at == start) {
            at++;
            continue;
        }
        if (at - start > LONGEST_WORD) continue;
        Entry *entry = table_find_hashed(&table, bytes + start, (size_t)(at - start), hash ^ hash >> 29);
        if (!entry || entry->stamp) continue;
        entry->stamp = 1;
        if (PySet_Add(found, PyList_GetItem(list, (Py_ssize_t)entry->value - 1)) < 0) Py_CLEAR(found);
    }
    table_free(&table);
    Py_XDECREF(list);
    return found;
}

typedef struct {
    const unsigned char *bytes;
    size_t size;
} Utf8Text;

/* Whether a letter begins at a byte, or ends before it; -1 if that is not known here. */
static int letter_at(const Utf8Text *text, size_t at) {
    size_t step;
    if (at >= text->size) return 0;
    return text->bytes[at] < 0x80 ? is_ascii_letter(text->bytes[at]) : is_latin_letter(utf8_at(text->bytes + at, &step));
}

/* Whether an apostrophe ends before a byte, or begins there: its bytes; 0 if not. */
static size_t apostrophe_before(const Utf8Text *text, size_t at) {
    if (at >= 1 && text->bytes[at - 1] == '\'') return 1;
    return at >= 3 && !memcmp(text->bytes + at - 3, "\xE2\x80\x99", 3) ? 3 : 0;
}

static size_t apostrophe_at(const Utf8Text *text, size_t at) {
    if (at < text->size && text->bytes[at] == '\'') return 1;
    return at + 3 <= text->size && !memcmp(text->bytes + at, "\xE2\x80\x99", 3) ? 3 : 0;
}

/* Whether a word begins, or ends, where letters do: neither with a letter beside it nor with one beyond an apostrophe; -1 if that is not
   known. */
static int begins_at(const Utf8Text *text, size_t start) {
    size_t mark;
    int is_letter = start ? letter_at(text, char_before(text->bytes, start)) : 0;
    if (!is_letter && (mark = apostrophe_before(text, start)) && start > mark) is_letter = letter_at(text, char_before(text->bytes, start - mark));
    return is_letter < 0 ? -1 : !is_letter;
}

static int ends_at(const Utf8Text *text, size_t end) {
    size_t mark;
    int is_letter = letter_at(text, end);
    if (!is_letter && (mark = apostrophe_at(text, end))) is_letter = letter_at(text, end + mark);
    return is_letter < 0 ? -1 : !is_letter;
}

/* Whether letters of ASCII are a word by themselves, or one before "'s"; -1 if that is not known. */
static int is_whole(const Utf8Text *text, size_t start, size_t end) {
    size_t mark;
    int begins = begins_at(text, start);
    if (begins <= 0) return begins;
    int ends = ends_at(text, end);
    if (ends || letter_at(text, end) || !(mark = apostrophe_at(text, end)) || end + mark >= text->size || text->bytes[end + mark] != 's') return ends;
    return ends_at(text, end + mark + 1);
}

/* word_counts(text, words): how often each of some different words of letters of ASCII stands in a text, by itself or before "'s", as a
   list; None if a character beside one is not known here, or the text has surrogates. */
static PyObject *word_counts(PyObject *module, PyObject *args) {
    (void)module;
    PyObject *string, *words, *found = NULL;
    Py_ssize_t size;
    Table table = {0};
    if (!PyArg_ParseTuple(args, "UO", &string, &words)) return NULL;
    const unsigned char *bytes = plain_utf8(string, &size);
    if (!bytes) return none_or_error();
    Utf8Text text = {bytes, (size_t)size};
    PyObject *list = PyList_New(0);
    int is_known = 1;
    if (list && table_grow(&table) < 0) PyErr_NoMemory();
    if (!list || PyErr_Occurred() || read_words(words, &table, list) < 0) return table_free(&table), Py_XDECREF(list), NULL;
    uint64_t *counts = PyMem_Calloc((size_t)PyList_Size(list) + 1, sizeof(uint64_t));
    for (size_t at = 0, start; counts && is_known && at < text.size;) {
        uint64_t hash = FIRST_HASH;
        for (start = at; at < text.size && is_ascii_letter(bytes[at]); at++) hash = (hash ^ bytes[at]) * HASH_STEP;
        if (at == start) {
            at++;
            continue;
        }
        const Entry *entry = at - start <= LONGEST_WORD ? table_find_hashed(&table, bytes + start, at - start, hash ^ hash >> 29) : NULL;
        int is_one = entry ? is_whole(&text, start, at) : 0;
        is_known = is_one >= 0;
        if (is_one > 0) counts[entry->value - 1]++;
    }
    if (!counts) PyErr_NoMemory();
    else if (!is_known) {
        Py_INCREF(Py_None);
        found = Py_None;
    } else found = PyList_New(PyList_Size(list));
    for (Py_ssize_t i = 0; is_known && found && i < PyList_Size(list); i++) {
        PyObject *number = PyLong_FromUnsignedLongLong(counts[i]);
        if (!number || PyList_SetItem(found, i, number) < 0) Py_CLEAR(found);
    }
    PyMem_Free(counts);
    table_free(&table);
    Py_DECREF(list);
    return found;
}

static PyMethodDef functions[] = {
    {"small_words", small_words, METH_VARARGS, "Those of some words that stand in a text in small letters; None if it has surrogates."},
    {"word_counts", word_counts, METH_VARARGS, "How often each of some words of ASCII stands in a text, by itself or before \"'s\"; None if that is not known here."},
    {NULL, NULL, 0, NULL},
};

int add_standing(PyObject *module) { return PyModule_AddFunctions(module, functions); }
