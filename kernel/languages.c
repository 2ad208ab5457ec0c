/* One pass over the words of a text in a language that has a vocabulary, which finds those that may be an error. It does what
   cleaner/filters/_languages/word_scan.py does without it; the bits are described there. What a word is depends on it alone, so it is
   found out once. Python is asked about what is not in the lists given (characters of a block of Unicode, words whose accents may be
   missing) between two passes, never within one. */

#include "languages.h"

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
        int known = is_in_vocabulary(self, key, length);
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

/* Whether a word that may be misspelled has nothing near it that could be meant; that is found out once. -1 for an error. */
static int is_alone(LanguageScanner *self, const Word *word, Entry *entry) {
    if (!(entry->value & (ALONE | NEAR)) && self->is_searched && !word->irregular) {
        int found = has_near(self, word->key + 1, word->bytes - 1);
        if (found < 0) return -1;
        entry->value |= found ? NEAR : ALONE;
    }
    return (entry->value & ALONE) != 0;
}

/* Whether what stands beside a word makes it part of something longer; an apostrophe before it may be that of an elision. */
static int is_part(const Word *word, uint32_t behind) {
    return word->before == '.' || (is_glue(word->before) && word->before != '\'' && word->before != 0x2019) || (behind != END && is_glue(behind));
}

/* Whether a listed phrase begins with the word before and goes on with this one, by what they are and what stands between them. */
static int is_in_phrase(int before, int facts, uint32_t gap) {
    if (gap == ' ') return before & BEGINS && facts & GOES_ON;
    return (gap == '-' || gap == '\'' || gap == 0x2019) && before & BEGINS_JOINED && facts & JOINED;
}

/* Whether a word with a capital may begin a sentence: not behind a word or a comma, and a space, and only before a space. */
static int may_begin(const Word *word, uint32_t behind) {
    return !(word->before == ' ' && word->is_behind_word) && (behind == ' ' || behind == END);
}

/* Whether a word that the vocabulary does not know may be misspelled where it stands; -1 for an error. */
static int may_be_misspelled(LanguageScanner *self, const Word *word, Entry *entry, uint32_t behind) {
    if (word->chars < SHORTEST_JUDGED || word->chars > LONGEST_JUDGED || !word->cased) return 0;
    if (is_part(word, behind) || (!word->small && !(word->title && (self->nouns || may_begin(word, behind))))) return 0;
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

/* Note the signs of the next word: the patterns whose signs the last words have are met. */
static void add_signs(const LanguageScanner *self, Signs *signs, size_t number, uint64_t found) {
    signs->last[number & (MOST_SPANNED - 1)] = found;
    signs->all |= found;
    if (!found) return;
    for (size_t k = 0; k < self->pattern_count; k++) {
        uint64_t pattern = self->patterns[k], near = found;
        if (!(pattern & found) || (pattern & signs->met) == pattern) continue;
        for (size_t i = 1; i < self->reach[k] && i <= number; i++) near |= signs->last[(number - i) & (MOST_SPANNED - 1)];
        if ((near & pattern) == pattern) signs->met |= pattern;
    }
}

/* One pass: the number of words, and of those that may be an error in `found`. -1 for an error; what is lacking is noted. */
static Py_ssize_t pass_over(LanguageScanner *self, const unsigned char *data, size_t size, Lacking *lacking, size_t *found, Signs *signs) {
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
        if (kind & IS_FOLDED) signs->met = ALL_SIGNS; /* a mark that is left out where letters are compared */
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
            add_signs(self, signs, count, seen ? seen->value >> SIGNS_AT : 0);
            letters = seen && !word.irregular ? seen->place + (size_t)1 : 0;
        } else signs->met = ALL_SIGNS;
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
        if (count && word.from == last_end + 1 && is_in_phrase(last_facts, facts, gap)) {
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

/* The signs of the patterns of grammar that a part of a text may have. */
static uint64_t signs_met(const LanguageScanner *self, const Signs *signs) {
    uint64_t found = signs->met;
    for (size_t k = 0; k < self->pattern_count; k++)
        if (!self->reach[k] && (self->patterns[k] & signs->all) == self->patterns[k]) found |= self->patterns[k];
    return found;
}

PyObject *language_scan(PyObject *object, PyObject *text) {
    LanguageScanner *self = (LanguageScanner *)object;
    PyObject *owner, *result = NULL;
    Py_ssize_t size;
    const unsigned char *data = utf8_of(text, &size, &owner);
    for (int goes_on = data != NULL; goes_on;) {
        Lacking lacking = {-1, NULL};
        size_t found = 0;
        Signs signs = {0};
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
        uint64_t met = signs_met(self, &signs);
        if (!goes_on && (found || met)) result = answer_of(self, (size_t)count, found, met);
        else if (!goes_on) Py_INCREF(result = Py_None);
    }
    Py_XDECREF(owner);
    return result;
}

/* Note that there is nothing near an unknown word (in small letters). */
PyObject *language_leave(PyObject *object, PyObject *word) {
    PyObject *owner;
    Py_ssize_t size;
    const unsigned char *key = utf8_of(word, &size, &owner);
    if (!key) return Py_XDECREF(owner), NULL;
    Entry *entry = table_find(&((LanguageScanner *)object)->words, key, (size_t)size);
    if (entry) entry->value |= ALONE;
    Py_XDECREF(owner);
    Py_RETURN_NONE;
}
