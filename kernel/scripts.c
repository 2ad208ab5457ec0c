/* Characters of UTF-8, and letters of scripts other than Latin, by which lines are told from phrases (cleaner/filters/phrase_edges.py). */

#include "kernel.h"

size_t put_utf8(unsigned char *to, uint32_t c) {
    if (c < 0x80) return to[0] = (unsigned char)c, 1;
    size_t more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    for (size_t i = more; i > 0; i--, c >>= 6) to[i] = (unsigned char)(0x80 | (c & 0x3F));
    to[0] = (unsigned char)((more == 1 ? 0xC0 : more == 2 ? 0xE0 : 0xF0) | c);
    return more + 1;
}

#define BETWEEN(low, high) (c >= (low) && c <= (high))

/* The small letter of a character; 0 for signs, digits and marks; OTHER_LETTER for a letter, or whatever else, of another script.
   The same is in cleaner/filters/phrase_edges.py. */
uint32_t script_letter(uint32_t c) {
    if (c < 0x80) return is_ascii_letter(c) ? OTHER_LETTER : 0;
    if (c < 0xC0 || c == 0xD7 || c == 0xF7) return c == 0xAA || c == 0xB5 || c == 0xBA ? OTHER_LETTER : 0;
    if (BETWEEN(0x400, 0x40F)) return c + 80;
    if (BETWEEN(0x410, 0x42F)) return c + 32;
    if (BETWEEN(0x430, 0x45F)) return c; /* Cyrillic */
    if (BETWEEN(0x5D0, 0x5EA)) return c; /* Hebrew */
    if (BETWEEN(0x620, 0x63F) || BETWEEN(0x641, 0x64A) || BETWEEN(0x671, 0x6D3)) return c; /* Arabic */
    if (c == 0x60C || c == 0x61B || c == 0x61F || c == 0x640 || BETWEEN(0x64B, 0x669) || BETWEEN(0x6F0, 0x6F9)) return 0;
    if (BETWEEN(0x904, 0x939)) return c; /* Devanagari */
    if (BETWEEN(0x900, 0x903) || BETWEEN(0x93A, 0x96F)) return 0;
    if (BETWEEN(0xE01, 0xE30) || c == 0xE32 || c == 0xE33 || BETWEEN(0xE40, 0xE46)) return c; /* Thai */
    if (BETWEEN(0xE31, 0xE5B)) return 0;
    if (BETWEEN(0x2000, 0x2BFF) || BETWEEN(0x3000, 0x3004) || BETWEEN(0x3008, 0x3020) || c == 0x30FB) return 0;
    if (BETWEEN(0x3041, 0x3096) || BETWEEN(0x30A1, 0x30FA) || c == 0x30FC || BETWEEN(0x4E00, 0x9FFF) || BETWEEN(0xAC00, 0xD7A3))
        return c; /* Japanese, Chinese, Korean */
    if (BETWEEN(0xFF01, 0xFF0F) || BETWEEN(0xFF1A, 0xFF20) || c == 0xFEFF) return 0;
    return OTHER_LETTER;
}

/* Where so many characters of UTF-8 end. */
size_t chars_on(const unsigned char *utf8, size_t size, size_t at, size_t chars) {
    for (; at < size && chars > 0; chars--) {
        do at++;
        while (at < size && is_inside_character(utf8[at]));
    }
    return at;
}

#define LAST_LATIN 0x24F /* of the letters of Latin */

/* Whether a character beyond ASCII is one of [^\W\d_]: of Latin and the usual marks that is known here, of others it is not. */
int is_latin_letter(uint32_t c) {
    if (c >= 0xC0 && c <= LAST_LATIN) return c != 0xD7 && c != 0xF7;
    if (c < 0xC0) return c == 0xAA || c == 0xB2 || c == 0xB3 || c == 0xB5 || c == 0xB9 || c == 0xBA || (c >= 0xBC && c <= 0xBE);
    return c == 0x2013 || c == 0x2014 || c == 0x2018 || c == 0x2019 || c == 0x201C || c == 0x201D || c == 0x2026 ? 0 : -1;
}

int is_space_beyond_latin(uint32_t c) {
    return (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F;
}

/* Whether a character beyond Latin-1 is known to be no letter and no digit: a mark, a space, a sign of money, an arrow, a picture. */
int is_sign_beyond_latin(uint32_t c) {
    if ((c >= 0x2000 && c <= 0x206F) || (c >= 0x20A0 && c <= 0x20C0) || c == 0x2122) return 1;
    return (c >= 0x2190 && c <= 0x245F) || (c >= 0x2500 && c <= 0x2775) || (c >= 0x1F300 && c <= 0x1F64F);
}
