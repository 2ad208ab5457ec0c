/* Which tokens of a text may be worth a closer look by a filter of whole wordings (cleaner/filters/typos): bounds from the cheapest to the
   dearest, each of which the filter asks again. What is left out here it would not propose anything for. */

#include "masked.h"
#include "wordings.h"
#include <math.h>

#define STEPS 8 /* in a doubling of a count, as in cleaner/models/ngrams.py */
#define OFTENER (3 * STEPS) /* this and BY_COUNTS as in cleaner/models/ranking.py */
#define BY_COUNTS 2.0
#define MOST_STEPS 255

/* Bits of the numbers of words: of others that share the number of a class as well. */
typedef struct {
    const unsigned char *bits;
    Py_ssize_t size;
} Numbers;

static int has_number(Numbers numbers, unsigned int number) { return number >> 3 < (size_t)numbers.size && numbers.bits[number >> 3] >> (number & 7) & 1; }

int add_place(PyObject *list, Py_ssize_t i) {
    PyObject *item = PyLong_FromSsize_t(i);
    int failed = !item || PyList_Append(list, item) < 0;
    Py_XDECREF(item);
    return failed ? -1 : 0;
}

static int alone(const Row *row, unsigned int number) {
    const Py_buffer *singles = &row->models->counts->sequences.singles;
    return number < (size_t)singles->len ? ((const unsigned char *)singles->buf)[number] : 0;
}

static int steps_between(const Row *row, Py_ssize_t i, unsigned int number) {
    return step_of_triple(row, number_at_token(row, i - 1), number, number_at_token(row, i + 1));
}

/* `TokenSequence.promising` of one place; `is_unusual`: the token is known not to have been seen there. */
int is_promising(const Row *row, Py_ssize_t i, unsigned int other, double least, int asks_between, int is_unusual) {
    int written = step_at(row, i) + step_at(row, i + 1) - alone(row, number_at_token(row, i));
    int gain = steps_of_pair(row, number_at_token(row, i - 1), other) - alone(row, other) - written;
    if ((gain + MOST_STEPS) * log(2.0) / STEPS < least) return 0;
    gain += steps_of_pair(row, other, number_at_token(row, i + 1));
    if (gain * log(2.0) / STEPS < least) return 0;
    if (!asks_between || is_unusual) return 1;
    int here = steps_between(row, i, number_at_token(row, i));
    return !here || here - steps_between(row, i, other) <= -OFTENER;
}

/* The same, where the steps of both pairs with another word are known; what was seen between is asked. */
int is_promising_by(const Row *row, Py_ssize_t i, unsigned int other, int steps, double least) {
    int gain = steps - alone(row, other) - (step_at(row, i) + step_at(row, i + 1) - alone(row, number_at_token(row, i)));
    if (gain * log(2.0) / STEPS < least) return 0;
    int here = steps_between(row, i, number_at_token(row, i));
    return !here || here - steps_between(row, i, other) <= -OFTENER;
}

/* promising(places, words, least, asks_between): a bool for each place. */
PyObject *row_promising(PyObject *object, PyObject *args) {
    const Row *row = (const Row *)object;
    PyObject *places, *words;
    double least;
    int asks_between;
    Name name;
    if (!PyArg_ParseTuple(args, "O!O!dp", &PyList_Type, &places, &PyList_Type, &words, &least, &asks_between)) return NULL;
    Py_ssize_t count = PyList_Size(places);
    if (PyList_Size(words) != count) return PyErr_SetString(PyExc_ValueError, "a word for each place"), NULL;
    PyObject *found = PyList_New(count);
    for (Py_ssize_t k = 0; found && k < count; k++) {
        Py_ssize_t i = PyLong_AsSsize_t(PyList_GetItem(places, k)), size;
        const char *word = PyUnicode_AsUTF8AndSize(PyList_GetItem(words, k), &size);
        if (!PyErr_Occurred() && (i < 0 || i >= row->count || !word || size > 2 * LONGEST_NAME)) PyErr_SetString(PyExc_ValueError, "there is no such place, or word");
        if (PyErr_Occurred()) {
            Py_CLEAR(found);
            break;
        }
        memcpy(name.bytes, word, name.size = (size_t)size);
        name.number = -1;
        int fits = is_promising(row, i, number_of_name(row->models, &name), least, asks_between, 0);
        if (PyList_SetItem(found, k, PyBool_FromLong(fits)) < 0) Py_CLEAR(found);
    }
    return found;
}

/* ---- one letter ------------------------------------------------------------------------------------------------------- */

typedef struct {
    Rivals *rivals;
    const Cloze *cloze;
    size_t shortest;
    double promising, by_triples, margin;
} LettersAsked;

