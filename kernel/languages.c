/* One pass over the words of a text in a language that has a vocabulary, which finds those that may be an error. It does what
   cleaner/filters/_languages/word_scan.py does without it; the bits are described there. What a word is depends on it alone, so it is
   found out once. Python is asked about what is not in the lists given (characters of a block of Unicode, words whose accents may be
   missing) between two passes, never within one. */

#include "kernel.h"

/* Of a word where it stands; KNOWN, LISTED, TAKEN, ACCENT and DOUBLED are facts of the word by itself as well. */
enum { KNOWN = 1, SMALL = 2, LISTED = 4, TAKEN = 8, ACCENT = 16, DOUBLED = 32, UNKNOWN = 64, SIGN = 128 };
/* Facts: its vowel may be elided; its accents are still to be asked for; it is unknown, and nothing is near it; or something is; a
   listed phrase begins with it; it is the second word of one. */
enum { ELIDED = SIGN, PENDING = 256, ALONE = 512, NEAR = 1024, BEGINS = 2048, GOES_ON = 4096 };
/* Of a character; title case counts as upper; what is compared without case has other letters than its small one. */
enum { IS_LETTER = 1, IS_LOWER = 2, IS_UPPER = 4, IS_ALNUM = 8, IS_FOLDED = 16 };
#define SIGNS_AT 16 /* facts from this bit on: the signs of patterns of grammar that a word has */
#define MOST_SIGNS 48
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
    size_t pattern_count;
    Span *spans;
    size_t span_room;
    unsigned char *flags;
    size_t flag_room;
} LanguageScanner;

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

static void word_begin(Word *word, size_t at, size_t byte) {
    word->bytes = 1;
    word->chars = 0;
    word->from = at;
    word->byte = byte;
    word->sharp = 0;
    word->irregular = word->digraph = word->folded = word->cased = word->behind_cased = 0;
    word->ascii = word->small = word->title = 1;
    word->last = 0;
}

static void word_add(Word *word, uint8_t kind, uint32_t small, size_t bytes) {
    int is_cased = (kind & (IS_UPPER | IS_LOWER)) != 0;
    if (kind & IS_UPPER) word->small = 0;
    if (is_cased && (kind & IS_UPPER) == (word->behind_cased ? IS_UPPER : 0)) word->title = 0;
    word->cased |= is_cased;
    word->behind_cased = is_cased;
    if (bytes > 1) word->ascii = 0;
    if (small == SHARP_S) word->sharp++;
    else if (kind & IS_FOLDED) word->folded = 1;
    if (++word->chars > LONGEST) return;
    if (small == IRREGULAR) word->irregular = 1;
    else word->bytes += put_utf8(word->key + word->bytes, small);
    if (small == 'e' && (word->last == 'a' || word->last == 'o' || word->last == 'u')) word->digraph = 1;
    word->last = small;
}

/* A word in small letters with "ss" for the sharp s of German, which has two bytes as well. */
static void without_sharp(unsigned char *to, const unsigned char *word, size_t length) {
    memcpy(to, word, length);
    for (size_t i = 0; i + 1 < length; i++)
        if (word[i] == 0xC3 && word[i + 1] == 0x9F) to[i] = to[i + 1] = 's';
}

static uint64_t first_bytes(const unsigned char *bytes, size_t length) {
    uint64_t found = 0;
    for (size_t i = 0; i < 8; i++) found = found << 8 | (i < length ? bytes[i] : 0);
    return found;
}

/* Note how lines begin that lie evenly in the list of common words. */
static int read_jumps(LanguageScanner *self) {
    const unsigned char *bytes = self->common.buf;
    size_t size = (size_t)self->common.len;
    if (!(self->jumps = PyMem_Calloc(1, sizeof(Jumps)))) return PyErr_NoMemory(), -1;
    for (size_t i = 0; i < JUMPS; i++) {
        size_t line = size / JUMPS * i;
        while (line > 0 && bytes[line - 1] != '\n') line--;
        if (line == size || (i && (Py_ssize_t)line == self->jumps->line[self->jumps->count - 1])) continue;
        self->jumps->begin[self->jumps->count] = first_bytes(bytes + line, size - line);
        self->jumps->line[self->jumps->count++] = (Py_ssize_t)line;
    }
    return 0;
}

