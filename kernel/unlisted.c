/* What is known about a word that the lexicon lacks: what facts_of of cleaner/filters/scan.py says of it, from the same lists. Most
   words that a text brings up for the first time are such: names, terms, pieces of words. */

#include "facts.h"
#include "unlisted.h"

enum { ADJECTIVE = 6, SHORTEST_HEARD = 5, LONGEST_HEARD = 20 }; /* as in cleaner/filters/_english */
#define SIEVE_BITS 19 /* of the number of a bit: 64 KiB for some 75,000 words, of which one bit in four is set */
#define PATIENCE 200  /* words that are looked up without the sieve, which takes as long as a thousand */

/* Whether the lexicon has a word in small letters up to a size class. */
int is_listed_to(Unlisted *self, const unsigned char *word, size_t length, int most) {
    int size = index_size(self->index, word, length);
    return size > 0 && size <= most;
}

int is_common(Unlisted *self, const unsigned char *word, size_t length) {
    return length < SHORTEST ? strings_hold(&self->short_words, word, length) : is_listed_to(self, word, length, COMMON);
}

/* Where a word is two common ones, one of them a function word; 0 if nowhere or at more than one place. */
size_t joint_of(Unlisted *self, const unsigned char *word, size_t length) {
    size_t cuts = 0, found = 0;
    if (length > LONGEST || !(strings_edge(&self->heads, word, length, 0) || strings_edge(&self->tails, word, length, 1))) return 0;
    for (size_t cut = 2; cut + 1 < length; cut++) {
        if (!((strings_hold(&self->heads, word, cut) && is_common(self, word + cut, length - cut)) ||
                (strings_hold(&self->tails, word + cut, length - cut) && is_common(self, word, cut))))
            continue;
        found = cut;
        cuts++;
    }
    return cuts == 1 ? found : 0;
}

/* Whether a word lacks a beginning or an end of words, or is such an end: "portant", "beauti", "ment". */
int is_part(Unlisted *self, const unsigned char *word, size_t length) {
    unsigned char made[3 * LONGEST_WORD];
    if (length > 2 * LONGEST_WORD) return 0;
    if (strings_hold(&self->ends, word, length)) return 1;
    const unsigned char *bytes = self->beginnings.bytes;
    for (size_t i = 0; i < self->beginnings.count; bytes += self->beginnings.lengths[i++]) {
        size_t head = self->beginnings.lengths[i];
        memcpy(made, bytes, head);
        memcpy(made + head, word, length);
        if (is_common(self, made, head + length)) return 1;
    }
    bytes = self->ends.bytes;
    memcpy(made, word, length);
    for (size_t i = 0; i < self->ends.count; bytes += self->ends.lengths[i++]) {
        memcpy(made + length, bytes, self->ends.lengths[i]);
        if (is_common(self, made, length + self->ends.lengths[i])) return 1;
    }
    return 0;
}

/* Whether a word with "ly" is made of an adjective: quick, simple, happy, full, basic. */
static int is_adverb(Unlisted *self, const unsigned char *word, size_t length) {
    unsigned char made[LONGEST_WORD + 1];
    static const struct {
        uint8_t cut;
        char put;
    } endings[] = {{2, 0}, {1, 'e'}, {3, 'y'}, {2, 'l'}, {4, 0}};
    if (length < 2 || word[length - 2] != 'l' || word[length - 1] != 'y') return 0;
    for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++) {
        size_t size = length > endings[i].cut ? length - endings[i].cut : 0;
        memcpy(made, word, size);
        if (endings[i].put) made[size++] = (unsigned char)endings[i].put;
        Utf8 adjective = utf8_of_folded(made, size);
        if (is_listed_to(self, adjective.bytes, adjective.size, ADJECTIVE)) return 1;
    }
    return 0;
}

