/* One pass over the UTF-8 of a text: it looks for signs (strings), folds the text to one byte a code point as
   cleaner/core/views/folding.py does, cuts it into words, and reduces each line to the sketch of its letters, whose ends are looked up
   among those of phrases. */

#include "scanner.h"

#define LONGEST_LIGATURE 3 /* letters */
#define HEAD_LINES 6       /* lines among which the path to the page begins */

/* The line that is read: its sketch, where it begins, and how many were not empty. */
typedef struct {
    Sketch sketch;
    size_t start, byte, filled;
    PyObject *phrases; /* NULL, or a list of the numbers of lines that may be phrases */
    size_t number;
    int is_plain, may_be_page; /* the last one: whether the text has the lines of a page */
    uint8_t kinds; /* the books whose phrases the text may hold */
} Line;

/* The word that is read. */
typedef struct {
    uint64_t hash;
    size_t start, byte;
    uint32_t before;
    int is_small, is_upper;
} Word;

static int is_odd(uint32_t c) {
    if (c < 0x80) return c < 9 || c == 11 || c == 12 || (c >= 14 && c < 32) || c == 127;
    if (c < 0xA0 || c == 0xAD || c == 0x61C || c == 0x115F || c == 0x1160 || (c >= 0x180B && c <= 0x180F)) return 1;
    if (c < 0x200B) return 0;
    if (c <= 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0x3164) return 1;
    if (c < 0xD800) return 0;
    if (c <= 0xDFFF || (c >= 0xFB00 && c <= 0xFB06) || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF || c == 0xFFA0) return 1;
    return (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE0FFF);
}

/* Whether a word beside a character is part of something longer: GLUE of cleaner/core/views/folding.py. */
int is_glue(uint32_t c) {
    static const uint64_t glue[] = {0x7000acf800000000ULL, 0x50000001d0000001ULL}; /* - ' / \\ @ _ & # $ % + = ~ * < > | ^ ` */
    return c < 0x80 ? (int)(glue[c >> 6] >> (c & 63) & 1) : c == 0x2018 || c == 0x2019;
}

/* Which of the bits that a word sets count between two characters: most filters look at words that stand alone and are written
   in small letters (PLACED), or have an apostrophe beside them at most (NEAR). A PIECE behind an apostrophe is none ("we're"), nor is an
   abbreviation in capitals, unless it is as short as a ligature. */
static inline uint64_t counting(uint64_t bits, uint32_t before, uint32_t after, int is_small, int is_upper) {
    int is_quote = before == '\'' || before == 0x2018, is_apostrophe = after == '\'' || after == 0x2019;
    int is_glued = is_glue(before) || is_glue(after) || before == '.';
    if (!is_small || is_glued) bits &= ~(uint64_t)PLACED;
    if (!is_small || (is_glue(before) && !is_quote) || before == '.' || (is_glue(after) && !is_apostrophe)) bits &= ~(uint64_t)NEAR;
    if (before == '\'' || before == 0x2019 || (is_glued && before != ' ' && after != ' ') || is_upper) bits &= ~(uint64_t)PIECE;
    return bits;
}

static int is_usual_mark(uint32_t c) {
    return c == 0x2013 || c == 0x2014 || c == 0x2018 || c == 0x2019 || c == 0x201C || c == 0x201D || c == 0x2026;
}

/* Whether a text has so many line feeds. */
static int has_feeds(const unsigned char *data, size_t size, int count) {
    const unsigned char *end = data + size;
    while (count && data < end && (data = memchr(data, '\n', (size_t)(end - data)))) {
        data++;
        count--;
    }
    return !count;
}

/* The bits of signs of a chain whose two bytes stand at a byte of a text, from whose character on there are so many left. */
static uint64_t signs_of(const Scanner *self, int32_t first, const unsigned char *data, size_t at, size_t size, size_t chars_left) {
    uint64_t found = 0;
    for (int32_t k = first; k >= 0; k = self->signs[k].next) {
        const Sign *sign = &self->signs[k];
        if (at < sign->anchor || sign->length > size - (at - sign->anchor) || (sign->end && chars_left + sign->chars > sign->end)) continue;
        const unsigned char *start = data + at - sign->anchor;
        size_t last = sign->length - 1;
        if (*start == *sign->bytes && start[last] == sign->bytes[last] && !memcmp(start, sign->bytes, last)) found |= sign->bit;
    }
    return found;
}

static uint64_t signs_at(const Scanner *self, const unsigned char *data, size_t at, size_t size, size_t chars_left) {
    return signs_of(self, self->first_sign[PAIR_OF_BYTES(data[at], data[at + 1])], data, at, size, chars_left) |
           signs_of(self, self->single_sign[data[at]], data, at, size, chars_left);
}

#define IS_LETTER(byte) ((unsigned char)(((byte) | 32) - 'a') < 26)

/* Reduce a line to the sketch of its letters, one byte a code point at most; whether it has none of the signs of a placeholder, of which a
   sketch has a letter. */
