/* One pass over a text that finds which filters have something to look at (cleaner/pipeline/scan.py says what the bits mean).

   The pass works on the UTF-8 of the text: it looks for signs (strings), folds the text to one byte a code point as
   cleaner/core/views/folding.py does, cuts it into words, looks each up in a hash table of what Python has said about it, and reduces
   each line to the sketch of its letters, whose ends are looked up among those of phrases. It never calls Python: words that are
   not in the table yet are collected, asked about afterwards, and the pass is made again. So other threads see whole passes. */

#include "facts.h"
#include "kernel.h"

/* The fixed bits of an answer; signs have those from FIRST_SIGN on. Kept as in cleaner/pipeline/scan.py. */
enum { NOT_PLAIN = 16, ODD, PAGE, DOUBLED, PAIRS, PHRASES = PAIRS + 3, PHRASE_LINE, OTHER_LANGUAGE, FIRST_SIGN = 32 };

#define VERSION 25 /* of what this module and cleaner/filters/scan.py say to each other: one that lies about from before is not used */

#define MOST_CHARS 20000     /* code points of a text; a longer one has something for nearly every filter */
#define MOST_WORDS 60000     /* words remembered: about 4 MB */
#define LONGEST_LIGATURE 3   /* letters */
#define LONGEST_LINE 320     /* code points, as in cleaner/filters/boilerplate/_evidence/sketches.py */
#define LONGEST_ROW 240      /* the same of a line made of several phrases, in _rows.py; and of one in Chinese and the like */
#define LONGEST_CJK_ROW 50
#define SHORTEST_ROW 10      /* bytes of its sketch */
#define LONGEST_BEGINNING 160 /* bytes of the sketch of the longest phrase, and more */
#define FEWEST_LINES 6       /* line feeds of a page */
#define FEWEST_LABELS 3      /* its lines that are labels, or the same label */
#define HEAD_LINES 6         /* lines among which the path to the page begins */
#define LONGEST_HOME 60      /* bytes of the sketch of the name of a home page, and more */
#define SHORT_TEXT 12        /* words; these numbers as in cleaner/core/views/languages.py */
#define FEWEST_VOTES 2.0
#define SHARE 0.15
#define MARGIN 1.5
#define MOST_SAMPLED 6000    /* code points of a text whose language is told by all of it */
#define SAMPLE 2000          /* of each of three parts of a longer one */
#define SHORT_SPEECH 400     /* code points of a text that may be English in any language, as in cleaner/filters/_english/judgement.py */
#define ENGLISH 0.7          /* share of English words, as in cleaner/filters/_languages/stretches.py */
#define NEARLY 1e-9          /* sums of votes that differ by less are left to Python */
#define MOST_LANGUAGES 32

/* What Python says about a word. */
#define ANYWHERE(f) ((f) & 0xFFFF)              /* bits of the answer that the word sets */
#define IN_SMALL(f) (((f) >> IN_SMALL_AT) & 0xFFFF) /* the same where it does not begin with a capital of ASCII */
#define LEFT(f) (((f) >> 32) & 0x7)             /* which pairs it is the first word of */
#define RIGHT(f) (((f) >> RIGHT_AT) & 0x7)      /* which pairs it is the second word of */
#define IS_THE(f) (((f) >> 38) & 1)
#define IS_ENGLISH(f) (((f) >> 39) & 1)
#define GROUP_AT 40
#define GROUP(f) (((f) >> GROUP_AT) & 0xFF)     /* the phrases that begin with it, 0 for none */
#define VOTES_AT 48
#define VOTES(f) (((f) >> VOTES_AT) & 0xFF)     /* the languages that it speaks for, 0 for none */
#define IS_UNJUDGED(f) (((f) >> UNJUDGED_AT) & 1) /* it may be misspelled: to be asked about again where it stands in small letters */
#define IS_ADVERB(f) (((f) >> ADVERB_AT) & 1)   /* a pair whose first word is TO goes on behind it: "to quickly finished" */
#define FOR_ENGLISH (PLACED | NEAR | (uint64_t)7 << PAIRS) /* bits that count in English texts alone */
#define BITS_OF_WORDS (LISTED | PLACED | NEAR | PIECE)
#define OF_WORDS (BITS_OF_WORDS | FOR_ENGLISH | BIT(DOUBLED) | BIT(PHRASES) | BIT(OTHER_LANGUAGE)) /* without them words are not looked at */

#define EDGE_KINDS 0xFF /* bits of an edge; the others are of the hash of the bytes and of what they are of a sketch */

typedef struct {
    uint64_t *edges; /* a power of two of them */
    size_t mask;
} Edges;

/* What bytes are of a sketch: all of it, the head or tail of one with an open slot, the head or tail of a row,
   what it begins with; a label of a page, and the name of a home page, with which a path begins. In a plain line (ASCII and the
   usual quotation marks) heads and tails, these backwards, count to the open slot. */
enum { WHOLE = 1, HEAD, TAIL, ROW_HEAD, ROW_TAIL, BEGINNING, LABEL, HOME, PLAIN_HEAD, PLAIN_TAIL, PLAIN_BEGINNING, FIRST_LETTERS, LAST_LETTERS };
#define MOST_LETTERS 6 /* letters of other scripts by which a line is told from phrases, at its beginning and at its end */
#define MOST_LAST_LETTERS 4
#define HEAD_SIZE 5
#define LONGEST_EDGE 24 /* as in cleaner/filters/boilerplate/_evidence/phrasebook.py */
#define ROW_TAIL_SIZE 4

typedef struct {
    unsigned char *bytes;
    uint32_t length;
    uint32_t end;  /* code points at the end of the text in which it counts, 0 for anywhere */
    uint64_t bit;
    int32_t next;  /* the next sign with this first byte, -1 for none */
} Sign;

typedef struct {
    uint32_t start, byte;
    uint8_t group;
} Spot;

typedef struct {
    uint64_t value;
    uint16_t beside;
} Facts;

/* A word of the text: its hash, where it begins, its letters, and which of the bits that words set count where it stands. */
typedef struct {
    uint64_t hash;
    uint32_t start, byte;
    uint8_t length, counted;
} Cut;

typedef struct {
    PyObject_HEAD
    PyObject *classify, *judge, *classify_elsewhere;
    Phrases *phrases; /* NULL: a word of a group may always be one */
    Index index;
    Unlisted *unlisted; /* NULL: every word that the index lacks is asked about */
    Facts *facts; /* by the number of a word of the index */
    size_t fact_count;
    unsigned char fold[256], sketch[256];
    Sign *signs;
    size_t sign_count;
    int32_t first_sign[256];
    uint8_t *pairs_of_bytes; /* which two bytes a sign begins with, a bit each */
    double *votes;              /* by row and language */
    size_t vote_rows, languages;
    uint32_t judged;            /* languages whose words are judged, a bit each; language 0 is English */
    Edges edges;
    int unicode_edges;          /* whether phrases beyond ASCII are among the edges */
    Table words;
    Table voters;               /* the function words of all languages, with their rows of votes */
    Table elsewhere;            /* words that were asked about in texts of other languages alone */
    uint32_t stamp;
    unsigned char *folded;
    size_t folded_room;
    Cut *cut;                   /* the words of the text */
    size_t cut_room, cut_count;
    uint32_t *seen;             /* their entries, in order */
    size_t seen_room;
    Spot *spots;
    size_t spot_room;
} Scanner;

/* ---- the table of words ---------------------------------------------------------------------------------------------- */

#define FIRST_HASH 0xcbf29ce484222325ULL
#define HASH_STEP 0x100000001b3ULL

uint64_t hash_of(const unsigned char *bytes, size_t length) {
    uint64_t hash = FIRST_HASH; /* FNV-1a */
    for (size_t i = 0; i < length; i++) hash = (hash ^ bytes[i]) * HASH_STEP;
    return hash ^ (hash >> 29);
}

