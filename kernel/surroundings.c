/* What stands around a place of a text: its sentence and the quotation that holds it (passages.c), whether their words are English
   (is_foreign of cleaner/filters/_english/context/foreign.py), and whether a space beside it may be in the wrong place (is_half of
   cleaner/filters/_english/spaces.py). What is not known here is asked of Python. */

#include "passages.h"

enum { LONGEST_KEY = 120, MOST_REMEMBERED = 4000, DESK = 6 };           /* bytes of a word; words; a size class */
enum { MOST_TENTHS = 60, ENGLISH_TENTHS = -20, STRANGE_TENTHS = 30 };   /* of a nat, as in foreign.py */
enum { REACH = 40, PIECED = 4, COMMON = 3, SHORT = 3 };                 /* code points; size classes; letters of words that a list has */
enum { ALL_ENGLISH, ENGLISH, FOREIGN, NOT_KNOWN };                      /* what the words of a passage are */
/* What is remembered of a word: bits, and what it says for another language at most, in tenths of a nat and OFFSET. */
enum { PLAIN = 1, MISSPELLED = 2, LISTED = 4, IS_ASKED = 8, UNKNOWN = 16, IS_WEIGHED = 32, SMALL = 64, PLAIN_ASCII = 128, MOST_AT = 8, OFFSET = 1000 };

typedef struct {
    PyObject_HEAD
    PyObject *owner; /* of the index */
    PyObject *ask;   /* whether a word is in no list and near no word */
    Index *index;
    Py_buffer misspellings, guarded, foreign;
    Strings short_words, listed_words; /* the words of one letter or two; those of a desk dictionary that the list has as misspellings */
    Table words;
} Surroundings;

/* A word as it is written, in UTF-8. */
typedef struct {
    unsigned char bytes[LONGEST_KEY];
    size_t size;
} Word;

/* ---- words -------------------------------------------------------------------------------------------------------------- */

static uint32_t lowered(uint32_t c) { return is_capital_of_latin1(c) ? c + 32 : c; }

/* Fill a word as it is written, in small letters with straight apostrophes, and in small letters of Latin-1; 0 if it is too long. */
static int read_word(const uint32_t *chars, int from, int to, Word *written, Word *small, Word *latin) {
    if (2 * (to - from) + 4 > LONGEST_KEY) return 0;
    written->size = small->size = latin->size = 0;
    for (int at = from; at < to; at++) {
        uint32_t c = chars[at], low = lowered(c);
        written->size += put_utf8(written->bytes + written->size, c);
        small->size += put_utf8(small->bytes + small->size, is_apostrophe(c) ? '\'' : low);
        latin->bytes[latin->size++] = (unsigned char)(low <= 0xFF ? low : '?');
    }
    return 1;
}

static int is_of_desk(const Index *index, const Word *small) {
    int size = index_size(index, small->bytes, small->size);
    if (!size && small->size > 2 && !memcmp(small->bytes + small->size - 2, "'s", 2) && !index_holds(index, small->bytes, small->size))
        size = index_size(index, small->bytes, small->size - 2);
    return size > 0 && size <= DESK;
}

/* Whether a list has a word, and none of the codes of languages behind it, if there are any, has two letters. */
static unsigned int kinds_of_misspelling(const Surroundings *self, const Word *latin) {
    if (sorted_find(&self->misspellings, (const char *)latin->bytes, (Py_ssize_t)latin->size) < 0) return 0;
    Py_ssize_t at = sorted_find(&self->guarded, (const char *)latin->bytes, (Py_ssize_t)latin->size);
    const char *bytes = self->guarded.buf;
    for (int letters = 0; at >= 0 && at <= self->guarded.len; at++) {
        int is_end = at == self->guarded.len || bytes[at] == '\n';
        if (!is_end && bytes[at] != ' ') {
            letters++;
            continue;
        }
        if (letters == 2) return LISTED;
        if (is_end) break;
        letters = 0;
    }
    return LISTED | MISSPELLED;
}

