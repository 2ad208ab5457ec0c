/* The masked model of cleaner/models/masked.py and the error detector, asked about a word at a place of a text. Sums of products are of
   whole numbers, and exact. */

#include "masked.h"
#include <math.h>
#include <stdlib.h>

#define ROUNDING 1e-6 /* nats by which a bound may be wrong */
#define FREQUENT 48      /* words, the commonest half of a text, of which sums are kept: 720 KiB at most */
#define ANSWERS_KEPT 64 /* places of a text that are asked about by several: the scan, and filters; a power of two */

/* A place by its tokens, none of which is 0, and what the second layer says there. */
struct Heard {
    uint32_t place[LEFT + RIGHT + 1];
    int16_t units[MOST_UNITS];
};

/* ---- the net ---------------------------------------------------------------------------------------------------------- */

static void add_token(const Masked *self, Token token, int16_t *to) {
    const int8_t *embed = (const int8_t *)self->embed.buf + token.number * self->width;
    const int8_t *written = (const int8_t *)self->written.buf + token.written * self->width;
    for (size_t i = 0; i < self->width; i++) to[i] = (int16_t)(to[i] + embed[i] + written[i]);
}

/* Add the products of the first layer with the cells of a token at a place to the sums of its units. */
static void add_at(const Masked *self, size_t place, const int16_t *cells, int32_t *sums) {
    if (self->by_place) add_products(self->by_place + place * self->units * self->width, self->width, self->units, cells, self->width, sums);
    else layer_add(&self->near[place], cells, sums); /* two bytes added up are never too high for that */
}

