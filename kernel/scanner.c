/* The scanner as a type for Python: what it is given, and what it lets go. */

#include "scanner.h"

static void free_all(Scanner *self) {
    for (size_t i = 0; i < self->sign_count; i++) PyMem_Free(self->signs[i].bytes);
    PyMem_Free(self->signs);
    PyMem_Free(self->pairs_of_bytes);
    PyMem_Free(self->votes);
    PyMem_Free(self->facts);
    index_close(&self->index);
    edges_free(&self->edges);
    PyBuffer_Release(&self->stops);
    table_free(&self->words);
    table_free(&self->voters);
    table_free(&self->elsewhere);
    PyMem_Free(self->folded);
    PyMem_Free(self->cut);
    PyMem_Free(self->seen);
    PyMem_Free(self->spots);
    PyMem_Free(self->late);
}

static void scanner_dealloc(PyObject *object) {
    Scanner *self = (Scanner *)object;
    PyObject_GC_UnTrack(object);
    free_all(self);
    Py_XDECREF(self->classify);
    Py_XDECREF((PyObject *)self->phrases);
    Py_XDECREF((PyObject *)self->unlisted);
    Py_XDECREF((PyObject *)self->misspelled);
    Py_XDECREF(self->to_past);
    Py_XDECREF(self->judge);
    Py_XDECREF(self->classify_elsewhere);
    Py_XDECREF(self->text);
    free_object(object);
}

static int scanner_traverse(PyObject *object, visitproc visit, void *arg) {
    Scanner *self = (Scanner *)object;
    Py_VISIT(Py_TYPE(object));
    Py_VISIT(self->classify);
    Py_VISIT((PyObject *)self->phrases);
    Py_VISIT((PyObject *)self->unlisted);
    Py_VISIT((PyObject *)self->misspelled);
    Py_VISIT(self->to_past);
    Py_VISIT(self->judge);
    Py_VISIT(self->classify_elsewhere);
    return 0;
}

static int scanner_clear(PyObject *object) {
    Scanner *self = (Scanner *)object;
    Py_CLEAR(self->classify);
    Py_CLEAR(self->judge);
    Py_CLEAR(self->classify_elsewhere);
    return 0;
}

/* How rare a byte is, about: letters in the order of English. */
static size_t rarity(unsigned char byte) {
    static const char common[] = " etaoinsrhldcumfpgwybvkxjqz";
    const char *found = byte ? strchr(common, byte) : NULL;
    if (byte >= 0xC0) return 5; /* it begins many a character of its script */
    return found ? (size_t)(found - common) : sizeof(common);
}

/* Where a sign has its rarest two bytes, of which the first begins a character; the last ones of those that are as rare. */
static uint32_t rarest_pair(const unsigned char *bytes, uint32_t length) {
    size_t best = 0, found = 0;
    for (size_t i = 0; i + 1 < length; i++) {
        size_t rare = rarity(bytes[i]) * rarity(bytes[i + 1]);
        if (rare >= best && !is_inside_character(bytes[i])) {
            best = rare;
            found = i;
        }
    }
    return (uint32_t)found;
}

/* From a list of (bytes, code points at the end, number of the bit). */
static int read_signs(Scanner *self, PyObject *list) {
    Py_ssize_t count = PyList_Size(list);
    if (count < 0) return -1;
    self->signs = PyMem_Calloc((size_t)count + 1, sizeof(Sign));
    self->pairs_of_bytes = PyMem_Calloc(8192, 1);
    if (!self->signs || !self->pairs_of_bytes) return PyErr_NoMemory(), -1;
    memset(self->first_sign, 0xFF, sizeof(self->first_sign));
    memset(self->single_sign, 0xFF, sizeof(self->single_sign));
    for (Py_ssize_t i = 0; i < count; i++) {
        const char *bytes;
        Py_ssize_t length;
        unsigned int end, bit;
        if (!PyArg_ParseTuple(PyList_GetItem(list, i), "y#II", &bytes, &length, &end, &bit)) return -1;
        if (length < 1 || bit >= 64) return PyErr_SetString(PyExc_ValueError, "a sign has a byte and a bit"), -1;
        Sign *sign = &self->signs[i];
        sign->bytes = copied(bytes, length);
        if (!sign->bytes) return PyErr_NoMemory(), -1;
        self->sign_count++;
        sign->length = (uint32_t)length;
        sign->end = end;
        sign->anchor = rarest_pair(sign->bytes, sign->length);
        sign->chars = (uint32_t)count_characters(sign->bytes, sign->anchor + 1) - 1;
        sign->bit = BIT(bit);
        unsigned char first = sign->bytes[sign->anchor], behind = sign->bytes[length > 1 ? sign->anchor + 1 : 0];
        int32_t *chain = length > 1 ? &self->first_sign[PAIR_OF_BYTES(first, behind)] : &self->single_sign[first];
        sign->next = *chain;
        *chain = (int32_t)i;
        for (int second = 0; second < 256; second++)
            if (length == 1 || second == behind) self->pairs_of_bytes[first << 5 | second >> 3] |= (uint8_t)(1 << (second & 7));
    }
    return 0;
}

