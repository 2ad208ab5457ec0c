/* What a text has for filters (cleaner/pipeline/scan.py says what the bits mean). The text is read once (read.c); then each of its words is
   looked up in a hash table of what Python has said about it, and pairs of words and phrases are looked at. This never calls Python: words
   that are not in the table yet are collected, asked about afterwards, and the pass is made again. So other threads see whole passes. */

#include "scanner.h"

#define MOST_CHARS 20000     /* code points of a text; a longer one is read in sections (cleaner/core/views/sections.py) */
#define ELSEWHERE 1          /* any language but English, which is 0 */
#define MOST_WORDS 60000     /* words remembered: about 4 MB */
#define AHEAD 6              /* words before one whose place in the index is fetched */
#define FEWEST_LABELS 3      /* its lines that are labels, or the same label */

typedef struct {
    PyObject *words;     /* list of bytes that the table lacks */
    PyObject *unjudged;  /* list of bytes */
    int counts, nets;    /* the phrases lack their counts, or the models */
    int to_past;         /* there is no net for past forms */
} Missing;

/* The entry of a word of the text, which begins near the last one that was looked at; NULL if it is no whole word. */
static Entry *entry_near(Scanner *self, const unsigned char *word, size_t length) {
    size_t start = (size_t)(word - self->folded - 1), n = self->at_word;
    while (n > 0 && self->cut[n].start > start) n--;
    while (n + 1 < self->cut_count && self->cut[n].start < start) n++;
    self->at_word = n;
    return self->cut[n].start == start && self->cut[n].length == length ? &self->words.entries[self->seen[n]] : NULL;
}

/* What is known about a word beside a phrase. */
static Beside beside_phrase(void *object, const unsigned char *word, size_t length) {
    Scanner *self = object;
    Entry *known = length ? entry_near(self, word, length) : NULL;
    if (!known) return phrases_beside(self->phrases, word, length, 0);
    if (!known->counted) {
        Beside found = phrases_beside(self->phrases, word, length, known->beside);
        known->counted = (found.number + 1) | (found.is_counted ? 0 : AS_CLASS);
        known->beside = (uint16_t)found.row;
    }
    return (Beside){known->beside, (known->counted & ~AS_CLASS) - 1, !(known->counted & AS_CLASS)};
}

/* What can be told of a word that the lexicon lacks; 0 if it must be asked about. */
static int told(Scanner *self, const unsigned char *word, size_t length, uint64_t *facts) {
    if (!self->unlisted || !self->phrases || !self->voters.entries || !unlisted_facts(self->unlisted, word, length, 0, facts)) return 0;
    const Entry *voter = table_find(&self->voters, word, length);
    if (word[0] < 'a') return 1; /* a number */
    *facts |= (uint64_t)phrases_group(self->phrases, word, length) << GROUP_AT | (voter ? voter->value : 0) << VOTES_AT;
    return 1;
}

/* What is known about a word: said before, shipped, or told by its letters. NULL if nothing is, or there is no memory. */
static Entry *known_word(Scanner *self, const unsigned char *word, size_t length, uint64_t hash) {
    Entry *entry = table_find_hashed(&self->words, word, length, hash);
    if (entry) return entry;
    Py_ssize_t at = index_find_hashed(&self->index, word, length, hash);
    uint32_t number = at < 0 ? 0 : number_at(&self->index.numbers, (size_t)at, 2);
    Facts facts = {0, 0};
    if (number && number < self->fact_count) facts = self->facts[number];
    else if (at >= 0 || !told(self, word, length, &facts.value)) return NULL; /* number 0: what is said about it is not shipped */
    entry = table_put_hashed(&self->words, word, length, hash, facts.value, facts.beside);
    return entry ? entry : (PyErr_NoMemory(), NULL);
}

/* Look words up that are cut, and at pairs of them. What is missing is noted, and then the answer does not count. `language`: the
   text is certainly in another one than English, and the filters of English need not be asked. */
