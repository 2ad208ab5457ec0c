/* Phrases of confused words in a folded text: which may be wrong by the words beside them, as look_behind and look_before of
   cleaner/filters/_english/phrases.py say. What the lists of a phrase say of a word is shipped, a row a word; where they leave it
   to counts of pairs, these are looked up in the mapped tables of cleaner/models/sequences.py. */

#include "kernel.h"
#include <math.h>

#define LOOKS_KEPT 16384 /* answers that are kept, a power of two: 128 KiB */
#define LESS_OFTEN 2.0  /* these as in cleaner/filters/_english/phrases.py */
#define UNCOUNTED 0.5
#define MOST_BEFORE 60  /* bytes before a place that are looked at for a name: fewer than CONTEXT of cleaner/filters/_english/context/gate.py */
#define TOKENS 80      /* code points, as in cleaner/filters/_english/spaces.py */
#define UNSEEN 0.1      /* as in cleaner/models/sequences.py */
#define SHARE 0.3       /* of what counts say, and the most that they do, as in cleaner/filters/_english/phrase_limits.py */
#define MOST_COUNTED 10.0
#define MUCH_LESS (1 - 1e-9) /* of a probability, whose last digits depend on the machine */
#define KEPT BIT(63)

/* The fillers of the right and of the wrong word in a model, -1 if it does not compare them, and the nats from which on the right one may be
   proposed (cleaner/filters/_english/phrase_limits.py). */
typedef struct {
    int right, wrong;
    double least;
} Limit;

/* A phrase that counts decide: its words by their numbers, and the ratios of counts from which on it may be one, and is likelier. */
typedef struct {
    uint32_t right, wrong;
    double may_be, is_for;
    int is_compared, head, tail;            /* sequences of its differing words are compared: code points of the same words before and behind */
    uint32_t right_differing, wrong_differing;
    int is_weighed; /* a word that was not counted does not speak for it */
    Limit masked, detector; /* what each of the models must find */
    double together_least;      /* the same of both and of counts together, -INFINITY if they are not added up */
    int has_limit;
} Phrase;

typedef struct {
    unsigned char *bytes;
    uint32_t length;
    uint16_t number;
} Needle;

/* Phrases of a needle that may be wrong where a word begins, a bit each. */
typedef struct {
    uint32_t start;
    uint16_t needle;
    uint8_t phrases;
} Found;

struct Phrases {
    PyObject_HEAD
    PyObject *text; /* the last text that was looked at as a whole, NULL for none; and what was found there */
    Found *found;
    size_t found_count, found_room;
    Needle *needles;
    size_t needle_count, numbers; /* of needles */
    uint32_t first_needle[257];   /* by group */
    Table groups;                 /* first words of needles, with their groups */
    unsigned char *rows;          /* two cells a needle, of what stands behind it and before it: looks, and which phrases are counted */
    size_t row_count;
    Table named;                  /* words that lists name, with their rows */
    unsigned int others[2];       /* rows of the other words: those that stand behind "its" alone, and those behind "it's" as well */
    unsigned int other;           /* stands for the row of another word, which counts tell where the two differ */
    unsigned int nothing;         /* the row of no word */
    Numbering words;
    Sequences pairs, triples, fours;
    Py_buffer singles;            /* steps of the counts of words */
    double counts[256], total;    /* by their steps; of all words */
    uint32_t begin, end;          /* numbers of the edges of a sentence */
    uint32_t its, it_s;
    Phrase *phrases;
    size_t phrase_count;
    uint32_t *first_phrase;       /* by the number of a needle */
    uint64_t *kept;
    PyObject *masked, *detector; /* nets of the models, NULL before they are given */
    int has_limits;
};

/* ---- what words say -------------------------------------------------------------------------------------------------- */

static double count_of(const Phrases *self, uint32_t first, uint32_t second) {
    return self->counts[sequence_step(&self->pairs, (uint64_t)first << 16 | second)];
}

/* The group of phrases that begin with a word, 0 for none. */
unsigned int phrases_group(const Phrases *self, const unsigned char *word, size_t length) {
    const Entry *entry = table_find(&self->groups, word, length);
    return entry ? (unsigned int)entry->value : 0;
}

