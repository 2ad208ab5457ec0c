/* The masked model of cleaner/models/masked.py and the error detector, asked about a word, at a place of a text of Latin-1 and of the usual marks and signs. Tokens
   are cut as cleaner/models/error_detector.py cuts them; sums of products are of whole numbers, and exact. */

#include "kernel.h"
#include <math.h>

enum { LEFT = 24, NEAR = 10, RIGHT = 10, REACH = 240 }; /* all of this as in cleaner/models/error_detector.py */
enum { START, END, QUOTE, MARK };
enum { CAPITAL = 1, CAPITALS = 3 };
#define UNIT 64.0
#define PLACES (NEAR + RIGHT)
#define LONGEST_TOKEN 64 /* bytes; a longer one is left to Python */
#define NUMBER "0"
#define MOST_FILLERS 32 /* words that are compared */
#define USUAL_BEFORE 150 /* characters that hold the tokens which count, and one more, nearly always */
#define USUAL_BEHIND 75
#define FREQUENT 48      /* words, the commonest half of a text, of which sums are kept: 720 KiB at most */
#define ANSWERS_KEPT 64 /* places of a text that are asked about by several: the scan, and filters; a power of two */

typedef struct {
    uint32_t number;
    uint8_t written;
} Token;

/* A place by its tokens, none of which is 0, and what the second layer says there. */
struct Heard {
    uint32_t place[LEFT + RIGHT + 1];
    int16_t units[MOST_UNITS];
};

/* Where the tokens before a place are, of which the last count, or the first ones behind it; one that stands for marks has no characters,
   and its number instead of where it ends. */
typedef struct {
    int starts[2 * REACH + 2], ends[2 * REACH + 2];
    size_t count;
} Tokens;

/* ---- text ------------------------------------------------------------------------------------------------------------- */

static int is_capital(uint32_t c) { return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7); }

static int is_small(uint32_t c) { return (c >= 'a' && c <= 'z') || c == 0xAA || c == 0xB5 || c == 0xBA || (c >= 0xDF && c <= 0xFF && c != 0xF7); }

/* Letters, and what Python takes for letters: small figures and fractions. */
static int is_letter(uint32_t c) { return is_capital(c) || is_small(c) || c == 0xB2 || c == 0xB3 || c == 0xB9 || (c >= 0xBC && c <= 0xBE); }

static int is_digit(uint32_t c) { return c >= '0' && c <= '9'; }

static int is_white(uint32_t c) { return c == ' ' || (c >= 9 && c <= 13) || (c >= 28 && c <= 31) || c == 0x85 || c == 0xA0 || is_space_beyond_latin(c); }

static int is_quote(uint32_t c) { return c == '"' || c == '\'' || c == 0x2018 || c == 0x2019 || c == 0x201C || c == 0x201D; }

static int is_usual(uint32_t c) { return c < 0x100 || is_sign_beyond_latin(c); }

/* The characters of a part of a text; how many, -1 if one of them is not usual. */
static int decoded(const unsigned char *text, size_t from, size_t to, uint32_t *chars) {
    int count = 0;
    for (size_t step; from < to; from += step) {
        chars[count] = utf8_at(text + from, &step);
        if (!is_usual(chars[count++])) return -1;
    }
    return count;
}

/* Where a part of up to so many characters before a byte begins. */
static size_t reach_before(const unsigned char *text, size_t at, int most) {
    for (int chars = 0; at > 0 && chars < most; chars++) {
        do at--;
        while (at > 0 && (text[at] & 0xC0) == 0x80);
    }
    return at;
}

static size_t reach_behind(const unsigned char *text, size_t size, size_t at, int most) {
    for (int chars = 0; at < size && chars < most; chars++) {
        do at++;
        while (at < size && (text[at] & 0xC0) == 0x80);
    }
    return at;
}

/* The white space with two line feeds at least that begins at a line feed: where its last one is, 0 if there is none. */
static int break_at(const uint32_t *chars, int count, int at) {
    int last = 0;
    for (int i = at + 1; chars[at] == '\n' && i < count && is_white(chars[i]); i++)
        if (chars[i] == '\n') last = i;
    return last;
}

