/* Whether the lines around a place may be code, verse, a list, or what speakers say in turn (cleaner/filters/_english/context/varieties.py). */

#include "prose.h"

enum { TURN_LEAST = 3, CODE_LEAST = 2 }; /* lines of speakers, signs of code */
enum { MOST_PIECES = 4 }; /* of a line before a colon, where a speaker may stand */
enum { FEWEST_LINES = 4, NEAR_LINES = 5, SHORTEST_LINE = 12, LONGEST_FREE = 160, WORDS_OF_ITEM = 2 }; /* of verse and lists */
#define SHARE 0.8   /* of lines */
#define STOPPED 0.6 /* of lines that end with a stop */
#define TURNS 0.5   /* of lines of speakers */

/* Lines, and of them those that may be lines of verse by their length, begin with a capital, end with a stop, have many words. */
typedef struct {
    int lines, of_verse, with_capital, stopped, of_words;
} Counted;

/* Whether the first letter of a line is a capital. */
static int has_capital(const Passage *passage, int from, int to) {
    while (from < to && !is_letter(passage->chars[from])) from++;
    return from < to && is_capital_of_latin1(passage->chars[from]);
}

/* Whether a line ends with a stop, quotation marks and brackets behind it aside. */
static int has_stop(const Passage *passage, int from, int to) {
    while (to > from && (is_among(passage->chars[to - 1], "\"')") || passage->chars[to - 1] == 0x201D || passage->chars[to - 1] == 0x2019)) to--;
    return to > from && is_among(passage->chars[to - 1], ".!?");
}

/* Count a line, if it is not blank or `anyway`. */
static int count_line(const Passage *passage, int from, int to, int anyway, Counted *counted) {
    int words = 0;
    while (from < to && is_white(passage->chars[from])) from++;
    while (to > from && is_white(passage->chars[to - 1])) to--;
    if (from == to && !anyway) return 0;
    for (int at = from; at < to && words <= WORDS_OF_ITEM; at++)
        words += is_letter(passage->chars[at]) && (at == from || !(is_letter(passage->chars[at - 1]) || is_apostrophe(passage->chars[at - 1])));
    counted->lines++;
    counted->of_verse += to - from >= SHORTEST_LINE && to - from <= LONGEST_FREE;
    counted->with_capital += has_capital(passage, from, to);
    counted->stopped += has_stop(passage, from, to);
    counted->of_words += words > WORDS_OF_ITEM;
    return 1;
}

/* How many signs of code a line has at most. */
static int signs_of_code(const Passage *passage, int from, int to) {
    int found = 0;
    while (to > from && is_white(passage->chars[to - 1])) to--;
    found += to > from && is_among(passage->chars[to - 1], "{}<>$=|;");
    for (int at = from; at < to; at++) {
        uint32_t c = passage->chars[at], following = at + 1 < to ? passage->chars[at + 1] : 0;
        found += c == '_' || c == '$' || c == '<' || c == '=' || (c == '(' && following == ')') || (c == ':' && following == ':');
        found += (c == '-' && following == '>') || (c >= 'a' && c <= 'z' && following >= 'A' && following <= 'Z');
    }
    return found;
}

/* Whether the lines around the place may be code, verse or a list. */
int may_be_lines(const Passage *passage) {
    Counted counted = {0};
    int begin = passage->start, stop = passage->end, high = passage->count;
    while (begin > 0 && passage->chars[begin - 1] != '\n') begin--;
    while (stop < high && passage->chars[stop] != '\n') stop++;
    if (signs_of_code(passage, begin, stop) >= CODE_LEAST) return 1;
    count_line(passage, begin, stop, 1, &counted);
    for (int to = begin - 1, seen = 0; to >= 0 && seen < NEAR_LINES;) {
        int from = to;
        while (from > 0 && passage->chars[from - 1] != '\n') from--;
        seen += count_line(passage, from, to, 0, &counted);
        to = from - 1;
    }
    for (int from = stop + 1, seen = 0; from < high && seen < NEAR_LINES;) {
        int to = from;
        while (to < high && passage->chars[to] != '\n') to++;
        seen += count_line(passage, from, to, 0, &counted);
        from = to + 1;
    }
    if (counted.lines < FEWEST_LINES) return 0;
    if (counted.lines - counted.of_words > SHARE * counted.lines) return 1;
    return counted.of_verse >= SHARE * counted.lines && counted.with_capital >= SHARE * counted.lines && counted.stopped <= STOPPED * counted.lines;
}

/* ---- speakers ---------------------------------------------------------------------------------------------------------- */

static int is_blank(unsigned char byte) { return byte == ' ' || byte == '\t'; }

/* Whether a speaker may stand before a line: a few words, and a mark with a blank. */
static int may_have_speaker(const unsigned char *text, size_t from, size_t to) {
    int pieces = 0;
    for (size_t at = from; at < to && pieces <= MOST_PIECES; at++) {
        if (!is_blank(text[at])) pieces += at == from || is_blank(text[at - 1]);
        if (pieces && (text[at] == '\t' || ((text[at] == ':' || text[at] == '>') && at + 1 < to && is_blank(text[at + 1])))) return 1;
    }
    return 0;
}

/* Whether a line has a mark or a letter of ASCII, so that it is not blank. */
static int has_sign(const unsigned char *text, size_t from, size_t to) {
    while (from < to && (text[from] <= ' ' || text[from] >= 0x7F)) from++;
    return from < to;
}

/* Whether speakers may stand before half of the lines near a place: from the line that begins LINES_REACH before it. */
int may_have_turns(const unsigned char *text, size_t size, size_t start) {
    size_t low = chars_before(text, start, LINES_REACH), high = chars_on(text, size, start, LINES_REACH);
    int found = 0, lines = 0;
    while (low > 0 && text[low - 1] != '\n') low--;
    for (size_t from = low; from < high;) {
        const unsigned char *feed = memchr(text + from, '\n', high - from);
        size_t to = feed ? (size_t)(feed - text) : high;
        found += may_have_speaker(text, from, to);
        lines += has_sign(text, from, to);
        from = to + 1;
    }
    return found >= TURN_LEAST && found >= TURNS * lines;
}
