/* Lines of UTF-8 that were read as Windows-1252 or ISO 8859-1 throughout, once or several times: `repaired` of
   cleaner/filters/encoding/_mojibake/layers.py for these, and the edits that it takes. A line that is anything else is left to Python. */

#include "mojibake.h"

#define LONGEST_SEGMENT 1000000 /* code points, as in cleaner/filters/encoding/mojibake.py */
#define MOST_LAYERS 8           /* as in layers.py */
#define SAME_LENGTH 4           /* characters that a line may lose and hold nothing but capitals before marks */
#define MOST_ASKED 20           /* edits of a line that may speak of mojibake, as in treatise.py */
#define FEW 2                   /* characters of a sign that is spoken of */
#define LAST_LATIN 0x24F
#define BLOCK 0x60              /* letters of one alphabet are no farther from each other, as in treatise.py */

/* A line as it stands, as bytes, and decoded. */
typedef struct {
    uint32_t *line, *text, *decoded;
    unsigned char *bytes;
    size_t room, size, text_size;
} Buffers;

static int reserve(Buffers *self, size_t size) {
    if (size <= self->room) return 0;
    uint32_t *made = PyMem_Realloc(self->line, size * (3 * sizeof(uint32_t) + 4));
    if (!made) return PyErr_NoMemory(), -1;
    self->line = made;
    self->text = made + size;
    self->decoded = made + 2 * size;
    self->bytes = (unsigned char *)(made + 3 * size);
    self->room = size;
    return 0;
}

/* The marks that stand behind a word in clean text: MARKS of capitals.py. */
static int is_mark(uint32_t c) {
    if (c == ' ' || c == 0xA0 || c == 0xAB || c == 0xBB || c == 0xAE || c == 0x2013 || c == 0x2014) return 1;
    return c == 0x2018 || c == 0x2019 || c == 0x201A || (c >= 0x201C && c <= 0x201E) || c == 0x2022 || c == 0x2026 || c == 0x2039 || c == 0x203A || c == 0x2122;
}

/* Whether all that a line has beyond ASCII are capitals, each with a mark behind it. */
static int is_of_capitals(const uint32_t *text, size_t size) {
    for (size_t i = 0; i < size; i++) {
        if (text[i] < 0x80) continue;
        if (text[i] < 0xC0 || text[i] > 0xDF || i + 1 == size || text[i + 1] < 0x80 || !is_mark(text[i + 1]) || (i + 2 < size && text[i + 2] >= 0x80)) return 0;
        i++;
    }
    return 1;
}

/* Whether all of a line's capitals are "Â" behind no letter, before a no-break space or "®", which speak for no word in capitals:
   `is_clean_capital` of capitals.py is false for them. */
static int stand_alone(const uint32_t *text, size_t size) {
    for (size_t i = 0; i < size; i++) {
        if (text[i] < 0x80) continue;
        if (text[i] != 0xC2 || (text[i + 1] != 0xA0 && text[i + 1] != 0xAE) || (i && is_ascii_letter(text[i - 1]))) return 0;
        i++;
    }
    return 1;
}

/* Take the layers off a line: a number with a bit for each, the first one the highest, below a set bit; the bit is set for Windows-1252.
   1 if it is clean, 0 if it is left to Python. */
static unsigned int decode(const Judgement *judgement, Buffers *self, size_t stop) {
    unsigned int layers = 1;
    memcpy(self->text, self->line, self->size * sizeof(uint32_t));
    self->text_size = self->size;
    for (int count = 0; count < MOST_LAYERS; count++, stop = 0) {
        int found = is_bad(judgement, self->text, self->text_size, stop);
        if (found != BAD) return found == CLEAN ? layers : 0;
        int kind = to_bytes(self->text, self->text_size, self->bytes);
        size_t size = kind == NO_BYTES ? NOWHERE : from_utf8(self->bytes, self->text_size, self->decoded);
        if (size == NOWHERE) return 0;
        if (self->text_size - size <= SAME_LENGTH && is_of_capitals(self->text, self->text_size) && !stand_alone(self->text, self->text_size)) return 0;
        uint32_t *spare = self->text;
        self->text = self->decoded;
        self->decoded = spare;
        self->text_size = size;
        layers = layers << 1 | (kind == WINDOWS_1252);
    }
    return layers;
}

