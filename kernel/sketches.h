/* How the sketches of known phrases begin and end, as a set of hashes, and the sketch of a line of a text. */

#ifndef CLEANER_SKETCHES_H
#define CLEANER_SKETCHES_H

#include "kernel.h"

#define LONGEST_LINE 320 /* code points, as in cleaner/filters/boilerplate/_evidence/sketches.py */

typedef struct {
    uint64_t *edges; /* a power of two of them */
    size_t mask;
    uint64_t *sieve; /* bits, one of them set for each edge: what is none is nearly always told without a look among the edges */
    size_t sieve_mask;
} Edges;

/* The sketch of a line, and for each of its letters whether another one follows it at once in the line; two letters more is room for. */
typedef struct {
    unsigned char letters[LONGEST_LINE + 2], is_joined[LONGEST_LINE + 2];
    size_t length;
} Sketch;

/* What bytes are of a sketch: all of it, the head or tail of one with an open slot, the head or tail of a row,
   what it begins with; a label of a page. In a plain line (ASCII and the usual quotation marks) heads and tails, these backwards,
   count to the open slot. Of the names of home pages and of labels of the law and of consent letters alone are compared
   (page_lines.c). */
enum { WHOLE = 1, HEAD, TAIL, ROW_HEAD, ROW_TAIL, BEGINNING, LABEL, HOME, PLAIN_HEAD, PLAIN_TAIL, PLAIN_BEGINNING, FIRST_LETTERS, LAST_LETTERS, OF_LAW };

BEGIN_INSIDE
/* sketches.c */
void edges_free(Edges *edges);
int edges_fill(Edges *edges, const unsigned char *data, size_t length); /* from records */
uint8_t books_of(const Edges *edges, const Sketch *line, size_t chars, int is_plain, int is_exact);
int agrees_in_letters(const Edges *edges, const unsigned char *line, size_t size, size_t chars);
int is_label(const Edges *edges, const Sketch *line);
uint8_t edge_kinds(const Edges *edges, uint64_t hash, int part);
uint64_t with_letter(uint64_t hash, uint32_t letter);

/* page_lines.c */
int begins_path(const Edges *edges, const unsigned char *line, size_t size);
int may_be_links(const Edges *edges, const unsigned char *line, size_t size, size_t chars);
int may_claim_rights(const unsigned char *line, size_t size, size_t chars);
END_INSIDE

#endif
