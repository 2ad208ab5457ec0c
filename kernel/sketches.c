/* Which lines may be a known phrase, a row of them, or a label of a page, by their sketch. The records of edges are made by
   cleaner/filters/phrase_edges.py. */

#include "sketches.h"

#define LONGEST_ROW 240      /* the same of a line made of several phrases, in _rows.py; and of one in Chinese and the like */
#define LONGEST_CJK_ROW 50
#define FIRST_CJK 0x2E80     /* of characters whose words are not parted */
#define SHORTEST_ROW 10      /* bytes of its sketch */
#define LONGEST_BEGINNING 160 /* bytes of the sketch of the longest phrase, and more */
#define EDGE_KINDS 0xFF /* bits of an edge; the others are of the hash of the bytes and of what they are of a sketch */
#define MOST_LETTERS 10 /* letters of other scripts by which a line is told from phrases, at its beginning and at its end */
#define MOST_LAST_LETTERS 6
#define HEAD_SIZE 5
#define LONGEST_EDGE 24 /* as in cleaner/filters/boilerplate/_evidence/phrasebook.py */
#define ROW_TAIL_SIZE 4
#define SIEVE_SHARE 4 /* bits of the sieve for each place of an edge, of which half are free at least; more than 2^24 of them are not used */

static uint64_t edge_hash(uint64_t hash, int part) { return ((hash + (uint64_t)part) * SPREAD | 1 << 8) & ~(uint64_t)EDGE_KINDS; }

uint8_t edge_kinds(const Edges *edges, uint64_t hash, int part) {
    hash = edge_hash(hash, part);
    size_t bit = hash >> 40 & edges->sieve_mask;
    if (!(edges->sieve[bit >> 6] >> (bit & 63) & 1)) return 0;
    for (size_t at = hash >> 20 & edges->mask;; at = (at + 1) & edges->mask) {
        uint64_t edge = edges->edges[at];
        if ((edge ^ hash) <= EDGE_KINDS) return (uint8_t)(edge & EDGE_KINDS);
        if (!edge) return 0;
    }
}

/* The size of the record of an edge at an offset: part, kinds, length of the sketch in two bytes, sketch; 0 if it is cut off. */
static size_t edge_size(const unsigned char *data, size_t length, size_t at) {
    if (length - at < 4) return 0;
    size_t size = 4 + (data[at + 2] | (size_t)data[at + 3] << 8);
    return size <= length - at ? size : 0;
}

/* Fill the set from records. */
int edges_fill(Edges *edges, const unsigned char *data, size_t length) {
    size_t count = 0, size = 16, record;
    for (size_t at = 0; at < length; at += record, count++) {
        record = edge_size(data, length, at);
        if (!record) return PyErr_SetString(PyExc_ValueError, "the edges are cut off"), -1;
    }
    while (size < 2 * count) size *= 2;
    uint64_t *made = PyMem_Calloc(size, sizeof(uint64_t)), *sieve = PyMem_Calloc(size * SIEVE_SHARE / 64 + 1, sizeof(uint64_t));
    if (!made || !sieve) return PyMem_Free(made), PyMem_Free(sieve), PyErr_NoMemory(), -1;
    edges_free(edges);
    *edges = (Edges){made, size - 1, sieve, size * SIEVE_SHARE - 1};
    for (size_t at = 0; at < length; at += record) {
        record = edge_size(data, length, at);
        uint64_t hash = edge_hash(hash_of(data + at + 4, record - 4), data[at]);
        size_t place = hash >> 20 & edges->mask;
        while (made[place] && (made[place] ^ hash) > EDGE_KINDS) place = (place + 1) & edges->mask;
        made[place] |= hash | data[at + 1];
        size_t bit = hash >> 40 & edges->sieve_mask;
        sieve[bit >> 6] |= BIT(bit & 63);
    }
    return 0;
}

void edges_free(Edges *edges) {
    PyMem_Free(edges->edges);
    PyMem_Free(edges->sieve);
}

/* Which books have something that a sketch begins with. */
static uint8_t begun_kinds(const Edges *edges, const unsigned char *sketch, size_t length, size_t most, int part) {
    uint64_t hash = FIRST_HASH;
    uint8_t kinds = 0;
    for (size_t i = 0; i < length && i < most; i++) {
        hash = (hash ^ sketch[i]) * HASH_STEP;
        kinds |= edge_kinds(edges, hash ^ (hash >> 29), part);
    }
    return kinds;
}

/* Which books have something that the sketch of a plain line begins with from a letter on, or ends with if it is read backwards; a
   space says that a word ends there. */
static uint8_t begun_plainly(const Edges *edges, const Sketch *line, size_t from, int part, int is_backwards) {
    uint64_t hash = FIRST_HASH;
    uint8_t kinds = 0;
    for (size_t i = from; i < line->length && i < from + LONGEST_EDGE; i++) {
        size_t at = is_backwards ? line->length - 1 - i : i;
        hash = (hash ^ line->letters[at]) * HASH_STEP;
        kinds |= edge_kinds(edges, hash ^ (hash >> 29), part);
        if (is_backwards ? at > 0 && line->is_joined[at - 1] : line->is_joined[at]) continue;
        uint64_t ended = (hash ^ ' ') * HASH_STEP;
        kinds |= edge_kinds(edges, ended ^ (ended >> 29), part);
    }
    return kinds;
}