/* Where the letters, or the digits, from a character on end. */
static int run_end(const uint32_t *chars, int count, int at, int of_letters) {
    if (of_letters)
        while (at < count && is_letter(chars[at])) at++;
    else
        while (at < count && is_digit(chars[at])) at++;
    return at;
}

static int is_mark(uint32_t c) {
    return c == '.' || c == ',' || c == '-' || c == ';' || c == ':' || c == '!' || c == '?' || c == 0x2013 || c == 0x2014;
}

/* Where the token that begins at a character ends; the same place if none begins there. */
static int token_end(const uint32_t *chars, int count, int at) {
    int of_letters = is_letter(chars[at]), end;
    if (!of_letters && !is_digit(chars[at])) return at + is_mark(chars[at]);
    end = run_end(chars, count, at, of_letters);
    while (end + 1 < count && (of_letters ? is_letter(chars[end + 1]) : is_digit(chars[end + 1]))) {
        uint32_t tie = chars[end];
        if (of_letters ? tie != '\'' && tie != 0x2019 : tie != '.' && tie != ',') break;
        end = run_end(chars, count, end + 1, of_letters);
    }
    return end;
}

/* The number of a token and how it is written; 0 if it is too long. */
static int token_of(const Numbering *words, const uint32_t *chars, int from, int to, Token *token) {
    unsigned char plain[LONGEST_TOKEN + 4];
    size_t size = 0;
    int capitals = 0, small = 0, is_word = is_letter(chars[from]);
    for (int i = from; i < to; i++) {
        uint32_t c = chars[i];
        if (size >= LONGEST_TOKEN) return 0;
        capitals += is_capital(c);
        small += is_small(c);
        size += put_utf8(plain + size, is_capital(c) ? c + 32 : is_word && c == 0x2019 ? '\'' : c);
    }
    token->written = 0;
    if (is_digit(chars[from])) size = strlen(strcpy((char *)plain, NUMBER));
    else if (is_word && is_capital(chars[from])) token->written = to - from > 1 && capitals && !small ? CAPITALS : CAPITAL;
    Py_ssize_t number = numbering_find(words, plain, size);
    token->number = number < 0 ? numbering_class(words, plain, size) : (uint32_t)number;
    return 1;
}

/* Cut a piece into tokens, and what stands for marks between them, up to so many; `begins`: not for those before the first. */
static void cut_tokens(const uint32_t *chars, int count, int begins, size_t most, Tokens *found) {
    int last = 0;
    found->count = 0;
    for (int at = 0, end; at < count && found->count < most; at = end) {
        end = token_end(chars, count, at);
        if (end == at) {
            end++;
            continue;
        }
        int is_marked = 0, is_quoted = 0;
        for (int i = last; i < at; i++) {
            is_marked |= !is_white(chars[i]);
            is_quoted |= is_quote(chars[i]);
        }
        if (is_marked && (found->count || !begins)) {
            found->starts[found->count] = -1;
            found->ends[found->count++] = is_quoted ? QUOTE : MARK;
        }
        found->starts[found->count] = at;
        found->ends[found->count++] = end;
        last = end;
    }
}

/* Look up some of the tokens that were cut; 0 if one is too long. */
static int look_up(const Numbering *words, const uint32_t *chars, const Tokens *cut, size_t from, size_t to, Token *tokens) {
    for (size_t i = from; i < to; i++) {
        if (cut->starts[i] < 0) tokens[i - from] = (Token){(uint32_t)cut->ends[i], 0};
        else if (!token_of(words, chars, cut->starts[i], cut->ends[i], &tokens[i - from])) return 0;
    }
    return 1;
}

/* ---- the place -------------------------------------------------------------------------------------------------------- */

/* Cut a part of up to so many characters before a place into tokens, as far as its last paragraph goes; where its characters begin, -1 if
   it is not plain. */
static int cut_before(const unsigned char *text, size_t start, int most, uint32_t *chars, Tokens *found) {
    size_t low = reach_before(text, start, most);
    int count = decoded(text, low, start, chars), from = 0, begins = !low;
    if (count < 0) return -1;
    if (low) {
        while (from < count && chars[from] != ' ') from++;
        from += from < count;
    }
    for (int i = from; i < count; i++) {
        int last = break_at(chars, count, i);
        if (!last) continue;
        from = i = last;
        from++;
        begins = 1;
    }
    cut_tokens(chars + from, count - from, begins, SIZE_MAX, found);
    return from;
}

