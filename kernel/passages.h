/* A piece of a text around a place, for what is told of its sentence (passages.c, surroundings.c). */

#ifndef CLEANER_PASSAGES_H
#define CLEANER_PASSAGES_H

#include "kernel.h"

BEGIN_INSIDE

enum { MOST_CHARS = 1200 }; /* code points that are looked at */

/* A piece of a text, and a place in it. */
typedef struct {
    uint32_t chars[MOST_CHARS];
    int count, start, end, is_beginning; /* of the text */
} Piece;

static inline int is_letter(uint32_t c) { return c < 0x80 ? is_ascii_letter(c) : c <= 0xFF && is_latin_letter(c) > 0; }

static inline int is_apostrophe(uint32_t c) { return c == '\'' || c == 0x2019; }

static inline int is_digit(uint32_t c) { return c >= '0' && c <= '9'; }

static inline int least(int one, int other) { return one < other ? one : other; }

static inline int most(int one, int other) { return one > other ? one : other; }

/* The sentence around the place: where it begins and ends. */
void find_sentence(const Piece *piece, int *begin, int *finish);

/* The edges of the quotation that holds the place in its sentence, if it has words enough; else they stay. */
void find_passage(const Piece *piece, int *low, int *high);

/* Where the word at a letter ends, of a piece up to `high`: letters, and apostrophes between them. */
int end_of_word(const uint32_t *chars, int at, int high);

END_INSIDE

#endif