/* EDGES of treatise.py */
static int is_edge(uint32_t c) {
    if (c < 0x80) return c && strchr("\"'`()[]{}<>,.;:!?/", (int)c) != NULL;
    return c == 0xAB || c == 0xBB || (c >= 0x2018 && c <= 0x201A) || (c >= 0x201C && c <= 0x201E) || c == 0x2026 || c == 0x2039 || c == 0x203A;
}

static int is_dash(uint32_t c) { return c == 0x2013 || c == 0x2014 || c == 0x2026 || c == 0x2022; }

static int stands_in(const uint32_t *text, size_t size, const uint32_t *word, size_t length) {
    for (size_t i = 0; i + length <= size; i++)
        if (text[i] == word[0] && !memcmp(text + i, word, length * sizeof(uint32_t))) return 1;
    return 0;
}

/* An edit of a line: line[start:end] becomes text[from:to]. */
typedef struct {
    size_t start, end, from, to;
} Change;

/* Whether a word may stand in quotation marks, or behind a slash. */
static int may_be_quoted(const uint32_t *line, size_t start) {
    while (start && is_space(line[start - 1])) start--;
    uint32_t c = start ? line[start - 1] : 0;
    return c == '"' || c == '\'' || c == '`' || c == '/' || (c >= 0x80 && c != 0x2026 && is_edge(c));
}

/* Whether a line has characters beyond the Latin ones that may be letters of the alphabet of another one. */
static int has_letters_near(const uint32_t *line, size_t size, uint32_t letter) {
    for (size_t i = 0; i < size; i++)
        if (line[i] > LAST_LATIN && line[i] < letter + BLOCK && line[i] + BLOCK > letter) return 1;
    return 0;
}

/* Whether the word that an edit makes tells that the line does not speak of mojibake: `is_treatise` is false for it. */
static int is_text(Buffers *self, Change edit) {
    size_t start = edit.start, end = edit.end, length = 0;
    while (start && !is_space(self->line[start - 1]) && !is_edge(self->line[start - 1])) start--;
    while (end < self->size && !is_space(self->line[end]) && !is_edge(self->line[end])) end++;
    uint32_t *meant = self->decoded; /* no longer needed */
    for (size_t i = start; i < edit.start; i++) meant[length++] = self->line[i];
    for (size_t i = edit.from; i < edit.to; i++) meant[length++] = self->text[i];
    for (size_t i = edit.end; i < end; i++) meant[length++] = self->line[i];
    while (length && is_space(meant[length - 1])) length--;
    while (length && is_space(meant[0])) meant++, length--;
    if (length == 1 && is_dash(meant[0])) return 1;
    if (length <= FEW || stands_in(self->line, self->size, meant, length)) return 0;
    if (meant[0] <= LAST_LATIN) return 1;
    return !may_be_quoted(self->line, start) && ((meant[0] >= 0x2000 && meant[0] <= 0x206F) || !has_letters_near(self->line, self->size, meant[0]));
}

static size_t word_end(const uint32_t *text, size_t size, size_t at) {
    while (at < size && text[at] != ' ') at++;
    return at;
}

static int add_edit(Buffers *self, PyObject *found, Py_ssize_t offset, Change edit) {
    size_t size = 0;
    for (size_t i = edit.from; i < edit.to; i++) size += put_utf8(self->bytes + size, self->text[i]);
    PyObject *replacement = PyUnicode_DecodeUTF8((const char *)self->bytes, (Py_ssize_t)size, "strict");
    PyObject *fields = replacement ? Py_BuildValue("(nnN)", offset + (Py_ssize_t)edit.start, offset + (Py_ssize_t)edit.end, replacement) : NULL;
    int failed = !fields || PyList_Append(found, fields) < 0;
    Py_XDECREF(fields);
    return failed ? -1 : 0;
}