/* The tokens before a place: LEFT of them, the last ones. Where a shorter part holds more of them, the others make no difference. */
static int tokens_before(const Numbering *words, const unsigned char *text, size_t start, Token *to) {
    uint32_t chars[REACH + 1];
    Tokens found;
    int from = cut_before(text, start, USUAL_BEFORE, chars, &found);
    if (from >= 0 && found.count <= LEFT) from = cut_before(text, start, REACH, chars, &found);
    if (from < 0) return 0;
    size_t missing = found.count < LEFT ? LEFT - found.count : 0;
    for (size_t i = 0; i < missing; i++) to[i] = (Token){START, 0};
    return look_up(words, chars + from, &found, found.count + missing - LEFT, found.count, to + missing);
}

/* Cut a part of up to so many characters behind a place into the tokens that count and one more; 0 if it is not plain. */
static int cut_behind(const unsigned char *text, size_t size, size_t end, int most, uint32_t *chars, Tokens *found) {
    int count = decoded(text, end, reach_behind(text, size, end, most), chars), stop = 0;
    if (count < 0) return 0;
    while (stop < count && !break_at(chars, count, stop)) stop++;
    cut_tokens(chars, stop, 0, RIGHT + 1, found);
    return 1;
}

static int tokens_behind(const Numbering *words, const unsigned char *text, size_t size, size_t end, Token *to) {
    uint32_t chars[REACH + 1];
    Tokens found;
    if (!cut_behind(text, size, end, USUAL_BEHIND, chars, &found)) return 0;
    if (found.count <= RIGHT && !cut_behind(text, size, end, REACH, chars, &found)) return 0;
    if (found.count > RIGHT) found.count = RIGHT;
    for (size_t i = found.count; i < RIGHT; i++) to[i] = (Token){END, 0};
    return look_up(words, chars, &found, 0, found.count, to);
}

/* The numbers of the tokens nearest to a place, in the order of the text: of at most `most` before it and `most` behind it, within so
   many characters; 0 if the text there is not plain. */
int tokens_beside(const Numbering *words, const unsigned char *text, size_t size, size_t start, size_t end, size_t reach, size_t most, Neighbours *found) {
    uint32_t chars[REACH + 1];
    Token token;
    size_t low = start, high = end;
    if (reach > REACH) return 0;
    for (size_t i = 0; low > 0 && i < reach; i++) {
        do low--;
        while (low > 0 && (text[low] & 0xC0) == 0x80);
    }
    for (size_t i = 0; high < size && i < reach; i++) {
        do high++;
        while (high < size && (text[high] & 0xC0) == 0x80);
    }
    found->left_count = found->right_count = 0;
    int count = decoded(text, low, start, chars);
    if (count < 0) return 0;
    for (int at = 0, to; at < count; at = to > at ? to : at + 1) {
        to = token_end(chars, count, at);
        if (to == at) continue;
        if (!token_of(words, chars, at, to, &token)) return 0;
        if (found->left_count == most) memmove(found->left, found->left + 1, (most - 1) * sizeof(uint32_t));
        else found->left_count++;
        found->left[found->left_count - 1] = token.number;
    }
    count = decoded(text, end, high, chars);
    if (count < 0) return 0;
    for (int at = 0, to; at < count && found->right_count < most; at = to > at ? to : at + 1) {
        to = token_end(chars, count, at);
        if (to == at) continue;
        if (!token_of(words, chars, at, to, &token)) return 0;
        found->right[found->right_count++] = token.number;
    }
    return 1;
}

/* ---- the net ---------------------------------------------------------------------------------------------------------- */

/* A hidden unit, cut at zero, as a whole number of steps; half a step goes to the even one. */
static int16_t step_of_unit(double unit) {
    volatile double steps = unit * UNIT + 6755399441055744.0; /* 1.5 * 2**52: no part of a number is left behind it */
    double whole = steps - 6755399441055744.0;
    return unit > 0 ? (int16_t)(whole < INT16_MAX ? whole : INT16_MAX) : 0;
}