int phrases_have_row(const Phrases *self, unsigned int row) { return row < self->row_count; }

int phrases_need_counts(const Phrases *self) { return !self->kept; }

/* The number of a folded word among those that were counted, and its row. */
Beside phrases_beside(const Phrases *self, const unsigned char *word, size_t length, unsigned int row) {
    unsigned char utf8[2 * LONGEST_WORD];
    size_t size = 0, from = length > LONGEST_WORD ? length - LONGEST_WORD : 0; /* so long a word was never counted: its ending is */
    for (size_t i = from; i < length; i++) size += put_utf8(utf8 + size, word[i]);
    Py_ssize_t number = from ? -1 : numbering_find(&self->words, utf8, size);
    Beside beside = {row, (uint32_t)number, number >= 0};
    if (number < 0) beside.number = numbering_class(&self->words, utf8, size);
    if (!length) beside.row = self->nothing;
    else if (!row) {
        const Entry *named = from ? NULL : table_find(&self->named, word, length);
        beside.row = named ? (unsigned int)named->value : self->other;
    }
    return beside;
}

/* What is shipped of a word in a row about one side of a needle: looks, and which phrases are counted. */
static const unsigned char *cell_of(const Phrases *self, unsigned int row, size_t needle, int is_before) {
    return self->rows + 4 * (row * self->numbers + needle) + 2 * is_before;
}

/* The row of a word as far as it counts for a side of a needle. */
static unsigned int row_of(const Phrases *self, size_t needle, int is_before, Beside word) {
    if (word.row != self->other) return word.row;
    if (!memcmp(cell_of(self, self->others[0], needle, is_before), cell_of(self, self->others[1], needle, is_before), 2)) return self->others[0];
    return self->others[LESS_OFTEN * count_of(self, self->it_s, word.number) >= count_of(self, self->its, word.number)];
}

/* Which phrases a word allows, and speaks for, by counts. */
static unsigned int counted_looks(const Phrases *self, size_t needle, int is_before, Beside word, unsigned int asked) {
    unsigned int looks = 0;
    const Phrase *phrase = self->phrases + self->first_phrase[needle];
    for (unsigned int bit = 1; bit <= asked; bit <<= 1, phrase++) {
        if (!(asked & bit)) continue;
        if (!word.is_counted) {
            looks |= bit | (phrase->is_weighed ? 0 : bit << MOST_PHRASES);
            continue;
        }
        double wrong = is_before ? count_of(self, word.number, phrase->wrong) : count_of(self, phrase->wrong, word.number);
        if (!wrong && phrase->may_be <= 1 && phrase->is_for <= 1) { /* the ratio is 1 at least */
            looks |= bit | bit << MOST_PHRASES;
            continue;
        }
        double right = is_before ? count_of(self, word.number, phrase->right) : count_of(self, phrase->right, word.number);
        double ratio = (right + UNCOUNTED) / (wrong + UNCOUNTED);
        if (ratio >= phrase->may_be) looks |= bit | (ratio >= phrase->is_for ? bit << MOST_PHRASES : 0);
    }
    return looks;
}

/* A word behind a needle, or before it: what is shipped of it, and where what counts say is kept. */
typedef struct {
    Beside word;
    size_t needle;
    int is_before;
    const unsigned char *cell;
    uint64_t key, *kept;
} Side;

static Side side_of(const Phrases *self, size_t needle, int is_before, Beside word) {
    unsigned int row = row_of(self, needle, is_before, word);
    uint64_t key = (uint64_t)row << 16 | needle;
    key = ((key << 16 | word.number) << 2 | (uint64_t)word.is_counted << 1 | (uint64_t)is_before) << 8 | KEPT;
    return (Side){word, needle, is_before, cell_of(self, row, needle, is_before), key, &self->kept[(key * SPREAD) >> 40 & (LOOKS_KEPT - 1)]};
}

/* What the word says of the phrases of the needle at most, before counts are looked up: those that may be wrong, a bit each, and
   MOST_PHRASES higher those that it speaks for. */
static unsigned int most_looks(const Side *side) {
    if ((*side->kept ^ side->key) <= 0xFF) return *side->kept & 0xFF;
    return side->cell[0] | side->cell[1] | (unsigned int)side->cell[1] << MOST_PHRASES;
}

