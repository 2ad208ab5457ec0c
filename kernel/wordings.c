/* The tokens of texts, and the models that weigh other wordings of them, as types of Python. */

#include "wordings.h"

static PyObject *bytes_of(const Row *row, size_t width, Py_ssize_t count, uint32_t (*number)(const Row *, Py_ssize_t)) {
    PyObject *made = PyBytes_FromStringAndSize(NULL, count * (Py_ssize_t)width);
    if (!made) return NULL;
    char *to = PyBytes_AsString(made);
    for (Py_ssize_t i = 0; i < count; i++) {
        uint32_t value = number(row, i);
        if (width == 1) to[i] = (char)value;
        else if (width == 2) ((uint16_t *)to)[i] = (uint16_t)value;
        else ((uint32_t *)to)[i] = value;
    }
    return made;
}

static uint32_t start_of(const Row *row, Py_ssize_t i) { return row->tokens[i].start; }

static uint32_t end_of(const Row *row, Py_ssize_t i) {
    const RowToken *token = &row->tokens[i];
    return token->start + (uint32_t)count_characters(row->utf8 + token->byte, token->size);
}

static uint32_t edge_of(const Row *row, Py_ssize_t i) { return row->tokens[i].flags & EDGE ? 1 : 0; }

static uint32_t number_of(const Row *row, Py_ssize_t i) { return number_at_token(row, i - 1); }

static uint32_t step_of(const Row *row, Py_ssize_t i) { return row->tokens[i].step; }

static uint32_t triple_of(const Row *row, Py_ssize_t i) {
    return (uint32_t)step_of_triple(row, number_at_token(row, i - 1), number_at_token(row, i), number_at_token(row, i + 1));
}

static PyObject *row_names(PyObject *object, PyObject *nothing) {
    const Row *row = (const Row *)object;
    PyObject *names = PyList_New(row->count);
    Name name;
    (void)nothing;
    for (Py_ssize_t i = 0; names && i < row->count; i++) {
        name_of(row, i, &name);
        PyObject *item = PyUnicode_DecodeUTF8((const char *)name.bytes, (Py_ssize_t)name.size, "strict");
        if (!item || PyList_SetItem(names, i, item) < 0) Py_CLEAR(names);
    }
    return names;
}

static PyObject *row_starts(PyObject *row, PyObject *nothing) { return (void)nothing, bytes_of((Row *)row, 4, ((Row *)row)->count, start_of); }

static PyObject *row_ends(PyObject *row, PyObject *nothing) { return (void)nothing, bytes_of((Row *)row, 4, ((Row *)row)->count, end_of); }

static PyObject *row_edges(PyObject *row, PyObject *nothing) { return (void)nothing, bytes_of((Row *)row, 1, ((Row *)row)->count + 1, edge_of); }

static PyObject *row_numbers(PyObject *row, PyObject *nothing) { return (void)nothing, bytes_of((Row *)row, 2, ((Row *)row)->count + 2, number_of); }

static PyObject *row_pairs(PyObject *row, PyObject *nothing) {
    (void)nothing;
    row_count_pairs((Row *)row);
    return bytes_of((Row *)row, 1, ((Row *)row)->count + 1, step_of);
}

static PyObject *row_triples(PyObject *row, PyObject *nothing) { return (void)nothing, bytes_of((Row *)row, 1, ((Row *)row)->count, triple_of); }

static PyObject *row_text(PyObject *row, PyObject *nothing) { return (void)nothing, Py_NewRef(((Row *)row)->text); }

static PyMethodDef row_methods[] = {
    {"names", row_names, METH_NOARGS, "What the models count for each token."},
    {"starts", row_starts, METH_NOARGS, "Where each begins: numbers of four bytes, code points."},
    {"ends", row_ends, METH_NOARGS, "Where each ends."},
    {"edges", row_edges, METH_NOARGS, "Whether a sentence ends before each, and before the end: a byte each."},
    {"numbers", row_numbers, METH_NOARGS, "The number of each word among those that were counted, between two zeros: two bytes each."},
    {"pairs", row_pairs, METH_NOARGS, "The step of the count of each with the one before, and of the last one alone: a byte each."},
    {"triples", row_triples, METH_NOARGS, "The step of the count of each between its neighbours: a byte each."},
    {"promising", row_promising, METH_VARARGS, "Of places and other words, whether pairs of words find them likelier."},
    {"by_counts", row_by_counts, METH_VARARGS, "How much likelier a word is for some tokens by counts of sequences."},
    {"is_drawn_out", row_is_drawn_out, METH_NOARGS, "Whether a token may be drawn out."},
    {"text", row_text, METH_NOARGS, "The text."},
    {"unknown", row_unknown, METH_NOARGS, "Unknown words that may be errors: (start, end, name, (names before, names behind)) of each; None if parts of words may be."},
    {"listed", row_listed, METH_O, "How many tokens may be in one of two lists of words."},
    {"letters", row_letters, METH_VARARGS, "Tokens for which a word one letter away may be meant."},
    {"needless", row_needless, METH_VARARGS, "Tokens that may be too many."},
    {"missing", row_missing, METH_VARARGS, "Tokens before which a word may be missing."},
    {"plurals", row_plurals, METH_VARARGS, "Tokens that may lack an apostrophe."},
    {"parted", row_parted, METH_VARARGS, "Tokens that may be one word with the next."},
    {"swaps", row_swaps, METH_VARARGS, "Tokens for which a word that is easily taken for another may be meant."},
    {"verbs", row_verbs, METH_VARARGS, "Tokens that may ask for another form of a verb."},
    {NULL, NULL, 0, NULL},
};