static int look_at_words(Scanner *self, const unsigned char *data, size_t size, size_t chars, uint64_t wanted, size_t language, Missing *missing, Sights *sights) {
    uint64_t found = sights->found, left = 0, old; /* which pairs the word before is the first word of; and the one before that was */
    size_t words = 0, distinct = 0, english = 0, last_end = 0;
    int has_the = 0;
    const unsigned char *folded = self->folded + 1;
    const Entry *last = NULL; /* the word before */
    while (2 * (self->words.count + self->cut_count + 2) > self->words.mask) /* no entry moves during the pass */
        if (table_grow(&self->words) < 0) return PyErr_NoMemory(), -1;
    if (grow((void **)&self->seen, &self->seen_room, self->cut_count + 1, sizeof(uint32_t)) < 0) return -1;
    if (++self->stamp == 0) return PyErr_SetString(PyExc_OverflowError, "too many texts"), -1;
    self->spot_count = self->late_count = self->past_count = 0;
    for (size_t n = 0; n < self->cut_count; n++) {
        const Cut *cut = &self->cut[n];
        const unsigned char *letters = folded + cut->start;
        int is_judged = !language && cut->counted & wanted & NEAR; /* if it may be misspelled */
        if (n + AHEAD < self->cut_count) {
            uint64_t hash = self->cut[n + AHEAD].hash;
            if (!self->words.entries[hash & self->words.mask].length) index_fetch(&self->index, hash); /* a new word */
        }
        Entry *entry = known_word(self, letters, cut->length, cut->hash);
        if (!entry && language && !PyErr_Occurred()) entry = table_find_hashed(&self->elsewhere, letters, cut->length, cut->hash);
        if (!entry) {
            if (PyErr_Occurred()) return -1;
            PyObject *word = PyBytes_FromStringAndSize((const char *)letters, cut->length);
            if (word && is_judged) {
                Py_INCREF(word);
                if (add_missing(&missing->unjudged, word) < 0) return Py_DECREF(word), -1;
            }
            if (add_missing(&missing->words, word) < 0) return -1;
        } else {
            uint64_t flags = entry->value;
            uint64_t bits = (ANYWHERE(flags) | IN_SMALL(flags)) & (cut->counted | ~(uint64_t)BITS_OF_WORDS);
            found |= bits & ~found & (PLACED | PIECE | NEAR) ? bits_beside(self, data, n, bits) : bits;
            if (!language && (IS_UNPLACED(flags) || (IS_UNJUDGED(flags) && is_judged)) && cut->counted & (PLACED | NEAR)) {
                if (grow((void **)&self->late, &self->late_room, self->late_count + 1, sizeof(uint32_t)) < 0) return -1;
                self->late[self->late_count++] = (uint32_t)n;
            }
            if (entry->stamp != self->stamp) {
                entry->stamp = self->stamp;
                distinct++;
                english += IS_ENGLISH(flags);
            }
            if (IS_THE(flags)) has_the = 1;
            if (GROUP(flags) && wanted & BIT(PHRASES)) {
                if (grow((void **)&self->spots, &self->spot_room, self->spot_count + 1, sizeof(Spot)) < 0) return -1;
                self->spots[self->spot_count++] = (Spot){(uint32_t)n, (uint8_t)GROUP(flags)};
            }
            old = left;
            left = LEFT(flags);
            if (last) {
                size_t gap = cut->start - last_end;
                uint64_t pairs = gap == 1 ? old & RIGHT(flags) : 0;
                if (pairs & 1 && past_is_noted(self, n)) pairs &= ~(uint64_t)1;
                found |= pairs << PAIRS;
                if (gap == 1 && old & LEFT_AN && may_be_and(self, letters, cut->length)) found |= PLACED;
                if (gap == 1 && IS_ADVERB(flags)) left |= old & 1;
                if (gap <= 2 && entry == last && letters[0] != '0' && is_doubled(self, data, n)) found |= BIT(DOUBLED);
            }
            if (!language) self->seen[words++] = (uint32_t)(entry - self->words.entries);
        }
        last = entry;
        last_end = cut->start + cut->length;
    }
    int is_judged = 0, is_plain = !(found & BIT(NOT_PLAIN));
    if (language) {
        found &= ~FOR_ENGLISH;
        is_judged = chars > MOST_SAMPLED || self->judged >> language & 1;
    } else if (wanted & BIT(OTHER_LANGUAGE) && !missing->words && (!is_plain || !has_the))
        is_judged = is_plain ? may_be_foreign(self, words, chars, distinct, english) : may_have_foreign_lines(self, data, size, chars, distinct, english);
    if (is_plain ? !has_the && is_judged : sights->has_letters && (language || is_judged)) found |= BIT(OTHER_LANGUAGE);
    sights->found = found;
    sights->is_strange = distinct && (double)english < ENGLISH * (double)distinct;
    return 0;
}

/* Look at the spots where phrases may begin. */
static int look_at_phrases(Scanner *self, PyObject *text, const unsigned char *data, size_t size, size_t chars, Missing *missing, Sights *sights) {
    TextPlace place = {self->folded + 1, data, chars, size, 0, 0};
    if (!self->phrases || !self->spot_count) {
        if (self->spot_count) sights->found |= BIT(PHRASES);
        return 0;
    }
    if (phrases_need_counts(self->phrases)) return missing->counts = 1, 0;
    phrases_begin(self->phrases);
    for (size_t k = 0; k < self->spot_count; k++) {
        const Cut *cut = &self->cut[self->at_word = self->spots[k].word];
        place.start = cut->start;
        place.byte = cut->byte;
        int said = phrases_look_at(self->phrases, place, self->spots[k].group, beside_phrase, self);
        if (said < 0) return -1;
        if (said == NETS_WANTED) return missing->nets = 1, 0;
        if (said == IS_PHRASE) sights->found |= BIT(PHRASES);
    }
    phrases_end(self->phrases, text);
    return 0;
}

