/* A passage of a text around a place, and the letters and marks that are told apart in it. */

#ifndef CLEANER_PROSE_H
#define CLEANER_PROSE_H

#include "kernel.h"

enum { LINES_REACH = 1500 }; /* code points on either side, as in cleaner/filters/_english/context/varieties.py */

/* The characters around a place, from LINES_REACH before it to as many behind it or to where the text was read, and the edges of the
   place. */
typedef struct {
    const uint32_t *chars;
    int count, start, end, offset; /* in the text that was read */
    int first, last;               /* the edges of the sentence that holds the place */
} Passage;

static inline int is_letter(uint32_t c) {
    return is_ascii_letter(c) || c == 0xAA || c == 0xB5 || c == 0xBA || (c >= 0xC0 && c <= 0xFF && c != 0xD7 && c != 0xF7);
}

static inline int is_apostrophe(uint32_t c) { return c == '\'' || c == 0x2019; }

static inline int is_among(uint32_t c, const char *marks) { return c && c < 0x80 && strchr(marks, (int)c) != NULL; }

BEGIN_INSIDE

/* prose_lines.c */
int may_be_lines(const Passage *passage);
int may_have_turns(const unsigned char *text, size_t size, size_t start);

END_INSIDE

#endif
