/* The phrases of confused words, and what is known of them: what the parts that look for them share. */

#ifndef CLEANER_PHRASES_H
#define CLEANER_PHRASES_H

#include "masked.h"

#define CELL 4           /* bytes of a needle and a row: two for each side */
#define LOOKS_KEPT 16384 /* answers that are kept, a power of two: 128 KiB */


/* The fillers of the right and of the wrong word in a model, -1 if it does not compare them, and the nats from which on the right one may be
   proposed (cleaner/filters/_english/phrase_limits.py). */
typedef struct {
    int right, wrong;
    double least;
} Limit;

/* A phrase that counts decide: its words by their numbers, and the ratios of counts from which on it may be one, and is likelier. */
typedef struct {
    uint32_t right, wrong;
    double may_be, is_for;
    int is_compared, head, tail;            /* sequences of its differing words are compared: code points of the same words before and behind */
    uint32_t right_differing, wrong_differing;
    int is_weighed; /* a word that was not counted does not speak for it */
    Limit masked, detector; /* what each of the models must find */
    double together_least;      /* the same of both and of counts together, -INFINITY if they are not added up */
    int has_limit;
} Phrase;

typedef struct {
    unsigned char *bytes;
    uint64_t head, mask; /* its first bytes, and a space behind it, as one number; and which bits of that number are theirs */
    uint32_t length;
    uint16_t number;
} Needle;

/* Phrases of a needle that may be wrong where a word begins, a bit each. */
typedef struct {
    uint32_t start;
    uint16_t needle;
    uint8_t phrases;
} Found;

struct Phrases {
    PyObject_HEAD
    PyObject *text; /* the last text that was looked at as a whole, NULL for none; and what was found there */
    Found *found;
    size_t found_count, found_room;
    Needle *needles;
    size_t needle_count, numbers; /* of needles */
    uint32_t first_needle[257];   /* by group */
    Table groups;                 /* first words of needles, with their groups */
    unsigned char *cells;         /* by needle and row, of what stands behind the needle and before it: looks, and which phrases are counted */
    size_t row_count;
    Table named;                  /* words that lists name, with their rows */
    unsigned int others[2];       /* rows of the other words: those that stand behind "its" alone, and those behind "it's" as well */
    unsigned int other;           /* stands for the row of another word, which counts tell where the two differ */
    unsigned int nothing;         /* the row of no word */
    Numbering words;
    SequenceCounts counts;
    uint32_t begin, end;          /* numbers of the edges of a sentence */
    uint32_t its, it_s;
    Phrase *phrases;
    size_t phrase_count;
    uint32_t *first_phrase;       /* by the number of a needle */
    uint64_t *kept;
    PyObject *masked, *detector; /* nets of the models, NULL before they are given */
    int has_limits;
};

BEGIN_INSIDE

/* phrases.c: eight bytes of a text as one number, as if spaces stood behind it */
uint64_t head_of(const unsigned char *text, size_t size, size_t start);

/* phrase_models.c: whether the words of a needle are written as a phrase may be; NO_PHRASE, IS_PHRASE, or NETS_WANTED */
int phrase_may_be_written(const Needle *needle, TextPlace place);
int phrase_may_be(const Phrases *self, const Needle *needle, unsigned int phrases, TextPlace place);

/* phrases.c: methods of a type */
PyObject *phrases_known(PyObject *object, PyObject *text);
PyObject *phrases_places(PyObject *object, PyObject *args);

END_INSIDE

#endif
