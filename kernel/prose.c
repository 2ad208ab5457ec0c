/* Whether ordinary prose stands at a place: which varieties of English (cleaner/filters/_english/context/varieties.py) may stand there,
   told from signs without which the expressions of Python find none. A sign that stands in a wider piece of text than they look at
   counts as well, so what is said may be too much, and is never too little. Texts with letters beyond Latin-1 are left to Python. */

#include "kernel.h"

enum { LINES_REACH = 1500, AROUND = 600, SENTENCE = 300, OF_NAME = 30 };                             /* code points, as in varieties.py, mentions.py */
enum { MENTION = 1, EARLY = 2, DIALECT = 4, LINES = 8, SPEECH = 16, TURNS = 32 };                    /* what may be there */
enum { HESITATES = 1, AGAIN = 2, OF_DIALECT = 4, ARCHAIC = 8, NAMES = 16, IS = 32, DROPPED = 64, FILLS = 128 }; /* what a word may be a sign of */
enum { SPEECH_LEAST = 3, DIALECT_LEAST = 2, DIALECT_AROUND = 6, TURN_LEAST = 3, CODE_LEAST = 2 };
enum { OLD_LEAST = 2, OLD_AROUND = 3, SHORTEST_OLD = 4, DESK = 6 }; /* words in the spelling of before 1700, that of the place aside */
enum { MOST_PIECES = 4 };                                         /* of a line before a colon, where a speaker may stand */
enum { FEWEST_LINES = 4, NEAR_LINES = 5, LONGEST_FREE = 160, WORDS_OF_ITEM = 2 };                    /* of verse and lists */
#define SHARE 0.8 /* of lines */

typedef struct {
    PyObject_HEAD
    PyObject *owner; /* of the index */
    Index *index;
    Table words;
} Prose;

/* The characters around a place, from LINES_REACH before it to as many behind it, and the edges of nearer pieces. */
typedef struct {
    uint32_t chars[2 * LINES_REACH + LONGEST_WORD];
    int count, start, end;
} Passage;

/* What was seen around the place and in the reach of its sentence. */
typedef struct {
    int speech, dialect, dialect_near, old, old_near, unlisted_near, bits;
    unsigned int before, behind; /* what the words beside the place are signs of */
    int last_end, last_again;
    uint64_t last_hash;
} Signs;

static int is_capital(uint32_t c) { return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7); }

static int is_letter(uint32_t c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == 0xAA || c == 0xB5 || c == 0xBA || (c >= 0xC0 && c <= 0xFF && c != 0xD7 && c != 0xF7);
}

static int is_white(uint32_t c) { return c == ' ' || (c >= 9 && c <= 13) || (c >= 28 && c <= 31) || c == 0x85 || c == 0xA0 || is_space_beyond_latin(c); }

static int is_apostrophe(uint32_t c) { return c == '\'' || c == 0x2019; }

static int is_among(uint32_t c, const char *marks) { return c && c < 0x80 && strchr(marks, (int)c) != NULL; }

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

