/* The tokens around a place of a text of Latin-1 and of the usual marks and signs, cut as cleaner/models/error_detector.py cuts them. */

#include "masked.h"

enum { REACH = 240 }; /* characters on either side, as in cleaner/models/error_detector.py */
#define LONGEST_TOKEN 64 /* bytes; a longer one is left to Python */
#define NUMBER "0"
#define USUAL_BEFORE 150 /* characters that hold the tokens which count, and one more, nearly always */
#define USUAL_BEHIND 75

/* Where the tokens before a place are, of which the last count, or the first ones behind it; one that stands for marks has no characters,
   and its number instead of where it ends. */
typedef struct {
    int starts[2 * REACH + 2], ends[2 * REACH + 2];
    size_t count;
} Tokens;

/* ---- text ------------------------------------------------------------------------------------------------------------- */

/* Letters, and what Python takes for letters: small figures and fractions. */
static inline int is_letter(uint32_t c) {
    if (c < 0x80) return is_ascii_letter(c);
    return is_capital_of_latin1(c) || is_small_of_latin1(c) || c == 0xB2 || c == 0xB3 || c == 0xB9 || (c >= 0xBC && c <= 0xBE);
}

static int is_digit(uint32_t c) { return c >= '0' && c <= '9'; }

static int is_quote(uint32_t c) { return c == '"' || c == '\'' || c == 0x2018 || c == 0x2019 || c == 0x201C || c == 0x201D; }

static int is_usual(uint32_t c) { return c < 0x100 || is_sign_beyond_latin(c); }

/* The characters of a part of a text; how many, -1 if one of them is not usual. */
static int decoded(const unsigned char *text, size_t from, size_t to, uint32_t *chars) {
    int count = 0;
    for (size_t step; from < to; from += step) {
        step = 1;
        chars[count] = text[from] < 0x80 ? text[from] : utf8_at(text + from, &step);
        if (!is_usual(chars[count++])) return -1;
    }
    return count;
}

/* The white space with two line feeds at least that begins at a line feed: where its last one is, 0 if there is none. */
static inline int break_at(const uint32_t *chars, int count, int at) {
    int last = 0;
    if (chars[at] != '\n') return 0;
    for (int i = at + 1; i < count && is_white(chars[i]); i++)
        if (chars[i] == '\n') last = i;
    return last;
}

/* Where the letters, or the digits, from a character on end. */
static int run_end(const uint32_t *chars, int count, int at, int of_letters) {
    if (of_letters)
        while (at < count && is_letter(chars[at])) at++;
    else
        while (at < count && is_digit(chars[at])) at++;
    return at;
}

static int is_mark(uint32_t c) {
    return c == '.' || c == ',' || c == '-' || c == ';' || c == ':' || c == '!' || c == '?' || c == 0x2013 || c == 0x2014;
}

/* Where the token that begins at a character ends; the same place if none begins there. */
static int token_end(const uint32_t *chars, int count, int at) {
    int of_letters = is_letter(chars[at]), end;
    if (!of_letters && !is_digit(chars[at])) return at + is_mark(chars[at]);
    end = run_end(chars, count, at, of_letters);
    while (end + 1 < count && (of_letters ? is_letter(chars[end + 1]) : is_digit(chars[end + 1]))) {
        uint32_t tie = chars[end];
        if (of_letters ? tie != '\'' && tie != 0x2019 : tie != '.' && tie != ',') break;
        end = run_end(chars, count, end + 1, of_letters);
    }
    return end;
}

/* The number of a token and how it is written; 0 if it is too long. */
static int token_of(const Numbering *words, const uint32_t *chars, int from, int to, Token *token) {
    unsigned char plain[LONGEST_TOKEN + 4];
    size_t size = 0;
    int capitals = 0, small = 0, is_word = is_letter(chars[from]);
    for (int i = from; i < to; i++) {
        uint32_t c = chars[i];
        if (size >= LONGEST_TOKEN) return 0;
        capitals += is_capital_of_latin1(c);
        small += is_small_of_latin1(c);
        size += put_utf8(plain + size, is_capital_of_latin1(c) ? c + 32 : is_word && c == 0x2019 ? '\'' : c);
    }
    token->written = 0;
    if (is_digit(chars[from])) size = strlen(strcpy((char *)plain, NUMBER));
    else if (is_word && is_capital_of_latin1(chars[from])) token->written = to - from > 1 && capitals && !small ? CAPITALS : CAPITAL;
    token->number = number_or_class(words, plain, size);
    return 1;
}

/* Cut a piece into tokens, and what stands for marks between them, up to so many; `begins`: not for those before the first. */
static void cut_tokens(const uint32_t *chars, int count, int begins, size_t most, Tokens *found) {
    int last = 0;
    found->count = 0;
    for (int at = 0, end; at < count && found->count < most; at = end) {
        end = token_end(chars, count, at);
        if (end == at) {
            end++;
            continue;
        }
        int is_marked = 0, is_quoted = 0;
        for (int i = last; i < at; i++) {
            is_marked |= !is_white(chars[i]);
            is_quoted |= is_quote(chars[i]);
        }
        if (is_marked && (found->count || !begins)) {
            found->starts[found->count] = -1;
            found->ends[found->count++] = is_quoted ? QUOTE : MARK;
        }
        found->starts[found->count] = at;
        found->ends[found->count++] = end;
        last = end;
    }
}

