/* Lines with neighbours that no language has: the prefilter of cleaner/filters/encoding/codec_pairs.py. What is found here is looked at
   once more by Python, so a line may be one too many, never one too few. */

#include "mojibake.h"

#define CHARACTERS 0x10000
#define ANYTHING 0xFFFF /* the neighbour of a sign that has none in any text */
#define ROW 4           /* accented letters in a row that no language has */
#define CONTROLS_END 0xA0

/* The table, of numbers of two bytes: how many characters it stops at, these in order, where the neighbours of each begin (those before
   it, then those behind it), and the neighbours, each list in order. */
typedef struct {
    PyObject_HEAD
    Py_buffer table;
    size_t count;
    unsigned char stops[CHARACTERS / 8]; /* a bit for each character */
} Suspects;

static uint32_t at(const Suspects *self, size_t place) { return number_at(&self->table, place, 2); }

/* The place of a number in a part of the table that is in order; NOWHERE if it is not there. */
static size_t place_of(const Suspects *self, size_t low, size_t high, uint32_t number) {
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        uint32_t found = at(self, middle);
        if (found == number) return middle;
        if (found < number) low = middle + 1;
        else high = middle;
    }
    return NOWHERE;
}

static int is_accented(uint32_t c) { return c >= 0xC0 && c <= 0xFF && c != 0xD7 && c != 0xF7; }

/* Whether a neighbour of a sign is one that no text has: STRANGE of _suspects.py, and digits beyond ASCII; beside a control NOT_SPACE. */
static int is_strange(uint32_t c, uint32_t stop) {
    if (stop < CONTROLS_END) return !is_space(c);
    return c < 0x80 ? is_ascii_letter(c) : !is_space(c);
}

static int is_odd_beside(const Suspects *self, size_t list, uint32_t c, uint32_t stop) {
    size_t starts = 1 + self->count, lists = starts + 2 * self->count + 1;
    size_t low = lists + at(self, starts + list), high = lists + at(self, starts + list + 1);
    if (low == high) return 0;
    return at(self, low) == ANYTHING ? is_strange(c, stop) : place_of(self, low, high, c) != NOWHERE;
}

/* "Kevlar(R)" and "Usage(paragraph)", signs behind words as clean text has them: SIGN_BEHIND_WORD */
static int is_sign_behind_word(uint32_t before, uint32_t c, uint32_t behind) {
    if (!is_ascii_letter(before)) return 0;
    if (c == 0xB6) return behind == '\n';
    return (c == 0xAE || c == 0x2122) && behind < 0x80 && !is_ascii_letter(behind);
}

static int is_twice(uint32_t before, uint32_t c, uint32_t behind) { return (c == 0xA7 || c == 0x25A0 || c == 0x221E) && (before == c || behind == c); }

/* Marks within words, and small letters of Cyrillic: INNER_MARKS and CYRILLIC of _suspects.py. */
static int is_odd_in_word(uint32_t c) {
    if (c < 0xC0) return (c >= 0xA1 && c <= 0xA6) || c >= 0xBC;
    if ((c >= 0x430 && c <= 0x44F) || c == 0x451 || c == 0x192) return 1;
    return c == 0x201A || c == 0x201D || c == 0x201E || c == 0x2020 || c == 0x2021 || c == 0x2030 || c == 0x2039;
}

/* Whether a line, which ends in a line feed or the zero at the end of the text, has something that no language has. */
static int is_suspect(const Suspects *self, const unsigned char *line, size_t size) {
    uint32_t before = '\n';
    size_t width, row = 0;
    for (size_t i = 0; i < size; i += width) {
        uint32_t c = line[i];
        width = 1;
        if (c < 0x80) {
            before = c;
            row = 0;
            continue;
        }
        c = utf8_at(line + i, &width);
        row = is_accented(c) ? row + 1 : 0;
        if (row == ROW || (is_ascii_small(before) && is_ascii_small(line[i + width]) && is_odd_in_word(c))) return 1;
        if (c < CHARACTERS && self->stops[c >> 3] >> (c & 7) & 1) {
            size_t unused;
            uint32_t behind = i + width < size ? utf8_at(line + i + width, &unused) : '\n';
            size_t list = 2 * (place_of(self, 1, 1 + self->count, c) - 1);
            int is_usual = is_sign_behind_word(before, c, behind) || is_twice(before, c, behind);
            if (!is_usual && (is_odd_beside(self, list, before, c) || is_odd_beside(self, list + 1, behind, c))) return 1;
        }
        before = c;
    }
    return 0;
}