int table_grow(Table *table) {
    size_t size = table->entries ? 2 * (table->mask + 1) : 4096;
    Entry *entries = PyMem_Calloc(size, sizeof(Entry));
    if (!entries) return -1;
    for (size_t i = 0; table->entries && i <= table->mask; i++) {
        Entry *old = &table->entries[i];
        if (old->length) {
            size_t at = old->hash & (size - 1);
            while (entries[at].length) at = (at + 1) & (size - 1);
            entries[at] = *old;
        }
    }
    PyMem_Free(table->entries);
    table->entries = entries;
    table->mask = size - 1;
    return 0;
}

/* The entry of a word whose hash is known. */
static Entry *table_find_hashed(const Table *table, const unsigned char *key, size_t length, uint64_t hash) {
    for (size_t at = hash & table->mask;; at = (at + 1) & table->mask) {
        Entry *entry = &table->entries[at];
        if (!entry->length) return NULL;
        if (entry->hash == hash && entry->length == length && !memcmp(table->arena + entry->place, key, length)) return entry;
    }
}

Entry *table_find(const Table *table, const unsigned char *key, size_t length) { return table_find_hashed(table, key, length, hash_of(key, length)); }

int table_put(Table *table, const unsigned char *key, size_t length, uint64_t value, uint16_t beside) {
    if (2 * (table->count + 1) > table->mask && table_grow(table) < 0) return -1;
    if (table->used + length > table->room) {
        size_t room = 2 * table->room + 65536;
        char *arena = PyMem_Realloc(table->arena, room);
        if (!arena) return -1;
        table->arena = arena;
        table->room = room;
    }
    uint64_t hash = hash_of(key, length);
    size_t at = hash & table->mask;
    while (table->entries[at].length) at = (at + 1) & table->mask;
    memcpy(table->arena + table->used, key, length);
    table->entries[at] = (Entry){hash, value, (uint32_t)table->used, 0, (uint16_t)length, beside, 0};
    table->used += length;
    table->count++;
    return 0;
}

void table_free(Table *table) {
    PyMem_Free(table->entries);
    PyMem_Free(table->arena);
    memset(table, 0, sizeof(Table));
}

int table_clear(Table *table) {
    table_free(table);
    return table_grow(table);
}

/* ---- the shipped words ----------------------------------------------------------------------------------------------- */

static uint32_t number_at(const Py_buffer *buffer, size_t at, size_t size) {
    const unsigned char *bytes = (const unsigned char *)buffer->buf + at * size;
    uint32_t number = 0;
    for (size_t i = size; i-- > 0;) number = number << 8 | bytes[i];
    return number;
}

/* Where a word stands in the index, -1 if it does not. Found lines are compared, so a word is never taken for another. */
static Py_ssize_t index_find_hashed(const Index *index, const unsigned char *key, size_t length, uint64_t hash) {
    if (!index->count) return -1;
    const unsigned char *words = index->words.buf;
    size_t at = (size_t)((hash * SPREAD >> 32) * index->count >> 32);
    for (size_t tries = 0; tries < index->count; tries++, at = at + 1 < index->count ? at + 1 : 0) {
        size_t start = number_at(&index->slots, at, 4);
        if (!start--) return -1; /* offsets are from 1 on, 0 is a free slot */
        if (start + length >= (size_t)index->words.len) continue;
        if (words[start + length] == '\t' && !memcmp(words + start, key, length)) return (Py_ssize_t)at;
    }
    return -1;
}

Py_ssize_t index_find(const Index *index, const unsigned char *key, size_t length) {
    return index_find_hashed(index, key, length, hash_of(key, length));
}

int index_open(Index *index, PyObject *words, PyObject *slots, PyObject *numbers) {
    if (PyObject_GetBuffer(words, &index->words, PyBUF_SIMPLE) < 0 || PyObject_GetBuffer(slots, &index->slots, PyBUF_SIMPLE) < 0 ||
        PyObject_GetBuffer(numbers, &index->numbers, PyBUF_SIMPLE) < 0)
        return -1;
    size_t count = (size_t)index->slots.len / 4;
    if (!count || count >> 32 || (size_t)index->numbers.len < 2 * count)
        return PyErr_SetString(PyExc_ValueError, "the index is cut"), -1;
    index->count = count;
    return 0;
}

#define SIEVE_BITS 22 /* of the number of a bit: 512 KiB, of which one in fifteen is set */

static size_t sieve_bit(const unsigned char *word, size_t length) { return (size_t)(hash_of(word, length) * SPREAD >> (64 - SIEVE_BITS)); }

/* Set the bits of the words of the list, once; it takes 10 ms. */
int index_sieve(Index *index) {
    const unsigned char *line = index->words.buf, *end = line + index->words.len, *tab;
    if (index->sieve) return 0;
    uint64_t *sieve = PyMem_Calloc((size_t)1 << (SIEVE_BITS - 6), sizeof(uint64_t));
    if (!sieve) return PyErr_NoMemory(), -1;
    while (line < end && (tab = memchr(line, '\t', (size_t)(end - line)))) {
        size_t bit = sieve_bit(line, (size_t)(tab - line));
        sieve[bit >> 6] |= BIT(bit & 63);
        line = memchr(tab, '\n', (size_t)(end - tab));
        line = line ? line + 1 : end;
    }
    index->sieve = sieve;
    return 0;
}

static Py_ssize_t sieved(const Index *index, const unsigned char *word, size_t length) {
    size_t bit = sieve_bit(word, length);
    return !index->sieve || index->sieve[bit >> 6] >> (bit & 63) & 1 ? index_find(index, word, length) : -1;
}

int index_holds(const Index *index, const unsigned char *word, size_t length) { return sieved(index, word, length) >= 0; }

/* The size class of a word in small letters (cleaner/models/wordlists/lexicon.py), 0 if the list has it with a capital alone, or not. */
int index_size(const Index *index, const unsigned char *word, size_t length) {
    Py_ssize_t at = sieved(index, word, length);
    if (at < 0) return 0;
    size_t value = (size_t)number_at(&index->slots, (size_t)at, 4) + length;
    return value < (size_t)index->words.len ? ((const unsigned char *)index->words.buf)[value] - '0' : 0;
}

void index_close(Index *index) {
    index->count = 0;
    PyMem_Free(index->sieve);
    index->sieve = NULL;
    PyBuffer_Release(&index->words);
    PyBuffer_Release(&index->slots);
    PyBuffer_Release(&index->numbers);
}

/* ---- the sketches of phrases ----------------------------------------------------------------------------------------- */

static uint64_t edge_hash(uint64_t hash, int part) { return ((hash + (uint64_t)part) * SPREAD | 1 << 8) & ~(uint64_t)EDGE_KINDS; }

