/* The tokens of a text, and how much likelier it is in other words: `TokenSequence` of cleaner/models/ranking.py, for texts of Latin-1
   and of the usual marks and signs. The rules are those of the Python there; what screens.c asks is answered here. */

#include "wordings.h"
#include <math.h>

#define AGAINST 1.0 /* nats, as in cleaner/models/ranking.py */
#define KNOWN 2.0 /* the count from which on a word is counted as itself, as in cleaner/models/ngrams.py */
#define PRIOR_OF_PAIRS 300.0 /* and how many words a shorter history is worth */
#define PRIOR_OF_TRIPLES 120.0
#define KEPT_BITS 15 /* of the number of an answer about words in a row that is kept: 256 KiB */
#define NEARLY 1e-6 /* nats: sums of the same numbers in another order differ by less */
#define FARTHEST 100 /* tokens of a sentence on either side, and FEWEST of all of it, as in cleaner/filters/_english/rescoring.py */
#define FEWEST 5

/* ---- characters ------------------------------------------------------------------------------------------------------- */

enum { OTHER, LETTER, SMALL, NUMERAL, STOP, TOKEN_MARK, WHITE, UNKNOWN }; /* SMALL: a letter with which no sentence begins */

static int kind_beyond_latin(uint32_t c) {
    if (c == 0x2013 || c == 0x2014) return TOKEN_MARK;
    if (is_space_beyond_latin(c)) return WHITE;
    return is_sign_beyond_latin(c) ? OTHER : UNKNOWN;
}

static int kind_of(uint32_t c) {
    if (c >= 'a' && c <= 'z') return SMALL;
    if (c >= 'A' && c <= 'Z') return LETTER;
    if (c >= '0' && c <= '9') return NUMERAL;
    if (c == ' ' || (c >= 9 && c <= 13) || (c >= 28 && c <= 31) || c == 0x85 || c == 0xA0) return WHITE;
    if (c == '.' || c == '!' || c == '?') return STOP;
    if (c == ',' || c == ';' || c == ':' || c == '-') return TOKEN_MARK;
    if (c < 0xA0) return OTHER;
    if (c > 0xFF) return kind_beyond_latin(c);
    return !is_latin_letter(c) ? OTHER : c >= 0xDF && c != 0xF7 ? SMALL : LETTER;
}

static int is_letter_kind(int kind) { return kind == LETTER || kind == SMALL; }

static int is_small(uint32_t c) { return (c >= 'a' && c <= 'z') || (c >= 0xDF && c <= 0xFF && c != 0xF7) || c == 0xAA || c == 0xB5 || c == 0xBA; }

static int is_capital(uint32_t c) { return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7); }

/* A character of a text, where it stands. */
typedef struct {
    uint32_t c;
    int kind;
    size_t step; /* bytes; 0 at the end */
} Character;

static Character character_at(const Row *row, size_t at) {
    Character found = {0, OTHER, 0};
    if (at >= row->size) return found;
    found.c = utf8_at(row->utf8 + at, &found.step);
    found.kind = kind_of(found.c);
    return found;
}

/* ---- tokens ----------------------------------------------------------------------------------------------------------- */

/* Letters or digits that follow one another, the sign that holds two such parts together, or one that stands alone. */
static int goes_on(const Row *row, size_t at, Character here, int is_word) {
    int is_tie = is_word ? here.c == '\'' || here.c == 0x2019 : here.c == '.' || here.c == ',';
    int kind = is_tie ? character_at(row, at + here.step).kind : here.kind;
    return is_word ? is_letter_kind(kind) : kind == NUMERAL;
}

/* The flags of a token from what its characters are. */
typedef struct {
    size_t size, small, capitals, others;
    int begins_small, begins_large;
} Spelt;