/* What it says. */
static unsigned int looks_of(const Phrases *self, const Side *side) {
    if (!side->cell[1]) return side->cell[0];
    if ((*side->kept ^ side->key) > 0xFF)
        *side->kept = side->key | side->cell[0] | counted_looks(self, side->needle, side->is_before, side->word, side->cell[1]);
    return *side->kept & 0xFF;
}

/* ---- where phrases may be wrong --------------------------------------------------------------------------------------- */

static int is_space(const unsigned char *text, size_t size, size_t at) { return at >= size || text[at] == ' '; }

/* The phrases that the words on both sides allow, and one of them speaks for. */
static unsigned int both_allow(unsigned int behind, unsigned int before) {
    return behind & before & ((behind | before) >> MOST_PHRASES) & MAY_BE;
}

/* The phrases of a needle that may be wrong at a place, a bit each. `ask` gives what is known about a word. */
static unsigned int phrases_of_needle(const Phrases *self, const Needle *needle, const unsigned char *text, size_t size, size_t start,
                                      Beside (*ask)(void *, const unsigned char *, size_t), void *asked) {
    size_t end = start + needle->length, from = end + 1, last = start ? start - 1 : 0, first = last;
    if (end > size || memcmp(text + start, needle->bytes, needle->length) || !is_space(text, size, end)) return 0;
    if (from > size) from = size;
    size_t stop = from;
    while (!is_space(text, size, stop)) stop++;
    Side next = side_of(self, needle->number, 0, ask(asked, text + from, stop - from));
    unsigned int behind = most_looks(&next);
    if (!(behind & MAY_BE)) return 0;
    while (first > 0 && text[first - 1] != ' ') first--;
    Side previous = side_of(self, needle->number, 1, ask(asked, text + first, last - first));
    unsigned int before = most_looks(&previous);
    if (!both_allow(behind, before)) return 0; /* counts are looked up for what the lists allow */
    behind = looks_of(self, &next);
    if (!both_allow(behind, before)) return 0;
    return both_allow(behind, looks_of(self, &previous));
}

static int is_capital(uint32_t c) { return c >= 'A' && c <= 'Z'; }

/* Whether a word with a capital before a space stands before a byte, as the last piece between two spaces: the first name of a name. */
static int is_behind_name(const unsigned char *utf8, size_t byte) {
    size_t end = byte, start, low = byte > MOST_BEFORE ? byte - MOST_BEFORE : 0;
    while (end > low && utf8[end - 1] != ' ') end--;
    if (end <= low + 1) return 0;
    for (start = --end; start > low && utf8[start - 1] != ' ';) start--;
    if ((start == low && low) || end < start + 2 || !is_capital(utf8[start])) return 0;
    return utf8[end - 1] < 0x80 && !strchr(".,;:!?(\"-*", utf8[end - 1]);
}

/* Whether the words of a needle may be written so: in small letters but for the first of a word, of no name the first, and neither
   joined to what is beside them nor before a capital. Letters beyond ASCII are not looked at. */
static int may_be_written(const Needle *needle, TextPlace place) {
    size_t at = place.byte, step;
    uint32_t c;
    if (at && place.utf8[at - 1] < 0x80 && (is_glue(place.utf8[at - 1]) || place.utf8[at - 1] == '.')) return 0;
    for (size_t i = 0; i < needle->length; i++, at += step) {
        c = utf8_at(place.utf8 + at, &step);
        if (is_capital(c) && (i ? place.utf8[at - 1] != ' ' : is_behind_name(place.utf8, place.byte))) return 0;
    }
    if (at >= place.size) return 1;
    c = utf8_at(place.utf8 + at, &step);
    if (is_glue(c)) return 0;
    at += step;
    return at >= place.size || !is_capital(place.utf8[at]) || (place.utf8[at] == 'I' && at + 1 < place.size && place.utf8[at + 1] == ' ');
}

/* How often the last words of a row stood in a row, of which so many are taken. */
static double count_of_row(const Phrases *self, const uint32_t *row, size_t length) {
    const Sequences *tables[] = {&self->pairs, &self->triples, &self->fours};
    uint64_t key = 0;
    if (length == 1) return self->counts[row[0] < (size_t)self->singles.len ? ((const unsigned char *)self->singles.buf)[row[0]] : 0];
    for (size_t i = 0; i < length; i++) key = key << 16 | row[i];
    return self->counts[sequence_step(tables[length - 2], key)];
}

