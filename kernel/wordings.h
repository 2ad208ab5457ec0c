/* The tokens of a text and the models that weigh other wordings of it (cleaner/models/ranking.py): what the parts that look at wordings
   share. */

#ifndef CLEANER_WORDINGS_H
#define CLEANER_WORDINGS_H

#include "kernel.h"

BEGIN_INSIDE

/* ---- counts.c --------------------------------------------------------------------------------------------------------- */

#define LONGEST_ROW 600 /* bytes of three words; longer ones are left to Python */

typedef struct {
    uint64_t key; /* four words; 0: no answer, for no word stands behind three edges of a sentence with the number 0 */
    double value;
} Answer;

typedef struct {
    PyObject_HEAD
    SequenceCounts sequences;
    Answer *kept;
} Counts;

typedef struct {
    PyObject_HEAD
    Sequences tables[3];
    double counts[256], total;
} Triples;

/* Three words with a space between two, and where each begins. */
typedef struct {
    unsigned char bytes[LONGEST_ROW + 2];
    size_t starts[3], size;
} WordRow;

double sequence_log_probability(const Counts *self, const uint16_t *row);
double count_of_words(const Triples *self, const WordRow *row, size_t first, size_t last);
double log_probability_of_words(const Triples *self, const WordRow *row);
Counts *as_counts(PyObject *object);
Triples *as_triples(PyObject *object);

/* ---- row.c ------------------------------------------------------------------------------------------------------------ */

#define LONGEST_NAME 150 /* bytes of a token; a text with a longer one is left to Python */
#define HISTORY 3        /* tokens on either side that counts of sequences look at */
#define KEPT_ROWS_BITS 15 /* of the number of an answer about words in a row that is kept: 256 KiB */

enum {
    EDGE = 1,         /* a sentence ends before the token */
    LETTERS = 2,      /* nothing but letters */
    LOWER = 4,        /* in small letters */
    FIRST_UPPER = 8,  /* begins with a capital */
    FIRST_LOWER = 16, /* begins with a small letter */
    REST_LOWER = 32,  /* in small letters behind the first one, or of one character */
    PLAIN = 64,       /* letters of ASCII alone */
    IS_STOP = 128,    /* a mark with which a sentence ends */
    IS_LISTED = 256,  /* has a number of its own, not that of its class */
};

typedef struct {
    uint32_t byte, start; /* where it begins: in the UTF-8 of the text, and in code points */
    uint16_t size;        /* bytes */
    uint16_t number;      /* among the words of the counts of sequences */
    uint16_t flags;
    uint8_t step;         /* of the count of the token before and this one, where they were looked up */
} RowToken;

#define MOST_LACKING 16 /* words that may be missing */
typedef struct Lacking Lacking; /* missing.c: one of them */

/* The models, shared by the rows of all texts. */
typedef struct {
    PyObject_HEAD
    PyObject *counts_owner, *triples_owner, *index_owner;
    Counts *counts;
    Triples *triples;
    Index *lexicon;
    Numbering words; /* of the counts of sequences */
    Sequences pairs; /* mapped: all pairs of a text are looked up */
    uint64_t *kept; /* words in a row by their numbers, with the step of their count */
    uint16_t first, last; /* numbers of the edges of a sentence */
    Lacking *lacking[MOST_LACKING]; /* words that may be missing, with what was seen beside them */
    size_t lacking_count;
    uint8_t in_lexicon[UINT16_MAX + 1]; /* of words with a number: 0: not asked, 1: the lexicon lacks it, 2: has it */
} Wordings;

/* The tokens of a text; behind the last one stands one of no bytes. */
typedef struct {
    PyObject_HEAD
    Wordings *models;
    PyObject *text;
    const unsigned char *utf8;
    size_t size;
    RowToken *tokens;
    Py_ssize_t count;
    int has_pairs; /* whether all steps were looked up */
} Row;

/* A part of a wording: the name of a word, or nothing. */
typedef struct {
    unsigned char bytes[2 * LONGEST_NAME]; /* two tokens joined */
    size_t size;
    int32_t number; /* of a word that the counts of sequences have as itself; -1: of another one, or not known */
} Name;

int read_tokens(Row *row);
void name_of(const Row *row, Py_ssize_t i, Name *name);
int32_t own_number(const Wordings *models, const Name *name); /* -1 if the counts of sequences lack the word */
uint16_t number_of_name(const Wordings *models, const Name *name);
void row_count_pairs(Row *row);
int row_pairs_ready(Row *row);
int is_usual(const Row *row, Py_ssize_t i);
int has_single_space(const Row *row, Py_ssize_t i); /* before token i */
int is_joint(const Row *row, Py_ssize_t i);
int stands_alone(const Row *row, Py_ssize_t i);
int in_sentence(const Row *row, Py_ssize_t i);