/* Look at phrases, and at past forms behind "to". */
static int look_at_wordings(Scanner *self, PyObject *text, const unsigned char *data, size_t size, size_t chars, uint64_t wanted, Missing *missing,
                            Sights *sights) {
    if (look_at_phrases(self, text, data, size, chars, missing, sights) < 0) return -1;
    int said = wanted & ~sights->found & BIT(PAIRS) ? look_at_pasts(self, data, size) : NO_PHRASE;
    if (said == NETS_WANTED) missing->to_past = 1;
    if (said == IS_PHRASE) sights->found |= BIT(PAIRS);
    return 0;
}

/* Tell what unknown words may be in small letters, where they stand so in an English text. Which of them must be asked about is noted. */
static int look_at_late(Scanner *self, const unsigned char *data, uint64_t wanted, Missing *missing, Sights *sights) {
    for (size_t k = 0; k < self->late_count; k++) {
        const Cut *cut = &self->cut[self->late[k]];
        const unsigned char *letters = self->folded + 1 + cut->start;
        Entry *entry = table_find_hashed(&self->words, letters, cut->length, cut->hash);
        if (IS_UNPLACED(entry->value) && cut->counted & ~sights->found & PLACED && bits_beside(self, data, self->late[k], PLACED)) {
            uint64_t placed = unlisted_placed(self->unlisted, letters, cut->length) ? PLACED : 0;
            entry->value = (entry->value & ~BIT(UNPLACED_AT)) | placed << IN_SMALL_AT;
        }
        if (IS_UNJUDGED(entry->value) && cut->counted & wanted & NEAR) {
            int is_near = self->misspelled ? misspelled_judge(self->misspelled, letters, cut->length) : -1;
            if (is_near >= 0) entry->value = (entry->value & ~BIT(UNJUDGED_AT)) | (uint64_t)(is_near ? NEAR : 0) << IN_SMALL_AT;
            else if (add_missing(&missing->unjudged, PyBytes_FromStringAndSize((const char *)letters, cut->length)) < 0) return -1;
        }
        uint64_t bits = IN_SMALL(entry->value) & cut->counted;
        sights->found |= bits & ~sights->found & (PLACED | NEAR) ? bits_beside(self, data, self->late[k], bits) : bits;
    }
    return 0;
}

/* Ask again about words that stand where they may be misspelled; items are bytes. */
static int judge(Scanner *self, PyObject *list) {
    Py_ssize_t count = list ? PyList_Size(list) : 0;
    for (Py_ssize_t i = 0; i < count; i++) {
        char *word;
        Py_ssize_t length;
        PyObject *item = PyList_GetItem(list, i);
        if (PyBytes_AsStringAndSize(item, &word, &length) < 0) return -1;
        const Entry *known = table_find(&self->words, (const unsigned char *)word, (size_t)length);
        if (!known || !IS_UNJUDGED(known->value)) continue; /* it stands twice in the text, or what was learned says that it is none */
        PyObject *said = PyObject_CallFunctionObjArgs(self->judge, item, NULL);
        int is_near = said ? PyObject_IsTrue(said) : -1;
        Py_XDECREF(said);
        if (is_near < 0) return -1;
        Entry *entry = table_find(&self->words, (const unsigned char *)word, (size_t)length);
        if (!entry) continue; /* another thread may have cleared the table meanwhile */
        entry->value = (entry->value & ~BIT(UNJUDGED_AT)) | (uint64_t)(is_near ? NEAR : 0) << IN_SMALL_AT;
    }
    return 0;
}

/* Ask Python about words that are missing; items are bytes. */
static int learn(Table *table, PyObject *list, PyObject *question) {
    Py_ssize_t count = list ? PyList_Size(list) : 0;
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *item = PyList_GetItem(list, i);
        char *word;
        Py_ssize_t length;
        if (PyBytes_AsStringAndSize(item, &word, &length) < 0) return -1;
        if (table_find(table, (const unsigned char *)word, (size_t)length)) continue; /* it stands twice in the text */
        PyObject *said = PyObject_CallFunctionObjArgs(question, item, NULL);
        if (!said) return -1;
        uint64_t value = PyLong_AsUnsignedLongLong(said);
        Py_DECREF(said);
        if (PyErr_Occurred()) return -1;
        if (table_find(table, (const unsigned char *)word, (size_t)length)) continue; /* another thread was quicker */
        if (table_put(table, (const unsigned char *)word, (size_t)length, value, 0) < 0) return PyErr_NoMemory(), -1;
    }
    return 0;
}