/* The probability of the last of four words after the others (cleaner/models/sequences.py). */
static double probability(const Phrases *self, const uint32_t *row) {
    static const double priors[] = {300.0, 120.0, 60.0};
    double alone = count_of_row(self, row + 3, 1), p = (alone ? alone : UNSEEN) / self->total;
    for (size_t length = 1; length <= 3; length++) {
        double before = count_of_row(self, row + 3 - length, length);
        if (!before) break;
        double all = count_of_row(self, row + 3 - length, length + 1);
        p = (all + priors[length - 1] * p) / ((before > all ? before : all) + priors[length - 1]);
    }
    return p;
}

/* The probability of a word and of the three behind it, each after three others. */
static double fits(const Phrases *self, const Neighbours *beside, uint32_t word) {
    uint32_t row[2 * MOST_BESIDE + 1] = {self->begin, self->begin, self->begin, word};
    size_t size = MOST_BESIDE + 1;
    double p = 1;
    memcpy(row + MOST_BESIDE - beside->left_count, beside->left, beside->left_count * sizeof(uint32_t));
    for (size_t i = 0; i < beside->right_count; i++) row[size++] = beside->right[i];
    if (beside->right_count < MOST_BESIDE) row[size++] = self->end;
    for (size_t i = MOST_BESIDE; i < size; i++) p *= probability(self, row + i - MOST_BESIDE);
    return p;
}

/* Whether sequences of words find a phrase likelier than what is written between two bytes of a text; a text that is not plain may have it. */
static int may_fit(const Phrases *self, const Phrase *phrase, TextPlace place, size_t start, size_t end) {
    Neighbours beside;
    if (start < place.size && is_capital(place.utf8[start])) return 0; /* a name */
    if (!tokens_beside(&self->words, place.utf8, place.size, start, end, TOKENS, MOST_BESIDE, &beside)) return 1;
    return fits(self, &beside, phrase->right_differing) >= MUCH_LESS * fits(self, &beside, phrase->wrong_differing);
}

/* By how much a model finds the right word likelier between two bytes of a text; +INFINITY if it cannot tell, or the text is not plain. */
static double gain_of(PyObject *net, const Limit *limit, const unsigned char *utf8, size_t size, size_t start, size_t end) {
    uint32_t fillers[] = {(uint32_t)limit->wrong, (uint32_t)limit->right};
    double gain;
    if (limit->right < 0 || !masked_gains(net_model(net), utf8, size, start, end, fillers, 2, &gain)) return INFINITY;
    return gain;
}

/* What counts of sequences add to the nats of both models for a phrase between two bytes, at most. */
static double counted_at(const Phrases *self, const Phrase *phrase, TextPlace place, size_t start, size_t end) {
    Neighbours beside;
    if (!tokens_beside(&self->words, place.utf8, place.size, start, end, TOKENS, MOST_BESIDE, &beside)) return SHARE * MOST_COUNTED;
    double counted = log(fits(self, &beside, phrase->right_differing) / fits(self, &beside, phrase->wrong_differing));
    return SHARE * (counted < MOST_COUNTED ? counted : MOST_COUNTED);
}

/* Whether the models find a phrase between two bytes likely enough to be looked at. */
static int is_likely(const Phrases *self, const Phrase *phrase, TextPlace place, size_t start, size_t end) {
    double masked = gain_of(self->masked, &phrase->masked, place.utf8, place.size, start, end);
    if (masked < phrase->masked.least) return 0;
    double detector = gain_of(self->detector, &phrase->detector, place.utf8, place.size, start, end);
    if (detector < phrase->detector.least) return 0;
    if (masked + detector + SHARE * MOST_COUNTED < phrase->together_least) return 0;
    return phrase->together_least == -INFINITY || masked + detector + counted_at(self, phrase, place, start, end) >= phrase->together_least;
}

