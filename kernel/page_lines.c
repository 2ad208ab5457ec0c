/* Lines that are on pages alone: the path to the page, rows of links that the law asks for, claims of rights. Names and labels are told
   by their letters: small, without marks, and without accented ones (`letters_alone` of cleaner/filters/phrase_edges.py). */

#include "mojibake.h"
#include "sketches.h"

#define LONGEST_HOME 60   /* letters of the name of a home page with what stands before it, and more */
#define LONGEST_LINKS 200 /* code points of a row of links, as in cleaner/filters/boilerplate/_page/footers.py */
#define LONGEST_CLAIM 240 /* code points of a claim, as in cleaner/filters/boilerplate/_evidence/cues.py */

enum { GREEK_ALPHA = 0x391, GREEK_OMEGA = 0x3A9, SMALL_ALPHA = 0x3B1, SMALL_OMEGA = 0x3C9, LAST_SIGMA = 0x3C2 };

/* The small letter by which a character counts; 0 for signs, marks and digits; OTHER_LETTER for letters that do not count. Those are of
   ASCII as well that a comparison without case takes for such. */
static uint32_t letter_of(uint32_t c) {
    static const uint16_t rounded[] = {0x432, 0x434, 0x43E, 0x441, 0x442, 0x442, 0x44A}; /* forms of Cyrillic letters */
    if (is_ascii_letter(c)) return c | 32;
    if (c < 0x80) return 0;
    if (c == 0x130 || c == 0x131) return 'i';
    if (c == 0x17F) return 's';
    if (c == 0x212A) return 'k';
    if (c == 0x3F4 || c == 0x2126) return c == 0x3F4 ? 0x3B8 : 0x3C9; /* theta, omega */
    if (c >= GREEK_ALPHA && c <= GREEK_OMEGA) return c + 32;
    if (c >= SMALL_ALPHA && c <= SMALL_OMEGA) return c == LAST_SIGMA ? c + 1 : c;
    if (c >= 0x1C80 && c <= 0x1C86) return rounded[c - 0x1C80];
    return script_letter(c);
}

static int is_known(const Edges *edges, uint64_t hash, int part) { return edges->edges && edge_kinds(edges, hash ^ (hash >> 29), part) != 0; }

/* Whether a line may begin with the name of a home page, or with what stands before a path: it ends where a word does. */
int begins_path(const Edges *edges, const unsigned char *line, size_t size) {
    uint64_t hash = FIRST_HASH;
    size_t letters = 0;
    int in_word = 0;
    for (size_t i = 0, width; i <= size && letters < LONGEST_HOME; i += width) {
        uint32_t letter = 0;
        width = 1;
        if (i < size) letter = letter_of(utf8_at(line + i, &width));
        if (!letter && in_word && letters && is_known(edges, hash, HOME)) return 1;
        in_word = letter != 0;
        if (!letter || letter == OTHER_LETTER) continue;
        hash = with_letter(hash, letter);
        letters++;
    }
    return 0;
}

static int is_bar(uint32_t c) { return c == '|' || c == 0xB7 || c == 0xBB || c == 0x2022 || c == 0x203A; }

static int is_dash(uint32_t c) { return c == '/' || c == '-' || c == 0x2013 || c == 0x2014; }

/* Whether a line may be a row of links: of several pieces, by bars, or dashes between spaces, one is a label of the law or of consent. */
int may_be_links(const Edges *edges, const unsigned char *line, size_t size, size_t chars) {
    uint64_t hash = FIRST_HASH;
    size_t pieces = 0;
    int is_filled = 0, is_telling = 0; /* whether the piece has anything, and whether a piece is such a label */
    uint32_t before = 0;
    if (chars > LONGEST_LINKS) return 0;
    for (size_t i = 0, width, ahead; i <= size; i += width) {
        uint32_t c = '|';
        width = 1;
        if (i < size) c = utf8_at(line + i, &width);
        int is_end = is_bar(c) || (is_dash(c) && is_space(before) && i + width < size && is_space(utf8_at(line + i + width, &ahead)));
        before = c;
        if (is_end) {
            pieces += (size_t)is_filled;
            is_telling |= hash != FIRST_HASH && is_known(edges, hash, OF_LAW);
            if (i < size) is_filled = 0;
            hash = FIRST_HASH;
            continue;
        }
        is_filled |= !is_space(c);
        uint32_t letter = letter_of(c);
        if (letter && letter != OTHER_LETTER) hash = with_letter(hash, letter);
    }
    return pieces > 1 && is_telling;
}

/* Where some letters and spaces of ASCII stand at the beginning of a line, whatever their case. */
static int begins_with(const unsigned char *line, size_t size, const char *words) {
    for (size_t i = 0, width; *words; words++, i += width) {
        if (i >= size) return 0;
        uint32_t c = utf8_at(line + i, &width), letter = c < 0x80 && !is_ascii_letter(c) ? c : letter_of(c);
        if (letter != (unsigned char)*words) return 0;
    }
    return 1;
}

/* Whether a line may say whose the page is: it begins with the sign of copyright or what is written for it. */
int may_claim_rights(const unsigned char *line, size_t size, size_t chars) {
    size_t at = 0, width;
    for (uint32_t c; at < size && (c = utf8_at(line + at, &width), is_space(c)); at += width) continue;
    if (at == size || chars > LONGEST_CLAIM) return 0;
    line += at;
    size -= at;
    if (line[0] == 0xC2) return line[1] == 0xA9;
    if (line[0] == '(') return begins_with(line, size, "(c) ");
    return (line[0] | 32) == 'c' ? begins_with(line, size, "copyright") : (line[0] | 32) == 'a' && begins_with(line, size, "all rights reserved");
}