/* Which of some rivals of token i are promising: `is_promising` of each, whose pairs are looked up at once. */
static int promising_rivals(const Row *row, Py_ssize_t i, const LettersAsked *least, const uint32_t *rivals, int count, uint32_t *found) {
    uint64_t keys[2 * MOST_RIVALS];
    uint8_t steps[2 * MOST_RIVALS];
    int written = step_at(row, i) + step_at(row, i + 1) - alone(row, number_at_token(row, i)), kept = 0;
    for (int k = 0; k < count; k++) {
        unsigned int other = rival_number(least->rivals, rivals[k]);
        keys[2 * k] = (uint64_t)number_at_token(row, i - 1) << 16 | other;
        keys[2 * k + 1] = (uint64_t)other << 16 | number_at_token(row, i + 1);
    }
    sequence_steps(&row->models->pairs, keys, 2 * (size_t)count, steps);
    for (int k = 0; k < count; k++) {
        int gain = steps[2 * k] + steps[2 * k + 1] - alone(row, rival_number(least->rivals, rivals[k])) - written;
        if (gain * log(2.0) / STEPS >= least->promising) found[kept++] = rivals[k];
    }
    return kept;
}

static int may_be_other_word(const Row *row, Py_ssize_t i, const LettersAsked *least) {
    const RowToken *token = &row->tokens[i];
    uint32_t found[MOST_RIVALS];
    const uint32_t *rivals;
    Name name, other;
    if (token->size < least->shortest || !(token->flags & LETTERS) || !(token->flags & FIRST_LOWER)) return 0;
    if ((is_edge(row, i) || step_at(row, i)) && (is_edge(row, i + 1) || step_at(row, i + 1))) return 0;
    if (step_at(row, i) && step_at(row, i + 1)) return 0;
    if (!stands_alone(row, i)) return 0;
    if (!(token->flags & PLAIN)) return 1; /* few: Python looks for other letters than those of ASCII */
    name_of(row, i, &name);
    int count = rivals_of_name(least->rivals, &name, &rivals);
    double by_words = NOT_KNOWN, by_numbers = NOT_KNOWN;
    if (count < 0) return count == -1 ? 1 : -1;
    count = promising_rivals(row, i, least, rivals, count, found);
    if (!count || is_usual(row, i) || !index_size(row->models->lexicon, name.bytes, name.size)) return 0;
    for (int k = 0; k < count; k++) {
        rival_name(least->rivals, found[k], &other);
        if (by_triples(row, i, i + 1, &other, least->by_triples, &by_words) > least->by_triples &&
            by_counts_reach(row, i, i + 1, &other, BY_COUNTS, &by_numbers) &&
            is_likelier(row, least->cloze, i, i + 1, &other, least->margin, &by_words))
            return 1;
    }
    return 0;
}

/* letters(rivals, cloze, shortest, promising, by_triples, margin) */
PyObject *row_letters(PyObject *object, PyObject *args) {
    const Row *row = (const Row *)object;
    PyObject *rivals, *cloze;
    LettersAsked least;
    int shortest;
    if (!PyArg_ParseTuple(args, "OOiddd", &rivals, &cloze, &shortest, &least.promising, &least.by_triples, &least.margin)) return NULL;
    least.shortest = (size_t)shortest;
    if (!(least.rivals = as_rivals(rivals)) || !(least.cloze = as_cloze(cloze))) return NULL;
    if (row_pairs_ready((Row *)object) < 0) return NULL;
    PyObject *list = PyList_New(0);
    for (Py_ssize_t i = 0; list && i < row->count; i++) {
        int found = may_be_other_word(row, i, &least);
        if (found < 0 || (found && add_place(list, i) < 0)) Py_CLEAR(list);
    }
    return list;
}

/* ---- elongations ------------------------------------------------------------------------------------------------------ */

/* Whether a token has a letter of ASCII three times in a row, and is not made of one alone. */
static int may_be_drawn_out(const Row *row, const RowToken *token) {
    const unsigned char *letters = row->utf8 + token->byte;
    size_t same = 1;
    int is_found = 0;
    for (size_t k = 1; k < token->size; k++) {
        same = letters[k] == letters[k - 1] ? same + 1 : 1;
        is_found |= same > 2 && is_ascii_letter(letters[k]);
    }
    if (!is_found || !(token->flags & PLAIN)) return is_found;
    for (size_t k = 1; k < token->size; k++)
        if ((letters[k] | 0x20) != (letters[0] | 0x20)) return 1;
    return 0;
}