static uint8_t edge_kinds(const Edges *edges, uint64_t hash, int part) {
    hash = edge_hash(hash, part);
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
static int edges_fill(Edges *edges, const unsigned char *data, size_t length) {
    size_t count = 0, size = 16, record;
    for (size_t at = 0; at < length; at += record, count++) {
        record = edge_size(data, length, at);
        if (!record) return PyErr_SetString(PyExc_ValueError, "the edges are cut off"), -1;
    }
    while (size < 2 * count) size *= 2;
    uint64_t *made = PyMem_Calloc(size, sizeof(uint64_t));
    if (!made) return PyErr_NoMemory(), -1;
    PyMem_Free(edges->edges);
    edges->edges = made;
    edges->mask = size - 1;
    for (size_t at = 0; at < length; at += record) {
        record = edge_size(data, length, at);
        uint64_t hash = edge_hash(hash_of(data + at + 4, record - 4), data[at]);
        size_t place = hash >> 20 & edges->mask;
        while (made[place] && (made[place] ^ hash) > EDGE_KINDS) place = (place + 1) & edges->mask;
        made[place] |= hash | data[at + 1];
    }
    return 0;
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

/* The sketch of a line, and for each of its letters whether another one follows it at once in the line; one letter more is room for. */
typedef struct {
    unsigned char letters[LONGEST_LINE + 1], is_joined[LONGEST_LINE + 1];
    size_t length;
} Sketch;

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
static uint8_t books_of(const Edges *edges, const Sketch *line, size_t chars, int is_plain, int is_exact) {
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

static uint64_t with_letter(uint64_t hash, uint32_t letter) {
    unsigned char bytes[4];
    size_t size = put_utf8(bytes, letter);
    for (size_t i = 0; i < size; i++) hash = (hash ^ bytes[i]) * HASH_STEP;
    return hash;
}

/* Whether a line that begins with a letter of another script than Latin may be a phrase, or the first of a row of phrases: by its
   first letters, or its last ones. What begins with another letter may be. */
static int agrees_in_letters(const Edges *edges, const unsigned char *line, size_t size, size_t chars) {
    uint64_t hash = FIRST_HASH;
    uint32_t letter = 0;
    size_t at = 0, letters = 0, step;
    for (; at < size && letters < MOST_LETTERS; at += step) {
        letter = script_letter(utf8_at(line + at, &step));
        if (letter == OTHER_LETTER) break;
        if (!letter) continue;
        hash = with_letter(hash, letter);
        if (has_letters(edges, hash, 0, FIRST_LETTERS) || (chars <= LONGEST_ROW && has_letters(edges, hash, '$', FIRST_LETTERS))) return 1;
        letters++;
    }
    if (letter == OTHER_LETTER && (!letters || has_letters(edges, hash, '|', FIRST_LETTERS))) return 1;
    if (at >= size && has_letters(edges, hash, '$', FIRST_LETTERS)) return 1;
    hash = FIRST_HASH;
    letters = 0;
    for (at = size; at > 0 && letters < MOST_LAST_LETTERS;) {
        do at--;
        while (at > 0 && (line[at] & 0xC0) == 0x80);
        letter = script_letter(utf8_at(line + at, &step));
        if (letter == OTHER_LETTER) break;
        if (!letter) continue;
        hash = with_letter(hash, letter);
        letters++;
    }
    return has_letters(edges, hash, letter == OTHER_LETTER ? '|' : 0, LAST_LETTERS);
}

/* ---- the pass -------------------------------------------------------------------------------------------------------- */

typedef struct {
    PyObject *words;     /* list of bytes that the table lacks */
    PyObject *unjudged;  /* list of bytes */
    int counts, net;     /* the phrases lack their counts, or the masked model */
} Missing;

int add_missing(PyObject **list, PyObject *item) {
    if (!item) return -1;
    if (!*list && !(*list = PyList_New(0))) return Py_DECREF(item), -1;
    int failed = PyList_Append(*list, item);
    Py_DECREF(item);
    return failed;
}

static int is_odd(uint32_t c) {
    if (c < 0x80) return c < 9 || c == 11 || c == 12 || (c >= 14 && c < 32) || c == 127;
    if (c < 0xA0 || c == 0xAD || c == 0x61C || c == 0x115F || c == 0x1160 || (c >= 0x180B && c <= 0x180F)) return 1;
    if (c < 0x200B) return 0;
    if (c <= 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0x3164) return 1;
    if (c < 0xD800) return 0;
    if (c <= 0xDFFF || (c >= 0xFB00 && c <= 0xFB06) || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF || c == 0xFFA0) return 1;
    return (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE0FFF);
}

/* Whether a word beside a character is part of something longer: GLUE of cleaner/core/views/folding.py. */
int is_glue(uint32_t c) {
    if (c == 0x2018 || c == 0x2019) return 1;
    return c > ' ' && c < 0x7F && strchr("-'/\\@_&#$%+=~*<>|^`", (int)c) != NULL;
}

/* Which of the bits that a word sets count between two characters: most filters look at words that stand alone and are written
   in small letters (PLACED), or have an apostrophe beside them at most (NEAR). A PIECE behind an apostrophe is none ("we're"), nor is an
   abbreviation in capitals, unless it is as short as a ligature. */
static uint64_t counting(uint64_t bits, uint32_t before, uint32_t after, int is_small, int is_upper) {
    int is_quote = before == '\'' || before == 0x2018, is_apostrophe = after == '\'' || after == 0x2019;
    int is_glued = is_glue(before) || is_glue(after) || before == '.';
    if (!is_small || is_glued) bits &= ~(uint64_t)PLACED;
    if (!is_small || (is_glue(before) && !is_quote) || before == '.' || (is_glue(after) && !is_apostrophe)) bits &= ~(uint64_t)NEAR;
    if (before == '\'' || before == 0x2019 || (is_glued && before != ' ' && after != ' ') || is_upper) bits &= ~(uint64_t)PIECE;
    return bits;
}

static int is_usual_mark(uint32_t c) {
    return c == 0x2013 || c == 0x2014 || c == 0x2018 || c == 0x2019 || c == 0x201C || c == 0x201D || c == 0x2026;
}

int grow(void **buffer, size_t *room, size_t wanted, size_t size) {
    if (wanted <= *room) return 0;
    void *made = PyMem_Realloc(*buffer, 2 * wanted * size);
    if (!made) return PyErr_NoMemory(), -1;
    *buffer = made;
    *room = 2 * wanted;
    return 0;
}

/* What is known about a word beside a phrase. */
static Beside beside_phrase(void *object, const unsigned char *word, size_t length) {
    Scanner *self = object;
    Entry *known = length && length <= LONGEST_WORD ? table_find(&self->words, word, length) : NULL;
    if (!known) return phrases_beside(self->phrases, word, length, 0);
    if (!known->counted) {
        Beside found = phrases_beside(self->phrases, word, length, known->beside);
        known->counted = (found.number + 1) | (found.is_counted ? 0 : AS_CLASS);
        known->beside = (uint16_t)found.row;
    }
    return (Beside){known->beside, (known->counted & ~AS_CLASS) - 1, !(known->counted & AS_CLASS)};
}

/* Whether a phrase that begins at a spot may be one by the words beside it. */
static int phrase_at(Scanner *self, Missing *missing, Spot spot, TextPlace place) {
    if (!self->phrases) return 1;
    if (phrases_need_counts(self->phrases)) {
        missing->counts = 1;
        return 0;
    }
    place.start = spot.start;
    place.byte = spot.byte;
    int said = phrases_may_be_at(self->phrases, place, spot.group, beside_phrase, self);
    missing->net |= said == NET_WANTED;
    return said == IS_PHRASE;
}

/* Whether a text without "the" may have something for the words of other languages. */
static int may_be_foreign(const Scanner *self, size_t words, size_t chars, size_t distinct, size_t english) {
    double votes[MOST_LANGUAGES] = {0};
    if (chars > MOST_SAMPLED) return 1;
    for (size_t i = 0; i < words; i++) {
        uint64_t row = VOTES(self->words.entries[self->seen[i]].value);
        const double *shares = self->votes + row * self->languages;
        if (row)
            for (size_t k = 0; k < self->languages; k++) votes[k] += shares[k];
    }
    size_t best = 0;
    for (size_t k = 1; k < self->languages; k++)
        if (votes[k] > votes[best]) best = k;
    double second = 0;
    for (size_t k = 0; k < self->languages; k++)
        if (k != best && votes[k] > second) second = votes[k];
    double least = words <= SHORT_TEXT ? 1.0 : FEWEST_VOTES;
    if (SHARE * (double)words > least) least = SHARE * (double)words;
    if (MARGIN * second > least) least = MARGIN * second;
    if (votes[best] >= least + NEARLY) return self->judged >> best & 1;
    if (votes[best] > least - NEARLY) return 1;
    return !((double)english >= ENGLISH * (double)distinct);
}

/* Add the votes of the words of a part of the folded text; how many words it has. */
static size_t count_votes(const Scanner *self, const unsigned char *text, size_t size, double *votes) {
    size_t words = 0, start = 0;
    for (size_t i = 0; i <= size; i++) {
        if (i < size && text[i] != ' ') continue;
        if (i > start) {
            words++;
            const Entry *entry = i - start <= LONGEST_WORD ? table_find(&self->voters, text + start, i - start) : NULL;
            const double *shares = self->votes + (entry ? entry->value : 0) * self->languages;
            for (size_t k = 0; entry && k < self->languages; k++) votes[k] += shares[k];
        }
        start = i + 1;
    }
    return words;
}

/* The number of the language of a long enough text, if it is certain and another one than English; else 0. */
static size_t language_elsewhere(const Scanner *self, size_t chars) {
    const unsigned char *text = self->folded + 1;
    double votes[MOST_LANGUAGES] = {0}, second = 0, least = FEWEST_VOTES;
    size_t words = 0, best = 0;
    if (chars <= SHORT_SPEECH || !self->classify_elsewhere) return 0;
    if (chars > MOST_SAMPLED) {
        words += count_votes(self, text, SAMPLE, votes);
        words += count_votes(self, text + chars / 2, SAMPLE, votes);
        words += count_votes(self, text + chars - SAMPLE, SAMPLE, votes);
    } else
        words += count_votes(self, text, chars, votes);
    for (size_t k = 1; k < self->languages; k++)
        if (votes[k] > votes[best]) best = k;
    for (size_t k = 0; k < self->languages; k++)
        if (k != best && votes[k] > second) second = votes[k];
    if (SHARE * (double)words > least) least = SHARE * (double)words;
    if (MARGIN * second > least) least = MARGIN * second;
    return words > SHORT_TEXT && votes[best] >= least + NEARLY ? best : 0;
}

/* What can be told of a word that the lexicon lacks; 0 if it must be asked about. */
static int told(const Scanner *self, const unsigned char *word, size_t length, uint64_t *facts) {
    if (!self->unlisted || !self->phrases || !self->voters.entries || !unlisted_facts(self->unlisted, word, length, facts)) return 0;
    const Entry *voter = table_find(&self->voters, word, length);
    if (word[0] < 'a') return 1; /* a number */
    *facts |= (uint64_t)phrases_group(self->phrases, word, length) << GROUP_AT | (voter ? voter->value : 0) << VOTES_AT;
    return 1;
}

/* What is known about a word: said before, shipped, or told by its letters. NULL if nothing is, or there is no memory. */
static Entry *known_word(Scanner *self, const unsigned char *word, size_t length, uint64_t hash) {
    Entry *entry = table_find_hashed(&self->words, word, length, hash);
    if (entry) return entry;
    Py_ssize_t at = index_find_hashed(&self->index, word, length, hash);
    uint32_t number = at < 0 ? 0 : number_at(&self->index.numbers, (size_t)at, 2);
    Facts facts = {0, 0};
    if (number && number < self->fact_count) facts = self->facts[number];
    else if (at >= 0 || !told(self, word, length, &facts.value)) return NULL; /* number 0: what is said about it is not shipped */
    if (table_put(&self->words, word, length, facts.value, facts.beside) < 0) return PyErr_NoMemory(), NULL;
    return table_find_hashed(&self->words, word, length, hash);
}

/* What a text has beside its words; its words are kept in `self->cut`. */
typedef struct {
    uint64_t found;
    size_t feeds, labels;
    int is_path, is_strange; /* whether its words are hardly English */
} Sights;

/* The line that is read: its sketch, where it begins, and how many were not empty. */
typedef struct {
    Sketch sketch;
    size_t start, byte, filled;
    int is_plain, is_exact;
    uint8_t kinds; /* the books whose phrases the text may hold */
} Line;

/* The word that is read. */
typedef struct {
    uint64_t hash;
    size_t start, byte;
    uint32_t before;
    int is_small, is_upper;
} Word;

static uint64_t signs_at(const Scanner *self, const unsigned char *data, size_t left, size_t chars_left) {
    uint64_t found = 0;
    for (int32_t k = self->first_sign[data[0]]; k >= 0; k = self->signs[k].next) {
        const Sign *sign = &self->signs[k];
        if (sign->length <= left && (!sign->end || chars_left <= sign->end) && !memcmp(data, sign->bytes, sign->length)) found |= sign->bit;
    }
    return found;
}

/* At the end of a line, whose line feed is the byte `i` and the code point `at`. */
static void end_line(const Edges *edges, Line *line, const unsigned char *data, size_t i, size_t at, Sights *sights) {
    const Sketch *sketch = &line->sketch;
    size_t letters = sketch->length, chars = at - line->start;
    if ((line->is_plain || (letters && agrees_in_letters(edges, data + line->byte, i - line->byte, chars))) &&
        books_of(edges, sketch, chars, line->is_plain, line->is_plain && line->is_exact) & line->kinds)
        sights->found |= BIT(PHRASE_LINE);
    if (letters && edges->edges) sights->labels += edge_kinds(edges, hash_of(sketch->letters, letters), LABEL) != 0;
    if (letters && line->filled++ < HEAD_LINES) sights->is_path |= edges->edges && begun_kinds(edges, sketch->letters, letters, LONGEST_HOME, HOME);
    line->start = at + 1;
    line->byte = i + 1;
    line->sketch.length = 0;
    line->is_plain = line->is_exact = 1;
}

/* Add what the sketch of a line has of a character: one byte a code point at most. `is_joined`: it stands beside the letter before. */
static void add_letter(Sketch *line, unsigned char letter, int is_joined) {
    if (line->length > LONGEST_LINE) return;
    if (line->length) line->is_joined[line->length - 1] = (unsigned char)is_joined;
    line->is_joined[line->length] = 0;
    line->letters[line->length++] = letter;
}

#define IS_LETTER(byte) ((unsigned char)(((byte) | 32) - 'a') < 26)
#define MAY_BEGIN_SIGN(self, byte, next) ((self)->pairs_of_bytes[(byte) << 5 | (next) >> 3] >> ((next) & 7) & 1)

/* Read the characters of a text: look for signs and at the sketches of lines; if it `has_words` to look at, fold them and cut them into
   words as well. Letters of ASCII, which nearly all are, are read in runs. 1 if a word is too long. */
static int read_text(Scanner *self, const unsigned char *data, size_t size, size_t chars, int has_words, Sights *sights) {
    if (has_words && grow((void **)&self->folded, &self->folded_room, chars + 4, 1) < 0) return -1;
    if (has_words && grow((void **)&self->cut, &self->cut_room, chars / 2 + 2, sizeof(Cut)) < 0) return -1;
    if (++self->stamp == 0) return PyErr_SetString(PyExc_OverflowError, "too many texts"), -1;
    unsigned char *folded = has_words ? self->folded + 1 : NULL;
    *sights = (Sights){0, 0, 0, 0, 0};
    Line line = {.is_plain = 1, .is_exact = 1, .kinds = size == chars ? 1 : 2};
    Word word = {0, 0, 0, '\n', 1, 1};
    size_t at = 0, words = 0, kept_end = (size_t)-1; /* where the last character that the sketch has ends */
    int in_word = 0, is_closed = 0;
    uint32_t c = '\n'; /* the character before, then this one */
    for (size_t i = 0; i <= size;) {
        if (IS_LETTER(data[i])) { /* the text ends in a zero */
            if (!in_word) {
                in_word = has_words;
                word = (Word){FIRST_HASH, at, i, c, 1, 1};
            }
            size_t start = i, capitals = 0;
            uint64_t hash = word.hash;
            do {
                unsigned char letter = data[i] | 32;
                if (MAY_BEGIN_SIGN(self, data[i], data[i + 1])) sights->found |= signs_at(self, data + i, size - i, chars - at);
                add_letter(&line.sketch, letter, kept_end == i);
                if (has_words) {
                    folded[at] = letter;
                    hash = (hash ^ letter) * HASH_STEP;
                    capitals += data[i] != letter;
                }
                at++;
                kept_end = ++i;
            } while (IS_LETTER(data[i]));
            word.hash = hash;
            word.is_small &= !capitals;
            word.is_upper &= capitals == i - start;
            c = data[i - 1];
            is_closed = 0;
            continue;
        }
        uint32_t previous = c;
        size_t next = i + 1;
        int is_end = i == size;
        unsigned char byte = is_end ? '\n' : data[i];
        if (!is_end && MAY_BEGIN_SIGN(self, byte, data[next])) sights->found |= signs_at(self, data + i, size - i, chars - at);
        if (byte < 0x80) {
            c = byte;
            is_closed = 0;
            if (!is_end && (c < 32 || c == 127) && is_odd(c)) sights->found |= BIT(ODD);
        } else {
            size_t more = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : 1;
            c = byte & (0x3F >> more);
            for (size_t k = 0; k < more; k++, next++) c = c << 6 | (data[next] & 0x3F);
            if (!is_usual_mark(c) || (is_closed && (c == 0x2018 || c == 0x201C))) sights->found |= BIT(NOT_PLAIN);
            line.is_plain &= is_usual_mark(c);
            is_closed = c == 0x201D;
            if (is_odd(c)) sights->found |= BIT(ODD);
        }
        if (c == '\n') {
            sights->feeds += !is_end;
            end_line(&self->edges, &line, data, i, at, sights);
        } else if (self->sketch[byte]) {
            add_letter(&line.sketch, self->sketch[byte], kept_end == i);
            kept_end = next;
        } else if (c == '%')
            line.is_exact = 0;
        if (has_words) {
            unsigned char letter = is_end || c > 0xFF ? ' ' : self->fold[c];
            if (!is_end) folded[at] = letter;
            if (letter != ' ') {
                if (!in_word) word = (Word){FIRST_HASH, at, i, previous, 1, 1};
                in_word = 1;
                word.hash = (word.hash ^ letter) * HASH_STEP;
                word.is_upper = 0;
            } else if (in_word) {
                size_t length = at - word.start;
                in_word = 0;
                if (length > LONGEST_WORD) return 1;
                uint64_t counted = counting(BITS_OF_WORDS, word.before, is_end ? '\n' : c, word.is_small, word.is_upper && length > LONGEST_LIGATURE);
                self->cut[words++] = (Cut){word.hash ^ word.hash >> 29, (uint32_t)word.start, (uint32_t)word.byte, (uint8_t)length, (uint8_t)counted};
            }
        }
        at += !is_end;
        i = next;
    }
    if (has_words) self->folded[0] = folded[at] = folded[at + 1] = ' ';
    self->cut_count = words;
    return 0;
}

/* Look words up that are cut, and at pairs of them. What is missing is noted, and then the answer does not count. `language`: the
   text is certainly in another one than English, and the filters of English need not be asked. */
static int look_at_words(Scanner *self, const unsigned char *data, size_t size, size_t chars, uint64_t wanted, size_t language, Missing *missing, Sights *sights) {
    uint64_t found = sights->found, left = 0, old; /* which pairs the word before is the first word of; and the one before that was */
    size_t spots = 0, words = 0, distinct = 0, english = 0, last_end = 0;
    int has_the = 0;
    const unsigned char *folded = self->folded + 1;
    const Entry *last = NULL; /* the word before */
    while (2 * (self->words.count + self->cut_count + 2) > self->words.mask) /* no entry moves during the pass */
        if (table_grow(&self->words) < 0) return PyErr_NoMemory(), -1;
    if (grow((void **)&self->seen, &self->seen_room, self->cut_count + 1, sizeof(uint32_t)) < 0) return -1;
    if (++self->stamp == 0) return PyErr_SetString(PyExc_OverflowError, "too many texts"), -1;
    for (size_t n = 0; n < self->cut_count; n++) {
        const Cut *cut = &self->cut[n];
        const unsigned char *letters = folded + cut->start;
        int is_judged = !language && cut->counted & wanted & NEAR; /* if it may be misspelled */
        Entry *entry = known_word(self, letters, cut->length, cut->hash);
        if (!entry && language && !PyErr_Occurred()) entry = table_find_hashed(&self->elsewhere, letters, cut->length, cut->hash);
        if (!entry) {
            if (PyErr_Occurred()) return -1;
            PyObject *word = PyBytes_FromStringAndSize((const char *)letters, cut->length);
            if (word && is_judged) {
                Py_INCREF(word);
                if (add_missing(&missing->unjudged, word) < 0) return Py_DECREF(word), -1;
            }
            if (add_missing(&missing->words, word) < 0) return -1;
        } else {
            uint64_t flags = entry->value;
            found |= (ANYWHERE(flags) | IN_SMALL(flags)) & (cut->counted | ~(uint64_t)BITS_OF_WORDS);
            if (IS_UNJUDGED(flags) && is_judged && add_missing(&missing->unjudged, PyBytes_FromStringAndSize((const char *)letters, cut->length)) < 0)
                return -1;
            if (entry->stamp != self->stamp) {
                entry->stamp = self->stamp;
                distinct++;
                english += IS_ENGLISH(flags);
            }
            if (IS_THE(flags)) has_the = 1;
            if (GROUP(flags) && wanted & BIT(PHRASES)) {
                if (grow((void **)&self->spots, &self->spot_room, spots + 1, sizeof(Spot)) < 0) return -1;
                self->spots[spots++] = (Spot){cut->start, cut->byte, (uint8_t)GROUP(flags)};
            }
            old = left;
            left = LEFT(flags);
            if (last) {
                size_t gap = cut->start - last_end;
                if (gap == 1) found |= (old & RIGHT(flags)) << PAIRS;
                if (gap == 1 && IS_ADVERB(flags)) left |= old & 1;
                if (gap <= 2 && entry == last && letters[0] != '0') found |= BIT(DOUBLED);
            }
            if (!language) self->seen[words++] = (uint32_t)(entry - self->words.entries);
        }
        last = entry;
        last_end = cut->start + cut->length;
    }
    TextPlace place = {folded, data, chars, size, 0, 0};
    for (size_t k = 0; k < spots && !language && !missing->words && !missing->net && !(found & BIT(PHRASES)); k++)
        if (phrase_at(self, missing, self->spots[k], place)) found |= BIT(PHRASES);
    int is_judged = 0;
    if (language) {
        found &= ~FOR_ENGLISH;
        is_judged = chars > MOST_SAMPLED || self->judged >> language & 1;
    } else if (!has_the && wanted & BIT(OTHER_LANGUAGE))
        is_judged = may_be_foreign(self, words, chars, distinct, english);
    if (found & BIT(NOT_PLAIN) || (!has_the && is_judged)) found |= BIT(OTHER_LANGUAGE);
    sights->found = found;
    sights->is_strange = distinct && (double)english < ENGLISH * (double)distinct;
    return 0;
}

/* Ask again about words that stand where they may be misspelled; items are bytes. */
static int judge(Scanner *self, PyObject *list) {
    Py_ssize_t count = list ? PyList_Size(list) : 0;
    for (Py_ssize_t i = 0; i < count; i++) {
        char *word;
        Py_ssize_t length;
        PyObject *item = PyList_GetItem(list, i);
        if (PyBytes_AsStringAndSize(item, &word, &length) < 0) return -1;
        const Entry *known = table_find(&self->words, (const unsigned char *)word, (size_t)length);
        if (!known || !IS_UNJUDGED(known->value)) continue; /* it stands twice in the text, or what was learned says that it is none */
        PyObject *said = PyObject_CallFunctionObjArgs(self->judge, item, NULL);
        int is_near = said ? PyObject_IsTrue(said) : -1;
        Py_XDECREF(said);
        if (is_near < 0) return -1;
        Entry *entry = table_find(&self->words, (const unsigned char *)word, (size_t)length);
        if (!entry) continue; /* another thread may have cleared the table meanwhile */
        entry->value = (entry->value & ~BIT(UNJUDGED_AT)) | (uint64_t)(is_near ? NEAR : 0) << IN_SMALL_AT;
    }
    return 0;
}

/* Ask Python about words that are missing; items are bytes. */
static int learn(Table *table, PyObject *list, PyObject *question) {
    Py_ssize_t count = list ? PyList_Size(list) : 0;
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *item = PyList_GetItem(list, i);
        char *word;
        Py_ssize_t length;
        if (PyBytes_AsStringAndSize(item, &word, &length) < 0) return -1;
        if (table_find(table, (const unsigned char *)word, (size_t)length)) continue; /* it stands twice in the text */
        PyObject *said = PyObject_CallFunctionObjArgs(question, item, NULL);
        if (!said) return -1;
        uint64_t value = PyLong_AsUnsignedLongLong(said);
        Py_DECREF(said);
        if (PyErr_Occurred()) return -1;
        if (table_find(table, (const unsigned char *)word, (size_t)length)) continue; /* another thread was quicker */
        if (table_put(table, (const unsigned char *)word, (size_t)length, value, 0) < 0) return PyErr_NoMemory(), -1;
    }
    return 0;
}

/* scan(text, wanted): what a text has of the bits that are wanted; others may be set as well. */
static PyObject *scanner_scan(PyObject *object, PyObject *const *args, Py_ssize_t count) {
    Scanner *self = (Scanner *)object;
    if (count != 2) return PyErr_SetString(PyExc_TypeError, "scan takes a text and the bits that are wanted"), NULL;
    uint64_t wanted = PyLong_AsUnsignedLongLong(args[1]);
    if (PyErr_Occurred()) return NULL;
    int has_words = (wanted & OF_WORDS) != 0;
    Py_ssize_t size, chars = PyUnicode_GetLength(args[0]);
    if (chars < 0) return NULL;
    if (chars > MOST_CHARS && has_words) Py_RETURN_NONE;
    const unsigned char *data = (const unsigned char *)PyUnicode_AsUTF8AndSize(args[0], &size);
    if (!data) { /* lone surrogates */
        if (!PyErr_ExceptionMatches(PyExc_UnicodeEncodeError)) return NULL;
        PyErr_Clear();
        Py_RETURN_NONE;
    }
    if (size != chars && !self->unicode_edges) return PyLong_FromLong(-1);
    if (self->words.count > MOST_WORDS && table_clear(&self->words) < 0) return PyErr_NoMemory();
    if (self->elsewhere.count > MOST_WORDS && table_clear(&self->elsewhere) < 0) return PyErr_NoMemory();
    size_t language = 0;
    uint32_t stamp = 0; /* of the last pass of this text; another one lets another thread read a text meanwhile */
    Sights read = {0, 0, 0, 0, 0};
    for (int is_first = 1;; is_first = 0) {
        Missing missing = {NULL, NULL, 0, 0};
        int failed = is_first || stamp != self->stamp ? read_text(self, data, (size_t)size, (size_t)chars, has_words, &read) : 0;
        Sights sights = read;
        if (sights.feeds >= FEWEST_LINES && (sights.labels >= FEWEST_LABELS || sights.is_path || sights.found & BIT(NOT_PLAIN))) sights.found |= BIT(PAGE);
        if (!failed && has_words) failed = look_at_words(self, data, (size_t)size, (size_t)chars, wanted, language, &missing, &sights);
        stamp = self->stamp;
        int is_known = !missing.words && !missing.unjudged && !(is_first && sights.is_strange && sights.found & wanted & FOR_ENGLISH);
        int is_asked = missing.words || missing.unjudged;
        int is_elsewhere = !failed && !is_known && is_first && (language = language_elsewhere(self, (size_t)chars)) > 0;
        if (!failed && is_asked && !is_elsewhere) {
            failed = learn(language ? &self->elsewhere : &self->words, missing.words, language ? self->classify_elsewhere : self->classify);
            if (!failed) failed = judge(self, missing.unjudged);
        }
        Py_XDECREF(missing.words);
        Py_XDECREF(missing.unjudged);
        if (failed < 0) return NULL;
        if (failed > 0) Py_RETURN_NONE;
        if (missing.counts || missing.net) return PyLong_FromLong(missing.counts ? -2 : -3);
        if (is_known) return PyLong_FromUnsignedLongLong(sights.found);
    }
}

/* ---- the type -------------------------------------------------------------------------------------------------------- */

static void free_all(Scanner *self) {
    for (size_t i = 0; i < self->sign_count; i++) PyMem_Free(self->signs[i].bytes);
    PyMem_Free(self->signs);
    PyMem_Free(self->pairs_of_bytes);
    PyMem_Free(self->votes);
    PyMem_Free(self->facts);
    index_close(&self->index);
    PyMem_Free(self->edges.edges);
    table_free(&self->words);
    table_free(&self->voters);
    table_free(&self->elsewhere);
    PyMem_Free(self->folded);
    PyMem_Free(self->cut);
    PyMem_Free(self->seen);
    PyMem_Free(self->spots);
}

static void scanner_dealloc(PyObject *object) {
    Scanner *self = (Scanner *)object;
    PyObject_GC_UnTrack(object);
    free_all(self);
    Py_XDECREF(self->classify);
    Py_XDECREF((PyObject *)self->phrases);
    Py_XDECREF((PyObject *)self->unlisted);
    Py_XDECREF(self->judge);
    Py_XDECREF(self->classify_elsewhere);
    free_object(object);
}

static int scanner_traverse(PyObject *object, visitproc visit, void *arg) {
    Scanner *self = (Scanner *)object;
    Py_VISIT(Py_TYPE(object));
    Py_VISIT(self->classify);
    Py_VISIT((PyObject *)self->phrases);
    Py_VISIT((PyObject *)self->unlisted);
    Py_VISIT(self->judge);
    Py_VISIT(self->classify_elsewhere);
    return 0;
}

static int scanner_clear(PyObject *object) {
    Scanner *self = (Scanner *)object;
    Py_CLEAR(self->classify);
    Py_CLEAR(self->judge);
    Py_CLEAR(self->classify_elsewhere);
    return 0;
}

unsigned char *copied(const char *bytes, Py_ssize_t length) {
    unsigned char *made = PyMem_Malloc((size_t)length + 1);
    if (made) memcpy(made, bytes, (size_t)length);
    return made;
}

/* From a list of (bytes, code points at the end, number of the bit). */
static int read_signs(Scanner *self, PyObject *list) {
    Py_ssize_t count = PyList_Size(list);
    if (count < 0) return -1;
    self->signs = PyMem_Calloc((size_t)count + 1, sizeof(Sign));
    self->pairs_of_bytes = PyMem_Calloc(8192, 1);
    if (!self->signs || !self->pairs_of_bytes) return PyErr_NoMemory(), -1;
    memset(self->first_sign, 0xFF, sizeof(self->first_sign));
    for (Py_ssize_t i = 0; i < count; i++) {
        const char *bytes;
        Py_ssize_t length;
        unsigned int end, bit;
        if (!PyArg_ParseTuple(PyList_GetItem(list, i), "y#II", &bytes, &length, &end, &bit)) return -1;
        if (length < 1 || bit >= 64) return PyErr_SetString(PyExc_ValueError, "a sign has a byte and a bit"), -1;
        Sign *sign = &self->signs[i];
        sign->bytes = copied(bytes, length);
        if (!sign->bytes) return PyErr_NoMemory(), -1;
        self->sign_count++;
        unsigned char first = sign->bytes[0];
        sign->length = (uint32_t)length;
        sign->end = end;
        sign->bit = BIT(bit);
        sign->next = self->first_sign[first];
        self->first_sign[first] = (int32_t)i;
        for (int second = 0; second < 256; second++)
            if (length == 1 || second == sign->bytes[1]) self->pairs_of_bytes[first << 5 | second >> 3] |= (uint8_t)(1 << (second & 7));
    }
    return 0;
}

/* From a list of rows of shares, a row for each set of languages; row 0 is for none. */
static int read_votes(Scanner *self, PyObject *rows) {
    Py_ssize_t count = PyList_Size(rows);
    if (count < 1) return PyErr_SetString(PyExc_ValueError, "votes have a row for none"), -1;
    Py_ssize_t languages = PyList_Size(PyList_GetItem(rows, 0));
    if (languages < 1 || languages > MOST_LANGUAGES || count > 256) return PyErr_SetString(PyExc_ValueError, "too many languages"), -1;
    self->votes = PyMem_Calloc((size_t)(count * languages), sizeof(double));
    if (!self->votes) return PyErr_NoMemory(), -1;
    self->vote_rows = (size_t)count;
    self->languages = (size_t)languages;
    for (Py_ssize_t i = 0; i < count; i++)
        for (Py_ssize_t k = 0; k < languages; k++) {
            PyObject *row = PyList_GetItem(rows, i), *share = row ? PyList_GetItem(row, k) : NULL;
            if (!share) return -1;
            self->votes[i * languages + k] = PyFloat_AsDouble(share);
            if (PyErr_Occurred()) return -1;
        }
    return 0;
}

static PyObject *scanner_new(PyTypeObject *type, PyObject *args, PyObject *keywords) {
    static char *names[] = {"signs", "votes", "judged", "fold", "sketch", "classify", "judge", "phrases", NULL};
    PyObject *signs, *votes, *classify, *judge, *phrases;
    const char *fold, *sketch;
    Py_ssize_t fold_size, sketch_size;
    unsigned int judged;
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "OOIy#y#OOO", names, &signs, &votes, &judged, &fold, &fold_size, &sketch,
                                     &sketch_size, &classify, &judge, &phrases))
        return NULL;
    if (fold_size != 256 || sketch_size != 256) return PyErr_SetString(PyExc_ValueError, "a table has 256 bytes"), NULL;
    Scanner *self = new_object(type);
    if (!self) return NULL;
    memcpy(self->fold, fold, 256);
    memcpy(self->sketch, sketch, 256);
    self->judged = judged;
    Py_INCREF(classify);
    Py_INCREF(judge);
    self->classify = classify;
    self->judge = judge;
    if (phrases != Py_None) {
        Py_INCREF(phrases);
        self->phrases = (Phrases *)phrases;
    }
    if (table_grow(&self->words) < 0) {
        Py_DECREF(self);
        return PyErr_NoMemory();
    }
    if (read_signs(self, signs) < 0 || read_votes(self, votes) < 0) {
        Py_DECREF(self);
        return NULL;
    }
    return (PyObject *)self;
}