/* Which books may have a phrase with an open slot. */
static uint8_t books_of_open(const Edges *edges, const Sketch *line, int is_plain) {
    size_t size = line->length < HEAD_SIZE ? line->length : HEAD_SIZE;
    uint8_t heads = edge_kinds(edges, hash_of(line->letters, size), HEAD);
    uint8_t tails = edge_kinds(edges, hash_of(line->letters + line->length - size, size), TAIL);
    if (is_plain && heads) heads = begun_plainly(edges, line, 0, PLAIN_HEAD, 0);
    if (is_plain && tails) tails = begun_plainly(edges, line, 0, PLAIN_TAIL, 1);
    return heads | tails;
}

/* Which books may have phrases, and labels, of which a plain line is made from its first letter to its last; each ends where a word
   does. A phrase with an open slot may go on anywhere. */
static uint8_t books_of_row(const Edges *edges, const Sketch *line) {
    uint8_t reached[LONGEST_LINE + 1] = {EDGE_KINDS}, kinds = 0; /* the books whose phrases make the line up to a letter */
    for (size_t from = 0; from < line->length; from++) {
        if (!reached[from]) continue;
        kinds |= begun_plainly(edges, line, from, PLAIN_HEAD, 0) & reached[from];
        uint64_t hash = FIRST_HASH;
        for (size_t end = from + 1; end <= line->length && end <= from + LONGEST_BEGINNING; end++) {
            hash = (hash ^ line->letters[end - 1]) * HASH_STEP;
            if (line->is_joined[end - 1]) continue;
            uint64_t mixed = hash ^ (hash >> 29);
            uint8_t found = (edge_kinds(edges, mixed, WHOLE) | edge_kinds(edges, mixed, LABEL)) & reached[from];
            if (end < line->length) reached[end] |= found;
            else if (from) kinds |= found;
        }
    }
    return kinds;
}

/* Which books may have a phrase, or a row of phrases, that is a line of `chars` code points with a sketch. `is_exact`: it is plain, and
   has no placeholder, of which a sketch has a letter. */
uint8_t books_of(const Edges *edges, const Sketch *line, size_t chars, int is_plain, int is_exact) {
    const unsigned char *sketch = line->letters;
    size_t length = line->length;
    if (!length || chars > LONGEST_LINE || !edges->edges) return 0;
    uint8_t kinds = edge_kinds(edges, hash_of(sketch, length), WHOLE) | books_of_open(edges, line, is_plain);
    if (chars > LONGEST_ROW) return kinds;
    uint8_t row = 0;
    for (size_t size = 2; size <= 6 && size <= length; size += size == 2 ? 3 : 1) row |= edge_kinds(edges, hash_of(sketch, size), ROW_HEAD);
    if (!row) return kinds;
    if (chars <= LONGEST_CJK_ROW) kinds |= row & 2; /* such a line may be one without a known tail */
    size_t tail = length < ROW_TAIL_SIZE ? length : ROW_TAIL_SIZE;
    if (length < SHORTEST_ROW || !edge_kinds(edges, hash_of(sketch + length - tail, tail), ROW_TAIL)) return kinds;
    if (is_exact) return kinds | books_of_row(edges, line);
    return kinds | begun_kinds(edges, sketch, length, LONGEST_BEGINNING, is_plain ? PLAIN_BEGINNING : BEGINNING);
}

static int has_letters(const Edges *edges, uint64_t hash, int end, int part) {
    if (end) hash = (hash ^ (uint64_t)end) * HASH_STEP;
    return edge_kinds(edges, hash ^ (hash >> 29), part) != 0;
}

uint64_t with_letter(uint64_t hash, uint32_t letter) {
    unsigned char bytes[4];
    size_t size = put_utf8(bytes, letter);
    for (size_t i = 0; i < size; i++) hash = (hash ^ bytes[i]) * HASH_STEP;
    return hash;
}

/* Whether a letter of a script that parts words by spaces stands at a place, so that no phrase ends before it. */
static int goes_on_in_word(const unsigned char *line, size_t size, size_t at) {
    size_t step;
    uint32_t c = at < size ? utf8_at(line + at, &step) : 0;
    return c < FIRST_CJK && script_letter(c) > OTHER_LETTER;
}

/* Whether a line that begins with a letter of another script than Latin may be a phrase, or the first of a row of phrases: by its
   first letters, or its last ones. What begins with another letter may be. */
int agrees_in_letters(const Edges *edges, const unsigned char *line, size_t size, size_t chars) {
    uint64_t hash = FIRST_HASH;
    uint32_t letter = 0;
    size_t at = 0, letters = 0, step;
    for (; at < size && letters < MOST_LETTERS; at += step) {
        letter = script_letter(utf8_at(line + at, &step));
        if (letter == OTHER_LETTER) break;
        if (!letter) continue;
        hash = with_letter(hash, letter);
        if (has_letters(edges, hash, 0, FIRST_LETTERS)) return 1;
        if (chars <= LONGEST_ROW && !goes_on_in_word(line, size, at + step) && has_letters(edges, hash, '$', FIRST_LETTERS)) return 1;
        letters++;
    }
    if (letter == OTHER_LETTER && (!letters || has_letters(edges, hash, '|', FIRST_LETTERS))) return 1;
    if (at >= size && has_letters(edges, hash, '$', FIRST_LETTERS)) return 1;
    hash = FIRST_HASH;
    letters = 0;
    for (at = size; at > 0 && letters < MOST_LAST_LETTERS;) {
        at = char_before(line, at);
        letter = script_letter(utf8_at(line + at, &step));
        if (letter == OTHER_LETTER) break;
        if (!letter) continue;
        hash = with_letter(hash, letter);
        letters++;
    }
    return has_letters(edges, hash, letter == OTHER_LETTER ? '|' : 0, LAST_LETTERS);
}

int is_label(const Edges *edges, const Sketch *line) { return edges->edges && edge_kinds(edges, hash_of(line->letters, line->length), LABEL) != 0; }
