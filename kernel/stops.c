/* Characters beyond plain text for which filters of encodings wait; cleaner/filters/stops.py says what they are to each of them. */

#include "scanner.h"

enum { MOJIBAKE = 1, CODEC_PAIR = 2, INNER_MARK = 0x80 }; /* kinds, as there */

/* Letters of Latin script, and of Greek, Cyrillic and Armenian: LATIN and OTHER of cleaner/filters/encoding/_mixed.py. */
static int is_latin(uint32_t c) { return is_ascii_letter(c) || c == 0xB5 || (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7); }

static int is_other(uint32_t c) { return (c >= 0x370 && c <= 0x52F) || (c >= 0x531 && c <= 0x587); }

/* A Russian capital before a small letter that no codec pair makes of it and its neighbours. */
static int is_usual_capital(uint32_t c) { return c >= 0x410 && c <= 0x42F && !(c == 0x419 || (c >= 0x429 && c <= 0x42C)); }

static int is_usual_sign(uint32_t c) { return c == '\n' || c == '\t' || (c >= ' ' && c < 0x7F && !is_ascii_letter(c)); }

/* Whether a Russian capital begins a word: before and behind it stands what stands there in any Russian text. */
static int begins_word(uint32_t before, uint32_t c, const unsigned char *behind) {
    if (!is_usual_capital(c)) return 0;
    int is_begun = is_usual_sign(before) || before == 0xAB || before == 0xBB || (before >= 0x2013 && before <= 0x2026 && before != 0x2020 && before != 0x2021);
    int is_small_behind = (behind[0] == 0xD0 && behind[1] >= 0xB0) || (behind[0] == 0xD1 && behind[1] >= 0x80 && behind[1] <= 0x8F);
    return is_begun && (is_small_behind || !behind[0] || is_usual_sign(behind[0]));
}

/* The bits of a character beyond ASCII, between another one and the bytes behind it, which end in a zero. */
uint64_t stops_at(const Scanner *self, uint32_t before, uint32_t c, const unsigned char *behind) {
    unsigned int kinds = c < MOST_STOPS ? ((const unsigned char *)self->stops.buf)[c] : 0;
    if (!kinds && !is_other(c) && !is_other(before)) return 0; /* as most characters */
    if (kinds & INNER_MARK && is_ascii_small(before) && is_ascii_small(behind[0])) kinds |= CODEC_PAIR;
    if (kinds & (MOJIBAKE | CODEC_PAIR) && begins_word(before, c, behind)) kinds &= ~(unsigned int)(MOJIBAKE | CODEC_PAIR);
    uint64_t found = (uint64_t)(kinds & ~(unsigned int)INNER_MARK) << STOPS;
    if (is_other(c) ? is_latin(before) || is_ascii_letter(behind[0]) : is_latin(c) && is_other(before)) found |= BIT(TWO_SCRIPTS);
    return found;
}