static PyObject *scanner_set_edges(PyObject *object, PyObject *args) {
    Scanner *self = (Scanner *)object;
    Py_buffer edges;
    int unicode;
    if (!PyArg_ParseTuple(args, "y*p", &edges, &unicode)) return NULL;
    int failed = edges_fill(&self->edges, edges.buf, (size_t)edges.len);
    PyBuffer_Release(&edges);
    if (failed) return NULL;
    self->unicode_edges = unicode;
    Py_RETURN_NONE;
}

/* Give the index of the shipped words: their list, slots, numbers; (facts, row) by number; and who knows words that it lacks. */
static PyObject *scanner_set_index(PyObject *object, PyObject *args) {
    Scanner *self = (Scanner *)object;
    PyObject *words, *slots, *numbers, *facts, *unlisted;
    if (!PyArg_ParseTuple(args, "OOOO!O", &words, &slots, &numbers, &PyList_Type, &facts, &unlisted)) return NULL;
    if (self->index.count) return PyErr_SetString(PyExc_ValueError, "there is an index already"), NULL;
    Py_ssize_t count = PyList_Size(facts);
    self->facts = PyMem_Calloc((size_t)count + 1, sizeof(Facts));
    if (!self->facts) return PyErr_NoMemory();
    for (Py_ssize_t i = 0; i < count; i++) {
        unsigned long long value;
        unsigned int row;
        if (!PyArg_ParseTuple(PyList_GetItem(facts, i), "KI", &value, &row)) return NULL;
        if (row > 0xFFFF || (self->phrases && !phrases_have_row(self->phrases, row))) return PyErr_SetString(PyExc_ValueError, "there is no such row"), NULL;
        self->facts[i] = (Facts){value, (uint16_t)row};
    }
    if (index_open(&self->index, words, slots, numbers) < 0) {
        index_close(&self->index);
        return NULL;
    }
    self->fact_count = (size_t)count;
    Py_INCREF(unlisted);
    self->unlisted = (Unlisted *)unlisted;
    Py_RETURN_NONE;
}

