/* Whether ordinary prose stands at a place: which varieties of English (cleaner/filters/_english/context/varieties.py) may stand there,
   told from signs without which the expressions of Python find none. A sign that stands in a wider piece of text than they look at
   counts as well, so what is said may be too much, and is never too little. Texts with letters beyond Latin-1 are left to Python. */

#include "prose.h"

enum { AROUND = 600, OF_NAME = 30 };                                                 /* code points, as in varieties.py, mentions.py */
enum { MENTION = 1, EARLY = 2, DIALECT = 4, LINES = 8, SPEECH = 16, TURNS = 32 };                    /* what may be there */
enum { HESITATES = 1, AGAIN = 2, OF_DIALECT = 4, ARCHAIC = 8, NAMES = 16, IS = 32, DROPPED = 64, FILLS = 128 }; /* what a word may be a sign of */
enum { KINDS = 0xFF, IS_UNLISTED = 0x100, MAY_BE_OLD = 0x200, IS_VERB = 0x400, OF_SPELLING = 0x800, IS_ENDLESS = 0x1000, MOST_REMEMBERED = 4000 }; /* what is remembered of words; words */
enum { SPEECH_LEAST = 3, DIALECT_LEAST = 2, DIALECT_AROUND = 6 };
#define OLD_SHARE 0.0299 /* of all words; a little less, for it is rounded otherwise */
enum { LONGEST_TEXT = 80000 }; /* bytes */
enum { OLD_LEAST = 2, OLD_AROUND = 3, SHORTEST_OLD = 4, DESK = 6 }; /* words in the spelling of before 1700, that of the place aside */

/* A run of letters between two characters of a text: what it is as a word, and its hash in small letters. */
typedef struct {
    int from, to;
    uint64_t facts, hash;
} Run;

typedef struct {
    PyObject_HEAD
    PyObject *owner; /* of the index */
    Index *index;
    Table words;
    Table seen; /* words that were looked up last, in small letters, with what was found */
    PyObject *text; /* the last one that was read as a whole; whether its letters are known, and its words were all looked up */
    int is_known, has_all;
    uint32_t *chars;
    Run *runs;
    size_t chars_room, runs_room, count, run_count;
} Prose;

/* What was seen around the place and in the reach of its sentence. */
typedef struct {
    int speech, dialect, dialect_near, words, old, old_near, unlisted_near, bits;
    unsigned int before, behind; /* what the words beside the place are signs of */
    int last_end, last_again;
    uint64_t last_hash;
} Signs;

static int least(int one, int other) { return one < other ? one : other; }

static int most(int one, int other) { return one > other ? one : other; }

/* ---- words -------------------------------------------------------------------------------------------------------------- */

/* Whether a word that the lexicon lacks may be a common one in the spelling of before 1700 (is_old_spelling of early.py). */
static int may_be_old(const Prose *self, const unsigned char *word, size_t length) {
    unsigned char made[LONGEST_WORD + 1];
    size_t bare = length - (word[length - 1] == 'e');
    if (length < SHORTEST_OLD) return 0;
    for (size_t i = 0; i < length; i++) {
        if (word[i] >= 0x80) return 1;
        made[i] = word[i] == 'y' ? 'i' : word[i];
    }
    size_t singular = bare - (word[bare - 1] == 's');
    const struct {
        const unsigned char *word;
        size_t length;
    } forms[] = {{word, bare}, {made, bare}, {made, length}, {word, singular}};
    for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
        int size = index_size(self->index, forms[i].word, forms[i].length);
        if (size > 0 && size <= DESK) return 1;
    }
    size_t stem = length - (memcmp(word + length - 2, "ie", 2) ? 0 : 2);
    memcpy(made, word, stem);
    made[stem] = 'y';
    int size = index_size(self->index, made, stem + 1);
    return size > 0 && size <= DESK;
}

/* Whether a sign of speech stands beside a word: a comma behind words that fill a pause, a blank or mark behind one of hesitation. */
static int fills(unsigned int kinds, uint32_t following) { return kinds & HESITATES || (kinds & FILLS && following == ','); }

/* What a word in small letters is a sign of, whether the lexicon lacks it, and whether it is then in an old spelling; looked up once. */
static uint64_t facts_of(Prose *self, const unsigned char *word, size_t length, uint64_t hash) {
    const Entry *entry = table_find_hashed(&self->seen, word, length, hash);
    if (entry) return entry->value;
    entry = table_find_hashed(&self->words, word, length, hash);
    uint64_t facts = entry ? entry->value & KINDS : 0;
    if (index_size(self->index, word, length) <= 0) facts |= IS_UNLISTED | (may_be_old(self, word, length) ? MAY_BE_OLD : 0);
    table_put_hashed(&self->seen, word, length, hash, facts, 0); /* without memory it is looked up again */
    return facts;
}

