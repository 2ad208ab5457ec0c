/* The row of the tokens of a text of Latin-1 and of the usual marks and signs: how it is cut, and what is told of its tokens and of what
   stands between them. The rules are those of `TokenSequence` of cleaner/models/ranking.py. */

#include "wordings.h"

#define FARTHEST 100 /* tokens of a sentence on either side, and FEWEST of all of it, as in cleaner/filters/_english/rescoring.py */
#define FEWEST 5
#define PAIRS_AT_ONCE 64

/* ---- characters ------------------------------------------------------------------------------------------------------- */

enum { OTHER, LETTER, SMALL, NUMERAL, STOP, TOKEN_MARK, WHITE, UNKNOWN }; /* SMALL: a letter with which no sentence begins */

static int kind_beyond_latin(uint32_t c) {
    if (c == 0x2013 || c == 0x2014) return TOKEN_MARK;
    if (is_space_beyond_latin(c)) return WHITE;
    return is_sign_beyond_latin(c) ? OTHER : UNKNOWN;
}

static int kind_of(uint32_t c) {
    if (c == ' ') return WHITE;
    if (is_ascii_small(c)) return SMALL;
    if (is_ascii_capital(c)) return LETTER;
    if (c >= '0' && c <= '9') return NUMERAL;
    if (c == ' ' || (c >= 9 && c <= 13) || (c >= 28 && c <= 31) || c == 0x85 || c == 0xA0) return WHITE;
    if (c == '.' || c == '!' || c == '?') return STOP;
    if (c == ',' || c == ';' || c == ':' || c == '-') return TOKEN_MARK;
    if (c < 0xA0) return OTHER;
    if (c > 0xFF) return kind_beyond_latin(c);
    return !is_latin_letter(c) ? OTHER : c >= 0xDF && c != 0xF7 ? SMALL : LETTER;
}

static int is_letter_kind(int kind) { return kind == LETTER || kind == SMALL; }

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

/* Read a word of letters of ASCII at a byte; where it ends, 0 if it may be longer, or is none. */
static size_t read_plain_word(const Row *row, size_t at, RowToken *token, Name *name, uint32_t *chars) {
    const unsigned char *from = row->utf8 + at;
    size_t size = 0, small = 0;
    while (size <= LONGEST_NAME && is_ascii_small(from[size] | 0x20)) {
        small += from[size] >= 'a';
        name->bytes[size] = from[size] | 0x20;
        size++;
    }
    if (!size || size > LONGEST_NAME || from[size] >= 0x80 || from[size] == '\'') return 0; /* behind the text stands a 0 */
    int begins_small = *from >= 'a';
    Spelt found = {size, small, size - small, 0, begins_small, !begins_small};
    name->size = size;
    *chars = token->size = (uint16_t)size;
    token->flags = flags_of(&found, 1);
    return at + size;
}

/* Read the token at a byte; where it ends. */
static size_t read_token(const Row *row, size_t at, RowToken *token, Name *name, uint32_t *chars) {
    Character here = character_at(row, at);
    Spelt found = {0, 0, 0, 0, is_small_of_latin1(here.c), is_capital_of_latin1(here.c)};
    int is_word = is_letter_kind(here.kind), is_run = is_word || here.kind == NUMERAL;
    size_t end = at;
    name->size = 0;
    do {
        if (name->size > LONGEST_NAME) return 0;
        found.size++;
        found.small += (size_t)is_small_of_latin1(here.c);
        found.capitals += (size_t)is_capital_of_latin1(here.c);
        found.others += (size_t)!(is_small_of_latin1(here.c) || is_capital_of_latin1(here.c));
        uint32_t plain = is_capital_of_latin1(here.c) ? here.c + 32 : is_word && here.c == 0x2019 ? '\'' : here.c;
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
    return (uint16_t)number_or_class(&models->words, name->bytes, name->size);
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
int read_tokens(Row *row) {
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
        size_t end = read_plain_word(row, at, token, &name, &chars);
        if (!end && (!(end = read_token(row, at, token, &name, &chars)) || name.size > LONGEST_NAME)) return 0;
        at = end;
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

/* The steps of the counts of all pairs. */
void row_count_pairs(Row *row) {
    uint64_t keys[PAIRS_AT_ONCE];
    uint8_t steps[PAIRS_AT_ONCE];
    if (row->has_pairs) return;
    for (Py_ssize_t from = 0; from <= row->count; from += PAIRS_AT_ONCE) {
        size_t some = row->count + 1 - from < PAIRS_AT_ONCE ? (size_t)(row->count + 1 - from) : PAIRS_AT_ONCE;
        for (size_t k = 0; k < some; k++) {
            Py_ssize_t i = from + (Py_ssize_t)k;
            keys[k] = (uint64_t)number_at_token(row, i - 1) << 16 | number_at_token(row, i);
        }
        sequence_steps(&row->models->pairs, keys, some, steps);
        for (size_t k = 0; k < some; k++) row->tokens[from + (Py_ssize_t)k].step = steps[k];
    }
    row->has_pairs = 1;
}

/* The same, and what the screens need more of than a few look-ups is made ready. The tables are looked at where they are mapped from now on:
   a thousand characters have 170 look-ups for the first time, and to read an entry takes ten times as long. */
int row_pairs_ready(Row *row) {
    Wordings *models = row->models;
    for (size_t i = 0; i < 3; i++) models->counts->sequences.tables[i].is_read = models->triples->tables[i].is_read = 0;
    row_count_pairs(row);
    return numbering_widen(&models->words) < 0 ? -1 : index_sieve(models->lexicon);
}

/* ---- what is known of tokens ------------------------------------------------------------------------------------------ */

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