static int is_piece(Unlisted *self, const unsigned char *word, size_t length) {
    if (strings_hold(&self->ligatures, word, length) || strings_hold(&self->other_ligatures, word, length)) return 1;
    if (length < SHORTEST) return 0;
    if (strings_edge(&self->ligatures, word, length, 0) || strings_edge(&self->ligatures, word, length, 1)) return 1;
    Py_ssize_t at = sorted_find(&self->pieces, (const char *)word, (Py_ssize_t)length);
    return at >= 0 && at < self->pieces.len && ((const char *)self->pieces.buf)[at] != '\n';
}

/* Whether a word but for its first or its last letter is a common one, or it is part of one. */
static int is_shifted(Unlisted *self, const unsigned char *word, size_t length) {
    return is_common(self, word + 1, length - 1) || (word[length - 1] != 's' && is_common(self, word, length - 1)) || is_part(self, word, length);
}

/* Set the bits of the words of a list. */
static void add_to_sieve(uint64_t *sieve, const Py_buffer *list) {
    const unsigned char *line = list->buf, *end = line + list->len, *tab;
    while (line < end && (tab = memchr(line, '\t', (size_t)(end - line)))) {
        uint64_t bits = hash_of(line, (size_t)(tab - line)) * SPREAD;
        for (int i = 0; i < 2; i++, bits <<= SIEVE_BITS) sieve[bits >> (64 - SIEVE_BITS + 6)] |= BIT(bits >> (64 - SIEVE_BITS) & 63);
        line = memchr(tab, '\n', (size_t)(end - tab));
        line = line ? line + 1 : end;
    }
}

/* Whether a word may be in one of the lists of misspellings: of most that are in none a sieve tells that, which is made once that pays. */
int may_be_listed(Unlisted *self, const unsigned char *word, size_t length) {
    if (!self->sieve) {
        if (++self->asked <= PATIENCE || !(self->sieve = PyMem_Calloc((size_t)1 << (SIEVE_BITS - 6), sizeof(uint64_t)))) return 1;
        for (size_t i = 0; i < self->list_count; i++) add_to_sieve(self->sieve, &self->lists[i]);
        add_to_sieve(self->sieve, &self->several);
    }
    uint64_t bits = hash_of(word, length) * SPREAD;
    for (int i = 0; i < 2; i++, bits <<= SIEVE_BITS)
        if (!(self->sieve[bits >> (64 - SIEVE_BITS + 6)] >> (bits >> (64 - SIEVE_BITS) & 63) & 1)) return 0;
    return 1;
}

/* Where the value of a word in the list of ambiguous misspellings begins, -1 if it has no such word. */
static Py_ssize_t ambiguous_at(Unlisted *self, const unsigned char *word, size_t length) {
    return may_be_listed(self, word, length) ? sorted_find(&self->several, (const char *)word, (Py_ssize_t)length) : -1;
}

static int is_misspelling(Unlisted *self, const unsigned char *word, size_t length) {
    if (!may_be_listed(self, word, length)) return 0;
    for (size_t i = 0; i < self->list_count; i++)
        if (sorted_find(&self->lists[i], (const char *)word, (Py_ssize_t)length) >= 0) return 1;
    return 0;
}

/* Whether a word that is in no list of misspellings may be one: that is asked again where it stands in small letters. */
static int may_be_misspelled(Unlisted *self, const unsigned char *word, size_t length) {
    if (length < SHORTEST) return 0;
    if (ambiguous_at(self, word, length) >= 0) return 1;
    if (is_beyond(word, length)) return 0;
    if (length == SHORTEST) return strpbrk((const char[]){(char)word[0], (char)word[1], (char)word[2], 0}, "aeiouy") != NULL;
    if (length > LONGEST) return 0;
    if (bloom_holds_near(&self->near, word, length)) return 1;
    return length >= SHORTEST_HEARD && length <= LONGEST_HEARD && !bloom_holds(&self->elsewhere, word, length);
}