/* What a run of letters is as a word. */
static Run run_of(Prose *self, const uint32_t *chars, int from, int to) {
    unsigned char word[LONGEST_WORD];
    int length = to - from, is_small = 1;
    if (length > LONGEST_WORD) return (Run){from, to, IS_ENDLESS, 0};
    for (int i = 0; i < length; i++) {
        uint32_t c = chars[from + i];
        is_small &= !is_capital_of_latin1(c);
        word[i] = (unsigned char)(is_capital_of_latin1(c) ? c + 32 : c);
    }
    uint64_t hash = hash_of(word, (size_t)length), facts = facts_of(self, word, (size_t)length, hash);
    if (!is_small) facts &= ~(uint64_t)(IS_UNLISTED | MAY_BE_OLD);
    if (length > 5 && (!memcmp(word + length - 3, "eth", 3) || !memcmp(word + length - 3, "est", 3))) facts |= IS_VERB;
    if (length >= 3 && (!memcmp(word, "sic", 3) || !memcmp(word, "mis", 3))) facts |= OF_SPELLING;
    if (length >= 4 && (!memcmp(word, "typo", 4) || !memcmp(word, "spel", 4))) facts |= OF_SPELLING;
    return (Run){from, to, facts, hash};
}

/* Note what a run of letters is a sign of. */
static void note_word(const Passage *passage, const Run *run, int is_near, int is_whole, Signs *signs) {
    int from = run->from, to = run->to, first = passage->first;
    uint32_t following = to < passage->count ? passage->chars[to] : 0;
    if (run->facts & IS_ENDLESS) {
        signs->bits |= EARLY | DIALECT;
        return;
    }
    unsigned int kinds = (unsigned int)(run->facts & KINDS);
    int is_tail = from > 1 && is_apostrophe(passage->chars[from - 1]) && is_letter(passage->chars[from - 2]); /* "it's" */
    if (from == first || from == passage->start - AROUND || from == passage->end) is_tail = 0; /* what was before is cut off */
    int is_marked = (kinds & OF_DIALECT && !is_tail) + (kinds & DROPPED && from > 0 && is_apostrophe(passage->chars[from - 1]));
    signs->dialect += is_marked;
    signs->words += is_whole && !(from > 0 && is_apostrophe(passage->chars[from - 1]));
    if (to <= passage->start) signs->before = kinds;
    if (from >= passage->end && !signs->behind) signs->behind = kinds | (unsigned int)BIT(31);
    if (run->facts & IS_UNLISTED && (from >= passage->end || to <= passage->start)) {
        int is_old = (run->facts & MAY_BE_OLD) != 0;
        signs->old += is_old;
        signs->old_near += is_old && is_near;
        signs->unlisted_near += is_near;
        if (is_near && run->facts & IS_VERB) signs->bits |= EARLY;
    }
    if (!is_near) return;
    if (kinds & ARCHAIC) signs->bits |= EARLY;
    signs->dialect_near += is_marked;
    signs->speech += fills(kinds, following);
    if (is_whole) {
        signs->speech += kinds & AGAIN && signs->last_hash == run->hash && signs->last_again;
        signs->last_hash = run->hash;
        signs->last_again = (kinds & AGAIN) != 0;
    }
    if (run->facts & OF_SPELLING) signs->bits |= MENTION;
}

/* The same of a part of a run. */
static void note_part(Prose *self, const Passage *passage, int from, int to, Signs *signs) {
    Run run = run_of(self, passage->chars, from, to);
    note_word(passage, &run, 1, 0, signs);
}

/* Look at the words around the place, and at what the edges of the place, and of the reach of its sentence, leave of them. */
static void note_words(Prose *self, const Passage *passage, Signs *signs) {
    int low = most(0, passage->start - AROUND), high = least(passage->count, passage->end + AROUND);
    int first = passage->first, last = passage->last;
    size_t at = 0, behind = self->run_count;
    while (at < behind) { /* the first run that does not end before */
        size_t middle = at + (behind - at) / 2;
        if (self->runs[middle].to - passage->offset <= low) at = middle + 1;
        else behind = middle;
    }
    for (; at < self->run_count && self->runs[at].from - passage->offset < high; at++) {
        Run run = self->runs[at];
        run.from -= passage->offset;
        run.to -= passage->offset;
        if (run.from < low || run.to > high) run = run_of(self, passage->chars, most(run.from, low), least(run.to, high));
        int from = run.from, to = run.to;
        note_word(passage, &run, from < last && to > first, 1, signs);
        if (from < first && to > first) note_part(self, passage, first, to, signs);
        if (from < last && to > last) note_part(self, passage, from, last, signs);
        if (from < passage->start && to > passage->start) note_part(self, passage, from, passage->start, signs);
        if (from < passage->end && to > passage->end) note_part(self, passage, passage->end, to, signs);
    }
}