/* is_drawn_out(): whether a token may be. */
PyObject *row_is_drawn_out(PyObject *object, PyObject *nothing) {
    const Row *row = (const Row *)object;
    int found = 0;
    (void)nothing;
    for (Py_ssize_t i = 0; i < row->count && !found; i++) found = may_be_drawn_out(row, &row->tokens[i]);
    return PyBool_FromLong(found);
}

/* ---- function words --------------------------------------------------------------------------------------------------- */

static int may_be_needless(const Row *row, const Cloze *cloze, Py_ssize_t i, double by_counts, double margin) {
    Name before, behind;
    unsigned int left = number_at_token(row, i - 1), right = number_at_token(row, i + 1);
    if (!is_joint(row, i) || !is_joint(row, i + 1) || is_edge(row, i) || is_edge(row, i + 1)) return 0;
    if (steps_of_pair(row, left, right) <= OFTENER || !in_sentence(row, i) || is_usual(row, i)) return 0;
    name_of(row, i - 1, &before);
    name_of(row, i + 1, &behind);
    double by_words = NOT_KNOWN, by_numbers = NOT_KNOWN;
    return count_of_pair(row->models, &before, &behind) > 0 && by_counts_reach(row, i, i + 1, NULL, by_counts, &by_numbers) &&
           is_likelier(row, cloze, i, i + 1, NULL, margin, &by_words);
}

/* needless(cloze, numbers of the words, by_counts, margin: the least of all) */
PyObject *row_needless(PyObject *object, PyObject *args) {
    const Row *row = (const Row *)object;
    Numbers words;
    PyObject *given;
    double by_counts, margin;
    if (!PyArg_ParseTuple(args, "Oy#dd", &given, &words.bits, &words.size, &by_counts, &margin)) return NULL;
    const Cloze *cloze = as_cloze(given);
    if (!cloze) return NULL;
    if (row_pairs_ready((Row *)object) < 0) return NULL;
    PyObject *list = PyList_New(0);
    for (Py_ssize_t i = 0; list && i < row->count; i++)
        if (has_number(words, row->tokens[i].number) && may_be_needless(row, cloze, i, by_counts, margin) && add_place(list, i) < 0) Py_CLEAR(list);
    return list;
}

/* ---- possessives ------------------------------------------------------------------------------------------------------ */

/* A plural that the masked model knows with its possessive, by its number, and their fillers. */
typedef struct {
    uint32_t number, fillers[2];
} Weighed;

typedef struct {
    Numbers kin, owners, no_nouns;
    const Cloze *cloze;
    const Masked *masked;
    const Weighed *weighed;
    size_t weighed_count;
    double weighed_least; /* nats by which the masked model must find the possessive likelier */
    size_t shortest;
    double promising, least_count, margin;
} Plurals;

static int may_possess(const Row *row, Py_ssize_t i, const Name *singular, double least_count) {
    if (!stands_alone(row, i) || !index_size(row->models->lexicon, singular->bytes, singular->size)) return 0;
    return count_of_name(row->models, singular) >= least_count && !was_counted_between(row, i);
}

/* The plural of a token among those that are weighed, or the last one with a smaller number. */
static const Weighed *weighed_of(const Plurals *least, const RowToken *token) {
    size_t low = 0, high = least->weighed_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (least->weighed[middle].number < token->number) low = middle + 1;
        else high = middle;
    }
    return low < least->weighed_count && least->weighed[low].number == token->number ? &least->weighed[low] : NULL;
}

/* Whether the masked model may find a possessive likely enough. */
static int fits_possessive(const Row *row, Py_ssize_t i, const Plurals *least, const Weighed *weighed) {
    const RowToken *token = &row->tokens[i];
    double gain;
    if (!(token->flags & IS_LISTED)) return 1; /* another word of the class */
    return !masked_gains(least->masked, row->utf8, row->size, token->byte, token->byte + (size_t)token->size, weighed->fillers, 2, &gain) ||
           gain > least->weighed_least;
}

