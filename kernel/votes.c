/* How the function words of a text vote for languages: what language_of of cleaner/core/views/languages.py counts. */

#include "kernel.h"

typedef struct {
    uint32_t first, count; /* of its languages */
    uint32_t times;        /* that it stands in the text */
} Voter;

typedef struct {
    PyObject_HEAD
    Table words; /* with the number of a voter and 1 */
    Voter *voters;
    uint8_t *speakers; /* languages of one voter behind those of another */
    size_t voter_count, languages;
} FunctionWords;

/* From a list of (word, numbers of its languages in bytes). */
static int read_voters(FunctionWords *self, PyObject *list) {
    Py_ssize_t count = PyList_Size(list), total = 0, length, size;
    const char *word, *numbers;
    for (Py_ssize_t i = 0; i < count; i++) {
        if (!PyArg_ParseTuple(PyList_GetItem(list, i), "y#y#", &word, &length, &numbers, &size)) return -1;
        total += size;
    }
    self->voters = PyMem_Calloc((size_t)count + 1, sizeof(Voter));
    self->speakers = PyMem_Malloc((size_t)total + 1);
    if (!self->voters || !self->speakers || table_grow(&self->words) < 0) return PyErr_NoMemory(), -1;
    total = 0;
    for (Py_ssize_t i = 0; i < count; i++) {
        if (!PyArg_ParseTuple(PyList_GetItem(list, i), "y#y#", &word, &length, &numbers, &size)) return -1;
        for (Py_ssize_t k = 0; k < size; k++)
            if ((uint8_t)numbers[k] >= self->languages) return PyErr_SetString(PyExc_ValueError, "there is no such language"), -1;
        self->voters[i] = (Voter){(uint32_t)total, (uint32_t)size, 0};
        memcpy(self->speakers + total, numbers, (size_t)size);
        total += size;
        if (table_put(&self->words, (const unsigned char *)word, (size_t)length, (uint64_t)i + 1, 0) < 0) return PyErr_NoMemory(), -1;
    }
    self->voter_count = (size_t)count;
    return 0;
}

static PyObject *function_words_new(PyTypeObject *type, PyObject *args, PyObject *keywords) {
    static char *names[] = {"words", "languages", NULL};
    PyObject *list;
    unsigned int languages;
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "O!I", names, &PyList_Type, &list, &languages)) return NULL;
    FunctionWords *self = new_object(type);
    if (!self) return NULL;
    self->languages = languages;
    if (languages > 255) PyErr_SetString(PyExc_ValueError, "too many languages");
    return finished(self, languages <= 255 && read_voters(self, list) == 0);
}

static void function_words_dealloc(PyObject *object) {
    FunctionWords *self = (FunctionWords *)object;
    table_free(&self->words);
    PyMem_Free(self->voters);
    PyMem_Free(self->speakers);
    free_object(object);
}

/* votes(folded): how many words a folded text has, and the votes for each language, a word of several for each in part. */
static PyObject *function_words_votes(PyObject *object, PyObject *folded) {
    FunctionWords *self = (FunctionWords *)object;
    char *text;
    Py_ssize_t size, start = 0, words = 0;
    if (PyBytes_AsStringAndSize(folded, &text, &size) < 0) return NULL;
    for (size_t i = 0; i < self->voter_count; i++) self->voters[i].times = 0;
    for (Py_ssize_t i = 0; i <= size; i++) {
        if (i < size && text[i] != ' ') continue;
        const Entry *entry = i > start && i - start <= LONGEST_WORD ? table_find(&self->words, (const unsigned char *)text + start, (size_t)(i - start)) : NULL;
        words += i > start;
        if (entry) self->voters[entry->value - 1].times++;
        start = i + 1;
    }
    double votes[256] = {0};
    for (size_t i = 0; i < self->voter_count; i++)
        for (uint32_t k = 0; self->voters[i].times && k < self->voters[i].count; k++)
            votes[self->speakers[self->voters[i].first + k]] += (double)self->voters[i].times / self->voters[i].count;
    PyObject *list = PyList_New((Py_ssize_t)self->languages);
    for (size_t k = 0; list && k < self->languages; k++) {
        PyObject *number = PyFloat_FromDouble(votes[k]);
        if (!number || PyList_SetItem(list, (Py_ssize_t)k, number) < 0) Py_CLEAR(list);
    }
    return list ? Py_BuildValue("(nN)", words, list) : NULL;
}

static PyMethodDef function_words_methods[] = {
    {"votes", function_words_votes, METH_O, "How many words a folded text has, and its votes for each language."},
    {NULL, NULL, 0, NULL},
};

DEFINE_TYPE(function_words, function_words, FunctionWords, FunctionWords, "Counts function words of languages.");

int add_votes(PyObject *module) { return add_type(module, &function_words_spec); }