/* ---- marks ------------------------------------------------------------------------------------------------------------- */

static int is_opening(uint32_t c) { return c == 0x201C || c == 0xAB || c == 0x201E || c == '"' || c == 0x2018; }

static int is_closing(uint32_t c) { return c == 0x201D || c == 0xBB || c == 0x201C || c == '"' || c == 0x2019 || c == '_' || c == '*'; }

/* Whether a character may be part of a word: [\w]. */
static int joins(uint32_t c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || (c >= 0xA0 && c < 0x100); }

/* Whether what is said may break off at a dash, of the piece that ends at `last`. */
static int breaks_off(const Passage *passage, int at, int last) {
    return at > 0 && joins(passage->chars[at - 1]) && (at + 1 >= last || passage->chars[at + 1] == '_' || !joins(passage->chars[at + 1]));
}

/* Whether a quotation may be open at the place. */
static int may_be_quoted(const Passage *passage) {
    int is_quoted = passage->start == LINES_REACH; /* the line may begin farther before */
    for (int at = 0; at < passage->start; at++) {
        uint32_t c = passage->chars[at];
        if (c == '\n') is_quoted = 0;
        if (is_opening(c) || (c == '\'' && (!at || !is_letter(passage->chars[at - 1])))) is_quoted = 1;
    }
    return is_quoted;
}

/* Note signs that are no words: dropped letters, what is broken off, quotations around the place or of what somebody wrote. */
static void note_marks(const Passage *passage, Signs *signs) {
    int low = most(0, passage->start - AROUND), high = least(passage->count, passage->end + AROUND), opens = 0, closes = 0;
    int first = passage->first, last = passage->last, dots = 0;
    for (int at = low; at < high; at++) {
        uint32_t c = passage->chars[at], following = at + 1 < passage->count ? passage->chars[at + 1] : 0;
        int is_near = at >= first && at < last;
        if (is_apostrophe(c) && (is_white(following) || is_among(following, ",.;:!?"))) {
            signs->dialect++;
            signs->dialect_near += is_near;
        }
        if (!is_near) continue;
        if (c == '-' || c == 0x2013 || c == 0x2014) signs->speech += breaks_off(passage, at, last);
        signs->speech += c == 0x2026 || (c == '[' && is_among(following | 32, "iclup"));
        dots = c == '.' ? dots + 1 : 0;
        signs->speech += dots == 3;
        dots %= 3;
        if (at < passage->start && is_opening(c) && is_letter(following) && !is_capital_of_latin1(following)) signs->bits |= MENTION;
        opens |= at < passage->start && at >= passage->start - OF_NAME && (is_opening(c) || c == '_' || c == '*');
        closes |= at >= passage->end && at < passage->end + OF_NAME && is_closing(c);
    }
    if (opens && closes) signs->bits |= MENTION;
    if (signs->dialect_near >= DIALECT_LEAST || signs->dialect >= DIALECT_AROUND) signs->bits |= DIALECT;
    if (signs->dialect_near + signs->unlisted_near && may_be_quoted(passage)) signs->bits |= DIALECT;
}

/* ---- the place --------------------------------------------------------------------------------------------------------- */

/* Read the characters of a text: 1, 0 if it has letters that are not known here, -1 for an error. */
static int read_chars(Prose *self, const unsigned char *text, size_t size) {
    self->count = 0;
    if (grow((void **)&self->chars, &self->chars_room, size + 1, sizeof(uint32_t)) < 0) return -1;
    for (size_t at = 0, step; at < size; at += step) {
        uint32_t c = text[at];
        step = 1;
        if (c >= 0x80) c = utf8_at(text + at, &step);
        if (c > 0xFF && !is_sign_beyond_latin(c)) return 0;
        self->chars[self->count++] = c;
    }
    return 1;
}

/* Read the words that stand between two characters, or reach there; -1 for an error. */
static int read_runs(Prose *self, int low, int high) {
    const uint32_t *chars = self->chars;
    self->run_count = 0;
    if (self->seen.count > MOST_REMEMBERED && table_clear(&self->seen) < 0) return PyErr_NoMemory(), -1;
    while (low > 0 && is_letter(chars[low - 1])) low--;
    for (int at = low, from; at < high; at++) {
        if (!is_letter(chars[at])) continue;
        for (from = at; at < (int)self->count && is_letter(chars[at]);) at++;
        if (grow((void **)&self->runs, &self->runs_room, self->run_count + 1, sizeof(Run)) < 0) return -1;
        self->runs[self->run_count++] = run_of(self, chars, from, at);
    }
    return 0;
}