static uint16_t flags_of(const Spelt *found, int is_word) {
    uint16_t flags = found->small && !found->capitals ? LOWER : 0;
    if (is_word && !found->others) flags |= LETTERS;
    if (found->begins_large) flags |= FIRST_UPPER;
    if (found->begins_small) flags |= FIRST_LOWER;
    int rest = found->small > (size_t)found->begins_small && found->capitals == (size_t)found->begins_large;
    return (uint16_t)(rest || found->size == 1 ? flags | REST_LOWER : flags);
}

/* Read the token at a byte; where it ends. */
static size_t read_token(const Row *row, size_t at, RowToken *token, Name *name, uint32_t *chars) {
    Character here = character_at(row, at);
    Spelt found = {0, 0, 0, 0, is_small(here.c), is_capital(here.c)};
    int is_word = is_letter_kind(here.kind), is_run = is_word || here.kind == NUMERAL;
    size_t end = at;
    name->size = 0;
    do {
        if (name->size > LONGEST_NAME) return 0;
        found.size++;
        found.small += (size_t)is_small(here.c);
        found.capitals += (size_t)is_capital(here.c);
        found.others += (size_t)!(is_small(here.c) || is_capital(here.c));
        uint32_t plain = is_capital(here.c) ? here.c + 32 : is_word && here.c == 0x2019 ? '\'' : here.c;
        name->size += put_utf8(name->bytes + name->size, plain);
        end += here.step;
        here = character_at(row, end);
    } while (is_run && here.step && goes_on(row, end, here, is_word));
    if (is_run && !is_word) name->size = 1, name->bytes[0] = '0';
    token->size = (uint16_t)(end - at);
    token->flags = flags_of(&found, is_word);
    *chars = (uint32_t)found.size;
    return end;
}

void name_of(const Row *row, Py_ssize_t i, Name *name) {
    RowToken token;
    uint32_t chars;
    const RowToken *known = &row->tokens[i];
    name->number = known->flags & IS_LISTED ? known->number : -1;
    if (known->flags & PLAIN) {
        name->size = known->size;
        for (size_t k = 0; k < name->size; k++) name->bytes[k] = row->utf8[known->byte + k] | 0x20;
    } else
        read_token(row, known->byte, &token, name, &chars);
}

int32_t own_number(const Wordings *models, const Name *name) { return (int32_t)numbering_find(&models->words, name->bytes, name->size); }

uint16_t number_of_name(const Wordings *models, const Name *name) {
    if (name->number >= 0) return (uint16_t)name->number;
    int32_t number = own_number(models, name);
    return (uint16_t)(number < 0 ? numbering_class(&models->words, name->bytes, name->size) : (uint32_t)number);
}

/* What stands between two tokens. */
typedef struct {
    int is_opening;         /* white space, then marks that open a quotation */
    int has_mark;           /* one of these was seen */
    uint32_t first, second; /* its first two characters */
    size_t count;
} Gap;

static void add_to_gap(Gap *gap, Character here) {
    int is_mark = here.c == '"' || here.c == 0x201C || here.c == 0x2018 || here.c == '\'' || here.c == '(' || here.c == '[';
    if (gap->count == 0) gap->first = here.c;
    if (gap->count == 1) gap->second = here.c;
    gap->count++;
    if (is_mark) gap->has_mark = 1;
    else if (here.kind != WHITE || gap->has_mark) gap->is_opening = 0;
}

/* Whether a sentence ends in a gap, behind a token that is a stop or not, and before one that begins with a character of some kind:
   what OPENING and BREAK find. */
static int is_edge_in(const Gap *gap, int is_stop, int kind) {
    if (is_stop) return gap->is_opening && kind == LETTER;
    return gap->count > 1 && gap->first == '\n' && gap->second != '_';
}

