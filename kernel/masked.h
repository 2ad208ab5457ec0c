/* The masked model (cleaner/models/masked.py), and the tokens around a place of a text that it is asked about. */

#ifndef CLEANER_MASKED_H
#define CLEANER_MASKED_H

#include "kernel.h"

enum { LEFT = 24, NEAR = 10, RIGHT = 10 }; /* tokens that count: before a place, next to it on both sides, behind it; as in cleaner/models/error_detector.py */
#define PLACES (NEAR + RIGHT)
enum { START, END, QUOTE, MARK }; /* numbers of what stands for the edges of a paragraph, and for marks between tokens */
enum { CAPITAL = 1, CAPITALS = 3 }; /* how a token is written */

typedef struct {
    uint32_t number;
    uint8_t written;
} Token;

#define MOST_UNITS 256      /* of a layer */
#define MOST_LIKELIEST 1024 /* fillers that have most of the probability at nearly all places */
typedef struct Heard Heard; /* a place that was asked about */

/* Rows of weights, laid out for a processor that adds units up side by side; without cells on others. */
typedef struct {
    int8_t *cells;
    int32_t *shifts; /* what is added to a sum because inputs are shifted, by unit */
    size_t units, width;
} Layer;

typedef struct {
    Numbering words;
    Heard *heard; /* the last ones */
    Layer near[PLACES + 1], beyond, above; /* the first layer by places, that of the sum of tokens farther away, and the second one */
    int8_t *by_place;   /* the weights of the first layer, those of a place side by side; NULL if they are laid out as layers */
    int32_t *sums;      /* what a frequent word at a place adds to each unit of the first layer */
    uint8_t *is_summed; /* whether that was found out, by word and place */
    uint32_t *likeliest; /* MOST_LIKELIEST fillers, those that are likeliest without a place first; 0 and 0: not sorted yet */
    size_t width, row, units, second_units, filler_count, word_count; /* `row`: weights of a unit of the first layer */
    Py_buffer embed, written;                                     /* bytes */
    Py_buffer first, first_scales, first_biases, far, far_scales; /* bytes, and numbers of eight bytes */
    Py_buffer second, second_scales, second_biases, fillers, filler_scales, filler_biases;
} Masked;

#define MASKED_PARTS(m)                                                                                                             \
    {&(m)->embed, &(m)->written, &(m)->first, &(m)->first_scales, &(m)->first_biases, &(m)->far, &(m)->far_scales,                  \
     &(m)->second, &(m)->second_scales, &(m)->second_biases, &(m)->fillers, &(m)->filler_scales, &(m)->filler_biases}

BEGIN_INSIDE

/* masked_tokens.c: the tokens around a place of a text; 0 if it is not plain there */
int tokens_before(const Numbering *words, const unsigned char *text, size_t start, Token *to);
int tokens_behind(const Numbering *words, const unsigned char *text, size_t size, size_t end, Token *to);

#define MOST_BESIDE 3
typedef struct {
    uint32_t left[MOST_BESIDE], right[MOST_BESIDE];
    size_t left_count, right_count;
} Neighbours; /* tokens on both sides of a place */

int tokens_beside(const Numbering *words, const unsigned char *text, size_t size, size_t start, size_t end, size_t reach, size_t most, Neighbours *found);

/* layers.c */
int layer_open(Layer *self, const int8_t *rows, size_t step, size_t units, size_t width);
void layer_close(Layer *self);
int layer_add(const Layer *self, const int16_t *vector, int32_t *sums);

/* masked.c: about what may stand between two bytes of a text */
#define NOBODY UINT32_MAX /* no word is to stand at the place */
int masked_open(Masked *self, PyObject *given);
void masked_close(Masked *self);
int masked_gains(const Masked *self, const unsigned char *text, size_t size, size_t start, size_t end, const uint32_t *fillers, size_t count,
                 double *gains);
int masked_are_below(const Masked *self, const unsigned char *text, size_t size, size_t start, size_t end, const uint32_t *fillers,
                     const double *least, size_t count);
int masked_log_probability(const Masked *self, const unsigned char *text, size_t size, size_t start, size_t end, uint32_t filler, double *found);
const int16_t *masked_answer(const Masked *self, const unsigned char *text, size_t size, size_t start, size_t end, uint32_t asked);
double masked_logit(const Masked *self, const int16_t *answer, uint32_t filler);

/* masked_net.c */
const Masked *net_model(PyObject *net); /* that a Net holds */

END_INSIDE

#endif