/* What a word says for another language at most, in tenths of a nat. */
static int weigh(const Surroundings *self, const Word *small, uint64_t facts) {
    Py_ssize_t at = sorted_find(&self->foreign, (const char *)small->bytes, (Py_ssize_t)small->size);
    const char *bytes = self->foreign.buf;
    int found = -1, number = -1;
    for (int fields = 0; at >= 0 && at < self->foreign.len; at++) { /* numbers of languages and tenths in turn */
        if (is_digit((unsigned char)bytes[at])) {
            number = 10 * most(number, 0) + bytes[at] - '0';
            continue;
        }
        if (number >= 0 && fields++ % 2) found = most(found, least(number, MOST_TENTHS));
        number = -1;
        if (bytes[at] == '\n') break;
    }
    if (found >= 0) return found;
    return facts & PLAIN && (facts & SMALL || (small->size == 1 && *small->bytes == 'i')) ? ENGLISH_TENTHS : 0;
}

/* What is known of a word, looked up once; NULL for one that is too long, or an error. */
static Entry *facts_of(Surroundings *self, const uint32_t *chars, int from, int to, Word *written, Word *small) {
    Word latin;
    if (!read_word(chars, from, to, written, small, &latin)) return NULL;
    uint64_t hash = hash_of(written->bytes, written->size);
    Entry *entry = table_find_hashed(&self->words, written->bytes, written->size, hash);
    if (entry) return entry;
    int is_plain = is_of_desk(self->index, small);
    uint64_t facts = is_plain ? PLAIN : 0;
    if (written->size == 1 && *written->bytes == 'I') facts |= PLAIN;
    if (is_small_of_latin1(chars[from])) facts |= SMALL;
    int is_ascii = 1;
    for (int at = from; at < to; at++) is_ascii &= chars[at] < 0x80;
    if (is_ascii) facts |= PLAIN_ASCII;
    if (!is_plain || strings_hold(&self->listed_words, latin.bytes, latin.size)) facts |= kinds_of_misspelling(self, &latin);
    entry = table_put_hashed(&self->words, written->bytes, written->size, hash, facts, 0);
    if (!entry) PyErr_NoMemory();
    return entry;
}

/* Whether a word is in no list and near no word: 1 or 0, -1 for an error. */
static int is_unknown(Surroundings *self, const Word *written, uint64_t facts) {
    if (facts & IS_ASKED) return (facts & UNKNOWN) != 0;
    PyObject *answer = PyObject_CallFunction(self->ask, "s#", (const char *)written->bytes, (Py_ssize_t)written->size);
    int found = answer ? PyObject_IsTrue(answer) : -1;
    Py_XDECREF(answer);
    Entry *entry = found >= 0 ? table_find(&self->words, written->bytes, written->size) : NULL;
    if (entry) entry->value |= IS_ASKED | (found ? UNKNOWN : 0);
    return found;
}

/* ---- languages ---------------------------------------------------------------------------------------------------------- */

/* The words of a passage, added up as is_foreign does it. */
typedef struct {
    double most;                             /* nats for the language that has most of them, or more */
    int misspelled, small, unknown, strange; /* words; whether one beside the place may be of another language */
} Spoken;

/* Whether a word by itself may belong to another language. */
static int may_be_strange(const Surroundings *self, const Word *small, uint64_t facts) {
    if (!(facts & SMALL) || facts & (PLAIN | LISTED)) return 0;
    return !(facts & PLAIN_ASCII) || weigh(self, small, 0) >= STRANGE_TENTHS;
}