/* Give the function words of all languages, as (word, row of votes), and what to ask about words of texts that are not English. */
static PyObject *scanner_set_elsewhere(PyObject *object, PyObject *args) {
    Scanner *self = (Scanner *)object;
    PyObject *list, *question;
    if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &question)) return NULL;
    if (self->voters.entries) return PyErr_SetString(PyExc_ValueError, "there are such words already"), NULL;
    if (table_grow(&self->voters) < 0 || table_grow(&self->elsewhere) < 0) return PyErr_NoMemory();
    for (Py_ssize_t i = 0; i < PyList_Size(list); i++) {
        const char *word;
        Py_ssize_t length;
        unsigned int row;
        if (!PyArg_ParseTuple(PyList_GetItem(list, i), "y#I", &word, &length, &row)) return NULL;
        if (row >= self->vote_rows) return PyErr_SetString(PyExc_ValueError, "there is no such row"), NULL;
        if (table_put(&self->voters, (const unsigned char *)word, (size_t)length, row, 0) < 0) return PyErr_NoMemory();
    }
    Py_INCREF(question);
    self->classify_elsewhere = question;
    Py_RETURN_NONE;
}

static PyMethodDef scanner_methods[] = {
    {"set_elsewhere", scanner_set_elsewhere, METH_VARARGS, "Give the function words of all languages, once, and what to ask about words of texts that are not English."},
    {"scan", (PyCFunction)(void (*)(void))scanner_scan, METH_FASTCALL,
     "The bits of what a text has, of those that are wanted; None if it must be asked otherwise, -1 if the edges beyond ASCII are wanted first, -2 if the counts of pairs are, -3 if the masked model is."},
    {"set_edges", scanner_set_edges, METH_VARARGS, "Give the sketches of phrases, as records (cleaner/filters/phrase_edges.py), and whether those beyond ASCII are among them."},
    {"set_index", scanner_set_index, METH_VARARGS,
     "Give the index of the shipped words, once: their list, slots, numbers, a list of (facts, row), and an Unlisted."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot scanner_slots[] = {
    {Py_tp_new, scanner_new},
    {Py_tp_dealloc, scanner_dealloc},
    {Py_tp_traverse, scanner_traverse},
    {Py_tp_clear, scanner_clear},
    {Py_tp_methods, scanner_methods},
    {Py_tp_doc, "Finds what a text has for filters, in one pass."},
    {0, NULL},
};

static PyType_Spec scanner_spec = {"cleaner.core._kernel.Scanner", sizeof(Scanner), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, scanner_slots};

/* ---- the index, for Python -------------------------------------------------------------------------------------------- */

typedef struct {
    PyObject_HEAD
    Index index;
} WordIndex;

static PyObject *word_index_new(PyTypeObject *type, PyObject *args, PyObject *keywords) {
    static char *names[] = {"words", "slots", "numbers", NULL};
    PyObject *words, *slots, *numbers;
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "OOO", names, &words, &slots, &numbers)) return NULL;
    WordIndex *self = new_object(type);
    if (!self) return NULL;
    if (index_open(&self->index, words, slots, numbers) < 0) {
        Py_DECREF(self);
        return NULL;
    }
    return (PyObject *)self;
}

