/* The type that holds the phrases of confused words: what Python gives it, which are the phrases, what is shipped of the words beside
   them, counts of sequences, and models with their limits. */

#include "phrases.h"

/* From a list of (bytes, number) of a group, which has a number other than 0. */
static int read_group(Phrases *self, PyObject *group, unsigned int number_of_group) {
    for (Py_ssize_t k = 0; k < PyList_Size(group); k++) {
        const char *bytes;
        Py_ssize_t length;
        int number;
        if (!PyArg_ParseTuple(PyList_GetItem(group, k), "y#i", &bytes, &length, &number)) return -1;
        if (number < 0 || number > 0xFFFF) return PyErr_SetString(PyExc_ValueError, "too many needles"), -1;
        Needle *needle = &self->needles[self->needle_count];
        needle->bytes = copied(bytes, length);
        if (!needle->bytes) return PyErr_NoMemory(), -1;
        needle->length = (uint32_t)length;
        needle->number = (uint16_t)number;
        needle->head = head_of(needle->bytes, (size_t)length, 0);
        memset(&needle->mask, 0xFF, (size_t)length < sizeof(needle->mask) ? (size_t)length + 1 : sizeof(needle->mask));
        needle->head &= needle->mask;
        self->needle_count++;
        if ((size_t)number >= self->numbers) self->numbers = (size_t)number + 1;
        const char *space = memchr(bytes, ' ', (size_t)length);
        size_t first = space ? (size_t)(space - bytes) : (size_t)length;
        if (!table_find(&self->groups, needle->bytes, first) && table_put(&self->groups, needle->bytes, first, number_of_group, 0) < 0)
            return PyErr_NoMemory(), -1;
    }
    return 0;
}

static int read_groups(Phrases *self, PyObject *groups) {
    Py_ssize_t count = PyList_Size(groups), total = 0;
    if (count > 255) return PyErr_SetString(PyExc_ValueError, "too many groups"), -1;
    for (Py_ssize_t i = 0; i < count; i++) total += PyList_Size(PyList_GetItem(groups, i));
    if (PyErr_Occurred()) return -1;
    self->needles = PyMem_Calloc((size_t)total + 1, sizeof(Needle));
    if (!self->needles) return PyErr_NoMemory(), -1;
    for (Py_ssize_t i = 0; i < 256; i++) {
        self->first_needle[i] = (uint32_t)self->needle_count;
        if (i < count && read_group(self, PyList_GetItem(groups, i), (unsigned int)i) < 0) return -1;
    }
    self->first_needle[256] = (uint32_t)self->needle_count;
    return 0;
}

/* From a list of (word, row). */
static int read_named(Phrases *self, PyObject *named) {
    for (Py_ssize_t i = 0; i < PyList_Size(named); i++) {
        const char *word;
        Py_ssize_t length;
        unsigned int row;
        if (!PyArg_ParseTuple(PyList_GetItem(named, i), "y#I", &word, &length, &row)) return -1;
        if (row >= self->row_count || length > LONGEST_WORD) return PyErr_SetString(PyExc_ValueError, "there is no such row"), -1;
        if (table_put(&self->named, (const unsigned char *)word, (size_t)length, row, 0) < 0) return PyErr_NoMemory(), -1;
    }
    return 0;
}

/* From rows of cells, a row a word and four bytes a needle: those of a needle are laid side by side, for few needles are looked for often. */
static int read_rows(Phrases *self, const char *rows, size_t size) {
    self->row_count = self->numbers ? size / (CELL * self->numbers) : 0;
    self->cells = PyMem_Malloc(CELL * self->numbers * self->row_count + 1);
    if (!self->cells) return PyErr_NoMemory(), -1;
    for (size_t row = 0; row < self->row_count; row++)
        for (size_t needle = 0; needle < self->numbers; needle++)
            memcpy(self->cells + CELL * (needle * self->row_count + row), rows + CELL * (row * self->numbers + needle), CELL);
    return 0;
}