/* The edits that make the text of the line, one for each word that differs, as (start, end, replacement): `derive_words` of
   cleaner/core/derive.py. What is ASCII is ASCII in both, so both have the same words. */
static PyObject *edits_of(Buffers *self, Py_ssize_t offset, int *is_told) {
    PyObject *found = PyList_New(0);
    for (size_t old = 0, new = 0; found && old < self->size; old++, new++) {
        size_t old_end = word_end(self->line, self->size, old), new_end = word_end(self->text, self->text_size, new);
        if (old_end - old != new_end - new || memcmp(self->line + old, self->text + new, (old_end - old) * sizeof(uint32_t))) {
            Change edit = {old, old_end, new, new_end};
            while (edit.start < edit.end && edit.from < edit.to && self->line[edit.start] == self->text[edit.from]) edit.start++, edit.from++;
            while (edit.start < edit.end && edit.from < edit.to && self->line[edit.end - 1] == self->text[edit.to - 1]) edit.end--, edit.to--;
            *is_told = *is_told || is_text(self, edit);
            if (add_edit(self, found, offset, edit) < 0) Py_CLEAR(found);
        }
        old = old_end;
        new = new_end;
    }
    if (found && PyList_Size(found) > MOST_ASKED) *is_told = 1;
    return found;
}

/* Look at a line, which is in self->line, and add what is found: (start, end, stop, layers, whether it is text that does not speak of
   mojibake, edits); the last is None if Python is to look at it. */
static int look_at_line(const Judgement *judgement, Buffers *self, Py_ssize_t offset, PyObject *found) {
    size_t stop = next_stop(judgement, self->line, self->size, 0);
    if (stop == NOWHERE) return 0;
    unsigned int layers = decode(judgement, self, stop);
    if (layers == 1) return 0;
    int is_told = 0;
    PyObject *edits = layers ? edits_of(self, offset, &is_told) : Py_NewRef(Py_None);
    PyObject *item = edits ? Py_BuildValue("(nnnIiN)", offset, offset + (Py_ssize_t)self->size, (Py_ssize_t)stop, layers, is_told, edits) : NULL;
    int failed = !item || PyList_Append(found, item) < 0;
    Py_XDECREF(item);
    return failed ? -1 : 0;
}

/* Whether the line that is in self->line looks like mojibake, or that is left to Python. */
static int may_be_bad(const Judgement *judgement, const Buffers *self) {
    size_t stop = next_stop(judgement, self->line, self->size, 0);
    return stop != NOWHERE && is_bad(judgement, self->line, self->size, stop) != CLEAN;
}

/* Add what is found in the lines to a list. Without one, tell whether there is anything: 1 if there may be. */
static int look_at_lines(const Judgement *judgement, Buffers *self, const unsigned char *bytes, size_t size, PyObject *found) {
    Py_ssize_t offset = 0;
    for (const unsigned char *line = bytes, *end = bytes + size; line < end;) {
        const unsigned char *feed = memchr(line, '\n', (size_t)(end - line));
        size_t length = feed ? (size_t)(feed - line) + 1 : (size_t)(end - line), chars = count_characters(line, length);
        if (chars > LONGEST_SEGMENT) return 1;
        if (chars != length) {
            if (reserve(self, chars) < 0) return -1;
            self->size = 0;
            for (size_t i = 0, width; i < length; i += width) {
                width = 1;
                self->line[self->size++] = line[i] < 0x80 ? line[i] : utf8_at(line + i, &width);
            }
            if (found && look_at_line(judgement, self, offset, found) < 0) return -1;
            if (!found && may_be_bad(judgement, self)) return 1;
        }
        offset += (Py_ssize_t)chars;
        line += length;
    }
    return 0;
}