static int sketch_line(const Scanner *self, Sketch *sketch, const unsigned char *data, size_t start, size_t end) {
    unsigned char *letters = sketch->letters, *behind = sketch->is_joined; /* written for each character, and kept where it is a letter */
    size_t i = start, length = 0;
    int is_joined = 0;
    for (; i < end && length <= LONGEST_LINE; i++) {
        unsigned char byte = data[i], letter = self->sketch[byte];
        letters[length] = letter;
        behind[length] = (unsigned char)is_joined; /* to the letter before; one place too high */
        length += letter != 0;
        is_joined = letter != 0;
        if (byte >= 0x80) i += byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : 1;
    }
    if (length) {
        memmove(behind, behind + 1, length - 1);
        behind[length - 1] = 0;
    }
    sketch->length = length;
    return self->sketch['%'] || i <= start || !memchr(data + start, '%', (i < end ? i : end) - start);
}

/* Add a number to a list; an error stays set. */
static int add_number(PyObject *list, size_t number) {
    PyObject *item = PyLong_FromSize_t(number);
    int failed = !item || PyList_Append(list, item) < 0;
    Py_XDECREF(item);
    return failed ? -1 : 0;
}

/* At the end of a line, whose line feed is the byte `i` and the code point `at`. */
static void end_line(const Scanner *self, Line *line, const unsigned char *data, size_t i, size_t at, Sights *sights) {
    const Edges *edges = &self->edges;
    Sketch *sketch = &line->sketch;
    size_t chars = at - line->start;
    if (line->may_be_page || chars <= LONGEST_LINE) { /* of longer lines nothing is known */
        int is_exact = sketch_line(self, sketch, data, line->byte, i);
        size_t letters = sketch->length;
        if ((line->is_plain || (letters && agrees_in_letters(edges, data + line->byte, i - line->byte, chars))) &&
            books_of(edges, sketch, chars, line->is_plain, line->is_plain && is_exact) & line->kinds) {
            sights->found |= BIT(PHRASE_LINE);
            if (line->phrases && add_number(line->phrases, line->number) < 0) line->phrases = NULL;
        }
        if (letters && line->may_be_page) {
            const unsigned char *bytes = data + line->byte;
            size_t size = i - line->byte;
            sights->labels += is_label(edges, sketch);
            if (line->filled++ < HEAD_LINES) sights->is_path |= begins_path(edges, bytes, size);
            sights->is_foot |= may_be_links(edges, bytes, size, chars) || may_claim_rights(bytes, size, chars);
        }
    }
    line->number++;
    line->start = at + 1;
    line->byte = i + 1;
    line->is_plain = 1;
}

/* Keep a word that ends before a character, as the one of a number; 0 if it is too long. */
static inline int end_word(Scanner *self, const Word *word, size_t end, uint32_t after, size_t number) {
    size_t length = end - word->start;
    if (length > LONGEST_WORD) return 0;
    uint64_t counted = counting(BITS_OF_WORDS, word->before, after, word->is_small, word->is_upper && length > LONGEST_LIGATURE);
    uint64_t hash = word->hash ^ word->hash >> 29;
    FETCH(&self->words.entries[hash & self->words.mask]);
    self->cut[number] = (Cut){hash, (uint32_t)word->start, (uint32_t)word->byte, (uint8_t)length, (uint8_t)counted};
    return 1;
}

/* A character that is no usual mark and not odd, of which folding leaves nothing: a letter of Cyrillic, Hebrew, Arabic, Indic or
   East Asian scripts, most of all. */
static int is_quiet(uint32_t c) {
    return (c >= 0x400 && c < 0x600) || (c >= 0x620 && c < 0x1100) || (c >= 0x3041 && c < 0x3100) || (c >= 0x3400 && c < 0xD7A4);
}

#define FIRST_QUIET 0xD0 /* the first byte of one, or more */
#define MAY_BE_SIGN(pairs, byte, next) ((pairs)[(byte) << 5 | (next) >> 3] >> ((next) & 7) & 1)

/* Read a run of such characters outside of a word, from the byte *next and the code point *at on; the last one, or `c` if there is none. */
static uint32_t read_quiet(const Scanner *self, const unsigned char *data, size_t size, size_t chars, size_t *next, size_t *at, uint32_t c, Sights *sights) {
    size_t i = *next;
    while (data[i] >= FIRST_QUIET) {
        size_t width;
        uint32_t before = c, read = utf8_at(data + i, &width);
        if (!is_quiet(read)) break;
        if (MAY_BE_SIGN(self->pairs_of_bytes, data[i], data[i + 1])) sights->found |= signs_at(self, data, i, size, chars - *at);
        c = read;
        if (self->stops.buf) sights->found |= stops_at(self, before, c, data + i + width);
        sights->has_letters |= data[i] <= 0xD1;
        i += width;
        ++*at;
    }
    *next = i;
    return c;
}

/* Read the characters of a text: look for signs and at the sketches of lines; if it `has_words` to look at, fold them and cut them into
   words as well. Letters of ASCII, which nearly all are, are read in runs. `phrases`, if it is not NULL, gets the numbers of the lines that
   may be phrases, and an error may be set. 1 if a word is too long. */