static void word_index_dealloc(PyObject *object) {
    index_close(&((WordIndex *)object)->index);
    free_object(object);
}

/* Where the line of a word ends in a tab, -1 if there is none; -2 for an error. */
static Py_ssize_t word_index_tab(const WordIndex *self, PyObject *word) {
    char *bytes;
    Py_ssize_t length;
    if (PyBytes_AsStringAndSize(word, &bytes, &length) < 0) return -2;
    Py_ssize_t at = index_find(&self->index, (const unsigned char *)bytes, (size_t)length);
    return at < 0 ? -1 : (Py_ssize_t)number_at(&self->index.slots, (size_t)at, 4) - 1 + length;
}

static PyObject *word_index_has(PyObject *object, PyObject *word) {
    Py_ssize_t tab = word_index_tab((WordIndex *)object, word);
    if (tab == -2) return NULL;
    return PyBool_FromLong(tab >= 0);
}

static PyObject *word_index_value(PyObject *object, PyObject *word) {
    const Py_buffer *words = &((WordIndex *)object)->index.words;
    Py_ssize_t tab = word_index_tab((WordIndex *)object, word);
    if (tab == -2) return NULL;
    if (tab < 0) Py_RETURN_NONE;
    const char *from = (const char *)words->buf + tab + 1;
    const char *feed = memchr(from, '\n', (size_t)(words->len - tab - 1));
    return PyBytes_FromStringAndSize(from, feed ? feed - from : words->len - tab - 1);
}