/* Read a text, and its words from `low` to `high`: 1, 0 if it has letters that are not known here, -1 for an error. Of a text that `is_whole`
   and about which is asked once more all words are read. */
static int read_text(Prose *self, PyObject *string, const unsigned char *text, size_t size, int is_whole, Py_ssize_t low, Py_ssize_t high) {
    int is_again = string == self->text;
    if (!is_again) {
        Py_CLEAR(self->text);
        self->has_all = 0;
        self->is_known = read_chars(self, text, size);
        if (self->is_known < 0) return -1;
        if (is_whole) self->text = Py_NewRef(string);
    }
    if (!self->is_known || self->has_all) return self->is_known;
    self->has_all = is_again;
    if (read_runs(self, is_again || low < 0 ? 0 : (int)low, is_again || high > (Py_ssize_t)self->count ? (int)self->count : (int)high) == 0) return 1;
    Py_CLEAR(self->text);
    return -1;
}

/* varieties(text, start, end, first, last, with_lines, is_whole): the bits of those that may stand between two code points in a sentence, and
   of what the lines around may be; None if that must be asked otherwise. A text that `is_whole` is read once for all its places. */
static PyObject *prose_varieties(PyObject *object, PyObject *args) {
    Prose *self = (Prose *)object;
    Signs signs = {0};
    PyObject *string;
    Py_ssize_t start, end, first, last, length;
    int with_lines, is_whole;
    if (!PyArg_ParseTuple(args, "Unnnnpp", &string, &start, &end, &first, &last, &with_lines, &is_whole)) return NULL;
    if (start < 0 || end < start || first < 0 || first > start || last < end) return PyErr_SetString(PyExc_ValueError, "there is no such place"), NULL;
    const unsigned char *text = plain_utf8(string, &length);
    if (!text) return none_or_error();
    if (length > LONGEST_TEXT) Py_RETURN_NONE;
    int is_read = read_text(self, string, text, (size_t)length, is_whole, start - AROUND, end + AROUND);
    if (is_read < 0) return NULL;
    if (!is_read || (size_t)end > self->count) Py_RETURN_NONE;
    int low = most(0, (int)start - LINES_REACH), high = least((int)self->count, (int)end + LINES_REACH);
    Passage passage = {self->chars + low, high - low, (int)start - low, (int)end - low, low, 0, 0};
    passage.first = first > low ? (int)first - low : 0;
    passage.last = last < high ? (int)last - low : high - low;
    note_words(self, &passage, &signs);
    note_marks(&passage, &signs);
    int bits = signs.bits;
    if (with_lines) {
        size_t from = (size_t)length == self->count ? (size_t)start : chars_on(text, (size_t)length, 0, (size_t)start);
        bits |= (may_be_lines(&passage) ? LINES : 0) | (may_have_turns(text, (size_t)length, from) ? TURNS : 0);
    }
    if (signs.old_near >= OLD_LEAST || (signs.old >= OLD_AROUND && signs.old + 2 >= OLD_SHARE * signs.words)) bits |= EARLY;
    if (signs.speech >= SPEECH_LEAST) bits |= SPEECH;
    if (signs.before & (NAMES | IS) || signs.behind & IS) bits |= MENTION;
    return PyLong_FromLong(bits);
}

/* From an index of words, and a list of (word, signs as bits). */
static PyObject *prose_new(PyTypeObject *type, PyObject *args, PyObject *keywords) {
    (void)keywords;
    PyObject *words, *list;
    if (!PyArg_ParseTuple(args, "OO!", &words, &PyList_Type, &list)) return NULL;
    Prose *self = new_object(type);
    if (!self || index_of(words, &self->owner, &self->index) < 0) return finished(self, 0);
    if (index_sieve(self->index) < 0 || table_grow(&self->words) < 0 || table_grow(&self->seen) < 0) return PyErr_NoMemory(), finished(self, 0);
    return finished(self, table_fill(&self->words, list) == 0);
}

static void prose_dealloc(PyObject *object) {
    Prose *self = (Prose *)object;
    table_free(&self->words);
    table_free(&self->seen);
    PyMem_Free(self->chars);
    PyMem_Free(self->runs);
    Py_XDECREF(self->text);
    Py_XDECREF(self->owner);
    free_object(object);
}

static PyMethodDef prose_methods[] = {
    {"varieties", prose_varieties, METH_VARARGS, "Which varieties of English may stand at a place of a text, as bits; None if that must be asked otherwise."},
    {NULL, NULL, 0, NULL},
};

DEFINE_TYPE(prose, prose, Prose, Prose, "Tells where ordinary prose stands.");

int add_prose(PyObject *module) { return add_type(module, &prose_spec); }
