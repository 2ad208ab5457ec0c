/* Which language a text is in, by the function words of all of them: as cleaner/core/views/languages.py tells it, and no answer where
   that must be asked. */

#include "scanner.h"

#define SHORT_TEXT 12        /* words; these numbers as in cleaner/core/views/languages.py */
#define FEWEST_VOTES 2.0
#define SHARE 0.15
#define MARGIN 1.5
#define MOST_READ 400        /* code points of a line, as in cleaner/filters/_languages/stretches.py */
#define SAMPLE 2000          /* of each of three parts of a longer one */
#define SHORT_SPEECH 400     /* code points of a text that may be English in any language, as in cleaner/filters/_english/judgement.py */
#define NEARLY 1e-9          /* sums of votes that differ by less are left to Python */
#define MOST_LANGUAGES 32

/* From a list of rows of shares, a row for each set of languages; row 0 is for none. */
int read_votes(Scanner *self, PyObject *rows) {
    Py_ssize_t count = PyList_Size(rows);
    if (count < 1) return PyErr_SetString(PyExc_ValueError, "votes have a row for none"), -1;
    Py_ssize_t languages = PyList_Size(PyList_GetItem(rows, 0));
    if (languages < 1 || languages > MOST_LANGUAGES || count > 256) return PyErr_SetString(PyExc_ValueError, "too many languages"), -1;
    self->votes = PyMem_Calloc((size_t)(count * languages), sizeof(double));
    if (!self->votes) return PyErr_NoMemory(), -1;
    self->vote_rows = (size_t)count;
    self->languages = (size_t)languages;
    for (Py_ssize_t i = 0; i < count; i++)
        for (Py_ssize_t k = 0; k < languages; k++) {
            PyObject *row = PyList_GetItem(rows, i), *share = row ? PyList_GetItem(row, k) : NULL;
            if (!share) return -1;
            self->votes[i * languages + k] = PyFloat_AsDouble(share);
            if (PyErr_Occurred()) return -1;
        }
    return 0;
}

/* Whether a text without "the" may have something for the words of other languages. */
int may_be_foreign(const Scanner *self, size_t words, size_t chars, size_t distinct, size_t english) {
    double votes[MOST_LANGUAGES] = {0};
    if (chars > MOST_SAMPLED) return 1;
    for (size_t i = 0; i < words; i++) {
        uint64_t row = VOTES(self->words.entries[self->seen[i]].value);
        const double *shares = self->votes + row * self->languages;
        if (row)
            for (size_t k = 0; k < self->languages; k++) votes[k] += shares[k];
    }
    size_t best = 0;
    for (size_t k = 1; k < self->languages; k++)
        if (votes[k] > votes[best]) best = k;
    double second = 0;
    for (size_t k = 0; k < self->languages; k++)
        if (k != best && votes[k] > second) second = votes[k];
    double least = words <= SHORT_TEXT ? 1.0 : FEWEST_VOTES;
    if (SHARE * (double)words > least) least = SHARE * (double)words;
    if (MARGIN * second > least) least = MARGIN * second;
    if (votes[best] >= least + NEARLY) return self->judged >> best & 1;
    if (votes[best] > least - NEARLY) return 1;
    return !((double)english >= ENGLISH * (double)distinct);
}

/* Add the votes of the words of a part of the folded text; how many words it has. */
static size_t count_votes(const Scanner *self, const unsigned char *text, size_t size, double *votes) {
    size_t words = 0, start = 0;
    for (size_t i = 0; i <= size; i++) {
        if (i < size && text[i] != ' ') continue;
        if (i > start) {
            words++;
            const Entry *entry = i - start <= LONGEST_WORD ? table_find(&self->voters, text + start, i - start) : NULL;
            const double *shares = self->votes + (entry ? entry->value : 0) * self->languages;
            for (size_t k = 0; entry && k < self->languages; k++) votes[k] += shares[k];
        }
        start = i + 1;
    }
    return words;
}