/* Whether the list of common words has a word. */
static int is_common(LanguageScanner *self, const unsigned char *word, size_t length) {
    unsigned char key[9];
    size_t size = length < 8 ? length : 8;
    memcpy(key, word, size);
    key[size] = '\t'; /* ends the word in its line */
    if (!self->jumps && read_jumps(self) < 0) return -1;
    const Jumps *jumps = self->jumps;
    uint64_t least = first_bytes(key, size), most = least;
    if (size < 8) { /* what follows the tab is of any value */
        least = first_bytes(key, size + 1);
        most = size < 7 ? least | (BIT(8 * (7 - size)) - 1) : least;
    }
    size_t first = 0, last = jumps->count; /* lines before `first` begin with less, and those from `last` on with more */
    for (size_t low = 0, high = jumps->count; low < high;) {
        size_t middle = (low + high) / 2;
        if (jumps->begin[middle] < least) first = low = middle + 1;
        else high = middle;
    }
    for (size_t low = first, high = jumps->count; low < high;) {
        size_t middle = (low + high) / 2;
        if (jumps->begin[middle] <= most) low = middle + 1;
        else last = high = middle;
    }
    Py_ssize_t from = first ? jumps->line[first - 1] : 0, to = last < jumps->count ? jumps->line[last] : self->common.len;
    return sorted_find_between(&self->common, (const char *)word, (Py_ssize_t)length, from, to) >= 0;
}

/* Whether the vocabulary knows a word in small letters: common ones, and those that could be taken for a misspelling of one. */
static int is_known(LanguageScanner *self, const unsigned char *word, size_t length) {
    unsigned char folded[5 * LONGEST];
    int common = is_common(self, word, length);
    if (common) return common;
    without_sharp(folded, word, length);
    if (bloom_holds_text(&self->near, folded, length, LOOKS)) return 1;
    return self->has_rare && bloom_holds_text(&self->rare, word, length, RARE_LOOKS);
}

/* The signs of patterns of grammar that a word in small letters has. */
static uint64_t signs_of(const LanguageScanner *self, const unsigned char *word, size_t length, size_t chars) {
    unsigned char made[5 * LONGEST];
    uint64_t found = 0;
    if (!self->sign_count) return 0;
    without_sharp(made, word, length);
    word = made;
    for (size_t k = 0; k < self->sign_count; k++) {
        const Sign *sign = &self->signs[k];
        if (sign->size > length || chars < sign->least || (sign->starts && sign->ends && sign->size != length)) continue;
        size_t first = sign->ends ? length - sign->size : 0, last = sign->starts ? 0 : length - sign->size;
        for (size_t at = first; at <= last; at++)
            if (!memcmp(word + at, sign->letters, sign->size)) {
                found |= sign->bit;
                break;
            }
    }
    return found;
}

/* Make the search ready for a word in small letters of up to LONGEST_JUDGED code points; -1 for an error. */
static int open_search(LanguageScanner *self, const unsigned char *word, size_t length) {
    NearSearch *search = &self->search;
    search->size = 0;
    for (size_t i = 0, bytes; i < length; i += bytes) search->word[search->size++] = utf8_at(word + i, &bytes);
    return near_open(search, &self->common, &self->marks);
}

/* Whether the accents of an unknown word in ASCII may be missing: they make a common word of it, or that is not known here. -1 for an
   error. */
static int may_lack_accents(LanguageScanner *self, const Word *word, const unsigned char *key, size_t length) {
    if (!self->bare || !word->ascii) return 0;
    if (!self->is_searched || word->chars > LONGEST_JUDGED) return 1;
    return open_search(self, key, length) < 0 ? -1 : near_accents(&self->search);
}

