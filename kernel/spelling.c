/* What the error of an unknown word alone says for a correction: `prospect` of cleaner/models/correction.py, which describes the
   evidence; candidates and errors are those of cleaner/models/spelling.py. */

#include "sounds.h"
#include <math.h>

enum { DESK = 5, SHORTEST_STEM = 4, SHORTEST_HALF = 3, LONG = 14, SHORT = 5 }; /* as in cleaner/models/correction.py */
enum { BIAS, SLIP, FREQUENCY, LENGTH, SHAPE, DERIVED, COMPOUND, IS_SPLIT, EXCHANGED, FIRST_LETTER, LAST_LETTER, IS_SHORT, PLURAL, EVIDENCE };
#define EDGE '^'
#define SHAPES 32768 /* of three small letters or edges, five bits each */
#define STEP 0.1 /* these as in cleaner/models/spelling.py */
#define RAREST 25.0
#define SPLIT_COST 8.0
#define HEARD_COST 4.5 /* these as in cleaner/models/correction.py */
#define SAME_SOUND 2.5
#define LIKELIEST (-1.0)

struct Spelling {
    PyObject_HEAD
    PyObject *words; /* whose index it is */
    Index *index;
    Sequences slips, letters, one, two; /* packed tables: errors, letters by the two before them, counts of words and pairs */
    Strings prefixes, suffixes;
    double shares[256], weights[EVIDENCE]; /* log-probabilities of words by the steps of their counts */
    uint16_t *shapes; /* the steps of letters by the two before them, and 1, where they were looked up */
};

typedef Letters Word;

/* A word that is judged, the words of its sound, and the best that was found. */
typedef struct {
    const Spelling *self;
    Word word;
    const Word *heard;
    size_t heard_count;
    double own[EVIDENCE]; /* the evidence that is the same for whatever may be meant */
    double best;
} Judged;

static int is_listed(const Spelling *self, const unsigned char *word, size_t length) { return index_holds(self->index, word, length); }

static int is_desk_word(const Spelling *self, const unsigned char *word, size_t length) {
    int size = index_size(self->index, word, length);
    return size > 0 && size <= DESK;
}

static int is_derived(const Spelling *self, Word word) {
    unsigned char made[LONGEST_WORD + 1];
    const unsigned char *edge = self->prefixes.bytes;
    for (size_t i = 0; i < self->prefixes.count; edge += self->prefixes.lengths[i++]) {
        size_t cut = self->prefixes.lengths[i];
        if (word.length >= cut + SHORTEST_STEM && !memcmp(word.bytes, edge, cut) && is_listed(self, word.bytes + cut, word.length - cut)) return 1;
    }
    edge = self->suffixes.bytes;
    for (size_t i = 0; i < self->suffixes.count; edge += self->suffixes.lengths[i++]) {
        size_t cut = self->suffixes.lengths[i], stem = word.length > cut ? word.length - cut : 0;
        if (stem < SHORTEST_STEM || memcmp(word.bytes + stem, edge, cut)) continue;
        memcpy(made, word.bytes, stem);
        made[stem] = 'e';
        if (is_listed(self, made, stem) || is_listed(self, made, stem + 1)) return 1;
    }
    return 0;
}

static int is_compound(const Spelling *self, Word word) {
    for (size_t i = SHORTEST_HALF; i + 2 < word.length; i++)
        if (is_desk_word(self, word.bytes, i) && is_desk_word(self, word.bytes + i, word.length - i)) return 1;
    return 0;
}

/* The step of the last of three letters or edges after the others. */
static unsigned int step_of_letters(const Spelling *self, const unsigned char *row) {
    for (size_t i = 0; i < 3; i++)
        if (!is_ascii_small(row[i]) && row[i] != EDGE) return packed_step(&self->letters, row, 3);
    uint16_t *kept = &self->shapes[(row[0] & 31u) << 10 | (row[1] & 31u) << 5 | (row[2] & 31u)]; /* in five bits an edge is no letter either */
    if (!*kept) *kept = (uint16_t)(packed_step(&self->letters, row, 3) + 1);
    return *kept - 1u;
}

