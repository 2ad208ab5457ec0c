/* Which words of the text that was scanned last have set a bit, and where: filters need not look for them again. */

#include "unlisted.h"
#include "scanner.h"

/* The bits that a word sets where it stands. */
static uint64_t bits_of(const Scanner *self, const Cut *cut) {
    const Entry *entry = table_find_hashed(&self->words, self->folded + 1 + cut->start, cut->length, cut->hash);
    return entry ? (ANYWHERE(entry->value) | IN_SMALL(entry->value)) & cut->counted : 0;
}

/* words_of(text, mask): (offset in code points, folded word) of each word that sets one of some bits of words; None if another text was
   scanned last, or these bits were not all wanted. */
PyObject *scanner_words_of(PyObject *object, PyObject *args) {
    const Scanner *self = (Scanner *)object;
    PyObject *text;
    unsigned long long mask;
    if (!PyArg_ParseTuple(args, "UK", &text, &mask)) return NULL;
    if (text != self->text || mask & ~self->wanted) Py_RETURN_NONE;
    PyObject *found = PyList_New(0);
    for (size_t n = 0; found && n < self->cut_count; n++) {
        const Cut *cut = &self->cut[n];
        if (!(bits_of(self, cut) & mask)) continue;
        PyObject *pair = Py_BuildValue("(ny#)", (Py_ssize_t)cut->start, (const char *)self->folded + 1 + cut->start, (Py_ssize_t)cut->length);
        if (!pair || PyList_Append(found, pair) < 0) Py_CLEAR(found);
        Py_XDECREF(pair);
    }
    return found;
}

/* Of a section of a long text filters look at these words alone, so the neighbours of every one are looked at, where the scan looks at
   those of the first. */

/* The bits that word `n` of the text that was scanned last sets where it stands. */
static uint64_t bits_at(const Scanner *self, const unsigned char *data, size_t n, int is_english) {
    const Cut *cut = &self->cut[n];
    const unsigned char *letters = self->folded + 1 + cut->start;
    const Entry *entry = table_find_hashed(&self->words, letters, cut->length, cut->hash);
    if (!entry && !is_english) entry = table_find_hashed(&self->elsewhere, letters, cut->length, cut->hash);
    uint64_t bits = entry ? (ANYWHERE(entry->value) | IN_SMALL(entry->value)) & cut->counted & BITS_OF_WORDS : 0;
    if (entry && IS_UNPLACED(entry->value)) bits |= cut->counted & PLACED; /* not told, for another word was found before */
    if (!is_english) bits &= ~(uint64_t)FOR_ENGLISH;
    return bits & (PLACED | PIECE | NEAR) ? bits_beside(self, data, n, bits) : bits;
}

/* A list of (code point, bits) of the words of the text that was scanned last. */
PyObject *list_of_hits(const Scanner *self, const unsigned char *data, int is_english) {
    PyObject *list = PyList_New(0);
    for (size_t n = 0; list && n < self->cut_count; n++) {
        uint64_t bits = bits_at(self, data, n, is_english);
        if (!bits) continue;
        PyObject *hit = Py_BuildValue("(nK)", (Py_ssize_t)self->cut[n].start, (unsigned long long)bits);
        if (!hit || PyList_Append(list, hit) < 0) Py_CLEAR(list);
        Py_XDECREF(hit);
    }
    return list;
}
