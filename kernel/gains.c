/* How much likelier a text is with another word, or none: by counts of sequences, counts of triples and the cloze model, as
   `TokenSequence` of cleaner/models/ranking.py tells. */

#include "wordings.h"
#include <math.h>

#define AGAINST 1.0 /* nats, as in cleaner/models/ranking.py */
#define KNOWN 2.0 /* the count from which on a word is counted as itself, as in cleaner/models/ngrams.py */
#define PRIOR_OF_PAIRS 300.0 /* and how many words a shorter history is worth */
#define PRIOR_OF_TRIPLES 120.0
#define NEARLY 1e-6 /* nats: sums of the same numbers in another order differ by less */

/* ---- other words by counts of sequences ------------------------------------------------------------------------------- */

/* The numbers around other words for the tokens from i up to j: HISTORY before, these, and as many behind or the end of the sentence. */
static size_t sequence_of(const Row *row, Py_ssize_t i, Py_ssize_t j, const uint16_t *words, size_t count, uint16_t *to) {
    size_t size = 0, left = 0;
    while (left < HISTORY && !is_edge(row, i - (Py_ssize_t)left)) left++;
    while (size + left < HISTORY) to[size++] = row->models->first;
    for (; left; left--) to[size++] = row->tokens[i - (Py_ssize_t)left].number;
    for (size_t k = 0; k < count; k++) to[size++] = words[k];
    for (Py_ssize_t k = j; k < j + HISTORY; k++) {
        to[size++] = is_edge(row, k) ? row->models->last : row->tokens[k].number;
        if (is_edge(row, k)) break;
    }
    return size;
}

/* Whether the counts find a text by so many nats likelier with a word, or none, for one or two tokens or between two. A sum falls with
   each word, so it is left off once it is too low. `written`: the sum of what is written; above 0 if that is not known yet. */
int by_counts_reach(const Row *row, Py_ssize_t i, Py_ssize_t j, const Name *word, double least, double *written) {
    uint16_t sequence[2 * HISTORY + 2], words[2];
    const Counts *counts = row->models->counts;
    double other = 0;
    if (*written > 0) {
        *written = 0;
        for (Py_ssize_t k = i; k < j; k++) words[k - i] = row->tokens[k].number;
        size_t size = sequence_of(row, i, j, words, (size_t)(j - i), sequence);
        for (size_t k = HISTORY; k < size; k++) *written += sequence_log_probability(counts, sequence + k - HISTORY);
    }
    if (word) *words = number_of_name(row->models, word);
    size_t size = sequence_of(row, i, j, words, word != NULL, sequence);
    for (size_t k = HISTORY; k < size; k++) {
        other += sequence_log_probability(counts, sequence + k - HISTORY);
        if (other - *written < least - NEARLY) return 0;
    }
    return 1;
}

/* by_counts(i, j, word): how much likelier (nats) the counts find a word, "" for none, for the tokens from i up to j, at most two. */
PyObject *row_by_counts(PyObject *object, PyObject *args) {
    const Row *row = (const Row *)object;
    uint16_t sequence[2 * HISTORY + 2], words[2];
    Py_ssize_t i, j, size;
    const char *word;
    Name name;
    double sums[2] = {0, 0};
    if (!PyArg_ParseTuple(args, "nns#", &i, &j, &word, &size)) return NULL;
    if (i < 0 || j < i || j > i + 2 || j > row->count || size > 2 * LONGEST_NAME - 4) return PyErr_SetString(PyExc_ValueError, "there is no such place, or word"), NULL;
    memcpy(name.bytes, word, name.size = (size_t)size);
    name.number = -1;
    for (int is_written = 0; is_written < 2; is_written++) {
        size_t count = is_written ? (size_t)(j - i) : size > 0;
        if (!is_written && size) *words = number_of_name(row->models, &name);
        for (Py_ssize_t k = i; k < j && is_written; k++) words[k - i] = row->tokens[k].number;
        size_t length = sequence_of(row, i, j, words, count, sequence);
        for (size_t k = HISTORY; k < length; k++) sums[is_written] += sequence_log_probability(row->models->counts, sequence + k - HISTORY);
    }
    return PyFloat_FromDouble(sums[0] - sums[1]);
}