/* The entry of a word; NULL if Python is to be asked first, which is noted, or for an error. */
static Entry *word_entry(LanguageScanner *self, Word *word, const unsigned char *data, size_t written, int is_bare, Lacking *lacking) {
    unsigned char *key = word->key + 1;
    size_t length = word->bytes - 1;
    if (word->irregular) {
        key[-1] = 1; /* no word has this byte */
        memcpy(key--, data + word->byte, written);
        length = written + 1;
    }
    Entry *entry = table_find(&self->words, key, length);
    if (entry && !(is_bare && entry->value & PENDING)) return entry;
    if (!entry && !word->irregular) {
        const Entry *given = table_find(&self->given, key, length);
        uint64_t facts = given ? given->value : 0;
        int known = is_known(self, key, length);
        if (known < 0) return NULL;
        if (known) facts |= KNOWN;
        else if (!(facts & PENDING)) {
            int lacks = may_lack_accents(self, word, key, length);
            if (lacks < 0) return NULL;
            facts |= lacks ? PENDING : 0;
        }
        facts |= (word->folded ? ALL_SIGNS : signs_of(self, key, length, word->chars + word->sharp)) << SIGNS_AT;
        if (!is_bare || !(facts & PENDING)) {
            if (table_put(&self->words, key, length, facts, 0) < 0) return PyErr_NoMemory(), NULL;
            return table_find(&self->words, key, length);
        }
    }
    add_missing(&lacking->words, Py_BuildValue("(y#s#)", (const char *)key, (Py_ssize_t)length, (const char *)data + word->byte, (Py_ssize_t)written));
    return NULL;
}

/* Whether a common word is near an unknown one, or becomes it by another spelling of a sound; -1 for an error. */
static int has_near(LanguageScanner *self, const unsigned char *word, size_t length) {
    unsigned char made[5 * LONGEST + MOST_SPELLED];
    if (open_search(self, word, length) < 0) return -1;
    if (near_find(&self->search)) return 1;
    for (size_t k = 0; k < self->spelling_count; k++) {
        const Spelling *spelling = &self->spellings[k];
        for (size_t at = 0; at + spelling->size <= length; at++) {
            size_t rest = length - at - spelling->size;
            if (memcmp(word + at, spelling->bytes, spelling->size)) continue;
            memcpy(made, word, at);
            memcpy(made + at, spelling->bytes + spelling->size, spelling->other);
            memcpy(made + at + spelling->other, word + at + spelling->size, rest);
            if (sorted_find(&self->common, (const char *)made, (Py_ssize_t)(at + spelling->other + rest)) >= 0) return 1;
        }
    }
    return 0;
}

/* Whether a word that may be misspelled has nothing near it that could be meant; that is found out once. -1 for an error. */
static int is_alone(LanguageScanner *self, const Word *word, Entry *entry) {
    if (!(entry->value & (ALONE | NEAR)) && self->is_searched && !word->irregular) {
        int found = has_near(self, word->key + 1, word->bytes - 1);
        if (found < 0) return -1;
        entry->value |= found ? NEAR : ALONE;
    }
    return (entry->value & ALONE) != 0;
}

/* Whether a word with a capital may begin a sentence: not behind a word or a comma, and a space, and only before a space. */
static int may_begin(const Word *word, uint32_t behind) {
    return !(word->before == ' ' && word->is_behind_word) && (behind == ' ' || behind == END);
}

/* Whether a word that the vocabulary does not know may be misspelled where it stands; -1 for an error. */
static int may_be_misspelled(LanguageScanner *self, const Word *word, Entry *entry, uint32_t behind) {
    if (word->chars < SHORTEST_JUDGED || word->chars > LONGEST_JUDGED || !word->cased) return 0;
    if (!word->small && !(word->title && (self->nouns || may_begin(word, behind)))) return 0;
    int alone = is_alone(self, word, entry);
    return alone < 0 ? -1 : !alone;
}

/* What a word is where it stands, but for DOUBLED and UNKNOWN. */
static int flags_of(const LanguageScanner *self, const Word *word, int facts, int is_bare, uint32_t behind) {
    int is_small = word->small && word->cased, flags = facts & (KNOWN | LISTED | TAKEN);
    if (is_small) flags |= SMALL;
    if (is_bare) flags |= facts & ACCENT;
    if (facts & ELIDED && behind == ' ') flags |= SIGN;
    if (facts & KNOWN || word->chars > LONGEST) return flags;
    if (self->nouns && word->digraph) flags |= SIGN;
    return flags;
}