static int may_lack_apostrophe(const Row *row, Py_ssize_t i, const Plurals *least) {
    const RowToken *token = &row->tokens[i];
    Name singular, other;
    if (token->size < 2 || (row->utf8[token->byte + token->size - 1] | 0x20) != 's' || !has_single_space(row, i + 1)) return 0;
    if (has_number(least->kin, token->number) && has_number(least->owners, number_at_token(row, i - 1)) && is_joint(row, i) && is_joint(row, i + 1)) return 1;
    if (token->size < least->shortest || !(token->flags & LETTERS) || !(token->flags & FIRST_LOWER) || !is_joint(row, i + 1)) return 0;
    name_of(row, i, &singular);
    singular.size--;
    if (singular.bytes[singular.size - 1] == 's') return 0;
    other = singular;
    memcpy(other.bytes + other.size, "'s", 2);
    other.size += 2;
    singular.number = other.number = -1;
    const Weighed *weighed = has_number(least->no_nouns, number_at_token(row, i + 1)) ? NULL : weighed_of(least, token);
    int fits = is_promising(row, i, number_of_name(row->models, &other), least->promising, 0, 0);
    if ((!weighed && !fits) || !may_possess(row, i, &singular, least->least_count)) return 0;
    if (weighed && fits_possessive(row, i, least, weighed)) return 1;
    double by_words = NOT_KNOWN;
    return fits && is_likelier(row, least->cloze, i, i + 1, &other, least->margin, &by_words);
}

/* plurals(cloze, net of the masked model, kin, owners, weighed, no_nouns, shortest, promising, least_count, margin, weighed_least);
   `weighed`: numbers of four bytes, three for each plural, in order. */
PyObject *row_plurals(PyObject *object, PyObject *args) {
    const Row *row = (const Row *)object;
    Plurals least;
    PyObject *cloze, *net;
    const char *weighed;
    Py_ssize_t size;
    int shortest;
    if (!PyArg_ParseTuple(args, "OOy#y#y#y#idddd", &cloze, &net, &least.kin.bits, &least.kin.size, &least.owners.bits, &least.owners.size, &weighed, &size,
                          &least.no_nouns.bits, &least.no_nouns.size, &shortest, &least.promising, &least.least_count, &least.margin, &least.weighed_least))
        return NULL;
    least.shortest = (size_t)shortest;
    least.weighed = (const Weighed *)weighed;
    least.weighed_count = (size_t)size / sizeof(Weighed);
    least.masked = net_model(net);
    if (!(least.cloze = as_cloze(cloze))) return NULL;
    for (size_t k = 0; k < least.weighed_count; k++)
        if (least.weighed[k].fillers[0] >= least.masked->filler_count || least.weighed[k].fillers[1] >= least.masked->filler_count)
            return PyErr_SetString(PyExc_ValueError, "there is no such filler"), NULL;
    if (row_pairs_ready((Row *)object) < 0) return NULL;
    PyObject *list = PyList_New(0);
    for (Py_ssize_t i = 0; list && i < row->count; i++)
        if (may_lack_apostrophe(row, i, &least) && add_place(list, i) < 0) Py_CLEAR(list);
    return list;
}

/* ---- compounds -------------------------------------------------------------------------------------------------------- */

typedef struct {
    Numbers first, last; /* words that are no part */
    size_t shortest;
    int largest;
    double least_count, by_counts;
} Parted;

static int may_be_parted(const Row *row, Py_ssize_t i, const Parted *least) {
    const RowToken *one = &row->tokens[i], *two = one + 1;
    Name word, rest;
    if ((size_t)one->size + two->size < least->shortest || !(one->flags & two->flags & LETTERS) || !is_joint(row, i + 1)) return 0;
    name_of(row, i, &word);
    name_of(row, i + 1, &rest);
    if (word.size + rest.size > LONGEST_WORD) return 0; /* no word of the lexicon has so many letters */
    memcpy(word.bytes + word.size, rest.bytes, rest.size);
    word.size += rest.size;
    word.number = -1;
    int size = index_size(row->models->lexicon, word.bytes, word.size);
    if (size <= 0 || size > least->largest || !stands_alone(row, i) || !stands_alone(row, i + 1)) return 0;
    if (has_number(least->first, one->number) || has_number(least->last, two->number) || is_usual(row, i)) return 0;
    double by_numbers = NOT_KNOWN;
    return count_of_name(row->models, &word) >= least->least_count && by_counts_reach(row, i, i + 2, &word, least->by_counts, &by_numbers);
}

/* parted(first, last, shortest, largest, least_count, by_counts) */
PyObject *row_parted(PyObject *object, PyObject *args) {
    const Row *row = (const Row *)object;
    Parted least;
    int shortest;
    if (!PyArg_ParseTuple(args, "y#y#iidd", &least.first.bits, &least.first.size, &least.last.bits, &least.last.size, &shortest, &least.largest,
                          &least.least_count, &least.by_counts))
        return NULL;
    least.shortest = (size_t)shortest;
    if (row_pairs_ready((Row *)object) < 0) return NULL;
    PyObject *list = PyList_New(0);
    for (Py_ssize_t i = 0; list && i + 1 < row->count; i++)
        if (may_be_parted(row, i, &least) && add_place(list, i) < 0) Py_CLEAR(list);
    return list;
}