/* ---- other words by counts of triples --------------------------------------------------------------------------------- */

static void join_names(WordRow *row, const Name *names, size_t count) {
    row->size = 0;
    for (size_t i = 0; i < count; i++) {
        if (i) row->bytes[row->size++] = ' ';
        memcpy(row->bytes + row->size, names[i].bytes, names[i].size);
        row->size += names[i].size;
    }
}

/* How often one, two or three words were seen in a row. By their numbers, answers are found without a digest of the words. */
static double count_of_row(const Wordings *models, const Name *names, size_t count) {
    WordRow row;
    uint64_t key = count, *kept = NULL;
    for (size_t i = 0; i < count; i++) {
        if (names[i].number < 0) key = 0;
        if (key) key = key << 16 | (uint64_t)names[i].number;
    }
    if (key) {
        kept = &models->kept[key * SPREAD >> (64 - KEPT_ROWS_BITS)];
        if (*kept >> 8 == key) return models->triples->counts[*kept & 0xFF];
    }
    join_names(&row, names, count);
    unsigned char step = packed_step(&models->triples->tables[count - 1], row.bytes, row.size);
    if (kept) *kept = key << 8 | step;
    return models->triples->counts[step];
}

double count_of_name(const Wordings *models, const Name *name) { return count_of_row(models, name, 1); }

double count_of_pair(const Wordings *models, const Name *one, const Name *two) {
    Name names[2] = {*one, *two};
    return count_of_row(models, names, 2);
}

int was_counted_between(const Row *row, Py_ssize_t i) {
    Name names[3];
    if (i <= 0 || i + 1 >= row->count) return 0;
    for (Py_ssize_t k = 0; k < 3; k++) name_of(row, i - 1 + k, &names[k]);
    return count_of_row(row->models, names, 3) > 0;
}

static void as_class(const Wordings *models, Name *name) {
    unsigned char class[LONGEST_CLASS];
    size_t size = rare_class(name->bytes, name->size, class);
    memcpy(name->bytes, class, name->size = size);
    name->number = own_number(models, name);
}

static double or_unseen(double count) { return count ? count : UNSEEN; }

static double count_of_class(const Wordings *models, const Name *name) {
    Name class = *name;
    as_class(models, &class);
    return count_of_name(models, &class);
}

/* The log-probability of a word after two others, given how often it, the one before it, and these two were seen. */
static double log_probability_after(const Wordings *models, const Name *names, const double *alone, double *pairs) {
    const Triples *triples = models->triples;
    double p = or_unseen(alone[2]) / triples->total;
    if (alone[1]) {
        if (pairs[1] < 0) pairs[1] = count_of_row(models, names + 1, 2);
        volatile double shorter = PRIOR_OF_PAIRS * p;
        p = (pairs[1] + shorter) / (alone[1] + PRIOR_OF_PAIRS);
        if (pairs[0] < 0) pairs[0] = count_of_row(models, names, 2);
        if (pairs[0]) {
            shorter = PRIOR_OF_TRIPLES * p;
            p = (count_of_row(models, names, 3) + shorter) / (pairs[0] + PRIOR_OF_TRIPLES);
        }
    }
    return log(p);
}

static void edge_or_name(const Row *row, int is_beyond, Py_ssize_t i, const char *edge, Name *name) {
    if (!is_beyond) return name_of(row, i, name);
    set_name(name, edge);
    name->number = own_number(row->models, name);
}

