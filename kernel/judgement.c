/* What looks like mojibake: is_bad of cleaner/filters/encoding/_mojibake/judgement.py, over the table that classes.py makes of ftfy's
   expressions. */

#include "mojibake.h"

#define CHARACTERS 0x10000
#define UNKNOWN 255    /* the class of what has none */
#define ROW (CLASSES / 8)
#define LONGEST_BAD 10 /* characters, as in judgement.py */
enum { STOP = 1, ANYWHERE = 2 };
enum { CAPITAL = 0xC3 };

static const unsigned char *read_places(const unsigned char *bytes, uint64_t *places) {
    for (size_t word = 0; word < IN_WORDS; word++, bytes += 8) {
        places[word] = 0;
        for (size_t i = 8; i-- > 0;) places[word] = places[word] << 8 | bytes[i];
    }
    return bytes;
}

int judgement_open(Judgement *self, PyObject *table) {
    if (PyObject_GetBuffer(table, &self->table, PyBUF_SIMPLE) < 0) return -1;
    const size_t size = CHARACTERS + (CLASSES + 3) * IN_WORDS * 8 + CLASSES + 2 * CLASSES * ROW;
    if ((size_t)self->table.len < size) return PyErr_SetString(PyExc_ValueError, "the table of classes is cut"), -1;
    const unsigned char *bytes = self->classes = self->table.buf;
    bytes += CHARACTERS;
    for (size_t k = 0; k < CLASSES; k++) bytes = read_places(bytes, self->places[k]);
    bytes = read_places(bytes, self->first);
    bytes = read_places(bytes, self->at_start);
    self->kinds = read_places(bytes, self->last);
    self->before = self->kinds + CLASSES;
    self->behind = self->before + CLASSES * ROW;
    return 0;
}

static unsigned int class_of(const Judgement *self, uint32_t c) { return c < CHARACTERS ? self->classes[c] : UNKNOWN; }

static int holds(const unsigned char *row, unsigned int number) { return row[number >> 3] >> (number & 7) & 1; }

static int is_small_latin(uint32_t c) { return is_ascii_small(c) || (c >= 0xDF && c <= 0xFF && c != 0xF7); }

/* CAPITAL_INSIDE of expressions.py */
static int is_capital_inside(const uint32_t *text, size_t size, size_t at) {
    return text[at] == CAPITAL && at && is_small_latin(text[at - 1]) && at + 1 < size && is_ascii_small(text[at + 1]);
}

/* Where the prefilter stops next. */
size_t next_stop(const Judgement *self, const uint32_t *text, size_t size, size_t at) {
    for (; at < size; at++) {
        if (text[at] < 0x80) continue;
        unsigned int number = class_of(self, text[at]);
        if (!(self->kinds[number] & STOP)) continue;
        if (self->kinds[number] & ANYWHERE) return at;
        if (at && holds(self->before + number * ROW, class_of(self, text[at - 1]))) return at;
        if (at + 1 < size && holds(self->behind + number * ROW, class_of(self, text[at + 1]))) return at;
        if (is_capital_inside(text, size, at)) return at;
    }
    return NOWHERE;
}

static int may_follow_letter(uint32_t c) { return is_small_latin(c) || c == ' ' || c == ',' || c == '.' || c == '!'; }

/* Whether CLEAN_OPENING of judgement.py matches: a quotation mark before a word that begins with an accented letter. */
static int may_open(const uint32_t *text, size_t size, size_t at) {
    uint32_t c = text[at], before = at ? text[at - 1] : ' ';
    if (c != 0xAB && c != 0xBB && c != 0x2018 && (c < 0x201C || c > 0x201E)) return 0;
    if (at + 2 >= size || text[at + 1] < 0xC0 || text[at + 1] > 0x17F || text[at + 1] == 0xD7 || text[at + 1] == 0xF7) return 0;
    return may_follow_letter(text[at + 2]) && (is_space(before) || before == '(' || before == '-' || before == 0x2013 || before == 0x2014);
}

/* Whether a bad sequence stands around a stop. */
static int is_bad_around(const Judgement *self, const uint32_t *text, size_t size, size_t stop) {
    size_t at = stop > LONGEST_BAD ? stop - LONGEST_BAD : 0, end = stop + LONGEST_BAD < size ? stop + LONGEST_BAD : size;
    uint64_t low = 0, high = 0; /* the places that the sequences have come to */
    int found = CLEAN;
    for (; at < end; at++) {
        unsigned int number = class_of(self, text[at]);
        if (number == UNKNOWN || may_open(text, size, at)) return UNSURE;
        const uint64_t *places = self->places[number];
        low &= ~self->last[0];
        high &= ~self->last[1];
        high = (high << 1 | low >> 63 | self->first[1] | (at ? 0 : self->at_start[1])) & places[1];
        low = (low << 1 | self->first[0] | (at ? 0 : self->at_start[0])) & places[0];
        if ((low & self->last[0]) | (high & self->last[1])) found = BAD;
    }
    return found;
}

/* Whether a text looks like mojibake from an offset on; UNSURE where that is left to Python. */
int is_bad(const Judgement *self, const uint32_t *text, size_t size, size_t start) {
    for (size_t stop = start; (stop = next_stop(self, text, size, stop)) != NOWHERE; stop++) {
        if (is_capital_inside(text, size, stop)) return BAD;
        int found = is_bad_around(self, text, size, stop);
        if (found != CLEAN) return found;
    }
    return CLEAN;
}