/* Add the votes of the words of a text that are all known; how many words it has. */
static size_t count_known(const Scanner *self, double *votes) {
    for (size_t i = 0; i < self->cut_count; i++) {
        uint64_t row = VOTES(self->words.entries[self->seen[i]].value);
        const double *shares = self->votes + row * self->languages;
        for (size_t k = 0; row && k < self->languages; k++) votes[k] += shares[k];
    }
    return self->cut_count;
}

/* Whether another language may have the votes that a line needs to be in it. */
static int is_foreign_line(const Scanner *self, size_t start, size_t end) {
    double votes[MOST_LANGUAGES] = {0};
    size_t read = end - start < MOST_READ ? end - start : MOST_READ;
    size_t words = count_votes(self, self->folded + 1 + start, read, votes);
    for (size_t k = 1; k < self->languages; k++) {
        int is_beside_english = words <= SHORT_TEXT || votes[k] >= MARGIN * votes[0] - NEARLY; /* of few words their letters tell */
        if (self->judged >> k & 1 && votes[k] >= 1 - NEARLY && is_beside_english) return 1;
    }
    return 0;
}

/* Whether lines of a text that is not all ASCII may be in another language than English: `stretches` of
   cleaner/filters/_languages/stretches.py has none if the text is certainly English, and in no line beyond ASCII another language has a
   whole vote and as many as it would need beside English. The words of the text were counted already: all of them, distinct ones, and
   those that English has. */
int may_have_foreign_lines(const Scanner *self, const unsigned char *data, size_t size, size_t chars, size_t distinct, size_t english) {
    double votes[MOST_LANGUAGES] = {0}, least = FEWEST_VOTES;
    if (chars > MOST_SAMPLED || self->cut_count <= SHORT_TEXT) return 1;
    if (chars <= MOST_READ && (double)english < ENGLISH * (double)distinct) return 1;
    size_t words = count_known(self, votes);
    for (size_t k = 1; k < self->languages; k++)
        if (MARGIN * votes[k] > least) least = MARGIN * votes[k];
    if (SHARE * (double)words > least) least = SHARE * (double)words;
    if (votes[0] < least + NEARLY) return 1;
    for (size_t i = 0, at = 0; i <= size;) {
        size_t start = at, is_ascii = 1;
        for (; i < size && data[i] != '\n'; i++) {
            at += (data[i] & 0xC0) != 0x80;
            is_ascii &= data[i] < 0x80;
        }
        if (!is_ascii && is_foreign_line(self, start, at)) return 1;
        i++;
        at++;
    }
    return 0;
}

/* The number of the language of a long enough text, if it is certain and another one than English; else 0. `is_known`: what is known of
   its words was looked up already. */
size_t language_elsewhere(const Scanner *self, size_t chars, int is_known) {
    const unsigned char *text = self->folded + 1;
    double votes[MOST_LANGUAGES] = {0}, second = 0, least = FEWEST_VOTES;
    size_t words = 0, best = 0;
    if (chars <= SHORT_SPEECH || !self->classify_elsewhere) return 0;
    if (chars > MOST_SAMPLED) {
        words += count_votes(self, text, SAMPLE, votes);
        words += count_votes(self, text + chars / 2, SAMPLE, votes);
        words += count_votes(self, text + chars - SAMPLE, SAMPLE, votes);
    } else
        words += is_known ? count_known(self, votes) : count_votes(self, text, chars, votes);
    for (size_t k = 1; k < self->languages; k++)
        if (votes[k] > votes[best]) best = k;
    for (size_t k = 0; k < self->languages; k++)
        if (k != best && votes[k] > second) second = votes[k];
    if (SHARE * (double)words > least) least = SHARE * (double)words;
    if (MARGIN * second > least) least = MARGIN * second;
    return words > SHORT_TEXT && votes[best] >= least + NEARLY ? best : 0;
}
