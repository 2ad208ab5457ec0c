/* What is known of a language that has a vocabulary, and of a word of a text in it. */

#ifndef CLEANER_LANGUAGES_H
#define CLEANER_LANGUAGES_H

#include "near.h"

/* Of a word where it stands; KNOWN, LISTED, TAKEN, ACCENT and DOUBLED are facts of the word by itself as well. */
enum { KNOWN = 1, SMALL = 2, LISTED = 4, TAKEN = 8, ACCENT = 16, DOUBLED = 32, UNKNOWN = 64, SIGN = 128 };
/* Facts: its vowel may be elided; its accents are still to be asked for; it is unknown, and nothing is near it; or something is; a
   listed phrase begins with it; it is the second word of one; the same where a hyphen or an apostrophe joins these. */
enum { ELIDED = SIGN, PENDING = 256, ALONE = 512, NEAR = 1024, BEGINS = 2048, GOES_ON = 4096, BEGINS_JOINED = 8192, JOINED = 16384 };
/* Of a character; title case counts as upper; what is compared without case has other letters than its small one. */
enum { IS_LETTER = 1, IS_LOWER = 2, IS_UPPER = 4, IS_ALNUM = 8, IS_FOLDED = 16 };
#define SIGNS_AT 16 /* facts from this bit on: the signs of patterns of grammar that a word has */
#define MOST_SIGNS 48
#define MOST_SPANNED 8 /* words that a match of a pattern may span, if they are counted: MOST of spans.py; a power of two */
#define ALL_SIGNS (BIT(MOST_SIGNS) - 1)

#define MAY_BE_AN_ERROR (LISTED | TAKEN | ACCENT | DOUBLED | UNKNOWN | SIGN)
#define BLOCK 256               /* code points of a block */
#define BLOCKS 0x1100
#define BLOCK_BYTES (5 * BLOCK) /* what each character is, and four bytes of its small letter */
#define SHARP_S 0xDF            /* of German: "ss" where case does not count */
#define IRREGULAR 0xFFFFFFFFu   /* the small letter is more than one, or depends on what is beside it */
#define END 0xFFFFFFFFu         /* what stands behind the last character */
#define LONGEST 64              /* code points of a word that is looked up; the numbers are those of word_scan.py */
#define SHORTEST_JUDGED 3
#define LONGEST_JUDGED 40
#define SHORTEST_BARE 3
#define LONGEST_BARE 24
#define LONGEST_DOUBLED 12
#define RARE_LOOKS 10
#define JUMPS 1024              /* 16 KiB */
#define MOST_SPELLED 16         /* bytes of a spelling of a sound */
#define MOST_WORDS 60000        /* words remembered: about 4 MB */

typedef struct {
    uint8_t kinds[BLOCK];
    uint32_t small[BLOCK];
} Block;

typedef struct {
    uint32_t start, end;
} Span;

/* Letters that spell a sound, and others that spell it as well, in UTF-8. */
typedef struct {
    unsigned char *bytes; /* both, one behind the other */
    size_t size, other;
} Spelling;

/* What a word has that a pattern of grammar is about: letters in UTF-8, perhaps at its start or its end; how many code points it has at
   least; the bit of the sign, which several may have. */
typedef struct {
    unsigned char *letters;
    size_t size, least;
    int starts, ends;
    uint64_t bit;
} Sign;

/* How lines of the list of common words begin, that lie evenly in it, and where: most steps of a search are made here. */
typedef struct {
    uint64_t begin[JUMPS]; /* the first eight bytes of a line, the first one highest */
    Py_ssize_t line[JUMPS];
    size_t count;
} Jumps;

typedef struct {
    PyObject_HEAD
    PyObject *block_of, *facts_of;
    Py_buffer common, near, rare;
    Jumps *jumps;
    int has_rare, nouns, bare;
    Block *blocks[BLOCKS];
    Table given, words; /* what is said of words beforehand; all that is known of the words seen */
    int is_searched;    /* whether the kernel knows what may be near a word */
    NearSearch search;
    Marks marks;
    Spelling *spellings;
    size_t spelling_count;
    Sign *signs;
    size_t sign_count;
    uint64_t patterns[MOST_SIGNS]; /* the signs that each pattern of grammar asks for */
    unsigned int reach[MOST_SIGNS]; /* the words that a match of it spans at most, 0 for any number */
    size_t pattern_count;
    Span *spans;
    size_t span_room;
    unsigned char *flags;
    size_t flag_room;
} LanguageScanner;

/* The signs of patterns of grammar that a part of a text has: of all of its words, of the last ones, and of the patterns all of whose
   signs stand near one another. */
typedef struct {
    uint64_t all, last[MOST_SPANNED], met;
} Signs;

/* What a pass lacks. */
typedef struct {
    int block;       /* its number, -1 if there is none */
    PyObject *words; /* a list of pairs (key, the word as str), or NULL */
} Lacking;

/* A word while it is read. */
typedef struct {
    unsigned char key[5 * LONGEST + 2]; /* a byte for what sets irregular words apart, and its small letters */
    size_t bytes, chars, from, byte;    /* bytes of the key; code points; where it begins, in code points and in bytes */
    int irregular, ascii, digraph, folded;
    size_t sharp; /* letters that are compared as two */
    int small, title, cased, behind_cased; /* as str.islower() and str.istitle() tell */
    uint32_t last;
    uint32_t before; /* the character before it, 0 at the start of the text */
    int is_behind_word; /* whether a letter, a digit or a comma stands before that */
} Word;

BEGIN_INSIDE

/* vocabulary.c: of words in small letters */
int is_in_vocabulary(LanguageScanner *self, const unsigned char *word, size_t length);
uint64_t signs_of(const LanguageScanner *self, const unsigned char *word, size_t length, size_t chars);
int may_lack_accents(LanguageScanner *self, const Word *word, const unsigned char *key, size_t length);
int has_near(LanguageScanner *self, const unsigned char *word, size_t length);

/* languages.c: methods of a type */
PyObject *language_scan(PyObject *object, PyObject *text);
PyObject *language_leave(PyObject *object, PyObject *word);

END_INSIDE

#endif