/* Note what a run of letters is a sign of. */
static void note_word(const Prose *self, const Passage *passage, int from, int to, int is_near, int is_whole, Signs *signs) {
    unsigned char word[LONGEST_WORD];
    int length = to - from, is_small = 1, first = passage->start - SENTENCE;
    uint32_t following = to < passage->count ? passage->chars[to] : 0;
    if (length > LONGEST_WORD) {
        signs->bits |= EARLY | DIALECT;
        return;
    }
    for (int i = 0; i < length; i++) {
        uint32_t c = passage->chars[from + i];
        is_small &= !is_capital(c);
        word[i] = (unsigned char)(is_capital(c) ? c + 32 : c);
    }
    uint64_t hash = hash_of(word, (size_t)length);
    const Entry *entry = table_find_hashed(&self->words, word, (size_t)length, hash);
    unsigned int kinds = entry ? (unsigned int)entry->value : 0;
    int is_tail = from > 1 && is_apostrophe(passage->chars[from - 1]) && is_letter(passage->chars[from - 2]); /* "it's" */
    if (from == first || from == passage->start - AROUND || from == passage->end) is_tail = 0; /* what was before is cut off */
    int is_marked = (kinds & OF_DIALECT && !is_tail) + (kinds & DROPPED && from > 0 && is_apostrophe(passage->chars[from - 1]));
    signs->dialect += is_marked;
    if (to <= passage->start) signs->before = kinds;
    if (from >= passage->end && !signs->behind) signs->behind = kinds | (unsigned int)BIT(31);
    int is_own = from < passage->end && to > passage->start;
    if (is_small && !is_own && index_size(self->index, word, (size_t)length) <= 0) {
        int is_verb = length > 5 && (!memcmp(word + length - 3, "eth", 3) || !memcmp(word + length - 3, "est", 3));
        int is_old = may_be_old(self, word, (size_t)length);
        signs->old += is_old;
        signs->old_near += is_old && is_near;
        signs->unlisted_near += is_near;
        if (is_near && is_verb) signs->bits |= EARLY;
    }
    if (!is_near) return;
    if (kinds & ARCHAIC) signs->bits |= EARLY;
    signs->dialect_near += is_marked;
    signs->speech += fills(kinds, following);
    if (is_whole) {
        signs->speech += kinds & AGAIN && signs->last_hash == hash && signs->last_again;
        signs->last_hash = hash;
        signs->last_again = (kinds & AGAIN) != 0;
    }
    if (length >= 3 && (!memcmp(word, "sic", 3) || !memcmp(word, "mis", 3))) signs->bits |= MENTION;
    if (length >= 4 && (!memcmp(word, "typo", 4) || !memcmp(word, "spel", 4))) signs->bits |= MENTION;
}

/* Look at the words around the place, and at what the edges of the place, and of the reach of its sentence, leave of them. */
static void note_words(const Prose *self, const Passage *passage, Signs *signs) {
    int low = most(0, passage->start - AROUND), high = least(passage->count, passage->end + AROUND);
    int first = passage->start - SENTENCE, last = passage->end + SENTENCE;
    for (int at = low; at < high; at++) {
        int from = at;
        while (at < high && is_letter(passage->chars[at])) at++;
        if (at == from) continue;
        note_word(self, passage, from, at, from < last && at > first, 1, signs);
        if (from < first && at > first) note_word(self, passage, first, at, 1, 0, signs);
        if (from < last && at > last) note_word(self, passage, from, last, 1, 0, signs);
        if (from < passage->start && at > passage->start) note_word(self, passage, from, passage->start, 1, 0, signs);
        if (from < passage->end && at > passage->end) note_word(self, passage, passage->end, at, 1, 0, signs);
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
    int first = passage->start - SENTENCE, last = least(passage->count, passage->end + SENTENCE), dots = 0;
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
        if (at < passage->start && is_opening(c) && is_letter(following) && !is_capital(following)) signs->bits |= MENTION;
        opens |= at < passage->start && at >= passage->start - OF_NAME && (is_opening(c) || c == '_' || c == '*');
        closes |= at >= passage->end && at < passage->end + OF_NAME && is_closing(c);
    }
    if (opens && closes) signs->bits |= MENTION;
    if (signs->dialect_near >= DIALECT_LEAST || signs->dialect >= DIALECT_AROUND) signs->bits |= DIALECT;
    if (signs->dialect_near + signs->unlisted_near && may_be_quoted(passage)) signs->bits |= DIALECT;
}

/* ---- lines ------------------------------------------------------------------------------------------------------------- */

typedef struct {
    int lines, too_long, of_words;
} Counted;

