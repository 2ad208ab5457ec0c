/* The sentence around a place of a text, and the quotation that holds it: sentence and passage of
   cleaner/filters/_english/context/varieties.py. */

#include "passages.h"

enum { SENTENCE = 300, FULL_LINE = 45, SHORT_QUOTE = 2 }; /* code points; words of a quotation that says too little */

/* ---- the sentence ------------------------------------------------------------------------------------------------------- */

static int closes(uint32_t c) { return c == '"' || c == 0x201D || c == 0x2019 || c == '\'' || c == ')' || c == ']'; }

static int opens(uint32_t c) { return c == '"' || c == 0x201C || c == 0x2018 || c == '\'' || c == '(' || c == '['; }

/* Where what SENTENCE_END finds at a character ends, of a piece that is read up to `stop`; -1 for nothing. */
static int end_of_stop(const uint32_t *chars, int at, int stop) {
    int behind = at + 1, feed = -1;
    if (chars[at] == '\n') {
        for (; behind < stop && is_white(chars[behind]); behind++)
            if (chars[behind] == '\n') feed = behind;
        if (feed >= 0) return feed + 1;
        if (behind >= stop) return -1;
        uint32_t c = chars[behind];
        return c == '-' || c == '*' || c == 0x2022 || is_digit(c) ? at + 1 : -1;
    }
    if (chars[at] != '.' && chars[at] != '!' && chars[at] != '?' && chars[at] != 0x2026) return -1;
    while (behind < stop && closes(chars[behind])) behind++;
    int end = behind;
    while (end < stop && is_white(chars[end])) end++;
    if (end == behind) return -1;
    for (behind = end; behind < stop && opens(chars[behind]);) behind++;
    return behind < stop && (is_ascii_capital(chars[behind]) || is_digit(chars[behind])) ? end : -1;
}

/* Whether a line feed ends a line that is too short to have been wrapped. */
static int is_short_break(const Piece *piece, int at) {
    if (piece->chars[at] != '\n') return 0;
    if (at < FULL_LINE && piece->is_beginning) return 1;
    for (int before = at - 1; before >= 0 && before >= at - FULL_LINE; before--)
        if (piece->chars[before] == '\n') return 1;
    return 0;
}

void find_sentence(const Piece *piece, int *begin, int *finish) {
    int low = most(0, piece->start - SENTENCE), high = least(piece->count, piece->end + SENTENCE), stop = least(piece->count, piece->start + 1);
    *begin = low;
    for (int at = low, end; at < stop; at = end < 0 ? at + 1 : end) {
        end = end_of_stop(piece->chars, at, stop);
        if (end >= 0 && end <= piece->start) *begin = end;
    }
    for (int at = piece->start - 1; at >= *begin; at--)
        if (is_short_break(piece, at)) *begin = at + 1;
    *finish = high;
    for (int at = piece->end, end; at < high && *finish == high; at++)
        if ((end = end_of_stop(piece->chars, at, high)) >= 0) {
            *finish = end;
            break;
        }
    for (int at = piece->end; at < *finish; at++)
        if (is_short_break(piece, at)) *finish = at;
}

/* ---- the quotation ------------------------------------------------------------------------------------------------------ */

static const uint32_t QUOTATIONS[][2] = {{0x201C, 0x201D}, {0xAB, 0xBB}, {0x201E, 0x201C}, {'"', '"'}, {0x2018, 0x2019}, {'_', '_'}, {'*', '*'}};

int end_of_word(const uint32_t *chars, int at, int high) {
    while (at < high && (is_letter(chars[at]) || (is_apostrophe(chars[at]) && at + 1 < high && is_letter(chars[at + 1])))) at++;
    return at;
}

static int words_between(const uint32_t *chars, int low, int high) {
    int words = 0;
    for (int at = low; at < high; at++)
        if (is_letter(chars[at])) {
            words++;
            at = end_of_word(chars, at, high);
        }
    return words;
}

void find_passage(const Piece *piece, int *low, int *high) {
    for (size_t pair = 0; pair < sizeof(QUOTATIONS) / sizeof(*QUOTATIONS); pair++) {
        uint32_t opening = QUOTATIONS[pair][0], closing = QUOTATIONS[pair][1];
        int left = piece->start - 1, right = piece->end, marks = 0, is_closed = 0;
        while (left >= *low && piece->chars[left] != opening) is_closed |= piece->chars[left--] == closing;
        while (right < *high && piece->chars[right] != closing) right++;
        if (left < *low || right >= *high || (closing != opening && is_closed)) continue;
        for (int at = *low; at < piece->start; at++) marks += piece->chars[at] == opening;
        if (opening == closing && marks % 2 == 0) continue;
        if (words_between(piece->chars, left, right) <= SHORT_QUOTE) continue;
        *low = left + 1;
        *high = right;
        return;
    }
}
