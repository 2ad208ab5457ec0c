/* How many words of a piece of text the lexicon has: what `_known_among` of cleaner/filters/_english/context/gate.py counts. */

#include "kernel.h"

enum { SHORTEST = 2 }; /* letters of what counts as a word, as there */

/* A word in small letters, with straight apostrophes. */
typedef struct {
    unsigned char bytes[2 * LONGEST_WORD + 4];
    size_t size;
    int is_too_long; /* no word of the lexicon is */
} Lowered;

static void add_letter(Lowered *word, uint32_t c) {
    uint32_t small = (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE) ? c + 32 : c; /* no multiplication sign, which is no letter */
    if (word->size + 2 > 2 * LONGEST_WORD) word->is_too_long = 1;
    else word->size += put_utf8(word->bytes + word->size, small);
}

static int is_known(const Index *index, const Lowered *word) {
    if (word->is_too_long) return 0;
    if (index_holds(index, word->bytes, word->size)) return 1;
    size_t stem = word->size > 2 && !memcmp(word->bytes + word->size - 2, "'s", 2) ? word->size - 2 : 0;
    return stem && index_holds(index, word->bytes, stem);
}

/* A letter: 1, 0 for another character, -1 for one that is not known here. */
static int letter(uint32_t c) {
    if (c < 0x80) return is_ascii_letter(c);
    return c <= 0xFF ? is_latin_letter(c) : is_sign_beyond_latin(c) ? 0 : -1;
}

static uint32_t char_at(const unsigned char *text, size_t size, size_t at, size_t *step) {
    *step = 0;
    return at < size ? utf8_at(text + at, step) : 0;
}

/* Count the words of a text, and those that are known: 1, 0 for a character that is not known here. */
static int count_known(const Index *index, const unsigned char *text, size_t size, size_t *known, size_t *words) {
    size_t step, more;
    for (size_t at = 0; at < size;) {
        Lowered word = {.size = 0};
        size_t letters = 0;
        for (uint32_t c = char_at(text, size, at, &step), next; step; c = char_at(text, size, at, &step)) {
            int is_letter = letter(c);
            if (is_letter < 0) return 0;
            if (!is_letter) {
                if (letters < SHORTEST || (c != '\'' && c != 0x2019)) break;
                next = char_at(text, size, at + step, &more);
                if (!more || letter(next) <= 0) break; /* what is not known is met in a moment */
                c = '\'';
            }
            add_letter(&word, c);
            letters += letters < SHORTEST;
            at += step;
        }
        if (letters >= SHORTEST) {
            ++*words;
            *known += (size_t)is_known(index, &word);
        }
        at += step;
    }
    return 1;
}

/* (known, words) of a text (str); None if it has a character that is not known here. */
PyObject *known_in(const Index *index, PyObject *text) {
    PyObject *owner;
    Py_ssize_t size;
    size_t known = 0, words = 0;
    const unsigned char *bytes = utf8_of(text, &size, &owner);
    if (!bytes) return NULL;
    int is_right = count_known(index, bytes, (size_t)size, &known, &words);
    Py_XDECREF(owner);
    return is_right ? Py_BuildValue("(nn)", (Py_ssize_t)known, (Py_ssize_t)words) : Py_NewRef(Py_None);
}