/* Count a line, if it is not blank or `anyway`: whether it is too long for verse, and has more words than an item of a list. */
static int count_line(const Passage *passage, int from, int to, int anyway, Counted *counted) {
    int words = 0;
    while (from < to && is_white(passage->chars[from])) from++;
    while (to > from && is_white(passage->chars[to - 1])) to--;
    if (from == to && !anyway) return 0;
    for (int at = from; at < to && words <= WORDS_OF_ITEM; at++)
        words += is_letter(passage->chars[at]) && (at == from || !(is_letter(passage->chars[at - 1]) || is_apostrophe(passage->chars[at - 1])));
    counted->lines++;
    counted->too_long += to - from > LONGEST_FREE;
    counted->of_words += words > WORDS_OF_ITEM;
    return 1;
}

/* How many signs of code a line has at most. */
static int signs_of_code(const Passage *passage, int from, int to) {
    int found = 0;
    while (to > from && is_white(passage->chars[to - 1])) to--;
    found += to > from && is_among(passage->chars[to - 1], "{}<>$=|;");
    for (int at = from; at < to; at++) {
        uint32_t c = passage->chars[at], following = at + 1 < to ? passage->chars[at + 1] : 0;
        found += c == '_' || c == '$' || c == '<' || c == '=' || (c == '(' && following == ')') || (c == ':' && following == ':');
        found += (c == '-' && following == '>') || (c >= 'a' && c <= 'z' && following >= 'A' && following <= 'Z');
    }
    return found;
}

/* Whether the lines around the place may be code, verse or a list. */
static int may_be_lines(const Passage *passage) {
    Counted counted = {0};
    int begin = passage->start, stop = passage->end, high = passage->count;
    while (begin > 0 && passage->chars[begin - 1] != '\n') begin--;
    while (stop < high && passage->chars[stop] != '\n') stop++;
    if (signs_of_code(passage, begin, stop) >= CODE_LEAST) return 1;
    count_line(passage, begin, stop, 1, &counted);
    for (int to = begin - 1, seen = 0; to >= 0 && seen < NEAR_LINES;) {
        int from = to;
        while (from > 0 && passage->chars[from - 1] != '\n') from--;
        seen += count_line(passage, from, to, 0, &counted);
        to = from - 1;
    }
    for (int from = stop + 1, seen = 0; from < high && seen < NEAR_LINES;) {
        int to = from;
        while (to < high && passage->chars[to] != '\n') to++;
        seen += count_line(passage, from, to, 0, &counted);
        from = to + 1;
    }
    if (counted.lines < FEWEST_LINES) return 0;
    return counted.lines - counted.too_long >= SHARE * counted.lines || counted.lines - counted.of_words > SHARE * counted.lines;
}

/* ---- the place --------------------------------------------------------------------------------------------------------- */

static size_t bytes_back(const unsigned char *text, size_t at, int chars) {
    for (; at > 0 && chars; chars--) {
        do at--;
        while (at > 0 && (text[at] & 0xC0) == 0x80);
    }
    return at;
}

/* Read what stands around a place between two bytes; 0 if it is too long, or has letters that are not known here. */
static int read_passage(const unsigned char *text, size_t size, size_t start, size_t end, Passage *passage) {
    size_t at = bytes_back(text, start, LINES_REACH), high = chars_on(text, size, end, LINES_REACH), step;
    passage->count = passage->start = passage->end = 0;
    for (; at < high; at += step) {
        if (passage->count >= (int)(sizeof(passage->chars) / sizeof(*passage->chars))) return 0;
        uint32_t c = utf8_at(text + at, &step);
        if (c > 0xFF && !is_sign_beyond_latin(c)) return 0;
        passage->start += at < start;
        passage->end += at < end;
        passage->chars[passage->count++] = c;
    }
    return 1;
}

static int is_blank(unsigned char byte) { return byte == ' ' || byte == '\t'; }