/* Whether all words of a piece are English or misspelled ones: 1 or 0, -1 for one that is not known, or an error. */
static int are_english(Surroundings *self, const uint32_t *chars, int low, int high) {
    Word written, small;
    for (int at = low; at < high; at++) {
        if (!is_letter(chars[at])) continue;
        int end = end_of_word(chars, at, high);
        const Entry *entry = facts_of(self, chars, at, end, &written, &small);
        if (!entry) return -1;
        if (!(entry->value & (PLAIN | MISSPELLED))) return 0;
        at = end;
    }
    return 1;
}

/* Add up a word; 0 if that fails. */
static int add_word(Surroundings *self, const Word *written, uint64_t facts, Spoken *spoken) {
    if (facts & MISSPELLED) return ++spoken->misspelled;
    spoken->most += ((int)(facts >> MOST_AT) - OFFSET) / 10.0;
    if (!(facts & SMALL)) return 1;
    spoken->small++;
    int unknown = facts & PLAIN ? 0 : is_unknown(self, written, facts);
    spoken->unknown += unknown > 0;
    return unknown >= 0;
}

/* Add up the words of a piece before or behind the place; 0 if one is not known, or for an error. */
static int add_up(Surroundings *self, const uint32_t *chars, int low, int high, int is_before, Spoken *spoken) {
    Word written, small;
    uint64_t facts = 0;
    int words = 0;
    for (int at = low; at < high; at++) {
        if (!is_letter(chars[at])) continue;
        int end = end_of_word(chars, at, high);
        Entry *entry = facts_of(self, chars, at, end, &written, &small);
        if (!entry) return 0;
        if (!(entry->value & IS_WEIGHED)) entry->value |= IS_WEIGHED | (uint64_t)(weigh(self, &small, entry->value) + OFFSET) << MOST_AT;
        facts = entry->value;
        if (!is_before && !words++) spoken->strange |= may_be_strange(self, &small, facts);
        if (!add_word(self, &written, facts, spoken)) return 0;
        at = end;
    }
    if (is_before && facts) spoken->strange |= may_be_strange(self, &small, facts);
    return 1;
}

static int has_marks_of_code(const uint32_t *chars, int low, int high) {
    for (int at = low; at < high; at++)
        if (chars[at] == '<' || chars[at] == '/' || chars[at] == '`') return 1;
    return 0;
}

/* What language the words of a passage around the place are in, for an English text; NOT_KNOWN for an error as well. */
static int language_of(Surroundings *self, const Piece *piece, int low, int high, double enough) {
    const uint32_t *chars = piece->chars;
    if (has_marks_of_code(chars, low, piece->start) || has_marks_of_code(chars, piece->end, high)) return NOT_KNOWN;
    int before = are_english(self, chars, low, piece->start), behind = before > 0 ? are_english(self, chars, piece->end, high) : 0;
    if (before < 0 || behind < 0) return NOT_KNOWN;
    if (before && behind) return ALL_ENGLISH;
    Spoken spoken = {0};
    if (!add_up(self, chars, low, piece->start, 1, &spoken) || !add_up(self, chars, piece->end, high, 0, &spoken)) return NOT_KNOWN;
    Word written, small;
    const Entry *entry = piece->end > piece->start ? facts_of(self, chars, piece->start, piece->end, &written, &small) : NULL;
    if (!entry) return NOT_KNOWN;
    int own = (entry->value & LISTED) != 0;
    if (spoken.most + ENGLISH_TENTHS / 10 * (spoken.misspelled + own) > enough || spoken.strange) return NOT_KNOWN;
    return spoken.unknown > 1 && 2 * spoken.unknown > spoken.small ? FOREIGN : ENGLISH;
}

/* ---- spaces ------------------------------------------------------------------------------------------------------------- */

static int joins(uint32_t c) { return is_letter(c) || is_digit(c) || c == '_' || is_apostrophe(c) || c == '-'; }

/* Whether letters are a common word. */
static int is_common(const Surroundings *self, const unsigned char *word, size_t letters, size_t size) {
    if (letters < SHORT) return strings_hold(&self->short_words, word, size);
    int class = index_size(self->index, word, size);
    return class > 0 && class <= COMMON;
}