static PyObject *phrases_new(PyTypeObject *type, PyObject *args, PyObject *keywords) {
    static char *names[] = {"needles", "rows", "named", "others", "nothing", NULL};
    PyObject *needles, *named;
    const char *rows;
    Py_ssize_t row_bytes;
    unsigned int first, second, nothing;
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "O!y#O!(II)I", names, &PyList_Type, &needles, &rows, &row_bytes, &PyList_Type, &named,
                                     &first, &second, &nothing))
        return NULL;
    Phrases *self = new_object(type);
    if (!self) return NULL;
    self->others[0] = first;
    self->others[1] = second;
    self->nothing = nothing;
    if (table_grow(&self->groups) < 0 || table_grow(&self->named) < 0) PyErr_NoMemory();
    else if (read_groups(self, needles) == 0 && read_rows(self, rows, (size_t)row_bytes) == 0) {
        self->other = (unsigned int)self->row_count; /* beside a word there is room for 16 bits */
        if (self->row_count <= UINT16_MAX && first < self->row_count && second < self->row_count && nothing < self->row_count && read_named(self, named) == 0) return finished(self, 1);
        if (!PyErr_Occurred()) PyErr_SetString(PyExc_ValueError, "there is no such row");
    }
    return finished(self, 0);
}

static void free_counts(Phrases *self) {
    numbering_close(&self->words);
    sequence_counts_close(&self->counts);
    PyMem_Free(self->phrases);
    PyMem_Free(self->first_phrase);
    self->phrases = NULL;
    self->first_phrase = NULL;
    self->phrase_count = 0;
}

static void phrases_dealloc(PyObject *object) {
    Phrases *self = (Phrases *)object;
    for (size_t i = 0; i < self->needle_count; i++) PyMem_Free(self->needles[i].bytes);
    PyMem_Free(self->needles);
    PyMem_Free(self->cells);
    Py_XDECREF(self->text);
    PyMem_Free(self->found);
    table_free(&self->groups);
    table_free(&self->named);
    free_counts(self);
    Py_XDECREF(self->masked);
    Py_XDECREF(self->detector);
    PyMem_Free(self->kept);
    free_object(object);
}

static uint32_t number_of(const Phrases *self, const char *word, Py_ssize_t length) {
    return number_or_class(&self->words, (const unsigned char *)word, (size_t)length);
}

/* From a list by the numbers of needles, each of (right, wrong, ratio from which on it may be one, is likelier; is it weighed, compared
   by sequences; what differs of right and wrong, code points of the same words before it and behind it). */
static int read_phrases(Phrases *self, PyObject *needles) {
    size_t count = (size_t)PyList_Size(needles), total = 0;
    for (size_t i = 0; i < count; i++) total += (size_t)PyList_Size(PyList_GetItem(needles, (Py_ssize_t)i));
    if (PyErr_Occurred() || count < self->numbers) return PyErr_SetString(PyExc_ValueError, "phrases of too few needles"), -1;
    self->phrases = PyMem_Calloc(total + 2 * MOST_PHRASES, sizeof(Phrase));
    self->first_phrase = PyMem_Calloc(count + 1, sizeof(uint32_t));
    if (!self->phrases || !self->first_phrase) return PyErr_NoMemory(), -1;
    for (size_t i = 0; i < count; i++) {
        PyObject *list = PyList_GetItem(needles, (Py_ssize_t)i);
        self->first_phrase[i] = (uint32_t)self->phrase_count;
        for (Py_ssize_t k = 0; k < PyList_Size(list); k++) {
            const char *right, *wrong, *right_part, *wrong_part;
            Py_ssize_t right_length, wrong_length, right_size, wrong_size;
            Phrase *phrase = &self->phrases[self->phrase_count++];
            if (!PyArg_ParseTuple(PyList_GetItem(list, k), "s#s#ddpps#s#ii", &right, &right_length, &wrong, &wrong_length, &phrase->may_be,
                                  &phrase->is_for, &phrase->is_weighed, &phrase->is_compared, &right_part, &right_size,
                                  &wrong_part, &wrong_size, &phrase->head, &phrase->tail))
                return -1;
            phrase->right_differing = number_of(self, right_part, right_size);
            phrase->wrong_differing = number_of(self, wrong_part, wrong_size);
            phrase->right = number_of(self, right, right_length);
            phrase->wrong = number_of(self, wrong, wrong_length);
        }
    }
    return 0;
}