static inline unsigned int number_at_token(const Row *row, Py_ssize_t i) { /* 0 beyond the text */
    return i < 0 || i >= row->count ? 0 : row->tokens[i].number;
}

static inline int is_edge(const Row *row, Py_ssize_t i) { return i <= 0 || i >= row->count || row->tokens[i].flags & EDGE; }

static inline int steps_of_pair(const Row *row, unsigned int one, unsigned int two) {
    return sequence_step(&row->models->pairs, (uint64_t)one << 16 | two);
}

static inline int step_at(const Row *row, Py_ssize_t i) {
    if (row->has_pairs) return row->tokens[i].step;
    return sequence_step(&row->models->counts->sequences.tables[0], (uint64_t)number_at_token(row, i - 1) << 16 | number_at_token(row, i));
}

static inline int step_of_triple(const Row *row, unsigned int one, unsigned int two, unsigned int three) {
    return sequence_step(&row->models->counts->sequences.tables[1], ((uint64_t)one << 16 | two) << 16 | three);
}

static inline void set_name(Name *name, const char *text) {
    name->size = strlen(text);
    memcpy(name->bytes, text, name->size);
    name->number = -1;
}

/* cloze.c: the cloze model (cleaner/models/cloze.py) */
#define REACH_OF_GAP 4 /* tokens on either side of a gap */
#define NOTHING "<nothing>" /* what fills the gap between two tokens that belong together */
typedef struct Cloze Cloze;
const Cloze *as_cloze(PyObject *object); /* NULL, and an error is set */
uint32_t cloze_number(const Cloze *self, const Name *name, int *is_known);
double cloze_odds(const Cloze *self, const uint32_t *around, uint32_t filler, uint32_t other);
int add_cloze(PyObject *module);

/* gains.c */
int by_counts_reach(const Row *row, Py_ssize_t i, Py_ssize_t j, const Name *word, double least, double *written);
double by_triples(const Row *row, Py_ssize_t i, Py_ssize_t j, const Name *word, double least, double *written);
double by_cloze(const Row *row, const Cloze *cloze, Py_ssize_t i, Py_ssize_t j, const Name *word);
int is_likelier(const Row *row, const Cloze *cloze, Py_ssize_t i, Py_ssize_t j, const Name *word, double least, double *written);
#define NOT_KNOWN 1.0 /* a log-probability that is none */
double count_of_name(const Wordings *models, const Name *name);
double count_of_pair(const Wordings *models, const Name *one, const Name *two);
int was_counted_between(const Row *row, Py_ssize_t i); /* token i between its neighbours, by the counts of triples */
PyObject *row_by_counts(PyObject *row, PyObject *args); /* a method of a row */

/* rivals.c: common words by what is left of them without a letter */
#define MOST_RIVALS 128
typedef struct Rivals Rivals;
int rivals_of(const Rivals *self, const unsigned char *word, size_t size, uint32_t *found); /* how many; -1 if they are too many */
int rivals_of_name(Rivals *self, const Name *name, const uint32_t **found); /* the same, kept for a word with a number; -2 without memory */
void rival_name(const Rivals *self, uint32_t rival, Name *name);
uint16_t rival_number(const Rivals *self, uint32_t rival);
Rivals *as_rivals(PyObject *object); /* NULL, and an error is set */
int add_rivals(PyObject *module);

/* screens.c, missing.c, swaps.c, verb_forms.c: methods of a row, which give a list of tokens */
PyObject *row_is_drawn_out(PyObject *row, PyObject *nothing);
PyObject *row_letters(PyObject *row, PyObject *args);
PyObject *row_needless(PyObject *row, PyObject *args);
PyObject *row_missing(PyObject *row, PyObject *args);
PyObject *row_plurals(PyObject *row, PyObject *args);
PyObject *row_parted(PyObject *row, PyObject *args);
PyObject *row_promising(PyObject *row, PyObject *args);
PyObject *row_swaps(PyObject *row, PyObject *args);
PyObject *row_verbs(PyObject *row, PyObject *args);
int add_verb_forms(PyObject *module); /* verb_forms.c */

/* strange.c: methods of a row, and lists of words */
PyObject *row_unknown(PyObject *row, PyObject *nothing);
PyObject *row_listed(PyObject *row, PyObject *lists);
int add_listed(PyObject *module);

/* swaps.c */
typedef struct Swaps Swaps;
const Swaps *as_swaps(PyObject *object); /* NULL, and an error is set */
int add_swaps(PyObject *module);

/* wordings.c */
const Wordings *as_wordings(PyObject *object);
int add_wordings(PyObject *module);

/* screens.c */
int add_place(PyObject *list, Py_ssize_t i);
int is_promising_by(const Row *row, Py_ssize_t i, unsigned int other, int steps, double least);
int is_promising(const Row *row, Py_ssize_t i, unsigned int other, double least, int asks_between, int is_unusual);

END_INSIDE

#endif
