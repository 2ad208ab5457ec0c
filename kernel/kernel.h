/* What the parts of the kernel share. Only the limited API of Python 3.11 is used: one binary serves all later versions. */

#ifndef CLEANER_KERNEL_H
#define CLEANER_KERNEL_H

#define Py_LIMITED_API 0x030B0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

/* What is declared between these two is seen inside of the library alone, so that its parts call one another directly. */
#ifdef __GNUC__
#define BEGIN_INSIDE _Pragma("GCC visibility push(hidden)")
#define END_INSIDE _Pragma("GCC visibility pop")
#else
#define BEGIN_INSIDE
#define END_INSIDE
#endif

BEGIN_INSIDE

#include "characters.h"

/* An entry of a hash table of words, and the table. */
typedef struct {
    uint64_t key;    /* the bytes of a short word, the hash of a longer one */
    uint64_t value;
    uint32_t place;  /* in the arena */
    uint32_t stamp;  /* the last pass that saw it */
    uint16_t length; /* 0: the entry is free */
    uint16_t beside; /* its row of what phrases may stand beside it, 0 for none */
    uint32_t counted; /* its number among counted words and 1, with AS_CLASS if it is that of its class; 0 for not known yet */
} Entry;

#define AS_CLASS 0x80000000u

typedef struct {
    Entry *entries; /* in `block`, so that none lies in two lines of the cache */
    void *block;
    size_t mask, count;
    char *arena;
    size_t used, room;
} Table;

#define BIT(n) ((uint64_t)1 << (n))
#define SPREAD 0x9E3779B97F4A7C15ULL /* an odd multiplier that spreads hashes */
#define LONGEST_WORD 60 /* bytes; what is said about words does not hold for longer runs of letters */

/* The shipped words: their list, mapped, and where each stands in it (cleaner/models/wordlists/wordindex.py describes the file). */
typedef struct {
    Py_buffer words, slots, numbers;
    size_t count; /* slots; 0 if there is no index */
    uint64_t *sieve; /* two bits of each word, by its hash: of nearly all strings that are no word they tell that without a look into the list */
} Index;

typedef struct {
    const unsigned char *bytes;
    size_t length;
} Letters;

/* Some words or beginnings of words, as one list. */
typedef struct {
    unsigned char *bytes;
    uint8_t *lengths;
    size_t count;
} Strings;

/* module.c */
void *new_object(PyTypeObject *type);             /* filled with zeros */
PyObject *finished(void *object, int is_right);   /* a new object; NULL, and it is dropped, if an error is set instead */
void free_object(PyObject *object);               /* and drops its type */
int add_type(PyObject *module, PyType_Spec *spec);
int grow(void **buffer, size_t *room, size_t wanted, size_t size);
unsigned char *copied(const char *bytes, Py_ssize_t length);
int add_missing(PyObject **list, PyObject *item); /* takes the item */
const unsigned char *utf8_of(PyObject *text, Py_ssize_t *length, PyObject **owner);
const unsigned char *plain_utf8(PyObject *text, Py_ssize_t *length); /* NULL, without an error, if there are lone surrogates */
PyObject *none_or_error(void);                                       /* None, unless an error is set */

/* The specification of a type: `life` names its functions _new and _dealloc, `name` its methods. */
#define DEFINE_TYPE(name, life, Name, Object, doc)                                                                                     \
    static PyType_Slot name##_slots[] = {                                                                                              \
        {Py_tp_new, life##_new}, {Py_tp_dealloc, life##_dealloc}, {Py_tp_methods, name##_methods}, {Py_tp_doc, doc}, {0, NULL},        \
    };                                                                                                                                 \
    static PyType_Spec name##_spec = {"cleaner.core._kernel." #Name, sizeof(Object), 0, Py_TPFLAGS_DEFAULT, name##_slots}