/* phrase_lines(text): the numbers of the lines that may be phrases, or rows of them; None if that is not known. */
PyObject *scanner_phrase_lines(PyObject *object, PyObject *text) {
    Scanner *self = (Scanner *)object;
    Py_ssize_t size, chars = PyUnicode_GetLength(text);
    const unsigned char *data = chars < 0 ? NULL : plain_utf8(text, &size);
    if (!data) return none_or_error();
    if (size != chars && !self->unicode_edges) Py_RETURN_NONE;
    PyObject *found = PyList_New(0);
    Sights sights;
    if (found && (read_text(self, data, (size_t)size, (size_t)chars, 0, found, &sights) < 0 || PyErr_Occurred())) Py_CLEAR(found);
    return found;
}

/* scan(text, wanted, is_english=None): what a text has of the bits that are wanted; others may be set as well. `is_english`: it is a
   section of a longer text, which is in English for all that is known, or certainly is not; of a whole text that is told here. What a
   section has is given with a list of the words that set bits: where each stands, and its bits. */
PyObject *scanner_scan(PyObject *object, PyObject *const *args, Py_ssize_t count) {
    Scanner *self = (Scanner *)object;
    if (count != 2 && count != 3) return PyErr_SetString(PyExc_TypeError, "scan takes a text, the bits that are wanted, and of a section its language"), NULL;
    int is_section = count == 3;
    uint64_t wanted = PyLong_AsUnsignedLongLong(args[1]);
    if (PyErr_Occurred()) return NULL;
    int has_words = (wanted & OF_WORDS) != 0;
    Py_ssize_t size, chars = PyUnicode_GetLength(args[0]);
    if (chars < 0) return NULL;
    if (chars > MOST_CHARS && has_words) Py_RETURN_NONE;
    const unsigned char *data = plain_utf8(args[0], &size);
    if (!data) return none_or_error();
    if (size != chars && !self->unicode_edges) return PyLong_FromLong(-1);
    if (self->words.count > MOST_WORDS && table_clear(&self->words) < 0) return PyErr_NoMemory();
    if (self->elsewhere.count > MOST_WORDS && table_clear(&self->elsewhere) < 0) return PyErr_NoMemory();
    size_t language = is_section && args[2] == Py_False ? ELSEWHERE : 0;
    Py_CLEAR(self->text);
    uint32_t stamp = 0; /* of the last pass of this text; another one lets another thread read a text meanwhile */
    Sights read = {0};
    for (int is_first = 1;; is_first = 0) {
        Missing missing = {NULL, NULL, 0, 0, 0};
        int failed = is_first || stamp != self->stamp ? read_text(self, data, (size_t)size, (size_t)chars, has_words, NULL, &read) : 0;
        Sights sights = read;
        if (sights.feeds >= FEWEST_LINES && (sights.labels >= FEWEST_LABELS || sights.is_path || sights.is_foot)) sights.found |= BIT(PAGE);
        if (!failed && has_words) failed = look_at_words(self, data, (size_t)size, (size_t)chars, wanted, language, &missing, &sights);
        stamp = self->stamp;
        int is_open = missing.words || missing.unjudged || self->late_count || (sights.is_strange && sights.found & wanted & FOR_ENGLISH);
        int is_elsewhere = !failed && has_words && is_first && is_open && !is_section && (language = language_elsewhere(self, (size_t)chars, !missing.words)) > 0;
        if (!failed && has_words && !language) failed = look_at_late(self, data, wanted, &missing, &sights);
        int is_asked = missing.words || missing.unjudged;
        if (!failed && is_asked && !is_elsewhere) {
            failed = learn(language ? &self->elsewhere : &self->words, missing.words, language ? self->classify_elsewhere : self->classify);
            if (!failed) failed = judge(self, missing.unjudged);
        } else if (!failed && has_words && !language)
            failed = look_at_wordings(self, args[0], data, (size_t)size, (size_t)chars, wanted, &missing, &sights);
        Py_XDECREF(missing.words);
        Py_XDECREF(missing.unjudged);
        if (failed < 0) return NULL;
        if (failed > 0) Py_RETURN_NONE;
        if (missing.counts || missing.nets) return PyLong_FromLong(missing.counts ? -2 : -3);
        if (missing.to_past) return PyLong_FromLong(-4);
        if (is_asked || is_elsewhere) continue;
        if (is_section) {
            PyObject *hits = sights.found & BITS_OF_WORDS ? list_of_hits(self, data, !language) : PyList_New(0);
            return hits ? Py_BuildValue("(KN)", (unsigned long long)sights.found, hits) : NULL;
        }
        if (has_words && !language) {
            PyObject *old = self->text;
            self->text = Py_NewRef(args[0]);
            self->wanted = wanted;
            Py_XDECREF(old);
        }
        return PyLong_FromUnsignedLongLong(sights.found);
    }
}