/* Add the products of a whole layer, whose rows lie one behind the other, with a vector. */
static void add_layer(const Layer *layer, const Py_buffer *rows, size_t units, size_t width, const int16_t *vector, int32_t *sums) {
    if (!layer->cells || !layer_add(layer, vector, sums)) add_products(rows->buf, width, units, vector, width, sums);
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

/* What the second layer says about the tokens around a place, and about the word `asked` (a number) that is to stand there. */
static void hear(const Masked *self, const Token *left, const Token *right, uint32_t asked, int16_t *answer) {
    int16_t far[MOST_WIDTH] = {0}, hidden[MOST_UNITS];
    int32_t near_sums[MOST_UNITS] = {0}, far_sums[MOST_UNITS] = {0}, sums[MOST_UNITS] = {0};
    double units[MOST_UNITS], more[MOST_UNITS];
    add_near(self, left, right, near_sums);
    if (asked != NOBODY) {
        int16_t cells[MOST_WIDTH];
        for (size_t i = 0; i < self->width; i++) cells[i] = ((const int8_t *)self->embed.buf)[asked * self->width + i];
        add_at(self, PLACES, cells, near_sums);
    }
    for (size_t i = 0; i < LEFT - NEAR; i++)
        if (left[i].number != START) add_token(self, left[i], far);
    add_layer(&self->beyond, &self->far, self->units, self->width, far, far_sums);
    scale_sums(near_sums, self->first_scales.buf, self->units, units);
    scale_sums(far_sums, self->far_scales.buf, self->units, more);
    for (size_t u = 0; u < self->units; u++) units[u] += more[u];
    round_units(units, self->first_biases.buf, self->units, hidden);
    add_layer(&self->above, &self->second, self->second_units, self->units, hidden, sums);
    scale_sums(sums, self->second_scales.buf, self->second_units, units);
    round_units(units, self->second_biases.buf, self->second_units, answer);
}

double masked_logit(const Masked *self, const int16_t *answer, uint32_t filler) {
    double sum = whole_product((const int8_t *)self->fillers.buf + filler * self->second_units, answer, self->second_units);
    return scaled(sum, ((const double *)self->filler_scales.buf)[filler]) + ((const double *)self->filler_biases.buf)[filler];
}

/* What the second layer says between two bytes of a text, to be read before the next question; NULL if the text is not plain. */
const int16_t *masked_answer(const Masked *self, const unsigned char *text, size_t size, size_t start, size_t end, uint32_t asked) {
    Token left[LEFT], right[RIGHT];
    uint32_t place[LEFT + RIGHT + 1] = {0};
    uint64_t hash = (FIRST_HASH ^ asked) * HASH_STEP;
    if (!tokens_before(&self->words, text, start, left) || !tokens_behind(&self->words, text, size, end, right)) return NULL;
    for (size_t i = 0; i < LEFT + RIGHT; i++) {
        Token token = i < LEFT ? left[i] : right[i - LEFT];
        if (token.number >= self->word_count) return NULL;
        FETCH((const char *)self->embed.buf + token.number * self->width);
        FETCH((const char *)self->embed.buf + token.number * self->width + self->width - 1);
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
    const int16_t *answer = masked_answer(self, text, size, start, end, NOBODY);
    if (!answer) return 0;
    double written = masked_logit(self, answer, fillers[0]);
    for (size_t i = 1; i < count; i++) gains[i - 1] = masked_logit(self, answer, fillers[i]) - written;
    return 1;
}

typedef struct {
    double bias;
    uint32_t filler;
} Likely;

static int by_likelihood(const void *one, const void *other) {
    const Likely *first = one, *second = other;
    if (first->bias != second->bias) return first->bias > second->bias ? -1 : 1;
    return first->filler < second->filler ? -1 : 1;
}

/* Fill the likeliest fillers, if that was not done; how many there are, 0 if there is no memory. */
static size_t likeliest_fillers(const Masked *self) {
    size_t count = self->filler_count < MOST_LIKELIEST ? self->filler_count : MOST_LIKELIEST;
    if (count < 2 || self->likeliest[0] || self->likeliest[1]) return count;
    Likely *all = PyMem_Malloc(self->filler_count * sizeof(Likely));
    if (!all) return 0;
    for (uint32_t i = 0; i < self->filler_count; i++) all[i] = (Likely){((const double *)self->filler_biases.buf)[i], i};
    qsort(all, self->filler_count, sizeof(Likely), by_likelihood);
    for (size_t i = 0; i < count; i++) self->likeliest[i] = all[i].filler;
    PyMem_Free(all);
    return count;
}

/* Whether the log-probability of each of some fillers between two bytes of a text is certainly lower than what is asked of it: what the
   likeliest fillers have together tells it in a tenth of the time. */
int masked_are_below(const Masked *self, const unsigned char *text, size_t size, size_t start, size_t end, const uint32_t *fillers,
                     const double *least, size_t count) {
    const int16_t *answer = masked_answer(self, text, size, start, end, NOBODY);
    double most = -INFINITY, sum = 0; /* what the logarithm of the sum of all may be */
    if (!answer) return 0;
    for (size_t i = 0; i < count; i++) {
        double room = masked_logit(self, answer, fillers[i]) - least[i];
        if (room > most) most = room;
    }
    size_t known = likeliest_fillers(self);
    for (size_t i = 0; i < known; i++)
        if ((sum += exp(masked_logit(self, answer, self->likeliest[i]) - most - ROUNDING)) > 1) return 1;
    return 0;
}

/* The log-probability of a filler among all between two bytes of a text; 0 if the text is not plain, -1 if there is no memory. */
int masked_log_probability(const Masked *self, const unsigned char *text, size_t size, size_t start, size_t end, uint32_t filler, double *found) {
    const int16_t *answer = masked_answer(self, text, size, start, end, NOBODY);
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
    for (size_t i = 0; i <= PLACES; i++) layer_close(&self->near[i]);
    layer_close(&self->beyond);
    layer_close(&self->above);
    PyMem_Free(self->by_place);
    PyMem_Free(self->likeliest);
    PyMem_Free(self->sums);
    PyMem_Free(self->is_summed);
    self->heard = NULL;
    self->by_place = NULL;
    self->likeliest = NULL;
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

/* Lay the weights of the first layer out by places. */
static int open_layers(Masked *self) {
    const int8_t *first = self->first.buf;
    size_t width = self->width, places = self->row / width;
    for (size_t place = 0; place < places; place++)
        if (layer_open(&self->near[place], first + place * width, self->row, self->units, width) < 0) return -1;
    if (layer_open(&self->beyond, self->far.buf, width, self->units, width) < 0) return -1;
    if (layer_open(&self->above, self->second.buf, self->units, self->second_units, self->units) < 0) return -1;
    if (self->near[0].cells) return 0;
    self->by_place = PyMem_Malloc(self->row * self->units);
    if (!self->by_place) return PyErr_NoMemory(), -1;
    for (size_t place = 0; place < places; place++)
        for (size_t u = 0; u < self->units; u++) memcpy(self->by_place + (place * self->units + u) * width, first + u * self->row + place * width, width);
    return 0;
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
    self->likeliest = PyMem_Calloc(MOST_LIKELIEST, sizeof(uint32_t));
    if (!self->heard || !self->sums || !self->is_summed || !self->likeliest) return PyErr_NoMemory(), -1;
    return open_layers(self);
}
