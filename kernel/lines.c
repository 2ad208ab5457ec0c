/* The lines of a text that may be in a language with a vocabulary: what language_at of cleaner/filters/_languages/stretches.py says of
   lines without letters, of other scripts, and of most Russian ones. */

#include "kernel.h"

#define LONGEST_TOLD 48    /* bytes of a word that is looked up, and more than the longest */
#define FIRST_CYRILLIC 0x400 /* the letters of this block that the languages of today have end before LAST_CYRILLIC */
#define LAST_CYRILLIC 0x45F
#define HARD_SIGN 0x44A
#define OWN 1   /* values of words: of the language, and of a neighbour */
#define OTHER 2

enum { NEITHER, ASK, TOLD }; /* in none of the languages; to be asked about; in Russian */

typedef struct {
    PyObject_HEAD
    Table words;
    size_t longest; /* bytes of one of them */
    uint8_t is_other[LAST_CYRILLIC + 1 - FIRST_CYRILLIC]; /* of a neighbour alone */
} LineLanguages;

typedef struct {
    int ascii, has_letters, has_pair, is_simple; /* `is_simple`: nothing but ASCII, Cyrillic letters and usual marks is in it */
    size_t latin, other;                         /* first bytes of letters of Latin, and of letters of other scripts */
    int own, neighbour, hard;                    /* words and letters of Russian, of its neighbours; a hard sign before a consonant */
    unsigned char word[LONGEST_TOLD];
    size_t length;
    uint32_t before;
} Line;

static int is_cyrillic(uint32_t c) { return c >= FIRST_CYRILLIC && c <= LAST_CYRILLIC; }

static uint32_t small_cyrillic(uint32_t c) { return c < 0x410 ? c + 80 : c < 0x430 ? c + 32 : c; }

/* One that no neighbour has alone, in small letters. */
static int is_small_russian(uint32_t c) { return c >= 0x430 && c <= 0x44F; }

static int is_russian_letter(uint32_t c) { return (c >= 0x410 && c <= 0x44F) || c == 0x401 || c == 0x451; }

/* Marks beyond ASCII that are no letters, and of no case. */
static int is_mark(uint32_t c) {
    return c == 0xA0 || c == 0xA7 || c == 0xAB || c == 0xB0 || c == 0xB7 || c == 0xBB || (c >= 0x2010 && c <= 0x201F) || c == 0x2022 || c == 0x2026 || c == 0x2116;
}

static int is_consonant(uint32_t c) { /* in small letters */
    return c >= 0x430 && c <= 0x449 && c != 0x430 && c != 0x435 && c != 0x438 && c != 0x439 && c != 0x43E && c != 0x443;
}

static void end_word(const LineLanguages *self, Line *line) {
    const Entry *entry = line->length && line->length <= self->longest ? table_find(&self->words, line->word, line->length) : NULL;
    if (entry && entry->value == OWN) line->own = 1;
    if (entry && entry->value == OTHER) line->neighbour = 1;
    line->length = 0;
}

static void add_character(const LineLanguages *self, Line *line, uint32_t c, unsigned char first) {
    if (c < 0x80) {
        int is_letter = is_ascii_letter(c);
        line->has_letters |= is_letter;
        line->latin += (size_t)is_letter;
        if (!is_letter) end_word(self, line);
        else if (line->length <= self->longest) line->word[line->length++] = (unsigned char)(c | 32);
        line->before = c;
        return;
    }
    line->ascii = 0;
    if (is_small_russian(c)) {
        if (small_cyrillic(line->before) == HARD_SIGN) line->hard |= is_consonant(c);
        line->has_pair |= is_russian_letter(line->before);
        line->other++;
        if (line->length <= self->longest) line->length += put_utf8(line->word + line->length, c);
        line->before = c;
        return;
    }
    line->latin += first >= 0xC3 && first <= 0xC9;
    line->other += (first >= 0xCD && first <= 0xE0) || (first >= 0xE3 && first <= 0xF4);
    if (!is_cyrillic(c)) {
        if (c >= 0x1C80 && c <= 0x1C8F) line->has_pair = 1; /* other forms of these letters */
        line->is_simple &= is_mark(c);
        end_word(self, line);
        line->before = c;
        return;
    }
    uint32_t small = small_cyrillic(c);
    line->has_pair |= is_russian_letter(c) && is_russian_letter(line->before);
    line->neighbour |= self->is_other[small - FIRST_CYRILLIC];
    line->hard |= small_cyrillic(line->before) == HARD_SIGN && is_consonant(small);
    if (line->length <= self->longest) line->length += put_utf8(line->word + line->length, small);
    line->before = c;
}