/* One pass: the number of words, and of those that may be an error in `found`. -1 for an error; what is lacking is noted. */
static Py_ssize_t pass_over(LanguageScanner *self, const unsigned char *data, size_t size, Lacking *lacking, size_t *found, uint64_t *signs) {
    Word word;
    size_t count = 0, last_end = 0;
    int in_word = 0;
    uint32_t gap = 0;              /* the character behind the word before */
    size_t last = 0;               /* the word before: where its letters lie in the arena, from 1 on */
    uint32_t here = 0, before = 0; /* this character and the one before it; what they are */
    int is_word = 0, was_word = 0; /* whether they may stand before a space amidst a sentence */
    int last_facts = 0;
    for (size_t i = 0, at = 0, next; i <= size; i = next, at++) {
        size_t bytes = 1;
        uint32_t c = i < size ? utf8_at(data + i, &bytes) : 0;
        next = i + bytes;
        const Block *block = self->blocks[c >> 8];
        if (!block) return lacking->block = (int)(c >> 8), 0;
        uint8_t kind = block->kinds[c & 0xFF];
        int behind_word = was_word;
        before = here;
        was_word = is_word;
        here = c;
        is_word = (kind & IS_ALNUM) != 0 || c == ',';
        if (kind & IS_LETTER) {
            if (!in_word) {
                word_begin(&word, at, i);
                word.before = before;
                word.is_behind_word = behind_word;
            }
            in_word = 1;
            word_add(&word, kind, block->small[c & 0xFF], next - i);
            continue;
        }
        if (kind & IS_FOLDED) *signs = ALL_SIGNS; /* a mark that is left out where letters are compared */
        if (!in_word) continue;
        in_word = 0;
        if (grow((void **)&self->spans, &self->span_room, count + 1, sizeof(Span)) < 0) return -1;
        if (grow((void **)&self->flags, &self->flag_room, count + 1, 1) < 0) return -1;
        int is_bare = self->bare && word.ascii && word.small && word.chars >= SHORTEST_BARE && word.chars <= LONGEST_BARE;
        int facts = 0;
        size_t letters = 0;
        Entry *seen = NULL;
        if (word.chars <= LONGEST) {
            seen = word_entry(self, &word, data, i - word.byte, is_bare, lacking);
            if (!seen && PyErr_Occurred()) return -1;
            facts = seen ? (int)(seen->value & (BIT(SIGNS_AT) - 1)) : 0;
            *signs |= seen ? seen->value >> SIGNS_AT : 0;
            letters = seen && !word.irregular ? seen->place + (size_t)1 : 0;
        } else *signs = ALL_SIGNS;
        int flags = flags_of(self, &word, facts, is_bare, i < size ? c : 0);
        if (seen && !(facts & KNOWN)) {
            int misspelled = may_be_misspelled(self, &word, seen, i < size ? c : END);
            if (misspelled < 0) return -1;
            flags |= misspelled ? UNKNOWN : 0;
        }
        if (facts & DOUBLED && letters && letters == last && word.chars <= LONGEST_DOUBLED && word.from == last_end + 1 && (gap == ' ' || gap == '\n')) {
            *found += !(self->flags[count - 1] & MAY_BE_AN_ERROR);
            self->flags[count - 1] |= DOUBLED;
        }
        if (facts & GOES_ON && last_facts & BEGINS) {
            *found += !(self->flags[count - 1] & MAY_BE_AN_ERROR);
            self->flags[count - 1] |= LISTED;
        }
        last_facts = facts;
        *found += (flags & MAY_BE_AN_ERROR) != 0;
        self->spans[count] = (Span){(uint32_t)word.from, (uint32_t)at};
        self->flags[count++] = (unsigned char)flags;
        last = letters;
        last_end = at;
        gap = c;
    }
    return (Py_ssize_t)count;
}