/* Whether one of some phrases of a needle may be wrong at a place: NO_PHRASE, IS_PHRASE, or NETS_WANTED if the models must say it. */
static int may_be(const Phrases *self, const Needle *needle, unsigned int phrases, TextPlace place) {
    const Phrase *phrase = self->phrases + self->first_phrase[needle->number];
    int said = NO_PHRASE;
    if (!may_be_written(needle, place)) return NO_PHRASE;
    for (; phrases; phrases >>= 1, phrase++) {
        if (!(phrases & 1)) continue;
        size_t start = chars_on(place.utf8, place.size, place.byte, (size_t)phrase->head);
        size_t end = chars_on(place.utf8, place.size, start, needle->length - (size_t)phrase->head - (size_t)phrase->tail);
        if (phrase->is_compared && !may_fit(self, phrase, place, start, end)) continue;
        if (!self->has_limits) said = NETS_WANTED;
        else if (!phrase->has_limit || is_likely(self, phrase, place, start, end)) return IS_PHRASE;
    }
    return said;
}

/* Note which phrases that begin with a word of a group may be wrong where the word stands: whether one may, NETS_WANTED if the models must
   say it, -1 if there is no memory. */
int phrases_look_at(Phrases *self, TextPlace place, unsigned int group, Beside (*ask)(void *, const unsigned char *, size_t), void *asked) {
    int said = NO_PHRASE;
    for (uint32_t n = self->first_needle[group]; n < self->first_needle[group + 1]; n++) {
        const Needle *needle = &self->needles[n];
        unsigned int phrases = phrases_of_needle(self, needle, place.folded, place.chars, place.start, ask, asked);
        int found = phrases ? may_be(self, needle, phrases, place) : NO_PHRASE;
        if (found == NO_PHRASE) continue;
        if (found == NETS_WANTED) return NETS_WANTED;
        if (grow((void **)&self->found, &self->found_room, self->found_count + 1, sizeof(Found)) < 0) return -1;
        self->found[self->found_count++] = (Found){(uint32_t)place.start, needle->number, (uint8_t)phrases};
        said = IS_PHRASE;
    }
    return said;
}

void phrases_begin(Phrases *self) {
    Py_CLEAR(self->text);
    self->found_count = 0;
}

void phrases_end(Phrases *self, PyObject *text) { self->text = Py_NewRef(text); }

static PyObject *list_of_found(const Phrases *self) {
    PyObject *list = PyList_New((Py_ssize_t)self->found_count);
    for (size_t i = 0; list && i < self->found_count; i++) {
        const Found *found = &self->found[i];
        PyObject *item = Py_BuildValue("(nII)", (Py_ssize_t)found->start, (unsigned int)found->needle, (unsigned int)found->phrases);
        if (!item || PyList_SetItem(list, (Py_ssize_t)i, item) < 0) Py_CLEAR(list);
    }
    return list;
}

/* known(text): what a scan of the text has found; None if another text was looked at since. */
static PyObject *phrases_known(PyObject *object, PyObject *text) {
    const Phrases *self = (Phrases *)object;
    return self->text == text ? list_of_found(self) : Py_NewRef(Py_None);
}

static Beside beside_itself(void *self, const unsigned char *word, size_t length) { return phrases_beside(self, word, length, 0); }

static PyObject *phrases_places(PyObject *object, PyObject *args) {
    Phrases *self = (Phrases *)object;
    const char *folded, *utf8;
    Py_ssize_t length, size;
    if (!PyArg_ParseTuple(args, "y#y#", &folded, &length, &utf8, &size)) return NULL;
    if (phrases_need_counts(self)) return PyErr_SetString(PyExc_ValueError, "there are no counts"), NULL;
    TextPlace place = {(const unsigned char *)folded, (const unsigned char *)utf8, (size_t)length, (size_t)size, 0, 0};
    size_t byte = 0; /* of the character at i */
    phrases_begin(self);
    for (size_t i = 0; i <= (size_t)length; i++) {
        int is_end = is_space(place.folded, place.chars, i);
        unsigned int group = is_end && i > place.start ? phrases_group(self, place.folded + place.start, i - place.start) : 0;
        int said = group ? phrases_look_at(self, place, group, beside_itself, self) : NO_PHRASE;
        if (said < 0) return NULL;
        if (said == NETS_WANTED) Py_RETURN_NONE;
        byte = chars_on(place.utf8, place.size, byte, 1);
        if (!is_end) continue;
        place.start = i + 1;
        place.byte = byte;
    }
    return list_of_found(self);
}