/* Whether a speaker may stand before a line: a few words, and a mark with a blank. */
static int may_have_speaker(const unsigned char *text, size_t from, size_t to) {
    int pieces = 0;
    for (size_t at = from; at < to && pieces <= MOST_PIECES; at++) {
        if (!is_blank(text[at])) pieces += at == from || is_blank(text[at - 1]);
        if (pieces && (text[at] == '\t' || ((text[at] == ':' || text[at] == '>') && at + 1 < to && is_blank(text[at + 1])))) return 1;
    }
    return 0;
}

/* Whether speakers may stand before lines near a place: from the line that begins LINES_REACH before it. */
static int may_have_turns(const unsigned char *text, size_t size, size_t start) {
    size_t low = bytes_back(text, start, LINES_REACH), high = chars_on(text, size, start, LINES_REACH);
    int found = 0;
    while (low > 0 && text[low - 1] != '\n') low--;
    for (size_t from = low; from < high && found < TURN_LEAST;) {
        const unsigned char *feed = memchr(text + from, '\n', high - from);
        size_t to = feed ? (size_t)(feed - text) : high;
        found += may_have_speaker(text, from, to);
        from = to + 1;
    }
    return found >= TURN_LEAST;
}

/* varieties(text, start, end): the bits of those that may stand between two code points; None if that must be asked otherwise. */
static PyObject *prose_varieties(PyObject *object, PyObject *args) {
    const Prose *self = (Prose *)object;
    Passage passage;
    Signs signs = {0};
    PyObject *string;
    Py_ssize_t start, end, length;
    if (!PyArg_ParseTuple(args, "Unn", &string, &start, &end)) return NULL;
    if (start < 0 || end < start) return PyErr_SetString(PyExc_ValueError, "there is no such place"), NULL;
    const unsigned char *text = (const unsigned char *)PyUnicode_AsUTF8AndSize(string, &length);
    if (!text) {
        if (!PyErr_ExceptionMatches(PyExc_UnicodeEncodeError)) return NULL;
        PyErr_Clear();
        Py_RETURN_NONE;
    }
    int is_ascii = PyUnicode_GetLength(string) == length;
    size_t size = (size_t)length, from = is_ascii ? (size_t)start : chars_on(text, size, 0, (size_t)start);
    if (from > size) Py_RETURN_NONE;
    if (!read_passage(text, size, from, chars_on(text, size, from, (size_t)(end - start)), &passage)) Py_RETURN_NONE;
    note_words(self, &passage, &signs);
    note_marks(&passage, &signs);
    int bits = signs.bits | (may_be_lines(&passage) ? LINES : 0) | (may_have_turns(text, size, from) ? TURNS : 0);
    if (signs.old_near >= OLD_LEAST || signs.old >= OLD_AROUND) bits |= EARLY;
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
    if (index_sieve(self->index) < 0 || table_grow(&self->words) < 0) return PyErr_NoMemory(), finished(self, 0);
    for (Py_ssize_t i = 0; i < PyList_Size(list); i++) {
        const char *word;
        Py_ssize_t length;
        unsigned int bits;
        if (!PyArg_ParseTuple(PyList_GetItem(list, i), "y#I", &word, &length, &bits)) return finished(self, 0);
        if (table_put(&self->words, (const unsigned char *)word, (size_t)length, bits, 0) < 0) return PyErr_NoMemory(), finished(self, 0);
    }
    return finished(self, 1);
}

static void prose_dealloc(PyObject *object) {
    Prose *self = (Prose *)object;
    table_free(&self->words);
    Py_XDECREF(self->owner);
    free_object(object);
}

static PyMethodDef prose_methods[] = {
    {"varieties", prose_varieties, METH_VARARGS, "Which varieties of English may stand at a place of a text, as bits; None if that must be asked otherwise."},
    {NULL, NULL, 0, NULL},
};

DEFINE_TYPE(prose, prose, Prose, Prose, "Tells where ordinary prose stands.");

int add_prose(PyObject *module) { return add_type(module, &prose_spec); }