static void add_token(const Masked *self, Token token, int16_t *to) {
    const int8_t *embed = (const int8_t *)self->embed.buf + token.number * self->width;
    const int8_t *written = (const int8_t *)self->written.buf + token.written * self->width;
    for (size_t i = 0; i < self->width; i++) to[i] = (int16_t)(to[i] + embed[i] + written[i]);
}

/* Product and scale, kept from being joined with what is added: the sum is that of Python. */
static double scaled(double product, double scale) {
    volatile double result = product * scale;
    return result;
}

/* Add the products of the first layer with the cells of a token at a place to the sums of its units. */
static void add_at(const Masked *self, size_t place, const int16_t *cells, int32_t *sums) {
    add_products(self->by_place + place * self->units * self->width, self->width, self->units, cells, self->width, sums);
}

/* What a frequent word in small letters at a place adds to the units of the first layer. */
static const int32_t *sums_of(const Masked *self, Token token, size_t place) {
    size_t slot = token.number * PLACES + place;
    int32_t *sums = self->sums + slot * self->units;
    if (!self->is_summed[slot]) {
        int16_t cells[MOST_WIDTH] = {0};
        add_token(self, token, cells);
        add_at(self, place, cells, sums);
        self->is_summed[slot] = 1;
    }
    return sums;
}

/* Add the products of the first layer with the tokens near a place: sums of whole numbers, which are the same in any order. */
static void add_near(const Masked *self, const Token *left, const Token *right, int32_t *sums) {
    for (size_t i = 0; i < PLACES; i++) {
        Token token = i < NEAR ? left[LEFT - NEAR + i] : right[i - NEAR];
        if (token.number < FREQUENT && !token.written) {
            const int32_t *added = sums_of(self, token, i);
            for (size_t u = 0; u < self->units; u++) sums[u] += added[u];
        } else {
            int16_t cells[MOST_WIDTH] = {0};
            add_token(self, token, cells);
            add_at(self, i, cells, sums);
        }
    }
}

/* What the second layer says about the tokens around a place, and about the word `asked` (a number) that is to stand there; NOBODY: none. */
#define NOBODY UINT32_MAX
static void hear(const Masked *self, const Token *left, const Token *right, uint32_t asked, int16_t *answer) {
    int16_t far[MOST_WIDTH] = {0}, hidden[MOST_UNITS];
    int32_t near_sums[MOST_UNITS] = {0}, far_sums[MOST_UNITS] = {0}, sums[MOST_UNITS] = {0};
    add_near(self, left, right, near_sums);
    if (asked != NOBODY) {
        int16_t cells[MOST_WIDTH];
        for (size_t i = 0; i < self->width; i++) cells[i] = ((const int8_t *)self->embed.buf)[asked * self->width + i];
        add_at(self, PLACES, cells, near_sums);
    }
    for (size_t i = 0; i < LEFT - NEAR; i++)
        if (left[i].number != START) add_token(self, left[i], far);
    add_products(self->far.buf, self->width, self->units, far, self->width, far_sums);
    const double *first = self->first_scales.buf, *beyond = self->far_scales.buf, *biases = self->first_biases.buf;
    for (size_t u = 0; u < self->units; u++)
        hidden[u] = step_of_unit(scaled(near_sums[u], first[u]) + scaled(far_sums[u], beyond[u]) + biases[u]);
    const double *scales = self->second_scales.buf, *more = self->second_biases.buf;
    add_products(self->second.buf, self->units, self->second_units, hidden, self->units, sums);
    for (size_t u = 0; u < self->second_units; u++) answer[u] = step_of_unit(scaled(sums[u], scales[u]) + more[u]);
}

static double logit(const Masked *self, const int16_t *answer, uint32_t filler) {
    double sum = whole_product((const int8_t *)self->fillers.buf + filler * self->second_units, answer, self->second_units);
    return scaled(sum, ((const double *)self->filler_scales.buf)[filler]) + ((const double *)self->filler_biases.buf)[filler];
}