#define MOST_MIDDLE 2
/* The log-probability of some words between the tokens i - 1 and j, and of the two behind them; any number below the least, if it is. */
static double score_by_triples(const Row *row, Py_ssize_t i, Py_ssize_t j, const Name *words, size_t count, double least) {
    Name names[4 + MOST_MIDDLE];
    double alone[4 + MOST_MIDDLE], pairs[4 + MOST_MIDDLE], sum = 0;
    size_t size = 2;
    edge_or_name(row, is_edge(row, i) || is_edge(row, i - 1), i - 2, "<s>", &names[0]);
    edge_or_name(row, is_edge(row, i), i - 1, "<s>", &names[1]);
    for (size_t k = 0; k < count; k++) names[size++] = words[k];
    edge_or_name(row, is_edge(row, j), j, "</s>", &names[size++]);
    edge_or_name(row, is_edge(row, j) || is_edge(row, j + 1), j + 1, "</s>", &names[size++]);
    for (size_t k = 0; k < size; k++) {
        pairs[k] = -1;
        alone[k] = count_of_name(row->models, &names[k]);
        if (alone[k] >= KNOWN) continue;
        double rare = or_unseen(alone[k]);
        as_class(row->models, &names[k]);
        alone[k] = count_of_name(row->models, &names[k]);
        double share = k >= 2 && k < 2 + count ? log(rare / alone[k]) : 0;
        if (share < 0) sum += share;
    }
    for (size_t k = 2; k < size && sum >= least; k++) sum += log_probability_after(row->models, names + k - 2, alone + k - 2, pairs + k - 2);
    return sum;
}

/* How much likelier (nats, but for NEARLY, by which it is too high) a word, or none, is for one or two tokens or between two: any number
   below the least, if it is less. `written`: the log-probability of what is written; above 0 if that is not known yet. */
double by_triples(const Row *row, Py_ssize_t i, Py_ssize_t j, const Name *word, double least, double *written) {
    Name words[MOST_MIDDLE];
    for (Py_ssize_t k = i; k < j && *written > 0; k++) name_of(row, k, &words[k - i]);
    if (*written > 0) *written = score_by_triples(row, i, j, words, (size_t)(j - i), -INFINITY);
    return score_by_triples(row, i, j, word, word != NULL, *written + least - 2 * NEARLY) - *written + NEARLY;
}

/* ---- other words by the cloze model ------------------------------------------------------------------------------------ */

/* How much likelier a word, or nothing, fills the gap between the tokens i - 1 and j than the token i, or nothing: in nats, but for NEARLY,
   by which it is too high. */
double by_cloze(const Row *row, const Cloze *cloze, Py_ssize_t i, Py_ssize_t j, const Name *word) {
    uint32_t around[2 * REACH_OF_GAP];
    Name name;
    int is_known;
    Py_ssize_t low = i, at = j;
    while (i - low < REACH_OF_GAP && !is_edge(row, low)) low--;
    for (Py_ssize_t k = i - REACH_OF_GAP, size = 0; k < i; k++, size++) {
        if (k < low) set_name(&name, "<s>");
        else name_of(row, k, &name);
        around[size] = cloze_number(cloze, &name, &is_known);
    }
    for (int is_end = 0; at < j + REACH_OF_GAP; at++) {
        is_end = is_end || is_edge(row, at);
        if (is_end) set_name(&name, "</s>");
        else name_of(row, at, &name);
        around[REACH_OF_GAP + at - j] = cloze_number(cloze, &name, &is_known);
    }
    if (i < j) name_of(row, i, &name);
    else set_name(&name, NOTHING);
    uint32_t other = cloze_number(cloze, &name, &is_known);
    if (word) name = *word;
    else set_name(&name, NOTHING);
    double share = 0;
    uint32_t filler = cloze_number(cloze, &name, &is_known);
    if (!is_known) {
        double nats = log(or_unseen(count_of_name(row->models, &name)) / count_of_class(row->models, &name));
        if (nats < 0) share = nats;
    }
    return cloze_odds(cloze, around, filler, other) + share + NEARLY;
}

/* Whether triples and the cloze model find a word, or none, likelier by more than so many nats, and triples are not against it. */
int is_likelier(const Row *row, const Cloze *cloze, Py_ssize_t i, Py_ssize_t j, const Name *word, double least, double *written) {
    double gain = by_triples(row, i, j, word, AGAINST, written);
    return gain >= AGAINST && gain + by_cloze(row, cloze, i, j, word) > least;
}
