/* The tokens of a text with their numbers, as TokenSequence of cleaner/models/ranking.py reads them. Of characters beyond Latin-1 only
   the usual marks and signs are known here. */

#include "kernel.h"
#include <stddef.h>

#define LONGEST_NAME 240 /* bytes; a text with a longer token is left to Python */
#define KEPT_NAMES 512   /* names that were made last, a power of two: those of a text are the same few */
#define MOST_LETTERS_BYTES (LONGEST_NAME - 4)

enum { OTHER, LETTER, SMALL, NUMERAL, STOP, TOKEN_MARK, WHITE, UNKNOWN }; /* SMALL: a letter with which no sentence begins */

/* A name and the bytes that it was made of. */
typedef struct {
    PyObject *name;
    unsigned char bytes[32];
    size_t size;
} KeptName;

typedef struct {
    uint32_t start, end; /* code points */
    uint16_t number;
    unsigned char begins; /* whether a sentence ends before it */
} RowToken;

typedef struct {
    const Numbering *words;
    const unsigned char *text;
    size_t size;
    RowToken *tokens;
    size_t count, room;
    PyObject *names;
    KeptName *kept;
} Reading;

static int kind_beyond_latin(uint32_t c) {
    if (c == 0x2013 || c == 0x2014) return TOKEN_MARK;
    if (is_space_beyond_latin(c)) return WHITE;
    return is_sign_beyond_latin(c) ? OTHER : UNKNOWN;
}

static int kind_of(uint32_t c) {
    if (c >= 'a' && c <= 'z') return SMALL;
    if (c >= 'A' && c <= 'Z') return LETTER;
    if (c >= '0' && c <= '9') return NUMERAL;
    if (c == ' ' || (c >= 9 && c <= 13) || (c >= 28 && c <= 31) || c == 0x85 || c == 0xA0) return WHITE;
    if (c == '.' || c == '!' || c == '?') return STOP;
    if (c == ',' || c == ';' || c == ':' || c == '-') return TOKEN_MARK;
    if (c < 0xA0) return OTHER;
    if (c > 0xFF) return kind_beyond_latin(c);
    return !is_latin_letter(c) ? OTHER : c >= 0xDF && c != 0xF7 ? SMALL : LETTER;
}

static uint32_t small_of(uint32_t c) {
    if (c >= 'A' && c <= 'Z') return c + 32;
    return c >= 0xC0 && c <= 0xDE && c != 0xD7 ? c + 32 : c;
}

static int is_letter_kind(int kind) { return kind == LETTER || kind == SMALL; }

static int kind_at(const Reading *reading, size_t at, uint32_t *c, size_t *step) {
    *step = 0;
    if (at >= reading->size) return OTHER;
    *c = utf8_at(reading->text + at, step);
    return kind_of(*c);
}

/* Add the name to the list: a new string, or the one that was made of the same bytes. */
static int add_name(Reading *reading, const unsigned char *name, size_t size) {
    KeptName *kept = size <= sizeof(kept->bytes) ? &reading->kept[hash_of(name, size) & (KEPT_NAMES - 1)] : NULL;
    if (kept && kept->name && kept->size == size && !memcmp(kept->bytes, name, size)) return PyList_Append(reading->names, kept->name);
    PyObject *made = PyUnicode_DecodeUTF8((const char *)name, (Py_ssize_t)size, "strict");
    if (!made) return -1;
    int failed = PyList_Append(reading->names, made) < 0;
    if (kept) {
        Py_XDECREF(kept->name);
        memcpy(kept->bytes, name, size);
        kept->size = size;
        kept->name = made;
    } else
        Py_DECREF(made);
    return failed ? -1 : 0;
}

/* Read a run of letters or of digits, whose parts a sign holds together, as a name: where it ends, 0 if it is too long. `chars` is how
   many characters were read. */
static size_t read_run(const Reading *reading, size_t at, int is_word, unsigned char *name, size_t *size, uint32_t *chars) {
    uint32_t c, next;
    size_t step, more;
    *size = 0;
    for (int kind = kind_at(reading, at, &c, &step); step; kind = kind_at(reading, at, &c, &step)) {
        int is_tie = is_word ? c == '\'' || c == 0x2019 : c == '.' || c == ',';
        if (is_word ? !is_letter_kind(kind) : kind != NUMERAL) {
            int following = is_tie && *chars ? kind_at(reading, at + step, &next, &more) : OTHER;
            if (!is_tie || (is_word ? !is_letter_kind(following) : following != NUMERAL)) break;
        }
        if (*size > MOST_LETTERS_BYTES) return 0;
        *size += put_utf8(name + *size, c == 0x2019 ? '\'' : small_of(c));
        at += step;
        ++*chars;
    }
    if (!is_word) *size = 1, name[0] = '0';
    return at;
}

