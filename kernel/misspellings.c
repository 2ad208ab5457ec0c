/* The words of a folded text that the lists have as misspellings of English words, ambiguous or not: `_is_misspelling` of
   cleaner/filters/_english/judgement.py. Of nearly all words a sieve tells that they are none. */

#include "unlisted.h"

/* Whether a list has a word, with a correction. */
static int corrects(const Py_buffer *list, const unsigned char *word, size_t length) {
    Py_ssize_t at = sorted_find(list, (const char *)word, (Py_ssize_t)length);
    return at >= 0 && at < list->len && ((const char *)list->buf)[at] != '\n';
}

/* Whether a word is such a misspelling; the first list is that of English. */
static int is_english_misspelling(Unlisted *self, const unsigned char *word, size_t length) {
    if (!may_be_listed(self, word, length)) return 0;
    return (self->list_count && corrects(&self->lists[0], word, length)) || sorted_find(&self->several, (const char *)word, (Py_ssize_t)length) >= 0;
}

/* misspellings_in(letters): those of a folded text, as often as they stand there. */
PyObject *unlisted_misspellings_in(PyObject *object, PyObject *letters) {
    char *bytes;
    Py_ssize_t size, start = 0;
    if (PyBytes_AsStringAndSize(letters, &bytes, &size) < 0) return NULL;
    PyObject *found = PyList_New(0);
    for (Py_ssize_t i = 0; found && i <= size; i++) {
        if (i < size && bytes[i] != ' ') continue;
        Py_ssize_t length = i - start;
        if (length && is_english_misspelling((Unlisted *)object, (const unsigned char *)bytes + start, (size_t)length)) {
            PyObject *word = PyBytes_FromStringAndSize(bytes + start, length);
            if (!word || PyList_Append(found, word) < 0) Py_CLEAR(found);
            Py_XDECREF(word);
        }
        start = i + 1;
    }
    return found;
}