/* ---- the type -------------------------------------------------------------------------------------------------------- */

/* From a list of (bytes, number) of a group, which has a number other than 0. */
static int read_group(Phrases *self, PyObject *group, unsigned int number_of_group) {
    for (Py_ssize_t k = 0; k < PyList_Size(group); k++) {
        const char *bytes;
        Py_ssize_t length;
        int number;
        if (!PyArg_ParseTuple(PyList_GetItem(group, k), "y#i", &bytes, &length, &number)) return -1;
        if (number < 0 || number > 0xFFFF) return PyErr_SetString(PyExc_ValueError, "too many needles"), -1;
        Needle *needle = &self->needles[self->needle_count];
        needle->bytes = copied(bytes, length);
        if (!needle->bytes) return PyErr_NoMemory(), -1;
        needle->length = (uint32_t)length;
        needle->number = (uint16_t)number;
        self->needle_count++;
        if ((size_t)number >= self->numbers) self->numbers = (size_t)number + 1;
        const char *space = memchr(bytes, ' ', (size_t)length);
        size_t first = space ? (size_t)(space - bytes) : (size_t)length;
        if (!table_find(&self->groups, needle->bytes, first) && table_put(&self->groups, needle->bytes, first, number_of_group, 0) < 0)
            return PyErr_NoMemory(), -1;
    }
    return 0;
}

static int read_groups(Phrases *self, PyObject *groups) {
    Py_ssize_t count = PyList_Size(groups), total = 0;
    if (count > 255) return PyErr_SetString(PyExc_ValueError, "too many groups"), -1;
    for (Py_ssize_t i = 0; i < count; i++) total += PyList_Size(PyList_GetItem(groups, i));
    if (PyErr_Occurred()) return -1;
    self->needles = PyMem_Calloc((size_t)total + 1, sizeof(Needle));
    if (!self->needles) return PyErr_NoMemory(), -1;
    for (Py_ssize_t i = 0; i < 256; i++) {
        self->first_needle[i] = (uint32_t)self->needle_count;
        if (i < count && read_group(self, PyList_GetItem(groups, i), (unsigned int)i) < 0) return -1;
    }
    self->first_needle[256] = (uint32_t)self->needle_count;
    return 0;
}

/* From a list of (word, row). */
static int read_named(Phrases *self, PyObject *named) {
    for (Py_ssize_t i = 0; i < PyList_Size(named); i++) {
        const char *word;
        Py_ssize_t length;
        unsigned int row;
        if (!PyArg_ParseTuple(PyList_GetItem(named, i), "y#I", &word, &length, &row)) return -1;
        if (row >= self->row_count || length > LONGEST_WORD) return PyErr_SetString(PyExc_ValueError, "there is no such row"), -1;
        if (table_put(&self->named, (const unsigned char *)word, (size_t)length, row, 0) < 0) return PyErr_NoMemory(), -1;
    }
    return 0;
}

static PyObject *phrases_new(PyTypeObject *type, PyObject *args, PyObject *keywords) {
    static char *names[] = {"needles", "rows", "named", "others", "nothing", NULL};
    PyObject *needles, *named;
    const char *rows;
    Py_ssize_t row_bytes;
    unsigned int first, second, nothing;
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "O!y#O!(II)I", names, &PyList_Type, &needles, &rows, &row_bytes, &PyList_Type, &named,
                                     &first, &second, &nothing))
        return NULL;
    Phrases *self = new_object(type);
    if (!self) return NULL;
    self->others[0] = first;
    self->others[1] = second;
    self->nothing = nothing;
    self->rows = copied(rows, row_bytes);
    if (!self->rows || table_grow(&self->groups) < 0 || table_grow(&self->named) < 0) PyErr_NoMemory();
    else if (read_groups(self, needles) == 0) {
        self->row_count = self->numbers ? (size_t)row_bytes / (4 * self->numbers) : 0;
        self->other = (unsigned int)self->row_count; /* beside a word there is room for 16 bits */
        if (self->row_count <= UINT16_MAX && first < self->row_count && second < self->row_count && nothing < self->row_count && read_named(self, named) == 0) return finished(self, 1);
        if (!PyErr_Occurred()) PyErr_SetString(PyExc_ValueError, "there is no such row");
    }
    return finished(self, 0);
}

