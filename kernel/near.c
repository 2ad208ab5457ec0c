/* The words of a sorted list one edit away from a word, or two accents: what cleaner/models/languages/near_words.py asks for. Each
   string one edit away is looked up among marks, bits for the hash of each word of the list, and searched for if it has them. The hash
   of a string is that of a polynomial, so it follows from those of the word's letters before the edit and behind it. */

#include "near.h"

#define FEW_SEARCHES 24  /* without marks each takes a fifth of a millisecond, and to make them takes 4 to 8 */
#define MARKS_A_WORD 32 /* bits for a word, of which it sets three beside one another: one string in a thousand is searched for in vain */

static uint64_t hash_on(uint64_t hash, uint32_t letter) { return hash * HASH_STEP + letter; }

/* The word of 64 bits that a hash belongs to, and its bits there. */
static uint64_t *place_of(const Marks *marks, uint64_t hash, uint64_t *bits) {
    hash = (hash ^ hash >> 32) * SPREAD;
    *bits = BIT(hash >> 58) | BIT(hash >> 52 & 63) | BIT(hash >> 46 & 63);
    return &marks->bits[hash >> 20 & marks->mask];
}

/* Mark the words of the list. */
static int mark_words(const Py_buffer *data, Marks *marks) {
    const unsigned char *text = data->buf;
    size_t words = 1, bits = 64, size;
    for (Py_ssize_t i = 0; i < data->len; i++) words += text[i] == '\n';
    while (bits < MARKS_A_WORD * words) bits *= 2;
    marks->bits = PyMem_Calloc(bits / 64, sizeof(uint64_t));
    if (!marks->bits) return PyErr_NoMemory(), -1;
    marks->mask = bits / 64 - 1;
    for (Py_ssize_t at = 0; at < data->len;) {
        uint64_t hash = FIRST_HASH;
        for (; at < data->len && text[at] != '\t' && text[at] != '\n'; at += (Py_ssize_t)size) hash = hash_on(hash, utf8_at(text + at, &size));
        uint64_t set, *place = place_of(marks, hash, &set);
        *place |= set;
        const unsigned char *feed = memchr(text + at, '\n', (size_t)(data->len - at));
        at = feed ? feed - text + 1 : data->len;
    }
    return 0;
}

/* A word of the list was made: 1 if one is enough, 0 if it was kept, -1 for an error. */
static int keep(NearSearch *search, const unsigned char *bytes, size_t size) {
    if (!search->found) return 1;
    PyObject *word = PyUnicode_FromStringAndSize((const char *)bytes, (Py_ssize_t)size);
    int failed = !word || PySet_Add(search->found, word) < 0;
    Py_XDECREF(word);
    return failed ? -1 : 0;
}

/* The first `at` letters, whose hash is given, perhaps one more, and those from `from` on: kept if the list has it. */
static int try_edit(NearSearch *search, uint64_t hash, size_t at, uint32_t letter, size_t from) {
    unsigned char bytes[4 * (LONGEST_NEAR_WORD + 1)];
    size_t size = 0;
    const uint32_t *word = search->word;
    if (letter) hash = hash_on(hash, letter);
    if (search->marks->bits) {
        uint64_t set, *place = place_of(search->marks, hash * search->power[search->size - from] + search->tail[from], &set);
        if ((*place & set) != set) return 0;
    }
    for (size_t i = 0; i < at; i++) size += put_utf8(bytes + size, word[i]);
    if (letter) size += put_utf8(bytes + size, letter);
    for (size_t i = from; i < search->size; i++) size += put_utf8(bytes + size, word[i]);
    return sorted_find(search->data, (const char *)bytes, (Py_ssize_t)size) < 0 ? 0 : keep(search, bytes, size);
}

/* One edit behind the first `at` letters, whose hash is given: a letter left out, two exchanged, one put in or another one. */
static int edit_at(NearSearch *search, uint64_t hash, size_t at) {
    uint32_t *word = search->word;
    size_t left = search->size - at;
    int said = left ? try_edit(search, hash, at, 0, at + 1) : 0;
    if (!said && left > 1) {
        uint32_t first = word[at];
        word[at] = word[at + 1];
        word[at + 1] = first;
        said = try_edit(search, hash_on(hash_on(hash, word[at]), first), at + 2, 0, at + 2);
        word[at + 1] = word[at];
        word[at] = first;
    }
    for (size_t i = 0; !said && i < search->letter_count; i++) {
        said = try_edit(search, hash, at, search->letters[i], at);
        if (!said && left) said = try_edit(search, hash, at, search->letters[i], at + 1);
    }
    return said;
}