/* Look up some of the tokens that were cut; 0 if one is too long. */
static int look_up(const Numbering *words, const uint32_t *chars, const Tokens *cut, size_t from, size_t to, Token *tokens) {
    for (size_t i = from; i < to; i++) {
        if (cut->starts[i] < 0) tokens[i - from] = (Token){(uint32_t)cut->ends[i], 0};
        else if (!token_of(words, chars, cut->starts[i], cut->ends[i], &tokens[i - from])) return 0;
    }
    return 1;
}

/* ---- the place -------------------------------------------------------------------------------------------------------- */

/* Cut a part of up to so many characters before a place into tokens, as far as its last paragraph goes; where its characters begin, -1 if
   it is not plain. */
static int cut_before(const unsigned char *text, size_t start, size_t most, uint32_t *chars, Tokens *found) {
    size_t low = chars_before(text, start, most);
    int count = decoded(text, low, start, chars), from = 0, begins = !low;
    if (count < 0) return -1;
    if (low) {
        while (from < count && chars[from] != ' ') from++;
        from += from < count;
    }
    for (int i = from; i < count; i++) {
        int last = break_at(chars, count, i);
        if (!last) continue;
        from = i = last;
        from++;
        begins = 1;
    }
    cut_tokens(chars + from, count - from, begins, SIZE_MAX, found);
    return from;
}

/* The tokens before a place: LEFT of them, the last ones. Where a shorter part holds more of them, the others make no difference. */
int tokens_before(const Numbering *words, const unsigned char *text, size_t start, Token *to) {
    uint32_t chars[REACH + 1];
    Tokens found;
    int from = cut_before(text, start, USUAL_BEFORE, chars, &found);
    if (from >= 0 && found.count <= LEFT) from = cut_before(text, start, REACH, chars, &found);
    if (from < 0) return 0;
    size_t missing = found.count < LEFT ? LEFT - found.count : 0;
    for (size_t i = 0; i < missing; i++) to[i] = (Token){START, 0};
    return look_up(words, chars + from, &found, found.count + missing - LEFT, found.count, to + missing);
}

/* Cut a part of up to so many characters behind a place into the tokens that count and one more; 0 if it is not plain. */
static int cut_behind(const unsigned char *text, size_t size, size_t end, size_t most, uint32_t *chars, Tokens *found) {
    int count = decoded(text, end, chars_on(text, size, end, most), chars), stop = 0;
    if (count < 0) return 0;
    while (stop < count && !break_at(chars, count, stop)) stop++;
    cut_tokens(chars, stop, 0, RIGHT + 1, found);
    return 1;
}

int tokens_behind(const Numbering *words, const unsigned char *text, size_t size, size_t end, Token *to) {
    uint32_t chars[REACH + 1];
    Tokens found;
    if (!cut_behind(text, size, end, USUAL_BEHIND, chars, &found)) return 0;
    if (found.count <= RIGHT && !cut_behind(text, size, end, REACH, chars, &found)) return 0;
    if (found.count > RIGHT) found.count = RIGHT;
    for (size_t i = found.count; i < RIGHT; i++) to[i] = (Token){END, 0};
    return look_up(words, chars, &found, 0, found.count, to);
}

/* The numbers of the tokens nearest to a place, in the order of the text: of at most `most` before it and `most` behind it, within so
   many characters; 0 if the text there is not plain. */
int tokens_beside(const Numbering *words, const unsigned char *text, size_t size, size_t start, size_t end, size_t reach, size_t most, Neighbours *found) {
    uint32_t chars[REACH + 1];
    Token token;
    if (reach > REACH) return 0;
    size_t low = chars_before(text, start, reach), high = chars_on(text, size, end, reach);
    found->left_count = found->right_count = 0;
    int count = decoded(text, low, start, chars);
    if (count < 0) return 0;
    for (int at = 0, to; at < count; at = to > at ? to : at + 1) {
        to = token_end(chars, count, at);
        if (to == at) continue;
        if (!token_of(words, chars, at, to, &token)) return 0;
        if (found->left_count == most) memmove(found->left, found->left + 1, (most - 1) * sizeof(uint32_t));
        else found->left_count++;
        found->left[found->left_count - 1] = token.number;
    }
    count = decoded(text, end, high, chars);
    if (count < 0) return 0;
    for (int at = 0, to; at < count && found->right_count < most; at = to > at ? to : at + 1) {
        to = token_end(chars, count, at);
        if (to == at) continue;
        if (!token_of(words, chars, at, to, &token)) return 0;
        found->right[found->right_count++] = token.number;
    }
    return 1;
}
