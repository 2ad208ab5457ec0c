/* What is told of a word by itself: whether the vocabulary of a language knows it, what it has that a pattern of grammar asks for, and
   whether a common word is near it. */

#include "languages.h"

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
int is_in_vocabulary(LanguageScanner *self, const unsigned char *word, size_t length) {
    unsigned char folded[5 * LONGEST];
    int common = is_common(self, word, length);
    if (common) return common;
    without_sharp(folded, word, length);
    if (bloom_holds_text(&self->near, folded, length, LOOKS)) return 1;
    return self->has_rare && bloom_holds_text(&self->rare, word, length, RARE_LOOKS);
}

/* The signs of patterns of grammar that a word in small letters has. */
uint64_t signs_of(const LanguageScanner *self, const unsigned char *word, size_t length, size_t chars) {
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
int may_lack_accents(LanguageScanner *self, const Word *word, const unsigned char *key, size_t length) {
    if (!self->bare || !word->ascii) return 0;
    if (!self->is_searched || word->chars > LONGEST_JUDGED) return 1;
    return open_search(self, key, length) < 0 ? -1 : near_accents(&self->search);
}

/* Whether a word whose letters are those of a search has others than the language has. */
static int is_in_other_letters(const NearSearch *search) {
    for (size_t i = 0; i < search->size; i++) {
        size_t k = 0;
        while (k < search->letter_count && search->letters[k] != search->word[i]) k++;
        if (k == search->letter_count) return 1;
    }
    return 0;
}

/* Whether a common word is near an unknown one in letters of the language, or becomes it by another spelling of a sound; -1 for an
   error. */
int has_near(LanguageScanner *self, const unsigned char *word, size_t length) {
    unsigned char made[5 * LONGEST + MOST_SPELLED];
    if (open_search(self, word, length) < 0) return -1;
    if (is_in_other_letters(&self->search)) return 0;
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