/* Whether a line is text of Windows-1252 that was written in UTF-8 and read as Windows-1252. */
static int is_western(const unsigned char *utf8, size_t size) {
    uint32_t made = 0, least = 0; /* the character that is decoded, and the least one of so many bytes */
    int wanted = 0;    /* bytes that it still takes */
    for (size_t i = 0; i < size;) {
        size_t width;
        uint32_t c = utf8_at(utf8 + i, &width);
        i += width;
        int byte = c < 0x80 ? (int)c : to_windows(c);
        if (byte < 0 || (wanted ? (byte & 0xC0) != 0x80 : byte >= 0x80 && (byte < 0xC2 || byte > 0xEF))) return 0;
        if (byte >= 0x80 && !wanted) {
            wanted = byte >= 0xE0 ? 2 : 1;
            made = (uint32_t)byte & (0x3F >> wanted);
            least = wanted > 1 ? 0x800 : 0x80;
        } else if (wanted) {
            made = made << 6 | ((uint32_t)byte & 0x3F);
            if (!--wanted && (made < least || to_windows(made) < 0)) return 0;
        }
    }
    return !wanted;
}

static int add_line(PyObject *found, Py_ssize_t start, size_t size) {
    PyObject *span = Py_BuildValue("(nn)", start, start + (Py_ssize_t)size);
    int failed = !span || PyList_Append(found, span) < 0;
    Py_XDECREF(span);
    return failed ? -1 : 0;
}

/* any(text): whether there may be such a line. */
static PyObject *suspect_any(PyObject *object, PyObject *text) {
    Py_ssize_t size;
    const unsigned char *line = plain_utf8(text, &size);
    if (!line) return PyErr_Occurred() ? NULL : PyBool_FromLong(1);
    for (const unsigned char *end = line + size; line < end;) {
        const unsigned char *feed = memchr(line, '\n', (size_t)(end - line));
        size_t length = (size_t)((feed ? feed : end) - line);
        if (is_suspect((Suspects *)object, line, length) && !is_western(line, length)) Py_RETURN_TRUE;
        line += length + 1;
    }
    Py_RETURN_FALSE;
}

/* lines(text): those that a codec pair may have come through that encoding.mojibake does not undo, as (start, end); None for lone
   surrogates. */
static PyObject *suspect_lines(PyObject *object, PyObject *text) {
    Py_ssize_t size, start = 0;
    const unsigned char *line = plain_utf8(text, &size);
    if (!line) return none_or_error();
    PyObject *found = PyList_New(0);
    for (const unsigned char *end = line + size; found && line < end;) {
        const unsigned char *feed = memchr(line, '\n', (size_t)(end - line));
        size_t length = (size_t)((feed ? feed : end) - line), chars = count_characters(line, length);
        if (chars != length && is_suspect((Suspects *)object, line, length) && !is_western(line, length) && add_line(found, start, chars) < 0)
            Py_CLEAR(found);
        start += (Py_ssize_t)chars + 1;
        line += length + 1;
    }
    return found;
}

static int suspects_open(Suspects *self, PyObject *table) {
    if (PyObject_GetBuffer(table, &self->table, PyBUF_SIMPLE) < 0) return -1;
    size_t numbers = (size_t)self->table.len / 2;
    self->count = numbers ? at(self, 0) : 0;
    size_t last = 3 * self->count + 1; /* the number of neighbours */
    if (last >= numbers || last + 1 + at(self, last) > numbers) return PyErr_SetString(PyExc_ValueError, "the table of neighbours is cut"), -1;
    for (size_t k = 1; k <= self->count; k++) self->stops[at(self, k) >> 3] |= (unsigned char)(1 << (at(self, k) & 7));
    return 0;
}

static PyObject *suspects_new(PyTypeObject *type, PyObject *args, PyObject *keywords) {
    static char *names[] = {"table", NULL};
    PyObject *table;
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "O", names, &table)) return NULL;
    Suspects *self = new_object(type);
    return self ? finished(self, suspects_open(self, table) == 0) : NULL;
}

static void suspects_dealloc(PyObject *object) {
    Suspects *self = (Suspects *)object;
    if (self->table.obj) PyBuffer_Release(&self->table);
    free_object(object);
}

static PyMethodDef suspects_methods[] = {
    {"any", suspect_any, METH_O, "Whether a line may have come through a codec pair."},
    {"lines", suspect_lines, METH_O, "The lines that may have come through a codec pair."},
    {NULL, NULL, 0, NULL},
};

DEFINE_TYPE(suspects, suspects, Suspects, Suspects, "Looks for neighbours that no language has.");

int add_suspects(PyObject *module) { return add_type(module, &suspects_spec); }