/* Whether the words on both sides of a space may be one word, or two with the space a letter farther. */
static int may_be_moved(const Surroundings *self, const uint32_t *chars, int low, int stop, int high) {
    unsigned char word[2 * LONGEST_KEY];
    size_t ends[LONGEST_KEY + 1], letters = 0;
    ends[0] = 0;
    for (int at = low; at < high; at++) {
        if (at == stop) continue;
        if (is_apostrophe(chars[at])) return 1; /* what stands before it may be a word */
        ends[letters + 1] = ends[letters] + put_utf8(word + ends[letters], lowered(chars[at]));
        letters++;
    }
    int class = index_size(self->index, word, ends[letters]);
    if (class > 0 && class <= PIECED) return 1;
    size_t left = (size_t)(stop - low);
    for (size_t cut = left - 1; cut <= left + 1; cut += 2)
        if (is_common(self, word, cut, ends[cut]) && is_common(self, word + ends[cut], letters - cut, ends[letters] - ends[cut])) return 1;
    return 0;
}

/* Whether a space beside the place may be in the wrong place. */
static int may_be_half(const Surroundings *self, const Piece *piece) {
    const uint32_t *chars = piece->chars;
    int low = piece->start - 1, high = piece->end + 1;
    if (low > 0 && chars[low] == ' ') {
        while (low > 0 && is_letter(chars[low - 1])) low--;
        if (piece->start - low >= REACH) return 1;
        if (low < piece->start - 1 && (!low || !joins(chars[low - 1])) && may_be_moved(self, chars, low, piece->start - 1, piece->end)) return 1;
    }
    if (high < piece->count && chars[high - 1] == ' ') {
        while (high < piece->count && is_letter(chars[high])) high++;
        if (high - piece->end >= REACH) return 1;
        if (high > piece->end + 1 && (high == piece->count || !joins(chars[high])) && may_be_moved(self, chars, piece->start, piece->end, high)) return 1;
    }
    return 0;
}

/* ---- the type ----------------------------------------------------------------------------------------------------------- */
/* Read a piece of a text: 1, 0 if it is too long or has characters that are not known here, -1 for an error. */
static int read_piece(PyObject *text, Py_ssize_t start, Py_ssize_t end, Piece *piece) {
    Py_ssize_t size;
    const unsigned char *bytes = plain_utf8(text, &size);
    if (!bytes) return PyErr_Occurred() ? -1 : 0;
    if (start < 0 || end < start || end > PyUnicode_GetLength(text)) return PyErr_SetString(PyExc_ValueError, "there is no such place"), -1;
    if (PyUnicode_GetLength(text) > MOST_CHARS) return 0;
    piece->count = 0;
    piece->start = (int)start;
    piece->end = (int)end;
    for (size_t at = 0, step; at < (size_t)size; at += step) {
        uint32_t c = utf8_at(bytes + at, &step);
        if (c > 0xFF && !is_sign_beyond_latin(c)) return 0;
        piece->chars[piece->count++] = c;
    }
    return 1;
}

/* look(piece, start, end, offset, enough): the sentence around a place of a piece that begins at an offset of a text, the quotation in it
   or the sentence again, and what its words are; nats for another language that are too many. None if that must be asked otherwise. */
static PyObject *surroundings_look(PyObject *object, PyObject *args) {
    Surroundings *self = (Surroundings *)object;
    PyObject *text;
    Py_ssize_t start, end, offset;
    double enough;
    Piece piece;
    if (!PyArg_ParseTuple(args, "Unnnd", &text, &start, &end, &offset, &enough)) return NULL;
    int is_read = read_piece(text, start, end, &piece), begin, finish;
    if (is_read <= 0) return is_read < 0 ? NULL : Py_NewRef(Py_None);
    piece.is_beginning = offset == 0;
    find_sentence(&piece, &begin, &finish);
    int low = begin, high = finish;
    find_passage(&piece, &low, &high);
    if (self->words.count > MOST_REMEMBERED && table_clear(&self->words) < 0) return PyErr_NoMemory();
    int language = language_of(self, &piece, low, high, enough);
    if (PyErr_Occurred()) return NULL;
    return Py_BuildValue("nnnni", offset + begin, offset + finish, offset + low, offset + high, language);
}