/* Give the counts of words and pairs, once, and what they are compared for. */
static PyObject *phrases_set_counts(PyObject *object, PyObject *args) {
    Phrases *self = (Phrases *)object;
    PyObject *words, *tables[ORDER - 1], *singles, *phrases;
    const char *counts;
    Py_ssize_t size;
    double total;
    if (!PyArg_ParseTuple(args, "O(O!O!O!)Ody#O!", &words, &PyTuple_Type, &tables[0], &PyTuple_Type, &tables[1], &PyTuple_Type, &tables[2], &singles, &total,
                          &counts, &size, &PyList_Type, &phrases))
        return NULL;
    if (self->kept) Py_RETURN_NONE; /* another thread was quicker */
    self->counts.total = total;
    if (numbering_open(&self->words, words) < 0 || sequence_counts_open(&self->counts, tables, singles, counts, size) < 0 || read_phrases(self, phrases) < 0)
        return free_counts(self), NULL;
    if (self->words.count > UINT16_MAX + 1) return free_counts(self), PyErr_SetString(PyExc_ValueError, "there are too many words"), NULL;
    self->begin = number_of(self, "<s>", 3);
    self->end = number_of(self, "</s>", 4);
    self->its = number_of(self, "its", 3);
    self->it_s = number_of(self, "it's", 4);
    self->kept = PyMem_Calloc(LOOKS_KEPT, sizeof(uint64_t));
    if (!self->kept) return free_counts(self), PyErr_NoMemory();
    Py_RETURN_NONE;
}

static int is_filler(PyObject *net, const Limit *limit) {
    long long count = (long long)net_model(net)->filler_count;
    return limit->right < count && limit->wrong < count && (limit->right < 0) == (limit->wrong < 0);
}

/* Give the nets of the masked model and of the error detector, once, and of each phrase that they decide its limits: (number of the needle,
   of the phrase; of each model the rows of the right word and of the wrong one, -1 if it does not compare them, and the nats from
   which on something may be proposed; those of both and of counts together). */
static PyObject *phrases_set_limits(PyObject *object, PyObject *args) {
    Phrases *self = (Phrases *)object;
    PyObject *masked, *detector, *list;
    if (!PyArg_ParseTuple(args, "OOO!", &masked, &detector, &PyList_Type, &list)) return NULL;
    if (self->has_limits) Py_RETURN_NONE; /* another thread was quicker */
    if (!self->kept) return PyErr_SetString(PyExc_ValueError, "there are no counts"), NULL;
    for (Py_ssize_t i = 0; i < PyList_Size(list); i++) {
        unsigned int needle, number;
        Phrase said = {.has_limit = 1};
        if (!PyArg_ParseTuple(PyList_GetItem(list, i), "IIiidiidd", &needle, &number, &said.masked.right, &said.masked.wrong, &said.masked.least,
                              &said.detector.right, &said.detector.wrong, &said.detector.least, &said.together_least))
            return NULL;
        if (needle >= self->numbers || number >= MOST_PHRASES || !is_filler(masked, &said.masked) || !is_filler(detector, &said.detector))
            return PyErr_SetString(PyExc_ValueError, "there is no such phrase"), NULL;
        Phrase *phrase = &self->phrases[self->first_phrase[needle] + number];
        phrase->masked = said.masked;
        phrase->detector = said.detector;
        phrase->together_least = said.together_least;
        phrase->has_limit = 1;
    }
    self->masked = Py_NewRef(masked);
    self->detector = Py_NewRef(detector);
    self->has_limits = 1;
    Py_RETURN_NONE;
}

static PyMethodDef phrases_methods[] = {
    {"set_counts", phrases_set_counts, METH_VARARGS, "Give the words and pairs that were counted, the scale of counts, and the phrases of each needle."},
    {"set_limits", phrases_set_limits, METH_VARARGS, "Give the nets of the models, and of each phrase that they decide its limits."},
    {"known", phrases_known, METH_O, "What a scan has found in a text: as `places`; None if another text was looked at since."},
    {"places", phrases_places, METH_VARARGS,
     "What may be wrong in a text, folded and in UTF-8: (offset, number of the needle, phrases as bits); None if the limits are wanted first."},
    {NULL, NULL, 0, NULL},
};

DEFINE_TYPE(phrases, phrases, Phrases, Phrases, "Finds words that may be confused with others, by the words beside them.");

int add_phrases(PyObject *module) { return add_type(module, &phrases_spec); }