static int read_block(LanguageScanner *self, int number) {
    PyObject *said = PyObject_CallFunction(self->block_of, "i", number);
    char *bytes;
    Py_ssize_t length;
    if (!said) return -1;
    Block *block = PyMem_Malloc(sizeof(Block));
    if (!block || PyBytes_AsStringAndSize(said, &bytes, &length) < 0 || length != BLOCK_BYTES) {
        if (!PyErr_Occurred()) PyErr_SetString(PyExc_ValueError, "a block is of 256 characters");
        PyMem_Free(block);
        Py_DECREF(said);
        return -1;
    }
    memcpy(block->kinds, bytes, BLOCK);
    memcpy(block->small, bytes + BLOCK, 4 * BLOCK);
    Py_DECREF(said);
    if (self->blocks[number]) PyMem_Free(block); /* another thread was quicker */
    else self->blocks[number] = block;
    return 0;
}

/* Ask Python about words; items are pairs (key, word). */
static int read_words(LanguageScanner *self, PyObject *list) {
    Py_ssize_t count = PyList_Size(list);
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *pair = PyList_GetItem(list, i);
        char *key;
        Py_ssize_t length;
        if (PyBytes_AsStringAndSize(PyTuple_GetItem(pair, 0), &key, &length) < 0) return -1;
        PyObject *said = PyObject_CallFunctionObjArgs(self->facts_of, PyTuple_GetItem(pair, 1), NULL);
        if (!said) return -1;
        uint64_t facts = PyLong_AsUnsignedLong(said);
        Py_DECREF(said);
        if (PyErr_Occurred()) return -1;
        int irregular = length && key[0] == 1;
        facts |= (irregular ? ALL_SIGNS : signs_of(self, (const unsigned char *)key, (size_t)length, (size_t)length)) << SIGNS_AT; /* ASCII */
        Entry *entry = table_find(&self->words, (const unsigned char *)key, (size_t)length);
        if (entry) entry->value = facts;
        else if (table_put(&self->words, (const unsigned char *)key, (size_t)length, facts, 0) < 0) return PyErr_NoMemory(), -1;
    }
    return 0;
}

/* (start and end of each word, what it is, numbers of the words that may be an error, signs of grammar that it may have) */
static PyObject *answer_of(const LanguageScanner *self, size_t count, size_t found, uint64_t signs) {
    PyObject *numbers = PyTuple_New((Py_ssize_t)found);
    for (size_t i = 0, k = 0; numbers && i < count; i++) {
        if (!(self->flags[i] & MAY_BE_AN_ERROR)) continue;
        PyObject *number = PyLong_FromSize_t(i);
        if (!number || PyTuple_SetItem(numbers, (Py_ssize_t)k++, number) < 0) return Py_DECREF(numbers), NULL;
    }
    if (!numbers) return NULL;
    return Py_BuildValue("(y#y#NK)", (const char *)self->spans, (Py_ssize_t)(count * sizeof(Span)), (const char *)self->flags, (Py_ssize_t)count, numbers,
                         (unsigned long long)signs);
}

/* Whether words with some signs may have a pattern of grammar. */
static int may_have_pattern(const LanguageScanner *self, uint64_t signs) {
    for (size_t k = 0; k < self->pattern_count; k++)
        if ((self->patterns[k] & signs) == self->patterns[k]) return 1;
    return 0;
}

static PyObject *language_scan(PyObject *object, PyObject *text) {
    LanguageScanner *self = (LanguageScanner *)object;
    PyObject *owner, *result = NULL;
    Py_ssize_t size;
    const unsigned char *data = utf8_of(text, &size, &owner);
    for (int goes_on = data != NULL; goes_on;) {
        Lacking lacking = {-1, NULL};
        size_t found = 0;
        uint64_t signs = 0;
        if (self->words.count > MOST_WORDS && table_clear(&self->words) < 0) {
            PyErr_NoMemory();
            break;
        }
        Py_ssize_t count = pass_over(self, data, (size_t)size, &lacking, &found, &signs);
        int failed = count < 0;
        goes_on = lacking.block >= 0 || lacking.words;
        if (!failed && lacking.block >= 0) failed = read_block(self, lacking.block) < 0;
        if (!failed && lacking.words) failed = read_words(self, lacking.words) < 0;
        Py_XDECREF(lacking.words);
        if (failed) break;
        if (!goes_on && (found || may_have_pattern(self, signs))) result = answer_of(self, (size_t)count, found, signs);
        else if (!goes_on) Py_INCREF(result = Py_None);
    }
    Py_XDECREF(owner);
    return result;
}