/* Whether a word that is in no list of misspellings may be one with a space at another place. */
int unlisted_placed(Unlisted *self, const unsigned char *word, size_t length) {
    if (length < SHORTEST) return 0;
    if (is_beyond(word, length)) {
        Utf8 made = utf8_of_folded(word, length);
        return joint_beyond(self, &made, length) || is_shifted_beyond(self, &made, word, length);
    }
    return joint_of(self, word, length) || is_shifted(self, word, length);
}

/* The facts of a word but for its group and its votes; 0 if they are not known here: it is in the lexicon. Without errors: but for what it
   may be in small letters as well, unless it is in a list of misspellings. */
int unlisted_facts(Unlisted *self, const unsigned char *word, size_t length, int with_errors, uint64_t *facts) {
    int is_plain = 1;
    for (size_t i = 0; i < length; i++) {
        if (word[i] > 'z' && word[i] < 0x80) return 0;
        is_plain &= word[i] >= 'a';
    }
    if (!length || length > LONGEST_WORD) return 0;
    Utf8 made = utf8_of_folded(word, length);
    if (index_holds(self->index, made.bytes, made.size)) return 0;
    uint64_t behind = word[0] == 'd' || word[0] == 'y' ? BEHIND_AN : 0;
    if (!is_plain || made.size > length) { /* of words with digits, underscores or other letters a part may be judged */
        if (strings_edge(&self->behind_a, word, length, 0)) behind |= BEHIND_A;
        if (strings_edge(&self->behind_an, word, length, 0)) behind |= BEHIND_AN;
    }
    *facts = behind << RIGHT_AT;
    if (!is_plain) return 1; /* only the articles before it are looked at */
    int is_wrong = is_misspelling(self, word, length), is_placed = is_wrong || (with_errors && unlisted_placed(self, word, length));
    uint64_t asked_later = 0;
    if (!is_wrong && !with_errors) asked_later = BIT(UNPLACED_AT);
    int is_told_soon = with_errors || made.size > length; /* whether it may be misspelled: of words of ASCII that takes longer */
    if (!is_wrong && (!is_told_soon || may_be_misspelled(self, word, length))) asked_later |= BIT(UNJUDGED_AT);
    *facts |= (uint64_t)is_adverb(self, word, length) << ADVERB_AT | (is_wrong ? LISTED : 0) | (is_piece(self, word, length) ? PIECE : 0) |
              (is_placed ? (uint64_t)PLACED << IN_SMALL_AT : 0) | asked_later;
    return 1;
}

/* Whether a word is no word of letters, or in the lexicon, so that this knows nothing of it. */
static int is_other(Unlisted *self, const unsigned char *word, size_t length) {
    for (size_t i = 0; i < length; i++)
        if (word[i] < 'a' || (word[i] > 'z' && word[i] < 0x80)) return 1;
    if (!length || length > LONGEST_WORD) return 1;
    Utf8 made = utf8_of_folded(word, length);
    return index_holds(self->index, made.bytes, made.size);
}

/* Bits of what `suspect` of cleaner/filters/_english/candidates.py says, as in unlisted.py there; where the word is two from CUT_AT on. */
enum { IS_LISTED = 1, IS_SHIFTED = 2, IS_NEAR = 4, IS_DOUBTFUL = 8, BY_SOUND = 16, BY_COUNT = 32, CUT_AT = 8 };

/* Whether a word with "'t" is in the lexicon, as "isn" is. */
static int lacks_t(Unlisted *self, const unsigned char *word, size_t length) {
    unsigned char made[LONGEST_WORD + 2];
    memcpy(made, word, length);
    memcpy(made + length, "'t", 2);
    return word[length - 1] == 'n' && index_holds(self->index, made, length + 2);
}