static PyObject *scanner_new(PyTypeObject *type, PyObject *args, PyObject *keywords) {
    static char *names[] = {"signs", "votes", "judged", "fold", "sketch", "classify", "judge", "phrases", NULL};
    PyObject *signs, *votes, *classify, *judge, *phrases;
    const char *fold, *sketch;
    Py_ssize_t fold_size, sketch_size;
    unsigned int judged;
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "OOIy#y#OOO", names, &signs, &votes, &judged, &fold, &fold_size, &sketch,
                                     &sketch_size, &classify, &judge, &phrases))
        return NULL;
    if (fold_size != 256 || sketch_size != 256) return PyErr_SetString(PyExc_ValueError, "a table has 256 bytes"), NULL;
    Scanner *self = new_object(type);
    if (!self) return NULL;
    memcpy(self->fold, fold, 256);
    memcpy(self->sketch, sketch, 256);
    for (int letter = 'a'; letter <= 'z'; letter++) self->sketch[letter] = self->sketch[letter - 32] = (unsigned char)letter;
    self->judged = judged;
    Py_INCREF(classify);
    Py_INCREF(judge);
    self->classify = classify;
    self->judge = judge;
    if (phrases != Py_None) {
        Py_INCREF(phrases);
        self->phrases = (Phrases *)phrases;
    }
    if (table_grow(&self->words) < 0) return PyErr_NoMemory(), finished(self, 0);
    return finished(self, read_signs(self, signs) == 0 && read_votes(self, votes) == 0);
}

static PyObject *scanner_set_edges(PyObject *object, PyObject *args) {
    Scanner *self = (Scanner *)object;
    Py_buffer edges;
    int unicode;
    if (!PyArg_ParseTuple(args, "y*p", &edges, &unicode)) return NULL;
    int failed = edges_fill(&self->edges, edges.buf, (size_t)edges.len);
    PyBuffer_Release(&edges);
    if (failed) return NULL;
    self->unicode_edges = unicode;
    Py_RETURN_NONE;
}

/* Give what each character is to filters of encodings, once. */
static PyObject *scanner_set_stops(PyObject *object, PyObject *table) {
    Scanner *self = (Scanner *)object;
    if (self->stops.buf) Py_RETURN_NONE; /* another thread was quicker */
    if (PyObject_GetBuffer(table, &self->stops, PyBUF_SIMPLE) < 0) return NULL;
    if (self->stops.len >= MOST_STOPS) Py_RETURN_NONE;
    PyBuffer_Release(&self->stops);
    return PyErr_SetString(PyExc_ValueError, "the table of characters is cut"), NULL;
}