static void free_counts(Phrases *self) {
    numbering_close(&self->words);
    sequences_close(&self->pairs);
    sequences_close(&self->triples);
    sequences_close(&self->fours);
    PyBuffer_Release(&self->singles);
    PyMem_Free(self->phrases);
    PyMem_Free(self->first_phrase);
    self->phrases = NULL;
    self->first_phrase = NULL;
    self->phrase_count = 0;
}

static void phrases_dealloc(PyObject *object) {
    Phrases *self = (Phrases *)object;
    for (size_t i = 0; i < self->needle_count; i++) PyMem_Free(self->needles[i].bytes);
    PyMem_Free(self->needles);
    PyMem_Free(self->rows);
    Py_XDECREF(self->text);
    PyMem_Free(self->found);
    table_free(&self->groups);
    table_free(&self->named);
    free_counts(self);
    Py_XDECREF(self->masked);
    Py_XDECREF(self->detector);
    PyMem_Free(self->kept);
    free_object(object);
}

static uint32_t number_of(const Phrases *self, const char *word, Py_ssize_t length) {
    Py_ssize_t number = numbering_find(&self->words, (const unsigned char *)word, (size_t)length);
    return number >= 0 ? (uint32_t)number : numbering_class(&self->words, (const unsigned char *)word, (size_t)length);
}

/* From a list by the numbers of needles, each of (right, wrong, ratio from which on it may be one, is likelier; is it weighed, compared
   by sequences; what differs of right and wrong, code points of the same words before it and behind it). */
static int read_phrases(Phrases *self, PyObject *needles) {
    size_t count = (size_t)PyList_Size(needles), total = 0;
    for (size_t i = 0; i < count; i++) total += (size_t)PyList_Size(PyList_GetItem(needles, (Py_ssize_t)i));
    if (PyErr_Occurred() || count < self->numbers) return PyErr_SetString(PyExc_ValueError, "phrases of too few needles"), -1;
    self->phrases = PyMem_Calloc(total + 2 * MOST_PHRASES, sizeof(Phrase));
    self->first_phrase = PyMem_Calloc(count + 1, sizeof(uint32_t));
    if (!self->phrases || !self->first_phrase) return PyErr_NoMemory(), -1;
    for (size_t i = 0; i < count; i++) {
        PyObject *list = PyList_GetItem(needles, (Py_ssize_t)i);
        self->first_phrase[i] = (uint32_t)self->phrase_count;
        for (Py_ssize_t k = 0; k < PyList_Size(list); k++) {
            const char *right, *wrong, *right_part, *wrong_part;
            Py_ssize_t right_length, wrong_length, right_size, wrong_size;
            Phrase *phrase = &self->phrases[self->phrase_count++];
            if (!PyArg_ParseTuple(PyList_GetItem(list, k), "s#s#ddpps#s#ii", &right, &right_length, &wrong, &wrong_length, &phrase->may_be,
                                  &phrase->is_for, &phrase->is_weighed, &phrase->is_compared, &right_part, &right_size,
                                  &wrong_part, &wrong_size, &phrase->head, &phrase->tail))
                return -1;
            phrase->right_differing = number_of(self, right_part, right_size);
            phrase->wrong_differing = number_of(self, wrong_part, wrong_size);
            phrase->right = number_of(self, right, right_length);
            phrase->wrong = number_of(self, wrong, wrong_length);
        }
    }
    return 0;
}

