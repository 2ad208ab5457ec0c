/* What the parts of the scanner share: what it knows, and what it keeps of the text that it reads. */

#ifndef CLEANER_SCANNER_H
#define CLEANER_SCANNER_H

#include "facts.h"
#include "sketches.h"

/* The fixed bits of an answer; signs have those from FIRST_SIGN on. Kept as in cleaner/pipeline/scan.py. */
enum { NOT_PLAIN = 16, ODD, PAGE, DOUBLED, PAIRS, PHRASES = PAIRS + 3, PHRASE_LINE, OTHER_LANGUAGE, STOPS, TWO_SCRIPTS = STOPS + 7, FIRST_SIGN };

#define MOST_SAMPLED 6000    /* code points of a text whose language is told by all of it */
#define FEWEST_LINES 6       /* line feeds of a page */
#define ENGLISH 0.7          /* share of English words, as in cleaner/filters/_languages/stretches.py */

/* What Python says about a word. */
#define ANYWHERE(f) ((f) & 0xFFFF)              /* bits of the answer that the word sets */
#define IN_SMALL(f) (((f) >> IN_SMALL_AT) & 0xFFFF) /* the same where it does not begin with a capital of ASCII */
#define LEFT(f) (((f) >> 32) & 0x7)             /* which pairs it is the first word of */
#define LEFT_AN 4                               /* the word is "an" */
#define RIGHT(f) (((f) >> RIGHT_AT) & 0x7)      /* which pairs it is the second word of */
#define IS_THE(f) (((f) >> 38) & 1)
#define IS_ENGLISH(f) (((f) >> 39) & 1)
#define GROUP_AT 40
#define GROUP(f) (((f) >> GROUP_AT) & 0xFF)     /* the phrases that begin with it, 0 for none */
#define VOTES_AT 48
#define VOTES(f) (((f) >> VOTES_AT) & 0xFF)     /* the languages that it speaks for, 0 for none */
#define IS_UNJUDGED(f) (((f) >> UNJUDGED_AT) & 1) /* it may be misspelled: to be asked about again where it stands in small letters */
#define IS_UNPLACED(f) (((f) >> UNPLACED_AT) & 1)
#define IS_ADVERB(f) (((f) >> ADVERB_AT) & 1)   /* a pair whose first word is TO goes on behind it: "to quickly finished" */
#define FOR_ENGLISH (PLACED | NEAR | (uint64_t)7 << PAIRS) /* bits that count in English texts alone */
#define BITS_OF_WORDS (LISTED | PLACED | NEAR | PIECE)
#define OF_WORDS (BITS_OF_WORDS | FOR_ENGLISH | BIT(DOUBLED) | BIT(PHRASES) | BIT(OTHER_LANGUAGE)) /* without them words are not looked at */

/* A string that is looked for by two bytes of it, or its only one. */
typedef struct {
    unsigned char *bytes;
    uint32_t length;
    uint32_t end;   /* code points at the end of the text in which it counts, 0 for anywhere */
    uint32_t anchor, chars; /* where the two bytes stand: bytes, and code points that begin before them */
    uint64_t bit;
    int32_t next;   /* the next sign of its chain, -1 for none */
} Sign;

/* A word of the text with which phrases begin. */
typedef struct {
    uint32_t word;
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

#define MOST_PASTS 8 /* past forms of a text that are looked at; of one with more, one may be an error */

typedef struct {
    PyObject_HEAD
    PyObject *classify, *judge, *classify_elsewhere;
    Phrases *phrases; /* NULL: a word of a group may always be one */
    Index index;
    Unlisted *unlisted; /* NULL: every word that the index lacks is asked about */
    Misspelled *misspelled; /* NULL: every word that may be misspelled is asked about */
    Facts *facts; /* by the number of a word of the index */
    size_t fact_count;
    unsigned char fold[256], sketch[256];
    Sign *signs;
    size_t sign_count;
    int32_t first_sign[1024], single_sign[256]; /* chains, by two bytes of signs, and by the only one */
    uint8_t *pairs_of_bytes; /* which two bytes signs are looked for by, a bit each */
    double *votes;              /* by row and language */
    size_t vote_rows, languages;
    uint32_t judged;            /* languages whose words are judged, a bit each; language 0 is English */
    Py_buffer stops;            /* what each character beyond ASCII is to filters of encodings, by its number; none before it is given */
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
    Spot *spots;                /* where phrases may begin */
    size_t spot_room, spot_count, at_word; /* the last word that was looked at beside one */
    PyObject *text;             /* the last one whose words were all looked at, as English ones, and which bits were wanted; NULL for none */
    uint64_t wanted;
    PyObject *to_past;          /* the net that is asked about past forms behind "to", NULL before it is given; and two of its limits */
    double least_error, least_base;
    uint32_t pasts[MOST_PASTS]; /* numbers of such forms */
    size_t past_count;
    uint32_t *late;             /* numbers of words of which more is told if the text is English */
    size_t late_room, late_count;
} Scanner;

#define PAIR_OF_BYTES(first, second) (((first) << 3 ^ (second)) & 1023)

/* What a text has beside its words; its words are kept in `self->cut`. */
typedef struct {
    uint64_t found;
    size_t feeds, labels;
    int is_path, is_foot, has_letters, is_strange; /* whether it has the path to a page; a line as at its foot; letters of Latin or Cyrillic script; whether its words are hardly English */
} Sights;

BEGIN_INSIDE

/* read.c: 1 if a word is too long */
int read_text(Scanner *self, const unsigned char *data, size_t size, size_t chars, int has_words, PyObject *phrases, Sights *sights);

/* apart.c */
uint64_t bits_beside(const Scanner *self, const unsigned char *data, size_t n, uint64_t bits);
int may_be_and(const Scanner *self, const unsigned char *letters, size_t length);
int is_doubled(const Scanner *self, const unsigned char *data, size_t n);

/* to_past.c */
int past_is_noted(Scanner *self, size_t n);
int look_at_pasts(const Scanner *self, const unsigned char *data, size_t size);
PyObject *scanner_set_to_past(PyObject *object, PyObject *args);

/* stops.c */
#define MOST_STOPS 0x10000 /* characters that have an entry */
uint64_t stops_at(const Scanner *self, uint32_t before, uint32_t c, const unsigned char *behind);

/* speech.c */
int read_votes(Scanner *self, PyObject *rows);
int may_be_foreign(const Scanner *self, size_t words, size_t chars, size_t distinct, size_t english);
int may_have_foreign_lines(const Scanner *self, const unsigned char *data, size_t size, size_t chars, size_t distinct, size_t english);
size_t language_elsewhere(const Scanner *self, size_t chars, int is_known);

/* scan.c */
PyObject *scanner_scan(PyObject *object, PyObject *const *args, Py_ssize_t count);
PyObject *scanner_phrase_lines(PyObject *object, PyObject *text);

/* whole_words.c */
int may_be_whole(const Scanner *self, const unsigned char *data, size_t n);

/* scan_words.c */
PyObject *list_of_hits(const Scanner *self, const unsigned char *data, int is_english);
PyObject *scanner_words_of(PyObject *object, PyObject *args);

END_INSIDE

#endif