/* Give the index of the shipped words: their list, slots, numbers; (facts, row) by number; and who knows words that it lacks. */
static PyObject *scanner_set_index(PyObject *object, PyObject *args) {
    Scanner *self = (Scanner *)object;
    PyObject *words, *slots, *numbers, *facts, *unlisted;
    if (!PyArg_ParseTuple(args, "OOOO!O", &words, &slots, &numbers, &PyList_Type, &facts, &unlisted)) return NULL;
    if (self->index.count) return PyErr_SetString(PyExc_ValueError, "there is an index already"), NULL;
    Py_ssize_t count = PyList_Size(facts);
    self->facts = PyMem_Calloc((size_t)count + 1, sizeof(Facts));
    if (!self->facts) return PyErr_NoMemory();
    for (Py_ssize_t i = 0; i < count; i++) {
        unsigned long long value;
        unsigned int row;
        if (!PyArg_ParseTuple(PyList_GetItem(facts, i), "KI", &value, &row)) return NULL;
        if (row > 0xFFFF || (self->phrases && !phrases_have_row(self->phrases, row))) return PyErr_SetString(PyExc_ValueError, "there is no such row"), NULL;
        self->facts[i] = (Facts){value, (uint16_t)row};
    }
    if (index_open(&self->index, words, slots, numbers) < 0) {
        index_close(&self->index);
        return NULL;
    }
    self->fact_count = (size_t)count;
    Py_INCREF(unlisted);
    self->unlisted = (Unlisted *)unlisted;
    Py_RETURN_NONE;
}

/* Give what judges unknown words, once. */
static PyObject *scanner_set_misspelled(PyObject *object, PyObject *judges) {
    Scanner *self = (Scanner *)object;
    Misspelled *given = misspelled_of(judges);
    if (!given) return NULL;
    if (self->misspelled) Py_RETURN_NONE; /* another thread was quicker */
    self->misspelled = (Misspelled *)Py_NewRef(judges);
    Py_RETURN_NONE;
}

/* Give the function words of all languages, as (word, row of votes), and what to ask about words of texts that are not English. */
static PyObject *scanner_set_elsewhere(PyObject *object, PyObject *args) {
    Scanner *self = (Scanner *)object;
    PyObject *list, *question;
    if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &question)) return NULL;
    if (self->voters.entries) return PyErr_SetString(PyExc_ValueError, "there are such words already"), NULL;
    if (table_grow(&self->voters) < 0 || table_grow(&self->elsewhere) < 0) return PyErr_NoMemory();
    for (Py_ssize_t i = 0; i < PyList_Size(list); i++) {
        const char *word;
        Py_ssize_t length;
        unsigned int row;
        if (!PyArg_ParseTuple(PyList_GetItem(list, i), "y#I", &word, &length, &row)) return NULL;
        if (row >= self->vote_rows) return PyErr_SetString(PyExc_ValueError, "there is no such row"), NULL;
        if (table_put(&self->voters, (const unsigned char *)word, (size_t)length, row, 0) < 0) return PyErr_NoMemory();
    }
    Py_INCREF(question);
    self->classify_elsewhere = question;
    Py_RETURN_NONE;
}

static PyMethodDef scanner_methods[] = {
    {"set_elsewhere", scanner_set_elsewhere, METH_VARARGS, "Give the function words of all languages, once, and what to ask about words of texts that are not English."},
    {"scan", (PyCFunction)(void (*)(void))scanner_scan, METH_FASTCALL,
     "The bits of what a text has, of those that are wanted; None if it must be asked otherwise, -1 if the edges beyond ASCII are wanted first, -2 if the counts of pairs are, -3 if the masked model is, -4 if the net for past forms is."},
    {"words_of", scanner_words_of, METH_VARARGS, "The words that set some bits where they stand in the text that was scanned last, with their offsets; None if it was another one."},
    {"phrase_lines", scanner_phrase_lines, METH_O, "The numbers of the lines that may be phrases, or rows of them; None if that is not known."},
    {"set_edges", scanner_set_edges, METH_VARARGS, "Give the sketches of phrases, as records (cleaner/filters/phrase_edges.py), and whether those beyond ASCII are among them."},
    {"set_stops", scanner_set_stops, METH_O, "Give what each character is to filters of encodings (cleaner/filters/stops.py)."},
    {"set_to_past", scanner_set_to_past, METH_VARARGS, "Give the net that is asked about past forms behind \"to\", and its limits (cleaner/filters/typos/grammar.py)."},
    {"set_misspelled", scanner_set_misspelled, METH_O, "Give a Misspelled, which judges unknown words."},
    {"set_index", scanner_set_index, METH_VARARGS,
     "Give the index of the shipped words, once: their list, slots, numbers, a list of (facts, row), and an Unlisted."},
    {NULL, NULL, 0, NULL},
};

DEFINE_COLLECTED_TYPE(scanner, Scanner, "Finds what a text has for filters, in one pass.");

int add_scanner(PyObject *module) { return add_type(module, &scanner_spec); }