/* Cut the text: 1, 0 if something in it is not known here, -1 without memory. */
static int read_tokens(Row *row) {
    size_t at = 0, room = 0;
    uint32_t start = 0, chars;
    int is_stop = 0;
    Name name;
    Gap gap = {.is_opening = 1};
    while (1) {
        Character here = character_at(row, at);
        if (here.kind == UNKNOWN) return 0;
        if (here.step && (here.kind == OTHER || here.kind == WHITE)) {
            add_to_gap(&gap, here);
            at += here.step;
            start++;
            continue;
        }
        if (grow((void **)&row->tokens, &room, (size_t)row->count + 1, sizeof(RowToken)) < 0) return -1;
        RowToken *token = &row->tokens[row->count];
        *token = (RowToken){(uint32_t)at, start, 0, 0, EDGE, 0};
        if (!here.step) return 1;
        if (!(at = read_token(row, at, token, &name, &chars)) || name.size > LONGEST_NAME) return 0;
        if (!row->count || is_edge_in(&gap, is_stop, here.kind)) token->flags |= EDGE;
        if (token->size == chars && token->flags & LETTERS) token->flags |= PLAIN;
        if (here.kind == STOP) token->flags |= IS_STOP;
        name.number = own_number(row->models, &name);
        token->number = number_of_name(row->models, &name);
        if (name.number >= 0) token->flags |= IS_LISTED;
        start += chars;
        row->count++;
        is_stop = here.kind == STOP;
        gap = (Gap){.is_opening = 1};
    }
}

/* The steps of the counts of all pairs; what they are looked up in, and what the screens need more of than a few look-ups, is made ready. */
int row_pairs_ready(Row *row) {
    Wordings *models = row->models;
    if (row->has_pairs) return 0;
    for (size_t i = 0; i < 3; i++)
        if (sequences_keep_many(&models->counts->tables[i]) < 0 || sequences_keep_many(&models->triples->tables[i]) < 0) return -1;
    if (index_sieve(models->lexicon) < 0) return -1;
    for (Py_ssize_t i = 0; i <= row->count; i++)
        row->tokens[i].step = (uint8_t)steps_of_pair(row, number_at_token(row, i - 1), number_at_token(row, i));
    row->has_pairs = 1;
    return 0;
}

/* ---- what is known of tokens ------------------------------------------------------------------------------------------ */

unsigned int number_at_token(const Row *row, Py_ssize_t i) { return i < 0 || i >= row->count ? 0 : row->tokens[i].number; }

int steps_of_pair(const Row *row, unsigned int one, unsigned int two) {
    return sequence_step(&row->models->pairs, (uint64_t)one << 16 | two);
}

int is_edge(const Row *row, Py_ssize_t i) { return i <= 0 || i >= row->count || row->tokens[i].flags & EDGE; }

int step_at(const Row *row, Py_ssize_t i) {
    if (row->has_pairs) return row->tokens[i].step;
    return sequence_step(&row->models->counts->tables[0], (uint64_t)number_at_token(row, i - 1) << 16 | number_at_token(row, i));
}

static int step_of_triple(const Row *row, unsigned int one, unsigned int two, unsigned int three) {
    return sequence_step(&row->models->counts->tables[1], ((uint64_t)one << 16 | two) << 16 | three);
}

int is_usual(const Row *row, Py_ssize_t i) {
    return step_of_triple(row, number_at_token(row, i - 1), number_at_token(row, i), number_at_token(row, i + 1)) > 0;
}

int has_single_space(const Row *row, Py_ssize_t i) {
    if (i <= 0 || i >= row->count) return 0;
    const RowToken *before = &row->tokens[i - 1], *token = before + 1;
    return before->byte + before->size + 1 == token->byte && row->utf8[token->byte - 1] == ' ';
}

int is_joint(const Row *row, Py_ssize_t i) {
    if (!has_single_space(row, i) || !(row->tokens[i].flags & LOWER)) return 0;
    uint16_t before = row->tokens[i - 1].flags;
    return before & LOWER || (before & FIRST_UPPER && is_edge(row, i - 1));
}

static int is_dash(const unsigned char *at) { return at[0] == 0xE2 && at[1] == 0x80 && (at[2] == 0x93 || at[2] == 0x94); }