/* What the second layer says between two bytes of a text, to be read before the next question; NULL if the text is not plain. */
static const int16_t *hear_at(const Masked *self, const unsigned char *text, size_t size, size_t start, size_t end, uint32_t asked) {
    Token left[LEFT], right[RIGHT];
    uint32_t place[LEFT + RIGHT + 1] = {0};
    uint64_t hash = (FIRST_HASH ^ asked) * HASH_STEP;
    if (!tokens_before(&self->words, text, start, left) || !tokens_behind(&self->words, text, size, end, right)) return NULL;
    for (size_t i = 0; i < LEFT + RIGHT; i++) {
        Token token = i < LEFT ? left[i] : right[i - LEFT];
        if (token.number >= self->word_count) return NULL;
        place[i] = (token.number << 2 | token.written) + 1;
        hash = (hash ^ place[i]) * HASH_STEP;
    }
    place[LEFT + RIGHT] = asked;
    Heard *answer = &self->heard[hash * SPREAD >> 32 & (ANSWERS_KEPT - 1)];
    if (memcmp(answer->place, place, sizeof(place))) {
        hear(self, left, right, asked, answer->units);
        memcpy(answer->place, place, sizeof(place));
    }
    return answer->units;
}

/* How much likelier (nats) each of some fillers is than the first one between two bytes of a text; 0 if the text is not plain. */
int masked_gains(const Masked *self, const unsigned char *text, size_t size, size_t start, size_t end, const uint32_t *fillers, size_t count,
                 double *gains) {
    const int16_t *answer = hear_at(self, text, size, start, end, NOBODY);
    if (!answer) return 0;
    double written = logit(self, answer, fillers[0]);
    for (size_t i = 1; i < count; i++) gains[i - 1] = logit(self, answer, fillers[i]) - written;
    return 1;
}

/* The log-probability of a filler among all between two bytes of a text; 0 if the text is not plain, -1 if there is no memory. */
static int log_probability(const Masked *self, const unsigned char *text, size_t size, size_t start, size_t end, uint32_t filler, double *found) {
    const int16_t *answer = hear_at(self, text, size, start, end, NOBODY);
    if (!answer) return 0;
    double *logits = PyMem_Malloc((self->filler_count + 1) * (sizeof(double) + sizeof(int32_t))), highest = -INFINITY, sum = 0;
    if (!logits) return PyErr_NoMemory(), -1;
    int32_t *sums = memset(logits + self->filler_count, 0, self->filler_count * sizeof(int32_t));
    size_t width = self->second_units, fours = self->filler_count & ~(size_t)3; /* rows that are added up four at a time */
    add_products(self->fillers.buf, width, fours, answer, width, sums);
    add_products((const int8_t *)self->fillers.buf + fours * width, width, self->filler_count - fours, answer, width, sums + fours);
    const double *scales = self->filler_scales.buf, *biases = self->filler_biases.buf;
    for (uint32_t row = 0; row < self->filler_count; row++) {
        logits[row] = scaled(sums[row], scales[row]) + biases[row];
        if (logits[row] > highest) highest = logits[row];
    }
    for (uint32_t row = 0; row < self->filler_count; row++) sum += exp(logits[row] - highest);
    *found = logits[filler] - (highest + log(sum));
    PyMem_Free(logits);
    return 1;
}

/* ---- its parts -------------------------------------------------------------------------------------------------------- */

void masked_close(Masked *self) {
    Py_buffer *parts[] = MASKED_PARTS(self);
    for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) PyBuffer_Release(parts[i]);
    numbering_close(&self->words);
    PyMem_Free(self->heard);
    PyMem_Free(self->by_place);
    PyMem_Free(self->sums);
    PyMem_Free(self->is_summed);
    self->heard = NULL;
    self->by_place = NULL;
    self->sums = NULL;
    self->is_summed = NULL;
}

static int has_sizes(const Masked *self) {
    size_t numbers = sizeof(double), units = self->units, second = self->second_units, fillers = self->filler_count;
    return self->width && self->width <= MOST_WIDTH && units && units <= MOST_UNITS && second && second <= MOST_UNITS &&
           (size_t)self->written.len >= (CAPITALS + 1) * self->width && (size_t)self->first.len >= units * self->row &&
           (self->row == PLACES * self->width || self->row == (PLACES + 1) * self->width) &&
           (size_t)self->first_scales.len >= units * numbers && (size_t)self->far.len >= units * self->width &&
           (size_t)self->far_scales.len >= units * numbers && (size_t)self->second.len >= second * units &&
           (size_t)self->second_scales.len >= second * numbers && (size_t)self->fillers.len >= fillers * second &&
           (size_t)self->filler_scales.len >= fillers * numbers;
}