/* Accents on the letter `at`, before which the letters have the hash given, and on one behind it. */
static int accents_at(NearSearch *search, uint64_t hash, size_t at) {
    uint32_t *word = search->word, plain = word[at];
    int said = 0;
    for (size_t i = 0; !said && i < search->accent_count; i++) {
        if (search->bare[i] != plain) continue;
        word[at] = search->accented[i];
        uint64_t behind = hash_on(hash, word[at]);
        for (size_t k = at + 1; !said && k < search->size; behind = hash_on(behind, word[k++]))
            for (size_t j = 0; !said && j < search->accent_count; j++)
                if (search->bare[j] == word[k]) said = try_edit(search, behind, k, search->accented[j], k + 1);
    }
    word[at] = plain;
    return said;
}

static void hash_tails(NearSearch *search) {
    search->power[0] = 1;
    search->tail[search->size] = 0;
    for (size_t i = 0; i < search->size; i++) search->power[i + 1] = search->power[i] * HASH_STEP;
    for (size_t i = search->size; i-- > 0;) search->tail[i] = search->word[i] * search->power[search->size - i - 1] + search->tail[i + 1];
}

/* Whether the word of a search becomes one of the list by accents on one or two of its letters: 1, 0, or -1 for an error. */
int near_accents(NearSearch *search) {
    uint64_t hash = FIRST_HASH;
    int said = 0;
    hash_tails(search);
    for (size_t at = 0; !said && at < search->size; hash = hash_on(hash, search->word[at++])) {
        for (size_t i = 0; !said && i < search->accent_count; i++)
            if (search->bare[i] == search->word[at]) said = try_edit(search, hash, at, search->accented[i], at + 1);
        if (!said) said = accents_at(search, hash, at);
    }
    return said;
}

/* Look for what is near the word of a search, whose letters are set: 1 if one is enough and there is one, 0, or -1 for an error. */
int near_find(NearSearch *search) {
    uint64_t hash = FIRST_HASH;
    int said = 0;
    hash_tails(search);
    for (size_t at = 0; !said && at <= search->size; at++) {
        said = edit_at(search, hash, at);
        if (at == search->size) break;
        if (!said && search->accent_count) said = accents_at(search, hash, at);
        hash = hash_on(hash, search->word[at]);
    }
    return said;
}

/* The characters of a text; their number, or -1 if there are too many. */
static Py_ssize_t characters_of(PyObject *text, uint32_t *to, size_t most) {
    Py_ssize_t count = PyUnicode_GetLength(text);
    if (count < 0) return -1;
    if ((size_t)count > most) return PyErr_SetString(PyExc_ValueError, "too many letters"), -1;
    for (Py_ssize_t i = 0; i < count; i++) to[i] = PyUnicode_ReadChar(text, i);
    return count;
}

/* The letters of the alphabet, those that may have an accent, and the same letters with it; 0, or -1 for an error. */
int near_letters(NearSearch *search, PyObject *letters, PyObject *bare, PyObject *accented) {
    Py_ssize_t alphabet = characters_of(letters, search->letters, MOST_NEAR_LETTERS), accents = characters_of(bare, search->bare, MOST_NEAR_ACCENTS);
    if (alphabet < 0 || accents < 0) return -1;
    if (characters_of(accented, search->accented, MOST_NEAR_ACCENTS) != accents) {
        if (!PyErr_Occurred()) PyErr_SetString(PyExc_ValueError, "each letter with an accent needs one without");
        return -1;
    }
    search->letter_count = (size_t)alphabet;
    search->accent_count = (size_t)accents;
    return 0;
}

/* Make a search ready for the words of a list: marks are made once, when so many words were searched for that they pay. */
int near_open(NearSearch *search, const Py_buffer *data, Marks *marks) {
    search->data = data;
    search->marks = marks;
    return marks->bits || marks->searched++ < FEW_SEARCHES ? 0 : mark_words(data, marks);
}

/* near(word, letters of the alphabet, letters without accent, the same letters with one) */
PyObject *near_words(const Py_buffer *data, Marks *marks, PyObject *args) {
    PyObject *word, *letters, *bare, *accented;
    NearSearch search;
    if (!PyArg_ParseTuple(args, "UUUU", &word, &letters, &bare, &accented) || near_letters(&search, letters, bare, accented) < 0) return NULL;
    Py_ssize_t size = characters_of(word, search.word, LONGEST_NEAR_WORD);
    if (size < 0 || near_open(&search, data, marks) < 0) return NULL;
    search.size = (size_t)size;
    search.found = PySet_New(NULL);
    if (search.found && near_find(&search) >= 0) return search.found;
    Py_XDECREF(search.found);
    return NULL;
}