int read_text(Scanner *self, const unsigned char *data, size_t size, size_t chars, int has_words, PyObject *phrases, Sights *sights) {
    if (has_words && grow((void **)&self->folded, &self->folded_room, chars + 4, 1) < 0) return -1;
    if (has_words && grow((void **)&self->cut, &self->cut_room, chars / 2 + 2, sizeof(Cut)) < 0) return -1;
    if (++self->stamp == 0) return PyErr_SetString(PyExc_OverflowError, "too many texts"), -1;
    unsigned char *folded = has_words ? self->folded + 1 : NULL;
    const uint8_t *pairs = self->pairs_of_bytes;
    *sights = (Sights){0};
    Line line = {.phrases = phrases, .is_plain = 1, .may_be_page = has_feeds(data, size, FEWEST_LINES), .kinds = size == chars ? 1 : 2};
    Word word = {0, 0, 0, '\n', 1, 1};
    size_t at = 0, words = 0;
    int in_word = 0, is_closed = 0;
    uint32_t c = '\n'; /* the character before, then this one */
    for (size_t i = 0; i <= size;) {
        if (IS_LETTER(data[i])) { /* the text ends in a zero */
            if (!in_word) {
                in_word = has_words;
                word = (Word){FIRST_HASH, at, i, c, 1, 1};
            }
            size_t start = i, capitals = 0;
            uint64_t hash = word.hash;
            do {
                unsigned char letter = data[i] | 32;
                if (MAY_BE_SIGN(pairs, data[i], data[i + 1])) sights->found |= signs_at(self, data, i, size, chars - at);
                if (has_words) {
                    folded[at] = letter;
                    hash = (hash ^ letter) * HASH_STEP;
                    capitals += data[i] != letter;
                }
                at++;
                i++;
            } while (IS_LETTER(data[i]));
            word.hash = hash;
            word.is_small &= !capitals;
            word.is_upper &= capitals == i - start;
            c = data[i - 1];
            is_closed = 0;
            sights->has_letters = 1;
            if (data[i] != ' ' || !has_words) continue;
            in_word = 0; /* most words end so */
            if (!end_word(self, &word, at, c = ' ', words++)) return 1;
            if (MAY_BE_SIGN(pairs, ' ', data[i + 1])) sights->found |= signs_at(self, data, i, size, chars - at);
            folded[at++] = ' ';
            i++;
            continue;
        }
        if (data[i] >= FIRST_QUIET && !in_word) {
            size_t start = at, from = i;
            c = read_quiet(self, data, size, chars, &i, &at, c, sights);
            if (i > from) {
                if (has_words) memset(folded + start, ' ', at - start);
                sights->found |= BIT(NOT_PLAIN);
                line.is_plain = is_closed = 0;
                continue;
            }
        }
        uint32_t previous = c;
        size_t next = i + 1;
        int is_end = i == size;
        unsigned char byte = is_end ? '\n' : data[i];
        if (!is_end && MAY_BE_SIGN(pairs, byte, data[next])) sights->found |= signs_at(self, data, i, size, chars - at);
        if (byte < 0x80) {
            c = byte;
            is_closed = 0;
            if (!is_end && (c < 32 || c == 127) && is_odd(c)) sights->found |= BIT(ODD);
        } else {
            size_t more = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : 1;
            c = byte & (0x3F >> more);
            for (size_t k = 0; k < more; k++, next++) c = c << 6 | (data[next] & 0x3F);
            if (!is_usual_mark(c) || (is_closed && (c == 0x2018 || c == 0x201C))) sights->found |= BIT(NOT_PLAIN);
            line.is_plain &= is_usual_mark(c);
            is_closed = c == 0x201D;
            if (is_odd(c)) sights->found |= BIT(ODD);
            if (self->stops.buf) sights->found |= stops_at(self, previous, c, data + next);
            sights->has_letters |= (byte >= 0xC3 && byte <= 0xC9) || byte == 0xD0 || byte == 0xD1;
        }
        if (c == '\n') {
            sights->feeds += !is_end;
            end_line(self, &line, data, i, at, sights);
        }
        if (has_words) {
            unsigned char letter = is_end || c > 0xFF ? ' ' : self->fold[c];
            if (!is_end) folded[at] = letter;
            if (letter != ' ') {
                if (!in_word) word = (Word){FIRST_HASH, at, i, previous, 1, 1};
                in_word = 1;
                word.hash = (word.hash ^ letter) * HASH_STEP;
                word.is_upper = 0;
            } else if (in_word) {
                in_word = 0;
                if (!end_word(self, &word, at, is_end ? '\n' : c, words++)) return 1;
            }
        }
        at += !is_end;
        i = next;
    }
    if (has_words) self->folded[0] = folded[at] = folded[at + 1] = ' ';
    if (has_words) self->cut_count = words; /* those of the last text whose words were wanted stay */
    return 0;
}