static int kind_of(const Line *line) {
    if (line->ascii) return line->has_letters ? ASK : NEITHER;
    if (!line->has_pair) return line->latin > line->other ? ASK : NEITHER;
    if (!line->is_simple) return ASK;
    if (line->neighbour || line->hard) return NEITHER;
    return line->own ? TOLD : ASK;
}

/* parts(text, most): (start, end, whether it is certainly Russian) of each line that may be in one of the languages; so many code points
   of it are read. */
static PyObject *lines_parts(PyObject *object, PyObject *args) {
    const LineLanguages *self = (const LineLanguages *)object;
    PyObject *text, *owner, *found = NULL;
    Py_ssize_t size, most;
    if (!PyArg_ParseTuple(args, "Un", &text, &most)) return NULL;
    const unsigned char *data = utf8_of(text, &size, &owner);
    if (!data || !(found = PyList_New(0))) return Py_XDECREF(owner), NULL;
    Line line = {.ascii = 1, .is_simple = 1};
    Py_ssize_t at = 0, start = 0;
    for (size_t i = 0, bytes; i <= (size_t)size; i += bytes, at++) {
        bytes = 1;
        uint32_t c = i < (size_t)size ? utf8_at(data + i, &bytes) : '\n';
        if (c != '\n') {
            if (at - start < most) add_character(self, &line, c, data[i]);
            continue;
        }
        end_word(self, &line);
        int kind = kind_of(&line);
        PyObject *part = kind == NEITHER ? NULL : Py_BuildValue("(nni)", start, at, kind == TOLD);
        if (kind != NEITHER && (!part || PyList_Append(found, part) < 0)) {
            Py_XDECREF(part);
            Py_CLEAR(found);
            break;
        }
        Py_XDECREF(part);
        line = (Line){.ascii = 1, .is_simple = 1};
        start = at + 1;
    }
    Py_XDECREF(owner);
    return found;
}

static int read_told(LineLanguages *self, PyObject *list, uint64_t value) {
    Py_ssize_t count = PyList_Size(list), length;
    const char *word;
    for (Py_ssize_t i = 0; i < count; i++) {
        if (!PyArg_Parse(PyList_GetItem(list, i), "y#", &word, &length)) return -1;
        if (table_put(&self->words, (const unsigned char *)word, (size_t)length, value, 0) < 0) return PyErr_NoMemory(), -1;
        if (length > LONGEST_TOLD - 4) return PyErr_SetString(PyExc_ValueError, "a word is too long"), -1;
        if ((size_t)length > self->longest) self->longest = (size_t)length;
    }
    return 0;
}

static PyObject *lines_new(PyTypeObject *type, PyObject *args, PyObject *keywords) {
    static char *names[] = {"words", "others", "letters", NULL};
    PyObject *words, *others, *letters;
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "O!O!U", names, &PyList_Type, &words, &PyList_Type, &others, &letters)) return NULL;
    LineLanguages *self = new_object(type);
    if (!self) return NULL;
    for (Py_ssize_t i = 0; i < PyUnicode_GetLength(letters); i++) {
        uint32_t c = PyUnicode_ReadChar(letters, i);
        if (is_cyrillic(c)) self->is_other[c - FIRST_CYRILLIC] = 1;
    }
    if (table_grow(&self->words) < 0) return PyErr_NoMemory(), finished(self, 0);
    return finished(self, read_told(self, words, OWN) == 0 && read_told(self, others, OTHER) == 0);
}

static void lines_dealloc(PyObject *object) {
    table_free(&((LineLanguages *)object)->words);
    free_object(object);
}

static PyMethodDef lines_methods[] = {
    {"parts", lines_parts, METH_VARARGS, "The lines of a text that may be in a language with a vocabulary."},
    {NULL, NULL, 0, NULL},
};

DEFINE_TYPE(lines, lines, LineLanguages, LineLanguages, "Tells which lines of a text may be in a language with a vocabulary.");

int add_lines(PyObject *module) { return add_type(module, &lines_spec); }