static double shape(const Spelling *self, Word word) {
    unsigned char row[LONGEST_WORD + 3];
    double total = 0;
    row[0] = row[1] = row[word.length + 2] = EDGE;
    memcpy(row + 2, word.bytes, word.length);
    for (size_t i = 2; i < word.length + 3; i++) total += step_of_letters(self, row + i - 2) * STEP - RAREST;
    return total / (double)(word.length + 1);
}

static double log_share(const Spelling *self, Word word) { return self->shares[packed_step(&self->one, word.bytes, word.length)]; }

static int is_plural_of(Word one, Word other) {
    return one.length == other.length + 1 && one.bytes[other.length] == 's' && !memcmp(one.bytes, other.bytes, other.length);
}

/* Weigh the evidence for what may be meant: a word, or two of which `last` is the second. */
static void weigh(Judged *judged, Word first, Word last, double slip, double frequency, int is_split, int is_exchanged) {
    const double *weights = judged->self->weights;
    Word word = judged->word;
    double evidence[EVIDENCE], sum = 0;
    unsigned char end = word.bytes[word.length - 1];
    memcpy(evidence, judged->own, sizeof(evidence));
    evidence[SLIP] = slip;
    evidence[FREQUENCY] = frequency;
    evidence[IS_SPLIT] = is_split;
    evidence[EXCHANGED] = is_exchanged;
    evidence[FIRST_LETTER] = first.bytes[0] != word.bytes[0];
    evidence[LAST_LETTER] = last.bytes[last.length - 1] != end || (last.length > 1 && last.bytes[last.length - 2] == end);
    evidence[PLURAL] = is_plural_of(first, word) || is_plural_of(word, first);
    for (size_t i = 0; i < EVIDENCE; i++) sum += weights[i] * evidence[i];
    if (sum > judged->best) judged->best = sum;
}

static int is_heard(const Judged *judged, Word meant) {
    for (size_t i = 0; i < judged->heard_count; i++)
        if (judged->heard[i].length == meant.length && !memcmp(judged->heard[i].bytes, meant.bytes, meant.length)) return 1;
    return 0;
}

/* Weigh a word one error away, if it is one: the kind of the error, the letter before it, its letters. `hash`: that of the letters before
   the error, of which there are `at`. */
static void weigh_error(Judged *judged, Word meant, uint64_t hash, size_t at, char kind, unsigned char first, unsigned char second) {
    const Spelling *self = judged->self;
    if (!meant.length || !index_holds_behind(self->index, meant.bytes, meant.length, hash, at)) return;
    unsigned char count = packed_step(&self->one, meant.bytes, meant.length);
    if (!count) return;
    const unsigned char key[] = {(unsigned char)kind, first, second};
    double slip = packed_step(&self->slips, key, 3) * STEP - RAREST;
    if (is_heard(judged, meant)) {
        slip += SAME_SOUND * (meant.bytes[0] == judged->word.bytes[0]);
        if (slip > LIKELIEST) slip = LIKELIEST;
    }
    weigh(judged, meant, meant, slip, self->shares[count], 0, kind == '~');
}

/* What may be meant by one error at a letter: left out, put in, another one, or two that have changed places. `hash`: of the letters before
   it. */
static void weigh_errors_at(Judged *judged, size_t at, uint64_t hash) {
    static const unsigned char letters[] = "abcdefghijklmnopqrstuvwxyz'";
    unsigned char made[LONGEST_WORD + 2];
    Word word = judged->word;
    const unsigned char *tail = word.bytes + at;
    size_t left = word.length - at;
    unsigned char before = at ? word.bytes[at - 1] : EDGE;
    memcpy(made, word.bytes, at);
    memcpy(made + at + 1, tail, left);
    for (const unsigned char *letter = letters; *letter; letter++) {
        made[at] = *letter;
        weigh_error(judged, (Word){made, word.length + 1}, hash, at, '-', before, *letter);
    }
    if (!left) return;
    memcpy(made + at, tail, left);
    for (const unsigned char *letter = letters; *letter != '\''; letter++) {
        made[at] = *letter;
        if (*letter != *tail) weigh_error(judged, (Word){made, word.length}, hash, at, '/', *letter, *tail);
    }
    if (left > 1 && tail[0] != tail[1]) {
        made[at] = tail[1];
        made[at + 1] = tail[0];
        weigh_error(judged, (Word){made, word.length}, hash, at, '~', tail[1], tail[0]);
    }
    memcpy(made + at, tail + 1, left - 1);
    weigh_error(judged, (Word){made, word.length - 1}, hash, at, '+', before, *tail);
}

