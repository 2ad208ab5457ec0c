/* The type that looks for words of a language that may be an error: what Python gives it, which are the vocabulary, words of which
   something is known beforehand, what makes words alike, and signs of patterns of grammar. */

#include "languages.h"

/* From (letters, those without accents, the same with them, pairs of spellings in bytes). */
static int read_search(LanguageScanner *self, PyObject *given) {
    PyObject *letters, *bare, *accented, *pairs;
    if (!PyArg_ParseTuple(given, "UUUO!", &letters, &bare, &accented, &PyList_Type, &pairs) || near_letters(&self->search, letters, bare, accented) < 0)
        return -1;
    Py_ssize_t count = PyList_Size(pairs), size, others;
    const char *one, *other;
    self->spellings = PyMem_Calloc((size_t)count + 1, sizeof(Spelling));
    if (!self->spellings) return PyErr_NoMemory(), -1;
    for (Py_ssize_t i = 0; i < count; i++) {
        if (!PyArg_ParseTuple(PyList_GetItem(pairs, i), "y#y#", &one, &size, &other, &others)) return -1;
        if (!size || others > MOST_SPELLED) return PyErr_SetString(PyExc_ValueError, "a spelling has some letters"), -1;
        Spelling *spelling = &self->spellings[self->spelling_count];
        spelling->bytes = PyMem_Malloc((size_t)(size + others) + 1);
        if (!spelling->bytes) return PyErr_NoMemory(), -1;
        memcpy(spelling->bytes, one, (size_t)size);
        memcpy(spelling->bytes + size, other, (size_t)others);
        spelling->size = (size_t)size;
        spelling->other = (size_t)others;
        self->spelling_count++;
    }
    self->is_searched = 1;
    return 0;
}

/* From a list of (letters, whether a word begins with them, whether it ends with them, its least code points, number of the sign). */
static int read_signs(LanguageScanner *self, PyObject *list) {
    Py_ssize_t count = PyList_Size(list), size;
    const char *letters;
    unsigned int number, least;
    self->signs = PyMem_Calloc((size_t)count + 1, sizeof(Sign));
    if (!self->signs) return PyErr_NoMemory(), -1;
    for (Py_ssize_t i = 0; i < count; i++, self->sign_count++) {
        Sign *sign = &self->signs[i];
        if (!PyArg_ParseTuple(PyList_GetItem(list, i), "y#ppII", &letters, &size, &sign->starts, &sign->ends, &least, &number)) return -1;
        if (number >= MOST_SIGNS) return PyErr_SetString(PyExc_ValueError, "too many signs"), -1;
        sign->letters = PyMem_Malloc((size_t)size + 1);
        if (!sign->letters) return PyErr_NoMemory(), -1;
        memcpy(sign->letters, letters, (size_t)size);
        sign->size = (size_t)size;
        sign->least = least;
        sign->bit = BIT(number);
    }
    return 0;
}

/* From a list of (signs, the words that a match spans at most). */
static int read_patterns(LanguageScanner *self, PyObject *list) {
    Py_ssize_t count = PyList_Size(list);
    if (count > MOST_SIGNS) return PyErr_SetString(PyExc_ValueError, "too many patterns"), -1;
    for (Py_ssize_t i = 0; i < count; i++) {
        unsigned long long signs;
        if (!PyArg_ParseTuple(PyList_GetItem(list, i), "KI", &signs, &self->reach[i])) return -1;
        if (self->reach[i] > MOST_SPANNED) return PyErr_SetString(PyExc_ValueError, "a pattern spans too many words"), -1;
        self->patterns[i] = signs;
        self->pattern_count++;
    }
    return 0;
}

static PyObject *language_new(PyTypeObject *type, PyObject *args, PyObject *keywords) {
    static char *names[] = {"common", "near", "rare", "given", "nouns", "bare", "block_of", "facts_of", "search", "signs", "patterns", NULL};
    PyObject *common, *near, *rare, *given, *block_of, *facts_of, *search, *signs, *patterns;
    int nouns, bare;
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "OOOOppOOOO!O!", names, &common, &near, &rare, &given, &nouns, &bare, &block_of, &facts_of, &search,
                                     &PyList_Type, &signs, &PyList_Type, &patterns))
        return NULL;
    LanguageScanner *self = new_object(type);
    if (!self) return NULL;
    self->nouns = nouns;
    self->bare = bare;
    self->has_rare = rare != Py_None;
    Py_INCREF(self->block_of = block_of);
    Py_INCREF(self->facts_of = facts_of);
    if (table_grow(&self->given) < 0 || table_grow(&self->words) < 0) PyErr_NoMemory();
    else if (PyObject_GetBuffer(common, &self->common, PyBUF_SIMPLE) == 0 && PyObject_GetBuffer(near, &self->near, PyBUF_SIMPLE) == 0 &&
             (!self->has_rare || PyObject_GetBuffer(rare, &self->rare, PyBUF_SIMPLE) == 0) && table_fill(&self->given, given) == 0 &&
             (search == Py_None || read_search(self, search) == 0) && read_signs(self, signs) == 0 && read_patterns(self, patterns) == 0)
        return finished(self, 1);
    return finished(self, 0);
}

static void language_dealloc(PyObject *object) {
    LanguageScanner *self = (LanguageScanner *)object;
    PyObject_GC_UnTrack(object);
    for (int i = 0; i < BLOCKS; i++) PyMem_Free(self->blocks[i]);
    table_free(&self->given);
    table_free(&self->words);
    for (size_t i = 0; i < self->spelling_count; i++) PyMem_Free(self->spellings[i].bytes);
    PyMem_Free(self->spellings);
    for (size_t i = 0; i < self->sign_count; i++) PyMem_Free(self->signs[i].letters);
    PyMem_Free(self->signs);
    PyMem_Free(self->marks.bits);
    PyMem_Free(self->jumps);
    PyMem_Free(self->spans);
    PyMem_Free(self->flags);
    PyBuffer_Release(&self->common);
    PyBuffer_Release(&self->near);
    PyBuffer_Release(&self->rare);
    Py_XDECREF(self->block_of);
    Py_XDECREF(self->facts_of);
    free_object(object);
}

static int language_traverse(PyObject *object, visitproc visit, void *arg) {
    LanguageScanner *self = (LanguageScanner *)object;
    Py_VISIT(Py_TYPE(object));
    Py_VISIT(self->block_of);
    Py_VISIT(self->facts_of);
    return 0;
}

static int language_clear(PyObject *object) {
    LanguageScanner *self = (LanguageScanner *)object;
    Py_CLEAR(self->block_of);
    Py_CLEAR(self->facts_of);
    return 0;
}

static PyMethodDef language_methods[] = {
    {"scan", language_scan, METH_O, "The words of a text: start and end of each, what it is, and which may be an error; None if none may."},
    {"leave", language_leave, METH_O, "Note of a word that nothing is near it: it is no longer said to be misspelled."},
    {NULL, NULL, 0, NULL},
};

DEFINE_COLLECTED_TYPE(language, LanguageScanner, "Finds the words of a language that may be an error, in one pass.");

int add_languages(PyObject *module) { return add_type(module, &language_spec); }
