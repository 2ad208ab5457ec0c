/* What is known of words that the lexicon lacks, for the files that ask about their parts. */

#ifndef CLEANER_UNLISTED_H
#define CLEANER_UNLISTED_H

#include "kernel.h"

/* As in cleaner/filters/_english/candidates.py: letters of a word that the lexicon is asked about, its size class of common words, and letters
   of two words in one. */
enum { SHORTEST = 3, COMMON = 3, LONGEST = 40 };
#define MOST_LISTS 16

struct Unlisted {
    PyObject_HEAD
    PyObject *words; /* whose index it is */
    Index *index;
    Py_buffer lists[MOST_LISTS]; /* of misspellings */
    size_t list_count;
    Py_buffer several, pieces, near, elsewhere; /* ambiguous misspellings, pieces beside ligatures, two Bloom filters */
    uint64_t *sieve; /* two bits of each word of the lists of misspellings, by its hash; NULL before many words were looked up */
    size_t asked;    /* words that were looked up without it */
    Strings heads, tails, short_words, beginnings, ends, ligatures, other_ligatures, behind_a, behind_an;
};

/* A folded word in UTF-8, in which the lexicon has it; a letter may be added. */
typedef struct {
    unsigned char bytes[2 * LONGEST_WORD + 2];
    size_t size;
} Utf8;

BEGIN_INSIDE

/* unlisted.c */
int is_listed_to(Unlisted *self, const unsigned char *word, size_t length, int most);
int is_common(Unlisted *self, const unsigned char *word, size_t length);
size_t joint_of(Unlisted *self, const unsigned char *word, size_t length);
int may_be_listed(Unlisted *self, const unsigned char *word, size_t length);
int is_part(Unlisted *self, const unsigned char *word, size_t length);

/* beyond.c: words with letters beyond ASCII */
int is_beyond(const unsigned char *word, size_t length); /* whether a folded word is one */
Utf8 utf8_of_folded(const unsigned char *word, size_t length);
size_t joint_beyond(Unlisted *self, const Utf8 *word, size_t letters); /* `joint_of` such a word */
int is_shifted_beyond(Unlisted *self, const Utf8 *made, const unsigned char *word, size_t length);

/* misspellings.c: a method */
PyObject *unlisted_misspellings_in(PyObject *object, PyObject *letters);
END_INSIDE

#endif