/* From (words, width, and the buffers in the order of MASKED_PARTS). */
int masked_open(Masked *self, PyObject *given) {
    Py_buffer *parts[] = MASKED_PARTS(self);
    Py_ssize_t count = (Py_ssize_t)(sizeof(parts) / sizeof(*parts));
    if (!PyTuple_Check(given) || PyTuple_Size(given) != count + 2) return PyErr_SetString(PyExc_ValueError, "the parts of a masked model"), -1;
    if (numbering_open(&self->words, PyTuple_GetItem(given, 0)) < 0) return -1;
    self->width = PyLong_AsSize_t(PyTuple_GetItem(given, 1));
    if (PyErr_Occurred()) return -1;
    for (Py_ssize_t i = 0; i < count; i++)
        if (PyObject_GetBuffer(PyTuple_GetItem(given, i + 2), parts[i], PyBUF_SIMPLE) < 0) return -1;
    self->units = (size_t)self->first_biases.len / sizeof(double);
    self->row = self->units ? (size_t)self->first.len / self->units : 0;
    self->second_units = (size_t)self->second_biases.len / sizeof(double);
    self->filler_count = (size_t)self->filler_biases.len / sizeof(double);
    self->word_count = self->width ? (size_t)self->embed.len / self->width : 0;
    if (!has_sizes(self)) return PyErr_SetString(PyExc_ValueError, "the model is cut"), -1;
    self->heard = PyMem_Calloc(ANSWERS_KEPT, sizeof(Heard));
    self->sums = PyMem_Calloc(FREQUENT * PLACES * self->units, sizeof(int32_t));
    self->is_summed = PyMem_Calloc(FREQUENT * PLACES, 1);
    self->by_place = PyMem_Malloc(self->row * self->units);
    if (!self->heard || !self->sums || !self->is_summed || !self->by_place) return PyErr_NoMemory(), -1;
    for (size_t place = 0; place < self->row / self->width; place++)
        for (size_t u = 0; u < self->units; u++)
            memcpy(self->by_place + (place * self->units + u) * self->width, (const int8_t *)self->first.buf + u * self->row + place * self->width, self->width);
    return 0;
}

/* ---- a net for Python ------------------------------------------------------------------------------------------------- */

typedef struct {
    PyObject_HEAD
    Masked model;
} Net;

static PyObject *net_new(PyTypeObject *type, PyObject *args, PyObject *keywords) {
    (void)keywords;
    Net *self = new_object(type);
    return finished(self, self && masked_open(&self->model, args) == 0);
}

const Masked *net_model(PyObject *net) { return &((Net *)net)->model; }

static void net_dealloc(PyObject *object) {
    masked_close(&((Net *)object)->model);
    free_object(object);
}

/* gains(text, start, end, fillers): how much likelier (nats) each filler behind the first one is than it between two code points of a
   text; None if what stands around them is not plain. */
static PyObject *net_gains(PyObject *object, PyObject *args) {
    const Masked *model = &((Net *)object)->model;
    PyObject *text, *numbers;
    Py_ssize_t start, end, size;
    uint32_t fillers[MOST_FILLERS];
    double gains[MOST_FILLERS];
    if (!PyArg_ParseTuple(args, "UnnO!", &text, &start, &end, &PyTuple_Type, &numbers)) return NULL;
    Py_ssize_t count = PyTuple_Size(numbers);
    if (count < 1 || count > MOST_FILLERS || start < 0 || end < start) return PyErr_SetString(PyExc_ValueError, "there is no such place"), NULL;
    for (Py_ssize_t i = 0; i < count; i++) {
        fillers[i] = (uint32_t)PyLong_AsUnsignedLong(PyTuple_GetItem(numbers, i));
        if (PyErr_Occurred()) return NULL;
        if (fillers[i] >= model->filler_count) return PyErr_SetString(PyExc_ValueError, "there is no such filler"), NULL;
    }
    PyObject *owner;
    const unsigned char *utf8 = utf8_of(text, &size, &owner);
    if (!utf8) return NULL;
    size_t from = chars_on(utf8, (size_t)size, 0, (size_t)start), to = chars_on(utf8, (size_t)size, from, (size_t)(end - start));
    int is_plain = masked_gains(model, utf8, (size_t)size, from, to, fillers, (size_t)count, gains);
    Py_XDECREF(owner);
    if (!is_plain) Py_RETURN_NONE;
    PyObject *list = PyList_New(count - 1);
    for (Py_ssize_t i = 0; list && i + 1 < count; i++) {
        PyObject *gain = PyFloat_FromDouble(gains[i]);
        if (!gain || PyList_SetItem(list, i, gain) < 0) Py_CLEAR(list);
    }
    return list;
}

