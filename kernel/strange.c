/* Words of a text that may be errors, wherever they stand: those that the lexicon lacks, for cleaner/filters/typos/speller.py, and those that
   lists have as misspellings, for cleaner/filters/_english/judgement.py. */

#include "wordings.h"

#define SHORTEST 4 /* letters of an unknown word, and the most, as in cleaner/filters/_english/unknown.py */
#define LONGEST 40
#define AROUND 4   /* tokens on either side of a word that tell of it, and code points, as in cleaner/filters/_english/doubtful.py */
#define WINDOW 120
#define MOST_OTHERS 15000 /* words without a number that are remembered: about 1 MB */

/* ---- unknown words ---------------------------------------------------------------------------------------------------- */

static int is_blank_of_ascii(unsigned char c) { return c == ' ' || (c >= 9 && c <= 13) || (c >= 28 && c <= 31); }

/* Whether what stands before a word, or behind it, may be what parts words there: any character beyond ASCII may. */
static int may_begin(const Row *row, size_t at) {
    unsigned char c = at ? row->utf8[at - 1] : ' ';
    return c >= 0x80 || is_blank_of_ascii(c) || (c && strchr("\"'([", c));
}

static int may_end(const Row *row, size_t at) {
    unsigned char c = at < row->size ? row->utf8[at] : ' ';
    return c >= 0x80 || is_blank_of_ascii(c) || (c && strchr(",;:!?)].\"", c));
}

/* Whether a sentence may begin with a word: a mark, a line, or the text before it, but for blanks, quotation marks and brackets. */
static int may_begin_sentence(const Row *row, size_t at) {
    while (at) {
        unsigned char c = row->utf8[at - 1];
        if (c >= 0x80 || c == '\n' || strchr(".!?:", c)) return 1;
        if (!is_blank_of_ascii(c) && !strchr("\"'([", c)) return 0;
        at--;
    }
    return 1;
}

static int is_strange(const Row *row, const unsigned char *name, size_t size) {
    return size >= SHORTEST && size <= LONGEST && !index_holds(row->models->lexicon, name, size);
}

/* Whether the lexicon has the word of a token, where that has been asked. */
static int is_known_token(const Row *row, const RowToken *token) {
    return token->flags & IS_LISTED && row->models->in_lexicon[token->number] == 2;
}

/* Whether letters behind an apostrophe of a name are a word that the lexicon lacks. */
static int has_strange_part(const Row *row, const Name *name) {
    for (size_t from = 0, at = 0; at <= name->size; at++)
        if (at == name->size || name->bytes[at] == '\'') {
            if (from && is_strange(row, name->bytes + from, at - from)) return 1;
            from = at + 1;
        }
    return 0;
}

enum { IS_NONE, IS_UNKNOWN, IS_PARTED };

/* Whether a token is an unknown word that may be an error, or has a part that is one. */
static int kind_of_unknown(const Row *row, Py_ssize_t i) {
    const RowToken *token = &row->tokens[i];
    Name name;
    if (token->size < SHORTEST || !(token->flags & (LETTERS | FIRST_LOWER | FIRST_UPPER)) || is_known_token(row, token)) return IS_NONE;
    name_of(row, i, &name);
    if (token->flags & IS_LISTED && token->flags & PLAIN) {
        uint8_t *known = &row->models->in_lexicon[token->number];
        *known = index_holds(row->models->lexicon, name.bytes, name.size) ? 2 : 1;
        if (*known == 2) return IS_NONE;
    }
    size_t letters = name.size;
    if (!(token->flags & PLAIN)) {
        const unsigned char *mark = memchr(name.bytes, '\'', name.size);
        for (size_t k = 0; k < name.size; k++)
            if (name.bytes[k] >= 0x80) return IS_NONE; /* no word of ASCII */
        if (mark && has_strange_part(row, &name)) return IS_PARTED;
        if (mark) letters = (size_t)(mark - name.bytes);
    }
    if (!is_strange(row, name.bytes, letters) || !(token->flags & REST_LOWER)) return IS_NONE;
    if (!may_begin(row, token->byte) || !may_end(row, token->byte + token->size)) return IS_NONE;
    return token->flags & FIRST_UPPER && !may_begin_sentence(row, token->byte) ? IS_NONE : IS_UNKNOWN;
}

/* Where a token ends, in code points. */
static uint32_t end_of(const Row *row, Py_ssize_t i) {
    const RowToken *token = &row->tokens[i];
    return token->start + (uint32_t)count_characters(row->utf8 + token->byte, token->size);
}

/* The names of the tokens from one to another; NULL for an error. */
static PyObject *names_between(const Row *row, Py_ssize_t from, Py_ssize_t to) {
    PyObject *names = PyList_New(to - from);
    Name name;
    for (Py_ssize_t i = from; names && i < to; i++) {
        name_of(row, i, &name);
        PyObject *item = PyUnicode_DecodeUTF8((const char *)name.bytes, (Py_ssize_t)name.size, "strict");
        if (!item || PyList_SetItem(names, i - from, item) < 0) Py_CLEAR(names);
    }
    return names;
}

/* The names of the AROUND tokens before a token and behind it, or of all if they are fewer; None, twice, if these reach farther than WINDOW
   code points, for then some of them may be cut where the text around a word is looked at. */
