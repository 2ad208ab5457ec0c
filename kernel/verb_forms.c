/* Verbs whose form is not the one that the words before ask for: the scan of cleaner/filters/_english/grammar/agreement.py, which has the
   rules. It says once what irregular words may be (`Forms`), and is asked about another one that ends like a form which is wrong there. */

#include "wordings.h"

#define FARTHEST 3 /* adverbs between an auxiliary and its verb */
#define LARGEST_CLASS 6 /* size class of common words, as in cleaner/filters/_english/grammar/verbs.py */
#define MOST_WORDS 15000 /* that are remembered: about 1 MB */

/* What a word asks for, and what may stand between it and its verb; the numbers are those of agreement.py. */
enum { AUXILIARY = 1, THIRD = 2, OTHERS = 4, BE = 8, DO = 16, DOES = 32, OWNER = 64 };
/* What a word may be: an adverb, or a form that is wrong behind a word of the same kind as above. */
enum { ADVERB = 16 };

typedef struct {
    PyObject_HEAD
    PyObject *ask; /* of the name of a word */
    Table irregular, known;
} Forms;

static void forms_dealloc(PyObject *object);

static Forms *as_forms(PyObject *object) { return PyType_GetSlot(Py_TYPE(object), Py_tp_dealloc) == (void *)forms_dealloc ? (Forms *)object : NULL; }

static int ends_in(const Name *name, const char *ending) {
    size_t size = strlen(ending);
    return name->size > size && !memcmp(name->bytes + name->size - size, ending, size);
}

static int is_common(const Row *row, const Name *name) {
    int size = index_size(row->models->lexicon, name->bytes, name->size);
    return size > 0 && size <= LARGEST_CLASS;
}

/* Whether a word has a form in -ing, as those of a verb do: one more letter, one less, or the last one twice. */
static int has_gerund(const Row *row, const Name *name) {
    Name made = *name;
    if (name->size + 4 > LONGEST_WORD || !is_common(row, name)) return 0;
    unsigned char last = name->bytes[name->size - 1];
    for (size_t stem = name->size - (last == 'e'); stem <= name->size + 1; stem++) {
        made.bytes[name->size] = last;
        memcpy(made.bytes + stem, "ing", 3);
        made.size = stem + 3;
        if (is_common(row, &made)) return 1;
        made = *name;
    }
    return 0;
}

/* A word without some of its last letters, and with others. */
static Name with_ending(const Name *name, size_t left_out, const char *ending) {
    Name made = {.size = 0, .number = -1};
    if (name->size <= left_out) return made;
    made.size = name->size - left_out;
    memcpy(made.bytes, name->bytes, made.size);
    memcpy(made.bytes + made.size, ending, strlen(ending));
    made.size += strlen(ending);
    return made;
}

static int is_common_with(const Row *row, const Name *name, size_t left_out, const char *ending) {
    Name made = with_ending(name, left_out, ending);
    return made.size > 0 && is_common(row, &made);
}

/* Whether a word without some of its last letters, and with others, may be a verb with a gerund: "taking", "dying". */
static int may_be_verb(const Row *row, const Name *name, size_t left_out, const char *ending) {
    Name base = with_ending(name, left_out, ending);
    if (base.size < 2) return 0;
    return has_gerund(row, &base) || (ends_in(&base, "ie") && is_common(row, &base) && is_common_with(row, &base, 2, "ying"));
}

/* Whether a regular word may be of a kind, or an adverb, by how it ends and by the words that its form is of. */
static int may_be_form(const Row *row, const Name *name, int kind) {
    int is_plain = name->size + 4 < LONGEST_WORD;
    for (size_t k = 0; k < name->size && is_plain; k++) is_plain = is_ascii_small(name->bytes[k]);
    if (ends_in(name, "ly"))
        if (!is_plain || is_common_with(row, name, 2, "") || is_common_with(row, name, 1, "e") || is_common_with(row, name, 3, "y") ||
            is_common_with(row, name, 2, "l") || is_common_with(row, name, 4, ""))
            return 1;
    if (kind & (AUXILIARY | OTHERS) && ends_in(name, "s"))
        if (!is_plain || may_be_verb(row, name, 1, "") || may_be_verb(row, name, 2, "") || may_be_verb(row, name, 3, "y")) return 1;
    if (kind & AUXILIARY && ends_in(name, "ed"))
        if (!is_plain || (is_common(row, name) && (is_common_with(row, name, 1, "") || is_common_with(row, name, 2, "") || is_common_with(row, name, 3, "") ||
                                                   is_common_with(row, name, 3, "y"))))
            return 1;
    return kind & (THIRD | BE) && has_gerund(row, name);
}