/* Two words of which the space was left out. */
static void weigh_split(Judged *judged, size_t at) {
    const Spelling *self = judged->self;
    unsigned char pair[LONGEST_WORD + 1];
    Word word = judged->word, first = {word.bytes, at}, second = {word.bytes + at, word.length - at};
    memcpy(pair, word.bytes, at);
    pair[at] = ' ';
    memcpy(pair + at + 1, word.bytes + at, word.length - at);
    if (!is_listed(self, first.bytes, first.length) || !is_listed(self, second.bytes, second.length)) return;
    if (!packed_step(&self->two, pair, word.length + 1)) return;
    weigh(judged, first, second, -SPLIT_COST, log_share(self, first) + log_share(self, second), 1, 0);
}

/* Whether a word is one error away and was counted, so that it is weighed as an error. */
static int is_near(const Spelling *self, Word word, Word meant) {
    size_t same = 0, ends = 0, shorter = word.length < meant.length ? word.length : meant.length;
    while (same < shorter && word.bytes[same] == meant.bytes[same]) same++;
    while (ends < shorter - same && word.bytes[word.length - 1 - ends] == meant.bytes[meant.length - 1 - ends]) ends++;
    size_t one = word.length - same - ends, other = meant.length - same - ends;
    int is_swap = one == 2 && other == 2 && word.bytes[same] == meant.bytes[same + 1] && word.bytes[same + 1] == meant.bytes[same];
    int is_one = one <= 1 && other <= 1 && !(one && other && meant.bytes[same] == '\'');
    return one + other > 0 && (is_swap || is_one) && packed_step(&self->one, meant.bytes, meant.length) &&
           is_listed(self, meant.bytes, meant.length);
}

/* The log-odds without context of what a word in small letters of ASCII may mean; `heard` are words of its sound. */
double spelling_prospect_of(const Spelling *self, Letters word, const Letters *heard, size_t count) {
    Judged judged = {self, word, heard, count, {0}, -INFINITY};
    judged.own[BIAS] = 1.0;
    judged.own[LENGTH] = word.length < LONG ? (double)word.length : LONG;
    judged.own[SHAPE] = shape(self, word);
    judged.own[DERIVED] = is_derived(self, word);
    judged.own[COMPOUND] = is_compound(self, word);
    judged.own[IS_SHORT] = word.length <= SHORT;
    uint64_t hash = FIRST_HASH;
    for (size_t at = 0; at <= word.length; at++) {
        weigh_errors_at(&judged, at, hash);
        if (at < word.length) hash = (hash ^ word.bytes[at]) * HASH_STEP;
    }
    for (size_t at = 1; at < word.length; at++) weigh_split(&judged, at);
    for (size_t i = 0; i < judged.heard_count; i++) {
        if (is_near(self, word, heard[i])) continue; /* weighed already */
        double slip = -HEARD_COST < LIKELIEST ? -HEARD_COST : LIKELIEST;
        weigh(&judged, heard[i], heard[i], slip, log_share(self, heard[i]), 0, 0);
    }
    return judged.best;
}

