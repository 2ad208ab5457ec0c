/* Words that may be missing between two tokens: bounds of cleaner/filters/typos/function_words.py, from the cheapest to the dearest. */

#include "wordings.h"
#include <math.h>

#define NEARLY 1e-6 /* nats: sums of the same numbers in another order differ by less */

/* What is known of a word beside another one: whether their pair was looked up, and was counted, among the sequences and in the triples. */
enum { IS_ASKED = 1, IS_COUNTED = 2, IS_TOLD = 4, IS_SEEN = 8 };

/* A word that may be missing, and what is known of it behind the word of a number, and before it. */
struct Lacking {
    Name name;
    unsigned int number;
    uint8_t behind[UINT16_MAX + 1], before[UINT16_MAX + 1];
};

/* What is known of a word beside token i, in front of it or behind it. */
static uint8_t beside(const Row *row, Lacking *word, Py_ssize_t i, int is_before) {
    const RowToken *token = &row->tokens[i];
    uint8_t *known = &(is_before ? word->before : word->behind)[token->number], found = *known;
    Name name;
    if (!(found & IS_ASKED)) {
        int step = is_before ? steps_of_pair(row, word->number, token->number) : steps_of_pair(row, token->number, word->number);
        *known = found = (uint8_t)(found | IS_ASKED | (step ? IS_COUNTED : 0));
    }
    if (found & IS_TOLD) return found;
    name_of(row, i, &name);
    double count = is_before ? count_of_pair(row->models, &word->name, &name) : count_of_pair(row->models, &name, &word->name);
    uint8_t seen = count ? IS_SEEN : 0;
    if (token->flags & IS_LISTED) *known = (uint8_t)(found | IS_TOLD | seen); /* any other word of the class has the same number */
    return found | seen;
}

static double count_at(const Row *row, size_t table, uint64_t key) {
    const SequenceCounts *counts = &row->models->counts->sequences;
    return counts->counts[sequence_step(&counts->tables[table], key)];
}

static double count_alone(const Row *row, unsigned int number) {
    const SequenceCounts *counts = &row->models->counts->sequences;
    return counts->counts[number < (size_t)counts->singles.len ? ((const unsigned char *)counts->singles.buf)[number] : 0];
}

/* A share with a longer history, as `sequence_probability` of counts.c adds it up. */
static double after(double share, double before, double all, double prior) { return (all + prior * share) / ((before > all ? before : all) + prior); }

/* How much likelier (nats) counts of sequences find a word before token i, whose pair with the token before was never counted, where that
   is told by few look-ups: the word was not counted between the two, nor before token i and the next, nor were the two before that. The words
   behind are then as likely as without it, but for the first, which is less likely; INFINITY if this is not so, or a sentence ends near. */
static double gain_by_few_counts(const Row *row, Py_ssize_t i, unsigned int word) {
    const SequenceCounts *counts = &row->models->counts->sequences;
    if (i < 3 || is_edge(row, i - 1) || is_edge(row, i - 2) || is_edge(row, i + 1)) return INFINITY;
    uint64_t third = row->tokens[i - 3].number, second = row->tokens[i - 2].number, left = row->tokens[i - 1].number, right = row->tokens[i].number;
    uint64_t behind = row->tokens[i + 1].number;
    if (count_at(row, 1, (left << 16 | word) << 16 | right) || count_at(row, 1, ((uint64_t)word << 16 | right) << 16 | behind)) return INFINITY;
    if (count_at(row, 1, (left << 16 | right) << 16 | behind)) return INFINITY;
    double total = counts->total, alone = count_alone(row, word), share_of_word = (alone ? alone : UNSEEN) / total;
    double right_alone = count_alone(row, (unsigned int)right), share_of_right = (right_alone ? right_alone : UNSEEN) / total;
    double left_alone = count_alone(row, (unsigned int)left), before_two = count_at(row, 0, second << 16 | left);
    if (!left_alone || !alone) return INFINITY;
    double left_word = count_at(row, 0, left << 16 | word), word_right = count_at(row, 0, (uint64_t)word << 16 | right);
    double a = after(share_of_word, left_alone, left_word, 300.0), w = after(share_of_right, left_alone, 0, 300.0);
    double b = after(share_of_right, alone, word_right, 300.0), triple = 0;
    if (before_two) {
        uint64_t two = second << 16 | left;
        triple = count_at(row, 1, two << 16 | word);
        a = after(a, before_two, triple, 120.0);
        w = after(w, before_two, count_at(row, 1, two << 16 | right), 120.0);
        double before_three = count_at(row, 1, (third << 16 | second) << 16 | left);
        if (before_three) {
            uint64_t three = (third << 16 | second) << 16 | left;
            a = after(a, before_three, count_at(row, 2, three << 16 | word), 60.0);
            w = after(w, before_three, count_at(row, 2, three << 16 | right), 60.0);
        }
    }
    if (left_word) {
        b = after(b, left_word, 0, 120.0);
        if (triple) b = after(b, triple, count_at(row, 2, ((second << 16 | left) << 16 | word) << 16 | right), 60.0);
    }
    return log(a * b / w) + (word_right ? log(120.0 / (word_right + 120.0)) : 0);
}

