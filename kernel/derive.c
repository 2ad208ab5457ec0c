/* Edits of two texts with the same number of words: what `derive_words` of cleaner/core/derive.py does word by word. */

#include "kernel.h"

static size_t spaces_in(const unsigned char *bytes, size_t size) {
    size_t count = 0;
    for (size_t i = 0; i < size; i++) count += bytes[i] == ' ';
    return count;
}

/* The length of a word: up to the next space, or to the end of the text. */
static size_t word_at(const unsigned char *bytes, const unsigned char *end) {
    const unsigned char *space = memchr(bytes, ' ', (size_t)(end - bytes));
    return (size_t)((space ? space : end) - bytes);
}

/* The bytes of the characters with which both words begin. */
static size_t common_head(const unsigned char *old, size_t old_size, const unsigned char *new, size_t new_size) {
    size_t most = old_size < new_size ? old_size : new_size, head = 0;
    while (head < most && old[head] == new[head]) head++;
    while (head && ((head < old_size && is_inside_character(old[head])) || (head < new_size && is_inside_character(new[head])))) head--;
    return head;
}

/* The bytes of the characters with which both end. */
static size_t common_tail(const unsigned char *old, size_t old_size, const unsigned char *new, size_t new_size) {
    size_t most = old_size < new_size ? old_size : new_size, tail = 0;
    while (tail < most && old[old_size - tail - 1] == new[new_size - tail - 1]) tail++;
    while (tail && is_inside_character(old[old_size - tail])) tail--;
    return tail;
}

/* Adds make(Edit, (start, end, replacement, rule, reason, safety)) to a list. */
static int add_edit(PyObject *found, PyObject *make, Py_ssize_t start, Py_ssize_t end, const unsigned char *bytes, size_t size, PyObject *rest) {
    PyObject *replacement = PyUnicode_DecodeUTF8((const char *)bytes, (Py_ssize_t)size, "surrogatepass");
    PyObject *fields = replacement ? Py_BuildValue("(nnOOOO)", start, end, replacement, PyTuple_GetItem(rest, 0), PyTuple_GetItem(rest, 1), PyTuple_GetItem(rest, 2)) : NULL;
    PyObject *edit = fields ? PyObject_CallFunctionObjArgs(make, fields, NULL) : NULL;
    int failed = !edit || PyList_Append(found, edit) < 0;
    Py_XDECREF(replacement);
    Py_XDECREF(fields);
    Py_XDECREF(edit);
    return failed ? -1 : 0;
}

static int add_edits(PyObject *found, PyObject *make, Py_ssize_t offset, const unsigned char *old, const unsigned char *old_end, const unsigned char *new, const unsigned char *new_end, PyObject *rest) {
    while (1) {
        size_t old_size = word_at(old, old_end), new_size = word_at(new, new_end), length = count_characters(old, old_size);
        if (old_size != new_size || memcmp(old, new, old_size)) {
            size_t head = common_head(old, old_size, new, new_size);
            size_t tail = common_tail(old + head, old_size - head, new + head, new_size - head);
            Py_ssize_t start = offset + (Py_ssize_t)count_characters(old, head), end = offset + (Py_ssize_t)(length - count_characters(old + old_size - tail, tail));
            if (add_edit(found, make, start, end, new + head, new_size - head - tail, rest) < 0) return -1;
        }
        offset += (Py_ssize_t)length + 1;
        old += old_size;
        new += new_size;
        if (old == old_end) return 0;
        old++;
        new++;
    }
}

/* word_edits(before, after, offset, make, (rule, reason, safety)): None if the numbers of words differ. */
static PyObject *word_edits(PyObject *module, PyObject *args) {
    (void)module;
    PyObject *before, *after, *make, *rest, *old_owner = NULL, *new_owner = NULL, *found = NULL;
    Py_ssize_t offset, old_size, new_size;
    if (!PyArg_ParseTuple(args, "UUnOO!", &before, &after, &offset, &make, &PyTuple_Type, &rest)) return NULL;
    if (PyTuple_Size(rest) != 3) return PyErr_SetString(PyExc_ValueError, "three fields behind the replacement"), NULL;
    const unsigned char *old = utf8_of(before, &old_size, &old_owner), *new = old ? utf8_of(after, &new_size, &new_owner) : NULL;
    if (new && spaces_in(old, (size_t)old_size) != spaces_in(new, (size_t)new_size)) found = Py_NewRef(Py_None);
    else if (new && (found = PyList_New(0)) && add_edits(found, make, offset, old, old + old_size, new, new + new_size, rest) < 0) Py_CLEAR(found);
    Py_XDECREF(old_owner);
    Py_XDECREF(new_owner);
    return found;
}

static PyMethodDef functions[] = {
    {"word_edits", word_edits, METH_VARARGS, "What turns a text into one of as many words, an edit for each word that differs."},
    {NULL, NULL, 0, NULL},
};

int add_derive(PyObject *module) { return PyModule_AddFunctions(module, functions); }
