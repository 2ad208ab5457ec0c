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
    unsigned char fold[256]; /* what becomes of a character of Latin-1: TABLE of cleaner/core/views/folding.py; of any other a space */
} FunctionWords;

/* What decides about the language of a text, as in cleaner/core/views/languages.py. */
#define SHORT_TEXT 12
#define LEAST_VOTES 1.0
#define FEWEST_VOTES 2.0
#define SHARE 0.15
#define MARGIN 1.5
enum { NO_LANGUAGE = -1, BY_LETTERS = -2 };

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
    static char *names[] = {"words", "languages", "fold", NULL};
    PyObject *list;
    unsigned int languages;
    const char *fold;
    Py_ssize_t size;
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "O!Iy#", names, &PyList_Type, &list, &languages, &fold, &size)) return NULL;
    if (size != 256) return PyErr_SetString(PyExc_ValueError, "a table has 256 bytes"), NULL;
    FunctionWords *self = new_object(type);
    if (!self) return NULL;
    self->languages = languages;
    memcpy(self->fold, fold, 256);
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

/* Add up the votes of the words that were counted, a word of several languages for each in part. */
static void add_votes_of(const FunctionWords *self, double *votes) {
    for (size_t i = 0; i < self->voter_count; i++)
        for (uint32_t k = 0; self->voters[i].times && k < self->voters[i].count; k++)
            votes[self->speakers[self->voters[i].first + k]] += (double)self->voters[i].times / self->voters[i].count;
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
    add_votes_of(self, votes);
    PyObject *list = PyList_New((Py_ssize_t)self->languages);
    for (size_t k = 0; list && k < self->languages; k++) {
        PyObject *number = PyFloat_FromDouble(votes[k]);
        if (!number || PyList_SetItem(list, (Py_ssize_t)k, number) < 0) Py_CLEAR(list);
    }
    return list ? Py_BuildValue("(nN)", words, list) : NULL;
}

/* Note that a word stands in a text once more; how many function words were there before is `count`, and is told again. */
static size_t add_word(FunctionWords *self, const unsigned char *word, size_t length, uint64_t hash, size_t count) {
    const Entry *entry = length <= LONGEST_WORD ? table_find_hashed(&self->words, word, length, hash ^ hash >> 29) : NULL;
    if (!entry) return count;
    if (!count) /* those of the text before */
        for (size_t i = 0; i < self->voter_count; i++) self->voters[i].times = 0;
    self->voters[entry->value - 1].times++;
    return count + 1;
}

/* Count the function words of a text; how many words it has. */
static size_t count_words(FunctionWords *self, const unsigned char *data, size_t size, size_t *voting) {
    unsigned char word[LONGEST_WORD];
    uint64_t hash = FIRST_HASH;
    size_t words = 0, length = 0;
    for (size_t i = 0; i <= size;) {
        unsigned char byte = i < size ? data[i] : ' ', letter = ' ';
        if (byte < 0x80) {
            letter = self->fold[byte];
            i++;
        } else if (byte < 0xC4) {
            letter = self->fold[(byte << 6 | (data[i + 1] & 0x3F)) & 0xFF];
            i += 2;
        } else i += byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
        if (letter != ' ') {
            if (length < LONGEST_WORD) word[length] = letter;
            hash = (hash ^ letter) * HASH_STEP;
            length++;
        } else if (length) {
            *voting = add_word(self, word, length, hash, *voting);
            words++;
            length = 0;
            hash = FIRST_HASH;
        }
    }
    return words;
}

/* Whether a text has a letter of a script that no language with function words is written in. */
static int has_letters_of_others(const unsigned char *data, size_t size) {
    for (size_t i = 0, width; i < size; i += width)
        if (script_letter(utf8_at(data + i, &width)) > OTHER_LETTER) return 1;
    return 0;
}

/* The number of the language that counted words of a text tell; or that there is none, or that letters are to be asked as well. */
static int language_told(const FunctionWords *self, size_t words, const unsigned char *data, size_t size, int is_ascii) {
    double votes[256] = {0}, second = 0;
    size_t best = 0;
    add_votes_of(self, votes);
    for (size_t k = 1; k < self->languages; k++)
        if (votes[k] > votes[best]) best = k;
    if (votes[best] < LEAST_VOTES) return NO_LANGUAGE;
    if (words <= SHORT_TEXT && !is_ascii) { /* letters speak against languages that do not write them */
        if (!has_letters_of_others(data, size)) return BY_LETTERS;
        if (votes[best] < FEWEST_VOTES) return NO_LANGUAGE;
        for (size_t k = 0; k < self->languages; k++) votes[k] = votes[k] < FEWEST_VOTES ? 0 : votes[k];
    }
    for (size_t k = 0; k < self->languages; k++)
        if (k != best && votes[k] > second) second = votes[k];
    int is_enough = votes[best] >= (words <= SHORT_TEXT ? LEAST_VOTES : FEWEST_VOTES);
    return is_enough && votes[best] >= SHARE * (double)words && votes[best] >= MARGIN * second ? (int)best : NO_LANGUAGE;
}

/* language(text): the number of the language of a text, -1 if none can be told; None if its letters are to be asked. */
static PyObject *function_words_language(PyObject *object, PyObject *text) {
    Py_ssize_t size;
    const unsigned char *data = plain_utf8(text, &size);
    if (!data) return none_or_error();
    size_t voting = 0, words = count_words((FunctionWords *)object, data, (size_t)size, &voting);
    if (!voting) return PyLong_FromLong(NO_LANGUAGE);
    int found = language_told((FunctionWords *)object, words, data, (size_t)size, size == PyUnicode_GetLength(text));
    if (found == BY_LETTERS) Py_RETURN_NONE;
    return PyLong_FromLong(found);
}

static PyMethodDef function_words_methods[] = {
    {"language", function_words_language, METH_O, "The number of the language of a text, -1 for none; None if that is not told by words alone."},
    {"votes", function_words_votes, METH_O, "How many words a folded text has, and its votes for each language."},
    {NULL, NULL, 0, NULL},
};

DEFINE_TYPE(function_words, function_words, FunctionWords, FunctionWords, "Counts function words of languages.");

int add_votes(PyObject *module) { return add_type(module, &function_words_spec); }