/* Note that there is nothing near an unknown word (in small letters). */
static PyObject *language_leave(PyObject *object, PyObject *word) {
    PyObject *owner;
    Py_ssize_t size;
    const unsigned char *key = utf8_of(word, &size, &owner);
    if (!key) return Py_XDECREF(owner), NULL;
    Entry *entry = table_find(&((LanguageScanner *)object)->words, key, (size_t)size);
    if (entry) entry->value |= ALONE;
    Py_XDECREF(owner);
    Py_RETURN_NONE;
}

/* ---- the type -------------------------------------------------------------------------------------------------------- */

static int read_given(LanguageScanner *self, PyObject *list) {
    Py_ssize_t count = PyList_Size(list);
    if (count < 0) return -1;
    for (Py_ssize_t i = 0; i < count; i++) {
        const char *word;
        Py_ssize_t length;
        unsigned int facts;
        if (!PyArg_ParseTuple(PyList_GetItem(list, i), "y#I", &word, &length, &facts)) return -1;
        if (table_put(&self->given, (const unsigned char *)word, (size_t)length, facts, 0) < 0) return PyErr_NoMemory(), -1;
    }
    return 0;
}

/* From (letters, those without accents, the same with them, pairs of spellings in bytes). */
static int read_search(LanguageScanner *self, PyObject *given) {
    PyObject *letters, *bare, *accented, *pairs;
    if (!PyArg_ParseTuple(given, "UUUO!", &letters, &bare, &accented, &PyList_Type, &pairs) || near_letters(&self->search, letters, bare, accented) < 0)
        return -1;
    Py_ssize_t count = PyList_Size(pairs), size, others;
    const char *one, *other;
    self->spellings = PyMem_Calloc((size_t)count + 1, sizeof(Spelling));
    if (!self->spellings) return PyErr_NoMemory(), -1;
    for (Py_ssize_t i = 0; i < count; i++) {
        if (!PyArg_ParseTuple(PyList_GetItem(pairs, i), "y#y#", &one, &size, &other, &others)) return -1;
        if (!size || others > MOST_SPELLED) return PyErr_SetString(PyExc_ValueError, "a spelling has some letters"), -1;
        Spelling *spelling = &self->spellings[self->spelling_count];
        spelling->bytes = PyMem_Malloc((size_t)(size + others) + 1);
        if (!spelling->bytes) return PyErr_NoMemory(), -1;
        memcpy(spelling->bytes, one, (size_t)size);
        memcpy(spelling->bytes + size, other, (size_t)others);
        spelling->size = (size_t)size;
        spelling->other = (size_t)others;
        self->spelling_count++;
    }
    self->is_searched = 1;
    return 0;
}

/* From a list of (letters, whether a word begins with them, whether it ends with them, its least code points, number of the sign). */
static int read_signs(LanguageScanner *self, PyObject *list) {
    Py_ssize_t count = PyList_Size(list), size;
    const char *letters;
    unsigned int number, least;
    self->signs = PyMem_Calloc((size_t)count + 1, sizeof(Sign));
    if (!self->signs) return PyErr_NoMemory(), -1;
    for (Py_ssize_t i = 0; i < count; i++, self->sign_count++) {
        Sign *sign = &self->signs[i];
        if (!PyArg_ParseTuple(PyList_GetItem(list, i), "y#ppII", &letters, &size, &sign->starts, &sign->ends, &least, &number)) return -1;
        if (number >= MOST_SIGNS) return PyErr_SetString(PyExc_ValueError, "too many signs"), -1;
        sign->letters = PyMem_Malloc((size_t)size + 1);
        if (!sign->letters) return PyErr_NoMemory(), -1;
        memcpy(sign->letters, letters, (size_t)size);
        sign->size = (size_t)size;
        sign->least = least;
        sign->bit = BIT(number);
    }
    return 0;
}