static int add_token(Reading *reading, RowToken token, const unsigned char *name, size_t size) {
    if (grow((void **)&reading->tokens, &reading->room, reading->count + 1, sizeof(RowToken)) < 0) return -1;
    Py_ssize_t number = numbering_find(reading->words, name, size);
    token.number = (uint16_t)(number < 0 ? numbering_class(reading->words, name, size) : (uint32_t)number);
    reading->tokens[reading->count++] = token;
    return add_name(reading, name, size);
}

/* What stands between two tokens, and the first character of the second: what OPENING and BREAK ask of it. */
typedef struct {
    int is_opening;       /* white space, then marks that open a quotation */
    int has_mark;         /* one of these was seen */
    uint32_t first, second; /* its first two characters, 0 where there are none */
    size_t count;
} Gap;

static void add_to_gap(Gap *gap, uint32_t c, int kind) {
    int is_mark = c == '"' || c == 0x201C || c == 0x2018 || c == '\'' || c == '(' || c == '[';
    if (gap->count == 0) gap->first = c;
    if (gap->count == 1) gap->second = c;
    gap->count++;
    if (is_mark) gap->has_mark = 1;
    else if (kind != WHITE || gap->has_mark) gap->is_opening = 0;
}

/* Whether a sentence ends in a gap, behind a token that is a stop or not, and before one that begins with a character of some kind. */
static int is_edge_in(const Gap *gap, int is_stop, int kind) {
    if (is_stop) return gap->is_opening && kind == LETTER;
    return gap->count > 1 && gap->first == '\n' && gap->second != '_';
}

/* Read all tokens: 1, 0 if a character or a token is not known here, -1 for an error. */
static int read_all(Reading *reading) {
    unsigned char name[LONGEST_NAME];
    Gap gap = {.is_opening = 1};
    uint32_t c, place = 0;
    size_t step, at = 0;
    int is_stop = 0;
    for (int kind = kind_at(reading, at, &c, &step); step; kind = kind_at(reading, at, &c, &step)) {
        if (kind == UNKNOWN) return 0;
        if (kind == OTHER || kind == WHITE) {
            add_to_gap(&gap, c, kind);
            at += step;
            place++;
            continue;
        }
        RowToken token = {place, place, 0, 0};
        token.begins = !reading->count || is_edge_in(&gap, is_stop, kind);
        uint32_t chars = 0;
        size_t size, end = at + step;
        if (kind == STOP || kind == TOKEN_MARK) size = put_utf8(name, c), chars = 1;
        else if (!(end = read_run(reading, at, kind != NUMERAL, name, &size, &chars))) return 0;
        token.end = place += chars;
        if (add_token(reading, token, name, size) < 0) return -1;
        is_stop = kind == STOP;
        at = end;
        gap = (Gap){.is_opening = 1};
    }
    return 1;
}

/* One field of all tokens as bytes. */
static PyObject *field_of(const Reading *reading, size_t width, size_t offset) {
    PyObject *made = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(reading->count * width));
    char *to = made ? PyBytes_AsString(made) : NULL;
    for (size_t i = 0; to && i < reading->count; i++) memcpy(to + i * width, (const char *)&reading->tokens[i] + offset, width);
    return made;
}

static PyObject *as_tuple(const Reading *reading) {
    PyObject *starts = field_of(reading, sizeof(uint32_t), offsetof(RowToken, start)), *ends = field_of(reading, sizeof(uint32_t), offsetof(RowToken, end));
    PyObject *numbers = field_of(reading, sizeof(uint16_t), offsetof(RowToken, number)), *begins = field_of(reading, 1, offsetof(RowToken, begins));
    PyObject *made = starts && ends && numbers && begins ? PyTuple_Pack(5, reading->names, starts, ends, numbers, begins) : NULL;
    Py_XDECREF(starts);
    Py_XDECREF(ends);
    Py_XDECREF(numbers);
    Py_XDECREF(begins);
    return made;
}

/* The tokens of a text (str): names as a list; where they start and end (numbers of four bytes), their numbers (two bytes) and whether a
   sentence ends before each, as bytes. None if something in the text is not known here. */
PyObject *row_of_text(const Numbering *words, PyObject *text) {
    PyObject *owner, *found = NULL;
    Py_ssize_t size;
    const unsigned char *bytes = utf8_of(text, &size, &owner);
    if (!bytes) return NULL;
    Reading reading = {.words = words, .text = bytes, .size = (size_t)size, .names = PyList_New(0), .kept = PyMem_Calloc(KEPT_NAMES, sizeof(KeptName))};
    int is_known = reading.names && reading.kept ? read_all(&reading) : (PyErr_NoMemory(), -1);
    if (is_known > 0) found = as_tuple(&reading);
    else if (!is_known) found = Py_NewRef(Py_None);
    for (size_t i = 0; reading.kept && i < KEPT_NAMES; i++) Py_XDECREF(reading.kept[i].name);
    PyMem_Free(reading.kept);
    PyMem_Free(reading.tokens);
    Py_XDECREF(reading.names);
    Py_XDECREF(owner);
    return found;
}