/* prospect(word, heard): the same of bytes and a tuple of bytes. */
static PyObject *spelling_prospect(PyObject *object, PyObject *args) {
    const Spelling *self = (const Spelling *)object;
    Word heard[MOST_HEARD];
    char *bytes;
    Py_ssize_t length, count;
    PyObject *list;
    if (!PyArg_ParseTuple(args, "y#O!", &bytes, &length, &PyTuple_Type, &list)) return NULL;
    count = PyTuple_Size(list);
    if (length < 1 || length > LONGEST_WORD || count > MOST_HEARD) return PyErr_SetString(PyExc_ValueError, "the word is too long, or empty"), NULL;
    Word word = {(const unsigned char *)bytes, (size_t)length};
    for (Py_ssize_t i = 0; i < count; i++) {
        if (PyBytes_AsStringAndSize(PyTuple_GetItem(list, i), &bytes, &length) < 0) return NULL;
        if (length < 1) return PyErr_SetString(PyExc_ValueError, "an empty word is not heard"), NULL;
        heard[i] = (Word){(const unsigned char *)bytes, (size_t)length};
    }
    return PyFloat_FromDouble(spelling_prospect_of(self, word, heard, (size_t)count));
}

/* ---- the type -------------------------------------------------------------------------------------------------------- */

static int read_numbers(PyObject *given, double *to, size_t count) {
    if (PySequence_Size(given) != (Py_ssize_t)count) return PyErr_SetString(PyExc_ValueError, "too many numbers, or too few"), -1;
    for (size_t i = 0; i < count; i++) {
        PyObject *item = PySequence_GetItem(given, (Py_ssize_t)i);
        to[i] = item ? PyFloat_AsDouble(item) : 0;
        Py_XDECREF(item);
        if (PyErr_Occurred()) return -1;
    }
    return 0;
}

static int read_spelling(Spelling *self, PyObject *args, PyObject *keywords) {
    static char *names[] = {"index", "tables", "shares", "weights", "prefixes", "suffixes", NULL};
    PyObject *words, *tables[4], *shares, *weights, *prefixes, *suffixes;
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "O(O!O!O!O!)OOO!O!", names, &words, &PyTuple_Type, &tables[0], &PyTuple_Type,
                                     &tables[1], &PyTuple_Type, &tables[2], &PyTuple_Type, &tables[3], &shares, &weights,
                                     &PyTuple_Type, &prefixes, &PyTuple_Type, &suffixes))
        return -1;
    Sequences *read[] = {&self->slips, &self->letters, &self->one, &self->two};
    for (size_t i = 0; i < sizeof(read) / sizeof(*read); i++)
        if (sequences_open(read[i], tables[i]) < 0 || sequences_keep(read[i]) < 0) return -1;
    if (read_numbers(shares, self->shares, 256) < 0 || read_numbers(weights, self->weights, EVIDENCE) < 0) return -1;
    if (strings_read(&self->prefixes, prefixes) < 0 || strings_read(&self->suffixes, suffixes) < 0) return -1;
    if (!(self->shapes = PyMem_Calloc(SHAPES, sizeof(uint16_t)))) return PyErr_NoMemory(), -1;
    return index_of(words, &self->words, &self->index) < 0 ? -1 : index_sieve(self->index);
}

static PyObject *spelling_new(PyTypeObject *type, PyObject *args, PyObject *keywords) {
    Spelling *self = new_object(type);
    return finished(self, self && read_spelling(self, args, keywords) == 0);
}

static void spelling_dealloc(PyObject *object) {
    Spelling *self = (Spelling *)object;
    Sequences *read[] = {&self->slips, &self->letters, &self->one, &self->two};
    for (size_t i = 0; i < sizeof(read) / sizeof(*read); i++) sequences_close(read[i]);
    strings_free(&self->prefixes);
    strings_free(&self->suffixes);
    PyMem_Free(self->shapes);
    Py_XDECREF(self->words);
    free_object(object);
}

static PyMethodDef spelling_methods[] = {
    {"prospect", spelling_prospect, METH_VARARGS, "The log-odds (nats) without context of what a word may mean, one error away or among words of its sound."},
    {NULL, NULL, 0, NULL},
};

DEFINE_TYPE(spelling, spelling, Spelling, Spelling, "Judges unknown words by their letters.");

Spelling *spelling_of(PyObject *object) {
    if (PyType_GetSlot(Py_TYPE(object), Py_tp_dealloc) == (void *)spelling_dealloc) return (Spelling *)object;
    return PyErr_SetString(PyExc_TypeError, "nothing that judges spelling"), NULL;
}

int add_spelling(PyObject *module) { return add_type(module, &spelling_spec); }