/* The same for a type that holds functions of Python, so that the collector of cycles must see them. */
#define DEFINE_COLLECTED_TYPE(name, Name, doc)                                                                                         \
    static PyType_Slot name##_slots[] = {                                                                                              \
        {Py_tp_new, name##_new}, {Py_tp_dealloc, name##_dealloc}, {Py_tp_traverse, name##_traverse}, {Py_tp_clear, name##_clear},      \
        {Py_tp_methods, name##_methods}, {Py_tp_doc, doc}, {0, NULL},                                                                  \
    };                                                                                                                                 \
    static PyType_Spec name##_spec = {"cleaner.core._kernel." #Name, sizeof(Name), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, name##_slots}

/* What will be read soon is fetched beforehand. */
#ifdef __GNUC__
#define FETCH(address) __builtin_prefetch(address)
#else
#define FETCH(address) (void)(address)
#endif

/* hash_table.c */
#define FIRST_HASH 0xcbf29ce484222325ULL
#define HASH_STEP 0x100000001b3ULL
uint64_t hash_of(const unsigned char *bytes, size_t length);
int table_grow(Table *table);
Entry *table_find(const Table *table, const unsigned char *key, size_t length);
Entry *table_find_hashed(const Table *table, const unsigned char *key, size_t length, uint64_t hash);
Entry *table_put_hashed(Table *table, const unsigned char *word, size_t length, uint64_t hash, uint64_t value, uint16_t beside);
int table_put(Table *table, const unsigned char *key, size_t length, uint64_t value, uint16_t beside);
void table_free(Table *table);
int table_clear(Table *table);
int table_fill(Table *table, PyObject *list); /* from a list of (word in bytes, number) */

/* index.c */
int index_open(Index *index, PyObject *words, PyObject *slots, PyObject *numbers);
void index_close(Index *index);
Py_ssize_t index_find(const Index *index, const unsigned char *key, size_t length);
void index_fetch(const Index *index, uint64_t hash);
Py_ssize_t index_find_hashed(const Index *index, const unsigned char *key, size_t length, uint64_t hash);
int index_of(PyObject *words, PyObject **owner, Index **index); /* of a WordIndex */
int index_sieve(Index *index);
int index_holds(const Index *index, const unsigned char *word, size_t length);
int index_holds_behind(const Index *index, const unsigned char *word, size_t length, uint64_t hash, size_t from);
int index_size(const Index *index, const unsigned char *word, size_t length);
int add_index(PyObject *module);
PyObject *known_in(const Index *index, PyObject *text); /* known.c */

static inline uint32_t number_at(const Py_buffer *buffer, size_t at, size_t size) { /* with the lowest byte first */
    const unsigned char *bytes = (const unsigned char *)buffer->buf + at * size;
    uint32_t number = 0;
    for (size_t i = size; i-- > 0;) number = number << 8 | bytes[i];
    return number;
}

int is_glue(uint32_t c);            /* read.c */
int add_scanner(PyObject *module);  /* scanner.c */

int add_mojibake(PyObject *module);   /* mojibake.c */
int add_suspects(PyObject *module);   /* suspects.c */
int add_arithmetic(PyObject *module); /* edits.c */
int add_accents(PyObject *module);
int add_derive(PyObject *module);     /* derive.c */
int add_heap(PyObject *module);       /* heap.c */

/* blake.c: the first 16 bytes of a digest of so many bytes, as two numbers, the lower bytes first */
void blake(const unsigned char *data, size_t length, unsigned int size, uint64_t *digest);

/* tables.c */
#define LOOKS 5 /* bits that a word sets in the Bloom filters of other languages, as in cleaner/models/languages/vocabulary.py */
int add_tables(PyObject *module);
Py_ssize_t sorted_find(const Py_buffer *data, const char *key, Py_ssize_t length);
Py_ssize_t sorted_find_between(const Py_buffer *data, const char *key, Py_ssize_t length, Py_ssize_t low, Py_ssize_t high);
int strings_read(Strings *self, PyObject *tuple); /* of bytes */
int strings_hold(const Strings *self, const unsigned char *word, size_t length);
int strings_edge(const Strings *self, const unsigned char *word, size_t length, int is_end);
void strings_free(Strings *self);
int bloom_holds(const Py_buffer *data, const unsigned char *word, size_t length);
int bloom_holds_near(const Py_buffer *data, const unsigned char *word, size_t length);
int bloom_holds_text(const Py_buffer *data, const unsigned char *word, size_t length, int looks);

/* numbering.c: the words of a model file with their numbers (cleaner/models/wordlists/word_numbers.py) */
typedef struct {
    Py_buffer lines, starts, slots;
    size_t count, mask; /* words; slots less 1 */
    struct Found *found; /* by the hash of a word, what was found of one that was looked up */
    size_t found_mask;
} Numbering;

int numbering_open(Numbering *self, PyObject *parts); /* a tuple of the three */
void numbering_close(Numbering *self);
int numbering_widen(Numbering *self);
Py_ssize_t numbering_find(const Numbering *self, const unsigned char *utf8, size_t length);
#define LONGEST_CLASS 8 /* bytes of the name of a class of rare words */
size_t rare_class(const unsigned char *utf8, size_t length, unsigned char *name);
uint32_t numbering_class(const Numbering *self, const unsigned char *utf8, size_t length);
uint32_t number_or_class(const Numbering *self, const unsigned char *utf8, size_t length);
int add_numbering(PyObject *module);

/* sequences.c: counts of sequences (cleaner/models/sequences.py) */
typedef struct {
    uint64_t buckets;
    Py_buffer offsets, fingerprints, values; /* u32 and u16 in the order of the machine, u8 */
    int is_read, file; /* whether the table is read from a file instead, and its number */
    long long place;   /* of the table in the file */
    uint64_t *known;   /* answers that were read; NULL: none is kept */
    int known_bits;    /* of the number of one of them */
} Sequences;

int sequences_open(Sequences *self, PyObject *parts); /* a tuple of the four, and of the file and the place if there is one */
int sequences_keep(Sequences *self); /* what is read */
int sequences_keep_often(Sequences *self);
void sequences_close(Sequences *self);
int read_part(int file, long long place, void *to, size_t size);
unsigned char step_in_bucket(const Sequences *self, uint64_t bucket, uint16_t low);
unsigned char sequence_step(const Sequences *self, uint64_t key);
void sequence_steps(const Sequences *self, const uint64_t *keys, size_t count, uint8_t *steps); /* of a table in memory */
unsigned char packed_step(const Sequences *self, const unsigned char *key, size_t length); /* tables.c; cleaner/models/wordlists/packed.py */
int add_sequences(PyObject *module);

/* nets.c */
#define MOST_WIDTH 128 /* numbers of an embedding */
double real_product(const int8_t *row, const double *vector, size_t width);
double whole_product(const int8_t *row, const int16_t *vector, size_t width); /* in whole numbers; masked.c takes it too */
void add_products(const int8_t *rows, size_t step, size_t count, const int16_t *vector, size_t width, int32_t *sums);
void scale_sums(const int32_t *sums, const double *scales, size_t count, double *units);
void round_units(const double *units, const double *biases, size_t count, int16_t *steps);
int add_nets(PyObject *module);

/* Product and scale, kept from being joined with what is added: the sum is that of Python. */
static inline double scaled(double product, double scale) {
    volatile double result = product * scale;
    return result;
}

/* counts.c: how likely words are after others */
#define ORDER 4    /* words of the longest sequence that is counted */
#define UNSEEN 0.1 /* the count given to a word that was never seen */
typedef struct {
    Sequences tables[ORDER - 1]; /* of two, three and four words */
    Py_buffer singles;           /* steps of the counts of words */
    double counts[256], total;   /* by their steps; of all words */
} SequenceCounts;

int sequence_counts_open(SequenceCounts *self, PyObject *const *tables, PyObject *singles, const char *counts, Py_ssize_t size);
void sequence_counts_close(SequenceCounts *self);
double sequence_probability(const SequenceCounts *self, const uint16_t *row);
int add_counts(PyObject *module);

int add_trees(PyObject *module); /* trees.c */
/* masked_net.c */
int net_reads_past(PyObject *net);
int past_may_be_wrong(PyObject *net, const unsigned char *text, size_t size, size_t start, size_t form, size_t end, double least_error, double least_base);
int add_net(PyObject *module);

/* phrases.c */
#define MAY_BE 0xF     /* the bits of phrases that may be wrong */
#define MOST_PHRASES 4 /* with the same wrong words: bits of those that may be wrong, below those that a word speaks for */
typedef struct Phrases Phrases;
typedef struct {
    unsigned int row;
    uint32_t number; /* of the word, or of its class, among those that were counted */
    int is_counted;
} Beside;

unsigned int phrases_group(const Phrases *self, const unsigned char *word, size_t length);
int phrases_have_row(const Phrases *self, unsigned int row);
int phrases_need_counts(const Phrases *self);
Beside phrases_beside(const Phrases *self, const unsigned char *word, size_t length, unsigned int row);
/* A text, folded and as it is in UTF-8, and the place of a word in both. */
typedef struct {
    const unsigned char *folded, *utf8;
    size_t chars, size, start, byte;
} TextPlace;

enum { NO_PHRASE, IS_PHRASE, NETS_WANTED }; /* what may be said of a place */
int phrases_look_at(Phrases *self, TextPlace place, unsigned int group, Beside (*ask)(void *, const unsigned char *, size_t), void *asked);
void phrases_begin(Phrases *self);               /* to look at a text */
void phrases_end(Phrases *self, PyObject *text); /* it was looked at as a whole */
int add_phrases(PyObject *module); /* phrase_lists.c */

int add_languages(PyObject *module); /* language_lists.c */
int add_lines(PyObject *module);     /* lines.c */
int add_suiting(PyObject *module);   /* suiting.c */

/* unlisted.c */
typedef struct Unlisted Unlisted;
int unlisted_facts(Unlisted *self, const unsigned char *word, size_t length, int with_errors, uint64_t *facts);
int unlisted_placed(Unlisted *self, const unsigned char *word, size_t length);
/* How near an unknown word is to known ones; what a word is that is in a list of ambiguous misspellings, sounds like another one, is
   doubtful. NOT_TOLD: it must be asked otherwise. */
enum { NOT_NEAR, IS_NEAR_COMMON, AMBIGUOUS, NEAR_BY_SOUND, DOUBTFUL, NOT_TOLD };
#define SHORTEST_NEAR 4 /* letters, as in cleaner/filters/_english/candidates.py */
int unlisted_nearness(Unlisted *self, const unsigned char *word, size_t length);
Unlisted *unlisted_of(PyObject *object); /* NULL, with an error, if it is none */
int add_unlisted(PyObject *module);

/* misspelled.c */
typedef struct Misspelled Misspelled;
int misspelled_judge(const Misspelled *self, const unsigned char *word, size_t length);
Misspelled *misspelled_of(PyObject *object); /* NULL, with an error, if it is none */
int add_misspelled(PyObject *module);

int add_distant(PyObject *module); /* distant.c */
int add_sounds(PyObject *module);  /* sounds.c */
int add_spelling(PyObject *module); /* spelling.c */
int add_votes(PyObject *module);    /* votes.c */
int add_careless(PyObject *module); /* careless.c */
int add_standing(PyObject *module); /* standing.c */
int add_prose(PyObject *module);    /* prose.c */
int add_surroundings(PyObject *module); /* surroundings.c */

END_INSIDE

#endif