/* What a token may be, of a kind or an adverb; -1 for an error. */
static int form_of(Forms *self, const Row *row, Py_ssize_t i, int kind) {
    Name name;
    name_of(row, i, &name);
    uint64_t hash = hash_of(name.bytes, name.size);
    Entry *entry = table_find_hashed(&self->irregular, name.bytes, name.size, hash);
    if (entry) return (int)entry->value;
    if (!may_be_form(row, &name, kind)) return 0;
    if (self->known.count > MOST_WORDS && table_clear(&self->known) < 0) return PyErr_NoMemory(), -1;
    if ((entry = table_find_hashed(&self->known, name.bytes, name.size, hash))) return (int)entry->value;
    PyObject *word = PyUnicode_DecodeUTF8((const char *)name.bytes, (Py_ssize_t)name.size, "strict");
    PyObject *answer = word ? PyObject_CallFunctionObjArgs(self->ask, word, NULL) : NULL;
    long value = answer ? PyLong_AsLong(answer) : -1;
    Py_XDECREF(word);
    Py_XDECREF(answer);
    if (PyErr_Occurred()) return -1;
    if (table_put(&self->known, name.bytes, name.size, (uint64_t)value, 0) < 0) return PyErr_NoMemory(), -1;
    return (int)value;
}

/* Whether the first token from one on that is no adverb is of a kind, behind single spaces: 1, 0, or -1 for an error. */
static int has_form(Forms *self, const Row *row, Py_ssize_t at, int kind) {
    for (Py_ssize_t stop = at + FARTHEST; at < row->count && has_single_space(row, at); at++) {
        int form = form_of(self, row, at, kind);
        if (form < 0 || at >= stop || at + 1 >= row->count || !(form & ADVERB)) return form < 0 ? -1 : (form & kind) != 0;
    }
    return 0;
}

static int asks_for_other(Forms *self, const Row *row, Py_ssize_t i, const unsigned char *kinds) {
    int kind = kinds[row->tokens[i].number], next = i + 1 < row->count ? kinds[row->tokens[i + 1].number] : 0;
    int asked = kind & (AUXILIARY | THIRD | OTHERS | BE);
    if (!asked) return 0;
    if (kind & DO && next & THIRD) return 1; /* "don't he", "do he" */
    if (!has_single_space(row, i + 1)) return 0;
    int found = has_form(self, row, i + 1, asked);
    if (!found && kind & AUXILIARY && next & (THIRD | OTHERS)) found = has_form(self, row, i + 2, asked);
    if (!found && kind & DOES && next & OWNER && has_single_space(row, i + 2)) found = has_form(self, row, i + 3, asked);
    return found;
}

/* verbs(kinds, forms): the tokens of a kind with a verb behind them that may be in another form than they ask for. `kinds`: a byte for each
   number of a word. */
PyObject *row_verbs(PyObject *object, PyObject *args) {
    const Row *row = (const Row *)object;
    PyObject *forms;
    const char *kinds;
    Py_ssize_t size;
    if (!PyArg_ParseTuple(args, "y#O", &kinds, &size, &forms)) return NULL;
    if (size <= UINT16_MAX) return PyErr_SetString(PyExc_ValueError, "a byte for each number"), NULL;
    Forms *self = as_forms(forms);
    if (!self) return PyErr_SetString(PyExc_TypeError, "forms of words"), NULL;
    PyObject *list = PyList_New(0);
    for (Py_ssize_t i = 0; list && i < row->count; i++) {
        int found = kinds[row->tokens[i].number] ? asks_for_other(self, row, i, (const unsigned char *)kinds) : 0;
        if (found < 0 || (found && add_place(list, i) < 0)) Py_CLEAR(list);
    }
    return list;
}

/* ---- the type --------------------------------------------------------------------------------------------------------- */

static int read_irregular(Forms *self, PyObject *words) {
    PyObject *word, *answer;
    Py_ssize_t at = 0, size;
    if (table_clear(&self->irregular) < 0 || table_clear(&self->known) < 0) return PyErr_NoMemory(), -1;
    while (PyDict_Next(words, &at, &word, &answer)) {
        const char *bytes = PyUnicode_AsUTF8AndSize(word, &size);
        long value = PyLong_AsLong(answer);
        if (!bytes || PyErr_Occurred()) return -1;
        if (table_put(&self->irregular, (const unsigned char *)bytes, (size_t)size, (uint64_t)value, 0) < 0) return PyErr_NoMemory(), -1;
    }
    return 0;
}

static PyObject *forms_new(PyTypeObject *type, PyObject *args, PyObject *keywords) {
    PyObject *ask, *words;
    (void)keywords;
    if (!PyArg_ParseTuple(args, "OO!", &ask, &PyDict_Type, &words)) return NULL;
    Forms *self = new_object(type);
    if (self) self->ask = Py_NewRef(ask);
    return finished(self, self && read_irregular(self, words) == 0);
}

static int forms_clear(PyObject *object) {
    Py_CLEAR(((Forms *)object)->ask);
    return 0;
}

static int forms_traverse(PyObject *object, visitproc visit, void *arg) {
    Py_VISIT(Py_TYPE(object));
    Py_VISIT(((Forms *)object)->ask);
    return 0;
}

static void forms_dealloc(PyObject *object) {
    PyObject_GC_UnTrack(object);
    forms_clear(object);
    table_free(&((Forms *)object)->known);
    table_free(&((Forms *)object)->irregular);
    PyTypeObject *type = Py_TYPE(object);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(object);
    Py_DECREF(type);
}

static PyMethodDef forms_methods[] = {{NULL, NULL, 0, NULL}};

DEFINE_COLLECTED_TYPE(forms, Forms, "Remembers which forms of verbs words may be.");

int add_verb_forms(PyObject *module) { return add_type(module, &forms_spec); }