static void row_dealloc(PyObject *object) {
    Row *row = (Row *)object;
    Py_XDECREF((PyObject *)row->models);
    Py_XDECREF(row->text);
    PyMem_Free(row->tokens);
    free_object(object);
}

static PyType_Slot row_slots[] = {{Py_tp_dealloc, row_dealloc}, {Py_tp_methods, row_methods}, {Py_tp_doc, "The tokens of a text."}, {0, NULL}};
static PyType_Spec row_spec = {"cleaner.core._kernel.Row", sizeof(Row), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION, row_slots};

typedef struct {
    Wordings models;
    PyTypeObject *row_type;
} WordingsObject;

/* read(text): the row of its tokens; None if it is not plain. */
static PyObject *wordings_read(PyObject *object, PyObject *text) {
    WordingsObject *self = (WordingsObject *)object;
    Py_ssize_t size;
    if (!PyUnicode_Check(text)) return PyErr_SetString(PyExc_TypeError, "a text"), NULL;
    const unsigned char *utf8 = plain_utf8(text, &size);
    if (!utf8) return none_or_error();
    if ((uint64_t)size >= UINT32_MAX) Py_RETURN_NONE;
    Row *row = new_object(self->row_type);
    if (!row) return NULL;
    row->models = (Wordings *)Py_NewRef(object);
    row->text = Py_NewRef(text);
    row->utf8 = utf8;
    row->size = (size_t)size;
    int is_plain = read_tokens(row);
    if (is_plain <= 0) {
        Py_DECREF((PyObject *)row);
        return is_plain < 0 ? NULL : Py_NewRef(Py_None);
    }
    return (PyObject *)row;
}

static int open_wordings(WordingsObject *self, PyObject *args) {
    Wordings *models = &self->models;
    PyObject *counts, *triples, *lexicon, *words, *pairs;
    Name name;
    if (!PyArg_ParseTuple(args, "OOOO!O!", &counts, &triples, &lexicon, &PyTuple_Type, &words, &PyTuple_Type, &pairs)) return -1;
    if (!(models->counts = as_counts(counts)) || !(models->triples = as_triples(triples)))
        return PyErr_SetString(PyExc_TypeError, "counts of sequences, and of words, pairs and triples"), -1;
    models->counts_owner = Py_NewRef(counts);
    models->triples_owner = Py_NewRef(triples);
    if (index_of(lexicon, &models->index_owner, &models->lexicon) < 0) return -1;
    if (numbering_open(&models->words, words) < 0 || sequences_open(&models->pairs, pairs) < 0) return -1;
    if (models->words.count > UINT16_MAX + 1) return PyErr_SetString(PyExc_ValueError, "there are too many words"), -1;
    models->pairs.is_read = 0;
    if (!(models->kept = PyMem_Calloc((size_t)1 << KEPT_ROWS_BITS, sizeof(uint64_t)))) return PyErr_NoMemory(), -1;
    set_name(&name, "<s>");
    models->first = number_of_name(models, &name);
    set_name(&name, "</s>");
    models->last = number_of_name(models, &name);
    self->row_type = (PyTypeObject *)PyType_FromSpec(&row_spec);
    return self->row_type ? 0 : -1;
}

static PyObject *wordings_new(PyTypeObject *type, PyObject *args, PyObject *keywords) {
    (void)keywords;
    WordingsObject *self = new_object(type);
    return finished(self, self && open_wordings(self, args) == 0);
}

static void wordings_dealloc(PyObject *object) {
    WordingsObject *self = (WordingsObject *)object;
    numbering_close(&self->models.words);
    sequences_close(&self->models.pairs);
    PyMem_Free(self->models.kept);
    for (size_t k = 0; k < self->models.lacking_count; k++) PyMem_Free(self->models.lacking[k]);
    Py_XDECREF(self->models.counts_owner);
    Py_XDECREF(self->models.triples_owner);
    Py_XDECREF(self->models.index_owner);
    Py_XDECREF((PyObject *)self->row_type);
    free_object(object);
}

static PyMethodDef wordings_methods[] = {
    {"read", wordings_read, METH_O, "The tokens of a text; None if it is not plain."},
    {NULL, NULL, 0, NULL},
};

DEFINE_TYPE(wordings, wordings, Wordings, WordingsObject, "Cuts texts into tokens that other wordings are weighed for.");

const Wordings *as_wordings(PyObject *object) { return PyType_GetSlot(Py_TYPE(object), Py_tp_dealloc) == (void *)wordings_dealloc ? (const Wordings *)object : NULL; }

int add_wordings(PyObject *module) { return add_type(module, &wordings_spec); }