/* Whether one of some words may be missing before token i, where `by_counts` and the least margin of all are asked for. */
static int may_lack(const Row *row, const Cloze *cloze, Py_ssize_t i, Lacking **words, size_t count, double by_counts, double margin) {
    unsigned char fits[MOST_LACKING];
    int may_stand = 0, is_seen = 0;
    double by_numbers = NOT_KNOWN;
    for (size_t k = 0; k < count; k++) {
        uint8_t both = beside(row, words[k], i - 1, 0) & beside(row, words[k], i, 1);
        may_stand |= both & IS_COUNTED;
        is_seen |= fits[k] = both & IS_SEEN;
    }
    if (!may_stand || !is_seen || !in_sentence(row, i)) return 0; /* any of them may be meant where one was counted */
    for (size_t k = 0; k < count; k++) {
        double by_words = NOT_KNOWN;
        if (fits[k] && gain_by_few_counts(row, i, words[k]->number) >= by_counts - NEARLY && by_counts_reach(row, i, i, &words[k]->name, by_counts, &by_numbers) &&
            is_likelier(row, cloze, i, i, &words[k]->name, margin, &by_words))
            return 1;
    }
    return 0;
}

/* The word, with what is known of it; NULL, and an error is set. */
static Lacking *lacking(Wordings *models, PyObject *given) {
    Py_ssize_t size;
    const char *word = PyUnicode_AsUTF8AndSize(given, &size);
    if (!word) return NULL;
    for (size_t k = 0; k < models->lacking_count; k++)
        if (models->lacking[k]->name.size == (size_t)size && !memcmp(models->lacking[k]->name.bytes, word, (size_t)size)) return models->lacking[k];
    if (size > LONGEST_WORD || models->lacking_count == MOST_LACKING) return PyErr_SetString(PyExc_ValueError, "too many words, or one that is too long"), NULL;
    Lacking *made = PyMem_Calloc(1, sizeof(Lacking));
    if (!made) return PyErr_NoMemory(), NULL;
    memcpy(made->name.bytes, word, made->name.size = (size_t)size);
    made->name.number = own_number(models, &made->name);
    made->number = number_of_name(models, &made->name);
    return models->lacking[models->lacking_count++] = made;
}

/* missing(cloze, words, by_counts, margin: the least of all) */
PyObject *row_missing(PyObject *object, PyObject *args) {
    Row *row = (Row *)object;
    PyObject *given, *models;
    double by_counts, margin;
    Lacking *words[MOST_LACKING];
    if (!PyArg_ParseTuple(args, "OO!dd", &models, &PyTuple_Type, &given, &by_counts, &margin)) return NULL;
    const Cloze *cloze = as_cloze(models);
    if (!cloze || row_pairs_ready(row) < 0) return NULL;
    Py_ssize_t count = PyTuple_Size(given);
    if (count > MOST_LACKING) return PyErr_SetString(PyExc_ValueError, "too many words"), NULL;
    for (Py_ssize_t k = 0; k < count; k++)
        if (!(words[k] = lacking(row->models, PyTuple_GetItem(given, k)))) return NULL;
    PyObject *list = PyList_New(0);
    for (Py_ssize_t i = 1; list && i < row->count; i++) {
        if (step_at(row, i) || !is_joint(row, i) || is_edge(row, i)) continue;
        if (may_lack(row, cloze, i, words, (size_t)count, by_counts, margin) && add_place(list, i) < 0) Py_CLEAR(list);
    }
    return list;
}