static PyObject *around_token(const Row *row, Py_ssize_t i, uint32_t end) {
    Py_ssize_t from = i < AROUND ? 0 : i - AROUND, to = i + AROUND < row->count ? i + AROUND + 1 : row->count;
    uint32_t start = row->tokens[i].start, left = i < AROUND ? 0 : row->tokens[from].start;
    uint32_t right = i + AROUND < row->count ? end_of(row, to - 1) : end + (uint32_t)count_characters(row->utf8 + row->tokens[i].byte + row->tokens[i].size, row->size - row->tokens[i].byte - row->tokens[i].size);
    if (start - left > WINDOW || right - end > WINDOW) return Py_BuildValue("(OO)", Py_None, Py_None);
    PyObject *before = names_between(row, from, i), *behind = before ? names_between(row, i + 1, to) : NULL;
    PyObject *pair = behind ? Py_BuildValue("(NN)", before, behind) : NULL;
    if (!behind) Py_XDECREF(before);
    return pair;
}

/* unknown(): a list of (start, end, name, (names before, names behind)) of unknown words that may be errors, in code points; None if parts
   of words may be. */
PyObject *row_unknown(PyObject *object, PyObject *nothing) {
    const Row *row = (const Row *)object;
    Name name;
    (void)nothing;
    if (index_sieve(row->models->lexicon) < 0) return NULL;
    PyObject *list = PyList_New(0);
    for (Py_ssize_t i = 0; list && i < row->count; i++) {
        int kind = kind_of_unknown(row, i);
        if (kind == IS_NONE) continue;
        if (kind == IS_PARTED) {
            Py_DECREF(list);
            Py_RETURN_NONE;
        }
        name_of(row, i, &name);
        uint32_t end = end_of(row, i);
        PyObject *around = around_token(row, i, end);
        PyObject *item = !around ? NULL : Py_BuildValue("(IIs#N)", (unsigned int)row->tokens[i].start, (unsigned int)end, (const char *)name.bytes, (Py_ssize_t)name.size, around);
        if (!item || PyList_Append(list, item) < 0) Py_CLEAR(list);
        Py_XDECREF(item);
    }
    return list;
}

/* ---- listed words ----------------------------------------------------------------------------------------------------- */

typedef struct {
    PyObject_HEAD
    Py_buffer lists[2];
    uint8_t known[UINT16_MAX + 1]; /* of the words of numbers: 0: not asked, 1: in no list, 2: in one */
    Table others;                  /* the same of words without one */
} Listed;

static int in_lists(const Listed *self, const unsigned char *word, size_t size) {
    for (int k = 0; k < 2; k++)
        if (sorted_find(&self->lists[k], (const char *)word, (Py_ssize_t)size) >= 0) return 1;
    return 0;
}

/* Whether a name, or a part of it, may be in a list. */
static int has_listed_part(const Listed *self, const Name *name) {
    int found = 0;
    for (size_t from = 0, at = 0; at <= name->size && !found; at++) {
        if (at < name->size && name->bytes[at] >= 0x80) found = 1; /* that may be looked up otherwise */
        if (at == name->size || name->bytes[at] == '\'') {
            found = at > from && in_lists(self, name->bytes + from, at - from);
            from = at + 1;
        }
    }
    return found;
}

/* The same of a token: 1, 0, or -1 without memory. */
static int may_be_listed(Listed *self, const Row *row, Py_ssize_t i) {
    const RowToken *token = &row->tokens[i];
    Name name;
    if (token->flags & IS_LISTED && self->known[token->number]) return self->known[token->number] - 1;
    if (!(token->flags & (FIRST_LOWER | FIRST_UPPER | LETTERS))) return 0; /* a number, or a mark */
    name_of(row, i, &name);
    if (token->flags & IS_LISTED) {
        int found = has_listed_part(self, &name);
        self->known[token->number] = (uint8_t)(1 + found);
        return found;
    }
    uint64_t hash = hash_of(name.bytes, name.size);
    Entry *entry = self->others.entries ? table_find_hashed(&self->others, name.bytes, name.size, hash) : NULL;
    if (entry) return (int)entry->value;
    if ((!self->others.entries && table_grow(&self->others) < 0) || (self->others.count > MOST_OTHERS && table_clear(&self->others) < 0)) return PyErr_NoMemory(), -1;
    int found = has_listed_part(self, &name);
    return table_put_hashed(&self->others, name.bytes, name.size, hash, (uint64_t)found, 0) ? found : (PyErr_NoMemory(), -1);
}

static void listed_dealloc(PyObject *object);

/* listed(lists): how many of the tokens may be in one of some lists of words. */
PyObject *row_listed(PyObject *object, PyObject *lists) {
    const Row *row = (const Row *)object;
    if (PyType_GetSlot(Py_TYPE(lists), Py_tp_dealloc) != (void *)listed_dealloc) return PyErr_SetString(PyExc_TypeError, "lists of words"), NULL;
    Py_ssize_t found = 0;
    for (Py_ssize_t i = 0; i < row->count; i++) {
        int is_found = may_be_listed((Listed *)lists, row, i);
        if (is_found < 0) return NULL;
        found += is_found;
    }
    return PyLong_FromSsize_t(found);
}

static PyObject *listed_new(PyTypeObject *type, PyObject *args, PyObject *keywords) {
    PyObject *one, *other;
    (void)keywords;
    if (!PyArg_ParseTuple(args, "OO", &one, &other)) return NULL;
    Listed *self = new_object(type);
    int is_open = self && PyObject_GetBuffer(one, &self->lists[0], PyBUF_SIMPLE) == 0 && PyObject_GetBuffer(other, &self->lists[1], PyBUF_SIMPLE) == 0;
    return finished(self, is_open);
}

static void listed_dealloc(PyObject *object) {
    for (int k = 0; k < 2; k++) PyBuffer_Release(&((Listed *)object)->lists[k]);
    table_free(&((Listed *)object)->others);
    free_object(object);
}

static PyMethodDef listed_methods[] = {{NULL, NULL, 0, NULL}};

DEFINE_TYPE(listed, listed, Listed, Listed, "Two sorted lists of words, and which words of texts are in one of them.");

int add_listed(PyObject *module) { return add_type(module, &listed_spec); }
