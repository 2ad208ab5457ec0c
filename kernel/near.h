/* The search for words of a sorted list that are near a word. */

#ifndef CLEANER_NEAR_H
#define CLEANER_NEAR_H

#include "kernel.h"

BEGIN_INSIDE

/* near.c: a bit for each word of a list, by its hash; none before some searches */
typedef struct {
    uint64_t *bits;
    uint64_t mask;
    uint32_t searched; /* words that were searched for without marks */
} Marks;

#define LONGEST_NEAR_WORD 48 /* letters of a word that is searched for */
#define MOST_NEAR_LETTERS 96 /* of an alphabet */
#define MOST_NEAR_ACCENTS 192
typedef struct {
    const Py_buffer *data;
    const Marks *marks;
    uint32_t word[LONGEST_NEAR_WORD], letters[MOST_NEAR_LETTERS], bare[MOST_NEAR_ACCENTS], accented[MOST_NEAR_ACCENTS];
    size_t size, letter_count, accent_count;
    uint64_t power[LONGEST_NEAR_WORD + 1], tail[LONGEST_NEAR_WORD + 1]; /* of the hash: its steps, and the letters from each on */
    PyObject *found; /* a set of str; NULL if one word is enough */
} NearSearch;

PyObject *near_words(const Py_buffer *data, Marks *marks, PyObject *args);
int near_open(NearSearch *search, const Py_buffer *data, Marks *marks);
int near_letters(NearSearch *search, PyObject *letters, PyObject *bare, PyObject *accented);
int near_find(NearSearch *search);
int near_accents(NearSearch *search);

END_INSIDE

#endif