/* may_be_half(piece, start, end): whether a space beside a place may be in the wrong place. */
static PyObject *surroundings_may_be_half(PyObject *object, PyObject *args) {
    PyObject *text;
    Py_ssize_t start, end;
    Piece piece;
    if (!PyArg_ParseTuple(args, "Unn", &text, &start, &end)) return NULL;
    int is_read = read_piece(text, start, end, &piece);
    if (is_read < 0) return NULL;
    return PyBool_FromLong(!is_read || end - start > REACH || end == start || may_be_half((Surroundings *)object, &piece));
}

/* From the index of words, the words of one letter or two, and those of a desk dictionary that are misspellings, the lists of misspellings,
   of those that are guarded, and of foreign words, and what tells whether a word is in no list and near no word. */
static PyObject *surroundings_new(PyTypeObject *type, PyObject *args, PyObject *keywords) {
    (void)keywords;
    PyObject *words, *short_words, *listed_words, *lists[3], *ask;
    if (!PyArg_ParseTuple(args, "OO!O!OOOO", &words, &PyTuple_Type, &short_words, &PyTuple_Type, &listed_words, &lists[0], &lists[1], &lists[2], &ask)) return NULL;
    Surroundings *self = new_object(type);
    if (!self || index_of(words, &self->owner, &self->index) < 0) return finished(self, 0);
    Py_INCREF(self->ask = ask);
    if (PyObject_GetBuffer(lists[0], &self->misspellings, PyBUF_SIMPLE) < 0) return finished(self, 0);
    if (PyObject_GetBuffer(lists[1], &self->guarded, PyBUF_SIMPLE) < 0) return finished(self, 0);
    if (PyObject_GetBuffer(lists[2], &self->foreign, PyBUF_SIMPLE) < 0) return finished(self, 0);
    if (index_sieve(self->index) < 0 || table_grow(&self->words) < 0) return PyErr_NoMemory(), finished(self, 0);
    return finished(self, strings_read(&self->short_words, short_words) == 0 && strings_read(&self->listed_words, listed_words) == 0);
}

static void surroundings_dealloc(PyObject *object) {
    Surroundings *self = (Surroundings *)object;
    PyObject_GC_UnTrack(object);
    PyBuffer_Release(&self->misspellings);
    PyBuffer_Release(&self->guarded);
    PyBuffer_Release(&self->foreign);
    strings_free(&self->short_words);
    strings_free(&self->listed_words);
    table_free(&self->words);
    Py_XDECREF(self->ask);
    Py_XDECREF(self->owner);
    free_object(object);
}

static int surroundings_traverse(PyObject *object, visitproc visit, void *arg) {
    Py_VISIT(Py_TYPE(object));
    Py_VISIT(((Surroundings *)object)->ask);
    return 0;
}

static int surroundings_clear(PyObject *object) {
    Py_CLEAR(((Surroundings *)object)->ask);
    return 0;
}

static PyMethodDef surroundings_methods[] = {
    {"look", surroundings_look, METH_VARARGS, "The sentence and the quotation around a place, and what their words are; None if that must be asked otherwise."},
    {"may_be_half", surroundings_may_be_half, METH_VARARGS, "Whether a space beside a place may be in the wrong place."},
    {NULL, NULL, 0, NULL},
};

DEFINE_COLLECTED_TYPE(surroundings, Surroundings, "Tells what stands around a place.");

int add_surroundings(PyObject *module) { return add_type(module, &surroundings_spec); }