/* repairs(text): what is found in its lines; None for lone surrogates and endless lines. */
static PyObject *repairs(PyObject *object, PyObject *text) {
    Py_ssize_t size;
    const unsigned char *bytes = plain_utf8(text, &size);
    if (!bytes) return none_or_error();
    Buffers buffers = {0};
    PyObject *found = PyList_New(0);
    int failed = found ? look_at_lines((Judgement *)object, &buffers, bytes, (size_t)size, found) : -1;
    PyMem_Free(buffers.line);
    if (failed) Py_CLEAR(found);
    if (failed > 0) Py_RETURN_NONE;
    return found;
}

/* any(text): whether a line may look like mojibake. Who decides what is asked about a text wants to know it as well as who asks. */
static PyObject *any_line(PyObject *object, PyObject *text) {
    Judgement *self = (Judgement *)object;
    Py_ssize_t size;
    if (text == self->asked) return PyBool_FromLong(self->may_be_bad);
    const unsigned char *bytes = plain_utf8(text, &size);
    if (!bytes) return PyErr_Occurred() ? NULL : PyBool_FromLong(1);
    Buffers buffers = {0};
    int found = look_at_lines(self, &buffers, bytes, (size_t)size, NULL);
    PyMem_Free(buffers.line);
    if (found < 0) return NULL;
    PyObject *before = self->asked;
    self->asked = Py_NewRef(text);
    self->may_be_bad = found;
    Py_XDECREF(before);
    return PyBool_FromLong(found);
}

/* looks_bad(text, most): whether the first characters of a text, so many at most, look like mojibake; None where that is left to Python. */
static PyObject *looks_bad(PyObject *object, PyObject *args) {
    PyObject *text;
    Py_ssize_t most, size;
    if (!PyArg_ParseTuple(args, "Un", &text, &most)) return NULL;
    const unsigned char *bytes = plain_utf8(text, &size);
    if (!bytes) return none_or_error();
    if (most > PyUnicode_GetLength(text)) most = PyUnicode_GetLength(text);
    uint32_t *chars = PyMem_Malloc(((size_t)most + 1) * sizeof(uint32_t));
    if (!chars) return PyErr_NoMemory();
    size_t count = 0;
    for (size_t i = 0, width; count < (size_t)most; i += width) chars[count++] = utf8_at(bytes + i, &width);
    int found = is_bad((Judgement *)object, chars, count, 0);
    PyMem_Free(chars);
    if (found == UNSURE) Py_RETURN_NONE;
    return PyBool_FromLong(found == BAD);
}

static PyObject *mojibake_new(PyTypeObject *type, PyObject *args, PyObject *keywords) {
    static char *names[] = {"table", NULL};
    PyObject *table;
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "O", names, &table)) return NULL;
    Judgement *self = new_object(type);
    return self ? finished(self, judgement_open(self, table) == 0) : NULL;
}

static void mojibake_dealloc(PyObject *object) {
    Judgement *self = (Judgement *)object;
    if (self->table.obj) PyBuffer_Release(&self->table);
    Py_XDECREF(self->asked);
    free_object(object);
}

static PyMethodDef mojibake_methods[] = {
    {"repairs", repairs, METH_O, "The lines of a text that look like mojibake, and the edits that repair them."},
    {"any", any_line, METH_O, "Whether a line of a text may look like mojibake."},
    {"looks_bad", looks_bad, METH_VARARGS, "Whether the beginning of a text looks like mojibake."},
    {NULL, NULL, 0, NULL},
};

DEFINE_TYPE(mojibake, mojibake, Mojibake, Judgement, "Repairs lines of UTF-8 that was read as Windows-1252 or ISO 8859-1.");

int add_mojibake(PyObject *module) { return add_type(module, &mojibake_spec); }