/* Whether a word that is in no list of misspellings is near a common one, or doubtful. */
static unsigned int nearness(Unlisted *self, const unsigned char *word, size_t length) {
    if (ambiguous_at(self, word, length) >= 0) return IS_NEAR;
    if (length > LONGEST) return 0;
    if (length == SHORTEST)
        return strpbrk((const char[]){(char)word[0], (char)word[1], (char)word[2], 0}, "aeiouy") && !lacks_t(self, word, length) ? BY_COUNT : 0;
    int is_near = bloom_holds_near(&self->near, word, length);
    if (bloom_holds(&self->elsewhere, word, length)) return is_near && !lacks_t(self, word, length) ? IS_DOUBTFUL : 0;
    return is_near ? IS_NEAR : length >= SHORTEST_HEARD && length <= LONGEST_HEARD ? BY_SOUND : 0;
}

int unlisted_nearness(Unlisted *self, const unsigned char *word, size_t length) {
    for (size_t i = 0; i < length; i++)
        if (word[i] < 'a' || word[i] > 'z') return NOT_TOLD;
    if (is_other(self, word, length)) return NOT_TOLD;
    if (length < SHORTEST || is_misspelling(self, word, length)) return NOT_NEAR;
    Py_ssize_t at = ambiguous_at(self, word, length);
    if (at >= 0) return at < self->several.len && ((const unsigned char *)self->several.buf)[at] > ' ' ? AMBIGUOUS : NOT_TOLD;
    unsigned int found = nearness(self, word, length);
    if (found & BY_COUNT) return NOT_TOLD;
    return found & IS_DOUBTFUL ? DOUBTFUL : found & IS_NEAR ? IS_NEAR_COMMON : found & BY_SOUND ? NEAR_BY_SOUND : NOT_NEAR;
}

/* `suspected` of a word with letters beyond ASCII: it is near others by the list of ambiguous misspellings alone. */
static unsigned int suspected_beyond(Unlisted *self, const unsigned char *word, size_t length, unsigned int found) {
    Utf8 made = utf8_of_folded(word, length);
    if (is_shifted_beyond(self, &made, word, length)) found |= IS_SHIFTED;
    if (!(found & IS_LISTED) && ambiguous_at(self, word, length) >= 0) found |= IS_NEAR;
    return found | (unsigned int)joint_beyond(self, &made, length) << CUT_AT;
}

static unsigned int suspected(Unlisted *self, const unsigned char *word, size_t length) {
    unsigned int found = is_misspelling(self, word, length) ? IS_LISTED : 0;
    if (length < SHORTEST) return found;
    if (is_beyond(word, length)) return suspected_beyond(self, word, length, found);
    if (is_shifted(self, word, length)) found |= IS_SHIFTED;
    if (!(found & IS_LISTED)) found |= nearness(self, word, length);
    return found | (unsigned int)joint_of(self, word, length) << CUT_AT;
}

/* ---- the type -------------------------------------------------------------------------------------------------------- */

static int read_lists(Unlisted *self, PyObject *lists) {
    Py_ssize_t count = PyTuple_Size(lists);
    if (count < 0 || count > MOST_LISTS) return PyErr_SetString(PyExc_ValueError, "too many lists"), -1;
    for (Py_ssize_t i = 0; i < count; i++, self->list_count++)
        if (PyObject_GetBuffer(PyTuple_GetItem(lists, i), &self->lists[i], PyBUF_SIMPLE) < 0) return -1;
    return 0;
}

static int read_unlisted(Unlisted *self, PyObject *args, PyObject *keywords) {
    static char *names[] = {"index", "lists", "several", "pieces", "near", "elsewhere", "strings", NULL};
    PyObject *lists, *several, *pieces, *near, *elsewhere, *words, *strings[9];
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "OO!OOOO(O!O!O!O!O!O!O!O!O!)", names, &words, &PyTuple_Type, &lists,
                                     &several, &pieces, &near, &elsewhere, &PyTuple_Type, &strings[0], &PyTuple_Type, &strings[1],
                                     &PyTuple_Type, &strings[2], &PyTuple_Type, &strings[3], &PyTuple_Type, &strings[4], &PyTuple_Type,
                                     &strings[5], &PyTuple_Type, &strings[6], &PyTuple_Type, &strings[7], &PyTuple_Type, &strings[8]))
        return -1;
    Strings *read[] = {&self->heads, &self->tails, &self->short_words, &self->beginnings, &self->ends,
                       &self->ligatures, &self->other_ligatures, &self->behind_a, &self->behind_an};
    for (size_t i = 0; i < sizeof(read) / sizeof(*read); i++)
        if (strings_read(read[i], strings[i]) < 0) return -1;
    if (index_of(words, &self->words, &self->index) < 0 || read_lists(self, lists) < 0) return -1;
    PyObject *given[] = {several, pieces, near, elsewhere};
    Py_buffer *buffers[] = {&self->several, &self->pieces, &self->near, &self->elsewhere};
    for (size_t i = 0; i < sizeof(given) / sizeof(*given); i++)
        if (PyObject_GetBuffer(given[i], buffers[i], PyBUF_SIMPLE) < 0) return -1;
    return 0;
}