/* The words of a set about which there may be something to say, by a byte for each number; those that the list lacks among them. */
static PyObject *word_index_select(PyObject *object, PyObject *args) {
    const Index *index = &((WordIndex *)object)->index;
    PyObject *words;
    const char *said;
    Py_ssize_t count;
    if (!PyArg_ParseTuple(args, "Oy#", &words, &said, &count)) return NULL;
    PyObject *iterator = PyObject_GetIter(words), *chosen = PyList_New(0), *word;
    while (iterator && chosen && (word = PyIter_Next(iterator))) {
        char *bytes;
        Py_ssize_t length;
        if (PyBytes_AsStringAndSize(word, &bytes, &length) == 0) {
            Py_ssize_t at = index_find(index, (const unsigned char *)bytes, (size_t)length);
            uint32_t number = at < 0 ? 0 : number_at(&index->numbers, (size_t)at, 2);
            if (!number || (Py_ssize_t)number >= count || said[number]) PyList_Append(chosen, word);
        }
        Py_DECREF(word);
        if (PyErr_Occurred()) break;
    }
    Py_XDECREF(iterator);
    if (!PyErr_Occurred()) return chosen;
    Py_XDECREF(chosen);
    return NULL;
}

/* The words of the list one letter away: left out, put in, another one, or two that have changed places. */
static PyObject *word_index_near(PyObject *object, PyObject *args) {
    const Index *index = &((WordIndex *)object)->index;
    const char *word, *letters;
    Py_ssize_t length, count;
    if (!PyArg_ParseTuple(args, "y#y#", &word, &length, &letters, &count)) return NULL;
    if (length > LONGEST_WORD) return PyErr_SetString(PyExc_ValueError, "the word is too long"), NULL;
    unsigned char made[LONGEST_WORD + 1];
    if (index_sieve(&((WordIndex *)object)->index) < 0) return NULL;
    PyObject *found = PySet_New(NULL);
    for (int kind = 0; found && kind < 4; kind++)
        for (Py_ssize_t i = 0; i < length + (kind == 1); i++)
            for (Py_ssize_t k = 0; k < (kind == 1 || kind == 2 ? count : 1); k++) {
                size_t size = 0, rest = (size_t)i;
                memcpy(made, word, (size_t)i);
                size = (size_t)i;
                if (kind == 3) {
                    if (i + 1 == length) continue;
                    made[size++] = (unsigned char)word[i + 1];
                    made[size++] = (unsigned char)word[i];
                    rest += 2;
                } else {
                    if (kind) made[size++] = (unsigned char)letters[k];
                    rest += kind != 1;
                }
                memcpy(made + size, word + rest, (size_t)length - rest);
                size += (size_t)length - rest;
                if (!index_holds(index, made, size)) continue;
                PyObject *item = PyBytes_FromStringAndSize((const char *)made, (Py_ssize_t)size);
                if (!item || PySet_Add(found, item) < 0) {
                    Py_XDECREF(item);
                    Py_DECREF(found);
                    return NULL;
                }
                Py_DECREF(item);
            }
    return found;
}