int stands_alone(const Row *row, Py_ssize_t i) {
    const RowToken *token = &row->tokens[i];
    const unsigned char *from = row->utf8 + token->byte, *to = from + token->size, *end = row->utf8 + row->size;
    if (!(token->flags & REST_LOWER) || (token->flags & FIRST_UPPER && !is_edge(row, i))) return 0;
    unsigned char before = from > row->utf8 ? from[-1] : ' ', behind = to < end ? *to : ' ';
    if ((before == '(' || before == '[') && (behind == ')' || behind == ']')) return 0;
    if (before >= 0x80 ? from - row->utf8 < 3 || !is_dash(from - 3) : !before || !strchr(" \t\n([", before)) return 0;
    return behind >= 0x80 ? end - to >= 3 && is_dash(to) : behind && strchr(" \t\n,;:.!?)]", behind) != NULL;
}

int in_sentence(const Row *row, Py_ssize_t i) {
    Py_ssize_t low = i, high = i;
    while (low > 0 && !(row->tokens[low].flags & EDGE))
        if (i - --low > FARTHEST) return 0;
    while (high + 1 < row->count && !(row->tokens[high + 1].flags & EDGE))
        if (++high - i > FARTHEST) return 0;
    return high - low >= FEWEST && row->tokens[high].flags & IS_STOP && row->tokens[low].flags & FIRST_UPPER;
}

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
static PyObject *row_by_counts(PyObject *object, PyObject *args) {
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
        kept = &models->kept[key * SPREAD >> (64 - KEPT_BITS)];
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

static void set_name(Name *name, const char *text) {
    name->size = strlen(text);
    memcpy(name->bytes, text, name->size);
    name->number = -1;
}

static void as_class(Name *name) {
    unsigned char class[LONGEST_CLASS];
    size_t size = rare_class(name->bytes, name->size, class);
    memcpy(name->bytes, class, name->size = size);
    name->number = -1;
}

static double or_unseen(double count) { return count ? count : UNSEEN; }

static double count_of_class(const Wordings *models, const Name *name) {
    Name class = *name;
    as_class(&class);
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
    if (is_beyond) set_name(name, edge);
    else name_of(row, i, name);
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
        as_class(&names[k]);
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

/* ---- types ------------------------------------------------------------------------------------------------------------ */

static PyObject *bytes_of(const Row *row, size_t width, Py_ssize_t count, uint32_t (*number)(const Row *, Py_ssize_t)) {
    PyObject *made = PyBytes_FromStringAndSize(NULL, count * (Py_ssize_t)width);
    if (!made) return NULL;
    char *to = PyBytes_AsString(made);
    for (Py_ssize_t i = 0; i < count; i++) {
        uint32_t value = number(row, i);
        if (width == 1) to[i] = (char)value;
        else if (width == 2) ((uint16_t *)to)[i] = (uint16_t)value;
        else ((uint32_t *)to)[i] = value;
    }
    return made;
}

static uint32_t start_of(const Row *row, Py_ssize_t i) { return row->tokens[i].start; }

static uint32_t end_of(const Row *row, Py_ssize_t i) {
    const RowToken *token = &row->tokens[i];
    uint32_t end = token->start;
    for (size_t k = 0; k < token->size; k++) end += (row->utf8[token->byte + k] & 0xC0) != 0x80;
    return end;
}

static uint32_t edge_of(const Row *row, Py_ssize_t i) { return row->tokens[i].flags & EDGE ? 1 : 0; }

static uint32_t number_of(const Row *row, Py_ssize_t i) { return number_at_token(row, i - 1); }

static uint32_t step_of(const Row *row, Py_ssize_t i) { return row->tokens[i].step; }

static uint32_t triple_of(const Row *row, Py_ssize_t i) {
    return (uint32_t)step_of_triple(row, number_at_token(row, i - 1), number_at_token(row, i), number_at_token(row, i + 1));
}

static PyObject *row_names(PyObject *object, PyObject *nothing) {
    const Row *row = (const Row *)object;
    PyObject *names = PyList_New(row->count);
    Name name;
    (void)nothing;
    for (Py_ssize_t i = 0; names && i < row->count; i++) {
        name_of(row, i, &name);
        PyObject *item = PyUnicode_DecodeUTF8((const char *)name.bytes, (Py_ssize_t)name.size, "strict");
        if (!item || PyList_SetItem(names, i, item) < 0) Py_CLEAR(names);
    }
    return names;
}

static PyObject *row_starts(PyObject *row, PyObject *nothing) { return (void)nothing, bytes_of((Row *)row, 4, ((Row *)row)->count, start_of); }

static PyObject *row_ends(PyObject *row, PyObject *nothing) { return (void)nothing, bytes_of((Row *)row, 4, ((Row *)row)->count, end_of); }

static PyObject *row_edges(PyObject *row, PyObject *nothing) { return (void)nothing, bytes_of((Row *)row, 1, ((Row *)row)->count + 1, edge_of); }

static PyObject *row_numbers(PyObject *row, PyObject *nothing) { return (void)nothing, bytes_of((Row *)row, 2, ((Row *)row)->count + 2, number_of); }

static PyObject *row_pairs(PyObject *row, PyObject *nothing) { return (void)nothing, row_pairs_ready((Row *)row) < 0 ? NULL : bytes_of((Row *)row, 1, ((Row *)row)->count + 1, step_of); }

static PyObject *row_triples(PyObject *row, PyObject *nothing) { return (void)nothing, bytes_of((Row *)row, 1, ((Row *)row)->count, triple_of); }

static PyMethodDef row_methods[] = {
    {"names", row_names, METH_NOARGS, "What the models count for each token."},
    {"starts", row_starts, METH_NOARGS, "Where each begins: numbers of four bytes, code points."},
    {"ends", row_ends, METH_NOARGS, "Where each ends."},
    {"edges", row_edges, METH_NOARGS, "Whether a sentence ends before each, and before the end: a byte each."},
    {"numbers", row_numbers, METH_NOARGS, "The number of each word among those that were counted, between two zeros: two bytes each."},
    {"pairs", row_pairs, METH_NOARGS, "The step of the count of each with the one before, and of the last one alone: a byte each."},
    {"triples", row_triples, METH_NOARGS, "The step of the count of each between its neighbours: a byte each."},
    {"promising", row_promising, METH_VARARGS, "Of places and other words, whether pairs of words find them likelier."},
    {"by_counts", row_by_counts, METH_VARARGS, "How much likelier a word is for some tokens by counts of sequences."},
    {"letters", row_letters, METH_VARARGS, "Tokens for which a word one letter away may be meant."},
    {"needless", row_needless, METH_VARARGS, "Tokens that may be too many."},
    {"missing", row_missing, METH_VARARGS, "Tokens before which a word may be missing."},
    {"plurals", row_plurals, METH_VARARGS, "Tokens that may lack an apostrophe."},
    {"parted", row_parted, METH_VARARGS, "Tokens that may be one word with the next."},
    {"swaps", row_swaps, METH_VARARGS, "Tokens for which a word that is easily taken for another may be meant."},
    {"verbs", row_verbs, METH_VARARGS, "Tokens that may ask for another form of a verb."},
    {NULL, NULL, 0, NULL},
};

static void row_dealloc(PyObject *object) {
    Row *row = (Row *)object;
    Py_XDECREF((PyObject *)row->models);
    Py_XDECREF(row->text);
    PyMem_Free(row->tokens);
    free_object(object);
}

static PyType_Slot row_slots[] = {{Py_tp_dealloc, row_dealloc}, {Py_tp_methods, row_methods}, {Py_tp_doc, "The tokens of a text."}, {0, NULL}};
static PyType_Spec row_spec = {"cleaner.core._kernel.Row", sizeof(Row), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION, row_slots};

typedef struct {
    Wordings models;
    PyTypeObject *row_type;
} WordingsObject;

/* read(text): the row of its tokens; None if it is not plain. */
static PyObject *wordings_read(PyObject *object, PyObject *text) {
    WordingsObject *self = (WordingsObject *)object;
    Py_ssize_t size;
    if (!PyUnicode_Check(text)) return PyErr_SetString(PyExc_TypeError, "a text"), NULL;
    const char *utf8 = PyUnicode_AsUTF8AndSize(text, &size);
    if (!utf8) {
        if (!PyErr_ExceptionMatches(PyExc_UnicodeEncodeError)) return NULL;
        PyErr_Clear();
        Py_RETURN_NONE;
    }
    if ((uint64_t)size >= UINT32_MAX) Py_RETURN_NONE;
    Row *row = new_object(self->row_type);
    if (!row) return NULL;
    row->models = (Wordings *)Py_NewRef(object);
    row->text = Py_NewRef(text);
    row->utf8 = (const unsigned char *)utf8;
    row->size = (size_t)size;
    int is_plain = read_tokens(row);
    if (is_plain <= 0) {
        Py_DECREF((PyObject *)row);
        return is_plain < 0 ? NULL : Py_NewRef(Py_None);
    }
    return (PyObject *)row;
}

static int open_wordings(WordingsObject *self, PyObject *args) {
    Wordings *models = &self->models;
    PyObject *counts, *triples, *lexicon, *words, *pairs;
    Name name;
    if (!PyArg_ParseTuple(args, "OOOO!O!", &counts, &triples, &lexicon, &PyTuple_Type, &words, &PyTuple_Type, &pairs)) return -1;
    if (!(models->counts = as_counts(counts)) || !(models->triples = as_triples(triples)))
        return PyErr_SetString(PyExc_TypeError, "counts of sequences, and of words, pairs and triples"), -1;
    models->counts_owner = Py_NewRef(counts);
    models->triples_owner = Py_NewRef(triples);
    if (index_of(lexicon, &models->index_owner, &models->lexicon) < 0) return -1;
    if (numbering_open(&models->words, words) < 0 || sequences_open(&models->pairs, pairs) < 0) return -1;
    if (models->words.count > UINT16_MAX + 1) return PyErr_SetString(PyExc_ValueError, "there are too many words"), -1;
    models->pairs.is_read = 0;
    if (!(models->kept = PyMem_Calloc((size_t)1 << KEPT_BITS, sizeof(uint64_t)))) return PyErr_NoMemory(), -1;
    set_name(&name, "<s>");
    models->first = number_of_name(models, &name);
    set_name(&name, "</s>");
    models->last = number_of_name(models, &name);
    self->row_type = (PyTypeObject *)PyType_FromSpec(&row_spec);
    return self->row_type ? 0 : -1;
}

static PyObject *wordings_new(PyTypeObject *type, PyObject *args, PyObject *keywords) {
    (void)keywords;
    WordingsObject *self = new_object(type);
    return finished(self, self && open_wordings(self, args) == 0);
}

static void wordings_dealloc(PyObject *object) {
    WordingsObject *self = (WordingsObject *)object;
    numbering_close(&self->models.words);
    sequences_close(&self->models.pairs);
    PyMem_Free(self->models.kept);
    Py_XDECREF(self->models.counts_owner);
    Py_XDECREF(self->models.triples_owner);
    Py_XDECREF(self->models.index_owner);
    Py_XDECREF((PyObject *)self->row_type);
    free_object(object);
}

static PyMethodDef wordings_methods[] = {
    {"read", wordings_read, METH_O, "The tokens of a text; None if it is not plain."},
    {NULL, NULL, 0, NULL},
};

DEFINE_TYPE(wordings, wordings, Wordings, WordingsObject, "Cuts texts into tokens that other wordings are weighed for.");

const Wordings *as_wordings(PyObject *object) { return PyType_GetSlot(Py_TYPE(object), Py_tp_dealloc) == (void *)wordings_dealloc ? (const Wordings *)object : NULL; }

int add_wordings(PyObject *module) { return add_type(module, &wordings_spec); }