static PyObject *unlisted_new(PyTypeObject *type, PyObject *args, PyObject *keywords) {
    Unlisted *self = new_object(type);
    return finished(self, self && read_unlisted(self, args, keywords) == 0);
}

static void unlisted_dealloc(PyObject *object) {
    Unlisted *self = (Unlisted *)object;
    Strings *read[] = {&self->heads, &self->tails, &self->short_words, &self->beginnings, &self->ends,
                       &self->ligatures, &self->other_ligatures, &self->behind_a, &self->behind_an};
    for (size_t i = 0; i < sizeof(read) / sizeof(*read); i++) strings_free(read[i]);
    Py_buffer *buffers[] = {&self->several, &self->pieces, &self->near, &self->elsewhere};
    for (size_t i = 0; i < sizeof(buffers) / sizeof(*buffers); i++) PyBuffer_Release(buffers[i]);
    for (size_t i = 0; i < self->list_count; i++) PyBuffer_Release(&self->lists[i]);
    PyMem_Free(self->sieve);
    Py_XDECREF(self->words);
    free_object(object);
}

static PyObject *unlisted_facts_of(PyObject *object, PyObject *word) {
    char *bytes;
    Py_ssize_t length;
    uint64_t facts = 0;
    if (PyBytes_AsStringAndSize(word, &bytes, &length) < 0) return NULL;
    if (!unlisted_facts((Unlisted *)object, (const unsigned char *)bytes, (size_t)length, 1, &facts)) Py_RETURN_NONE;
    return PyLong_FromUnsignedLongLong(facts);
}

static PyObject *unlisted_suspect(PyObject *object, PyObject *word) {
    char *bytes;
    Py_ssize_t length;
    if (PyBytes_AsStringAndSize(word, &bytes, &length) < 0) return NULL;
    if (is_other((Unlisted *)object, (const unsigned char *)bytes, (size_t)length)) Py_RETURN_NONE;
    return PyLong_FromUnsignedLong(suspected((Unlisted *)object, (const unsigned char *)bytes, (size_t)length));
}

static PyMethodDef unlisted_methods[] = {
    {"facts", unlisted_facts_of, METH_O, "The facts of a word that the lexicon lacks, but for its group and votes; None of any other word."},
    {"misspellings_in", unlisted_misspellings_in, METH_O, "The words of a folded text that the lists have as misspellings of English words, as often as they stand there."},
    {"suspect", unlisted_suspect, METH_O, "What error a word that the lexicon lacks may be, as bits; None of any other word."},
    {NULL, NULL, 0, NULL},
};

DEFINE_TYPE(unlisted, unlisted, Unlisted, Unlisted, "Knows words that the lexicon lacks.");

Unlisted *unlisted_of(PyObject *object) {
    if (PyType_GetSlot(Py_TYPE(object), Py_tp_dealloc) == (void *)unlisted_dealloc) return (Unlisted *)object;
    return PyErr_SetString(PyExc_TypeError, "nothing that knows unlisted words"), NULL;
}

int add_unlisted(PyObject *module) { return add_type(module, &unlisted_spec); }
