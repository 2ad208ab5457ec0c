/* Which words of the text that was scanned last have set a bit: filters need not look for them again. */

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