/* From a list of whole numbers. */
static int read_patterns(LanguageScanner *self, PyObject *list) {
    Py_ssize_t count = PyList_Size(list);
    if (count > MOST_SIGNS) return PyErr_SetString(PyExc_ValueError, "too many patterns"), -1;
    for (Py_ssize_t i = 0; i < count; i++) {
        self->patterns[i] = PyLong_AsUnsignedLongLong(PyList_GetItem(list, i));
        if (PyErr_Occurred()) return -1;
        self->pattern_count++;
    }
    return 0;
}

static PyObject *language_new(PyTypeObject *type, PyObject *args, PyObject *keywords) {
    static char *names[] = {"common", "near", "rare", "given", "nouns", "bare", "block_of", "facts_of", "search", "signs", "patterns", NULL};
    PyObject *common, *near, *rare, *given, *block_of, *facts_of, *search, *signs, *patterns;
    int nouns, bare;
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "OOOOppOOOO!O!", names, &common, &near, &rare, &given, &nouns, &bare, &block_of, &facts_of, &search,
                                     &PyList_Type, &signs, &PyList_Type, &patterns))
        return NULL;
    LanguageScanner *self = new_object(type);
    if (!self) return NULL;
    self->nouns = nouns;
    self->bare = bare;
    self->has_rare = rare != Py_None;
    Py_INCREF(self->block_of = block_of);
    Py_INCREF(self->facts_of = facts_of);
    if (table_grow(&self->given) < 0 || table_grow(&self->words) < 0) PyErr_NoMemory();
    else if (PyObject_GetBuffer(common, &self->common, PyBUF_SIMPLE) == 0 && PyObject_GetBuffer(near, &self->near, PyBUF_SIMPLE) == 0 &&
             (!self->has_rare || PyObject_GetBuffer(rare, &self->rare, PyBUF_SIMPLE) == 0) && read_given(self, given) == 0 &&
             (search == Py_None || read_search(self, search) == 0) && read_signs(self, signs) == 0 && read_patterns(self, patterns) == 0)
        return finished(self, 1);
    return finished(self, 0);
}

static void language_dealloc(PyObject *object) {
    LanguageScanner *self = (LanguageScanner *)object;
    PyObject_GC_UnTrack(object);
    for (int i = 0; i < BLOCKS; i++) PyMem_Free(self->blocks[i]);
    table_free(&self->given);
    table_free(&self->words);
    for (size_t i = 0; i < self->spelling_count; i++) PyMem_Free(self->spellings[i].bytes);
    PyMem_Free(self->spellings);
    for (size_t i = 0; i < self->sign_count; i++) PyMem_Free(self->signs[i].letters);
    PyMem_Free(self->signs);
    PyMem_Free(self->marks.bits);
    PyMem_Free(self->jumps);
    PyMem_Free(self->spans);
    PyMem_Free(self->flags);
    PyBuffer_Release(&self->common);
    PyBuffer_Release(&self->near);
    PyBuffer_Release(&self->rare);
    Py_XDECREF(self->block_of);
    Py_XDECREF(self->facts_of);
    free_object(object);
}

static int language_traverse(PyObject *object, visitproc visit, void *arg) {
    LanguageScanner *self = (LanguageScanner *)object;
    Py_VISIT(Py_TYPE(object));
    Py_VISIT(self->block_of);
    Py_VISIT(self->facts_of);
    return 0;
}

static int language_clear(PyObject *object) {
    LanguageScanner *self = (LanguageScanner *)object;
    Py_CLEAR(self->block_of);
    Py_CLEAR(self->facts_of);
    return 0;
}

static PyMethodDef language_methods[] = {
    {"scan", language_scan, METH_O, "The words of a text: start and end of each, what it is, and which may be an error; None if none may."},
    {"leave", language_leave, METH_O, "Note of a word that nothing is near it: it is no longer said to be misspelled."},
    {NULL, NULL, 0, NULL},
};

DEFINE_COLLECTED_TYPE(language, LanguageScanner, "Finds the words of a language that may be an error, in one pass.");

int add_languages(PyObject *module) { return add_type(module, &language_spec); }