static PyMethodDef word_index_methods[] = {
    {"has", word_index_has, METH_O, "Whether the list has a word."},
    {"value", word_index_value, METH_O, "What the line of a word says; None if there is none."},
    {"select", word_index_select, METH_VARARGS, "The words of a set that the list lacks, or that have a byte other than 0 by their number."},
    {"near", word_index_near, METH_VARARGS, "The words of the list that one edit with some letters makes of a word."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot word_index_slots[] = {
    {Py_tp_new, word_index_new},
    {Py_tp_dealloc, word_index_dealloc},
    {Py_tp_methods, word_index_methods},
    {Py_tp_doc, "Looks words up in a mapped list."},
    {0, NULL},
};

static PyType_Spec word_index_spec = {"cleaner.core._kernel.WordIndex", sizeof(WordIndex), 0, Py_TPFLAGS_DEFAULT, word_index_slots};

/* The index of a WordIndex, which `owner` keeps alive. */
int index_of(PyObject *words, PyObject **owner, Index **index) {
    if (PyType_GetSlot(Py_TYPE(words), Py_tp_dealloc) != (void *)word_index_dealloc) return PyErr_SetString(PyExc_TypeError, "no index of words"), -1;
    Py_INCREF(words);
    *owner = words;
    *index = &((WordIndex *)words)->index;
    return 0;
}

void *new_object(PyTypeObject *type) { return ((allocfunc)PyType_GetSlot(type, Py_tp_alloc))(type, 0); }

void free_object(PyObject *object) {
    PyTypeObject *type = Py_TYPE(object);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(object);
    Py_DECREF(type);
}

int add_type(PyObject *module, PyType_Spec *spec) {
    PyObject *type = PyType_FromModuleAndSpec(module, spec, NULL);
    if (!type) return -1;
    int failed = PyModule_AddType(module, (PyTypeObject *)type);
    Py_DECREF(type);
    return failed;
}

static int add_types(PyObject *module) {
    if (add_type(module, &scanner_spec) < 0 || add_type(module, &word_index_spec) < 0 || add_tables(module) < 0 ||
        add_nets(module) < 0 || add_trees(module) < 0 || add_phrases(module) < 0 || add_derive(module) < 0 || add_languages(module) < 0 ||
        add_unlisted(module) < 0 || add_spelling(module) < 0 || add_votes(module) < 0 || add_heap(module) < 0)
        return -1;
    return PyModule_AddIntConstant(module, "VERSION", VERSION);
}

static PyModuleDef_Slot module_slots[] = {{Py_mod_exec, add_types}, {0, NULL}};

static struct PyModuleDef module_definition = {PyModuleDef_HEAD_INIT, "_kernel", "The parts of cleaner that are in C.", 0, NULL, module_slots, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__kernel(void) { return PyModuleDef_Init(&module_definition); }