/* log_probability(text, start, end, filler): of a filler, among all, between two code points of a text; None if what stands around them is
   not plain. */
static PyObject *net_log_probability(PyObject *object, PyObject *args) {
    const Masked *model = &((Net *)object)->model;
    PyObject *text, *owner;
    Py_ssize_t start, end, size;
    unsigned int filler;
    double found = 0;
    if (!PyArg_ParseTuple(args, "UnnI", &text, &start, &end, &filler)) return NULL;
    if (start < 0 || end < start || filler >= model->filler_count) return PyErr_SetString(PyExc_ValueError, "there is no such place, or filler"), NULL;
    const unsigned char *utf8 = utf8_of(text, &size, &owner);
    if (!utf8) return NULL;
    size_t from = chars_on(utf8, (size_t)size, 0, (size_t)start), to = chars_on(utf8, (size_t)size, from, (size_t)(end - start));
    int is_plain = log_probability(model, utf8, (size_t)size, from, to, filler, &found);
    Py_XDECREF(owner);
    if (is_plain < 0) return NULL;
    return is_plain ? PyFloat_FromDouble(found) : Py_NewRef(Py_None);
}

/* logits(text, start, end, asked): of all fillers, where the word of a number is to stand between two code points of a text; None if what
   stands around them is not plain. */
static PyObject *net_logits(PyObject *object, PyObject *args) {
    const Masked *model = &((Net *)object)->model;
    PyObject *text, *owner;
    Py_ssize_t start, end, size;
    unsigned int asked;
    if (!PyArg_ParseTuple(args, "UnnI", &text, &start, &end, &asked)) return NULL;
    if (start < 0 || end < start || asked >= model->word_count || model->row != (PLACES + 1) * model->width)
        return PyErr_SetString(PyExc_ValueError, "there is no such place, or word"), NULL;
    const unsigned char *utf8 = utf8_of(text, &size, &owner);
    if (!utf8) return NULL;
    size_t from = chars_on(utf8, (size_t)size, 0, (size_t)start), to = chars_on(utf8, (size_t)size, from, (size_t)(end - start));
    const int16_t *answer = hear_at(model, utf8, (size_t)size, from, to, asked);
    Py_XDECREF(owner);
    if (!answer) Py_RETURN_NONE;
    PyObject *list = PyList_New((Py_ssize_t)model->filler_count);
    for (Py_ssize_t i = 0; list && i < (Py_ssize_t)model->filler_count; i++) {
        PyObject *found = PyFloat_FromDouble(logit(model, answer, (uint32_t)i));
        if (!found || PyList_SetItem(list, i, found) < 0) Py_CLEAR(list);
    }
    return list;
}

static PyMethodDef net_methods[] = {
    {"logits", net_logits, METH_VARARGS, "Of all fillers at a place of a text, given the word that is to stand there; None if it is not plain."},
    {"log_probability", net_log_probability, METH_VARARGS, "Of a filler among all at a place of a text (nats); None if it is not plain."},
    {"gains", net_gains, METH_VARARGS, "How much likelier (nats) some fillers are at a place of a text than the first one; None if it is not plain."},
    {NULL, NULL, 0, NULL},
};

DEFINE_TYPE(net, net, Net, Net, "Compares words that may stand at a place.");

int add_net(PyObject *module) { return add_type(module, &net_spec); }