/* Give the counts of words and pairs, once, and what they are compared for. */
static PyObject *phrases_set_counts(PyObject *object, PyObject *args) {
    Phrases *self = (Phrases *)object;
    PyObject *words, *pairs, *triples, *fours, *singles, *phrases;
    const char *counts;
    Py_ssize_t size;
    if (!PyArg_ParseTuple(args, "O(O!O!O!)Ody#O!", &words, &PyTuple_Type, &pairs, &PyTuple_Type, &triples, &PyTuple_Type, &fours, &singles, &self->total,
                          &counts, &size, &PyList_Type, &phrases))
        return NULL;
    if (self->kept) Py_RETURN_NONE; /* another thread was quicker */
    if (size != (Py_ssize_t)sizeof(self->counts)) return PyErr_SetString(PyExc_ValueError, "a scale has 256 steps"), NULL;
    memcpy(self->counts, counts, sizeof(self->counts));
    if (numbering_open(&self->words, words) < 0 || sequences_open(&self->pairs, pairs) < 0 || sequences_open(&self->triples, triples) < 0 ||
        sequences_open(&self->fours, fours) < 0 || sequences_keep_often(&self->pairs) < 0 || sequences_keep(&self->triples) < 0 || sequences_keep(&self->fours) < 0 || PyObject_GetBuffer(singles, &self->singles, PyBUF_SIMPLE) < 0 || read_phrases(self, phrases) < 0)
        return free_counts(self), NULL;
    self->begin = number_of(self, "<s>", 3);
    self->end = number_of(self, "</s>", 4);
    self->its = number_of(self, "its", 3);
    self->it_s = number_of(self, "it's", 4);
    self->kept = PyMem_Calloc(LOOKS_KEPT, sizeof(uint64_t));
    if (!self->kept) return free_counts(self), PyErr_NoMemory();
    Py_RETURN_NONE;
}

static int is_filler(PyObject *net, const Limit *limit) {
    long long count = (long long)net_model(net)->filler_count;
    return limit->right < count && limit->wrong < count && (limit->right < 0) == (limit->wrong < 0);
}

/* Give the nets of the masked model and of the error detector, once, and of each phrase that they decide its limits: (number of the needle,
   of the phrase; of each model the rows of the right word and of the wrong one, -1 if it does not compare them, and the nats from
   which on something may be proposed; those of both and of counts together). */
static PyObject *phrases_set_limits(PyObject *object, PyObject *args) {
    Phrases *self = (Phrases *)object;
    PyObject *masked, *detector, *list;
    if (!PyArg_ParseTuple(args, "OOO!", &masked, &detector, &PyList_Type, &list)) return NULL;
    if (self->has_limits) Py_RETURN_NONE; /* another thread was quicker */
    if (!self->kept) return PyErr_SetString(PyExc_ValueError, "there are no counts"), NULL;
    for (Py_ssize_t i = 0; i < PyList_Size(list); i++) {
        unsigned int needle, number;
        Phrase said = {.has_limit = 1};
        if (!PyArg_ParseTuple(PyList_GetItem(list, i), "IIiidiidd", &needle, &number, &said.masked.right, &said.masked.wrong, &said.masked.least,
                              &said.detector.right, &said.detector.wrong, &said.detector.least, &said.together_least))
            return NULL;
        if (needle >= self->numbers || number >= MOST_PHRASES || !is_filler(masked, &said.masked) || !is_filler(detector, &said.detector))
            return PyErr_SetString(PyExc_ValueError, "there is no such phrase"), NULL;
        Phrase *phrase = &self->phrases[self->first_phrase[needle] + number];
        phrase->masked = said.masked;
        phrase->detector = said.detector;
        phrase->together_least = said.together_least;
        phrase->has_limit = 1;
    }
    self->masked = Py_NewRef(masked);
    self->detector = Py_NewRef(detector);
    self->has_limits = 1;
    Py_RETURN_NONE;
}

static PyMethodDef phrases_methods[] = {
    {"set_counts", phrases_set_counts, METH_VARARGS, "Give the words and pairs that were counted, the scale of counts, and the phrases of each needle."},
    {"set_limits", phrases_set_limits, METH_VARARGS, "Give the nets of the models, and of each phrase that they decide its limits."},
    {"known", phrases_known, METH_O, "What a scan has found in a text: as `places`; None if another text was looked at since."},
    {"places", phrases_places, METH_VARARGS,
     "What may be wrong in a text, folded and in UTF-8: (offset, number of the needle, phrases as bits); None if the limits are wanted first."},
    {NULL, NULL, 0, NULL},
};

DEFINE_TYPE(phrases, phrases, Phrases, Phrases, "Finds words that may be confused with others, by the words beside them.");

int add_phrases(PyObject *module) { return add_type(module, &phrases_spec); }
