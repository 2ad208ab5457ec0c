/* Phrases of confused words in a folded text: which may be wrong by the words beside them, as look_behind and look_before of
   cleaner/filters/_english/phrases.py say. What the lists of a phrase say of a word is shipped, a row a word; where they leave it
   to counts of pairs, these are looked up in the mapped tables of cleaner/models/sequences.py. */

#include "phrases.h"

#define LESS_OFTEN 2.0  /* these as in cleaner/filters/_english/phrases.py */
#define UNCOUNTED 0.5
#define KEPT BIT(63)

/* ---- what words say -------------------------------------------------------------------------------------------------- */

static double count_of(const Phrases *self, uint32_t first, uint32_t second) {
    return self->counts.counts[sequence_step(&self->counts.tables[0], (uint64_t)first << 16 | second)];
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
    return self->cells + CELL * (needle * self->row_count + row) + 2 * is_before;
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
    if (side->cell[1] && (*side->kept ^ side->key) <= 0xFF) return *side->kept & 0xFF;
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

uint64_t head_of(const unsigned char *text, size_t size, size_t start) {
    uint64_t head = 0x2020202020202020ULL;
    if (start + sizeof(head) <= size) memcpy(&head, text + start, sizeof(head));
    else memcpy(&head, text + start, size - start);
    return head;
}

static int is_space(const unsigned char *text, size_t size, size_t at) { return at >= size || text[at] == ' '; }

/* The phrases that the words on both sides allow, and one of them speaks for. */
static unsigned int both_allow(unsigned int behind, unsigned int before) {
    return behind & before & ((behind | before) >> MOST_PHRASES) & MAY_BE;
}

/* The phrases of a needle that may be wrong at a place, a bit each. `ask` gives what is known about a word. */
static unsigned int phrases_of_needle(const Phrases *self, const Needle *needle, TextPlace place, Beside (*ask)(void *, const unsigned char *, size_t),
                                      void *asked) {
    const unsigned char *text = place.folded;
    size_t size = place.chars, end = place.start + needle->length, from = end + 1, last = place.start ? place.start - 1 : 0, first = last;
    if (end > size || memcmp(text + place.start, needle->bytes, needle->length) || !is_space(text, size, end)) return 0;
    if (from > size) from = size;
    size_t stop = from;
    while (!is_space(text, size, stop)) stop++;
    Side next = side_of(self, needle->number, 0, ask(asked, text + from, stop - from));
    unsigned int behind = most_looks(&next);
    if (!(behind & MAY_BE)) return 0;
    while (first > 0 && text[first - 1] != ' ') first--;
    Side previous = side_of(self, needle->number, 1, ask(asked, text + first, last - first));
    unsigned int before = most_looks(&previous);
    if (!both_allow(behind, before) || !phrase_may_be_written(needle, place)) return 0; /* counts are looked up for what these allow */
    behind = looks_of(self, &next);
    if (!both_allow(behind, before)) return 0;
    return both_allow(behind, looks_of(self, &previous));
}

/* Note which phrases that begin with a word of a group may be wrong where the word stands: whether one may, NETS_WANTED if the models must
   say it, -1 if there is no memory. */
int phrases_look_at(Phrases *self, TextPlace place, unsigned int group, Beside (*ask)(void *, const unsigned char *, size_t), void *asked) {
    int said = NO_PHRASE;
    uint64_t head = head_of(place.folded, place.chars, place.start);
    for (uint32_t n = self->first_needle[group]; n < self->first_needle[group + 1]; n++) {
        const Needle *needle = &self->needles[n];
        if ((head & needle->mask) != needle->head) continue;
        unsigned int phrases = phrases_of_needle(self, needle, place, ask, asked);
        int found = phrases ? phrase_may_be(self, needle, phrases, place) : NO_PHRASE;
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
PyObject *phrases_known(PyObject *object, PyObject *text) {
    const Phrases *self = (Phrases *)object;
    return self->text == text ? list_of_found(self) : Py_NewRef(Py_None);
}

static Beside beside_itself(void *self, const unsigned char *word, size_t length) { return phrases_beside(self, word, length, 0); }

PyObject *phrases_places(PyObject *object, PyObject *args) {
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
