/* What is known of words that the lexicon lacks, for the files that ask about their parts. */

#ifndef CLEANER_UNLISTED_H
#define CLEANER_UNLISTED_H

#include "kernel.h"

enum { SHORTEST = 3 }; /* letters of a word that the lexicon is asked about */
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

BEGIN_INSIDE
int is_listed_to(Unlisted *self, const unsigned char *word, size_t length, int most);
int is_common(Unlisted *self, const unsigned char *word, size_t length);
size_t joint_of(Unlisted *self, const unsigned char *word, size_t length);
END_INSIDE

#endif
