/* Characters of UTF-8, and kinds of characters that several parts ask for. */

#ifndef CLEANER_CHARACTERS_H
#define CLEANER_CHARACTERS_H

#include <stddef.h>
#include <stdint.h>

/* scripts.c */
#define OTHER_LETTER 1
uint32_t script_letter(uint32_t c);
size_t put_utf8(unsigned char *to, uint32_t c);
size_t chars_on(const unsigned char *utf8, size_t size, size_t at, size_t chars); /* where so many characters end */
int is_latin_letter(uint32_t c); /* a letter of words, beyond ASCII: -1 if that is not known here */
int is_space_beyond_latin(uint32_t c);
int is_sign_beyond_latin(uint32_t c);

/* The character at a place of UTF-8, and its bytes. */
static inline uint32_t utf8_at(const unsigned char *bytes, size_t *size) {
    uint32_t c = bytes[0];
    if (c < 0x80) return *size = 1, c;
    if (c < 0xE0) return *size = 2, (c & 0x1F) << 6 | (bytes[1] & 0x3F);
    size_t more = c >= 0xF0 ? 3 : 2;
    c &= 0x3F >> more;
    for (size_t i = 1; i <= more; i++) c = c << 6 | (bytes[i] & 0x3F);
    *size = more + 1;
    return c;
}

/* Whether a byte of UTF-8 continues a character. */
static inline int is_inside_character(unsigned char byte) { return (byte & 0xC0) == 0x80; }

/* Where the character begins that ends at a byte other than the first. */
static inline size_t char_before(const unsigned char *utf8, size_t at) {
    do at--;
    while (at > 0 && is_inside_character(utf8[at]));
    return at;
}

/* Where a part of up to so many characters before a byte begins. */
static inline size_t chars_before(const unsigned char *utf8, size_t at, size_t chars) {
    for (; at > 0 && chars > 0; chars--) at = char_before(utf8, at);
    return at;
}

static inline size_t count_characters(const unsigned char *utf8, size_t size) {
    size_t count = 0;
    for (size_t i = 0; i < size; i++) count += !is_inside_character(utf8[i]);
    return count;
}

static inline int is_ascii_small(uint32_t c) { return c >= 'a' && c <= 'z'; }

static inline int is_ascii_capital(uint32_t c) { return c >= 'A' && c <= 'Z'; }

static inline int is_ascii_letter(uint32_t c) { return is_ascii_small(c | 32); }

/* Letters of Latin-1 that are in small letters, or capitals, as str.islower and str.isupper tell. */
static inline int is_small_of_latin1(uint32_t c) {
    return is_ascii_small(c) || (c >= 0xDF && c <= 0xFF && c != 0xF7) || c == 0xAA || c == 0xB5 || c == 0xBA;
}

static inline int is_capital_of_latin1(uint32_t c) { return is_ascii_capital(c) || (c >= 0xC0 && c <= 0xDE && c != 0xD7); }

/* White space of Latin-1, as str.isspace tells, and the spaces of typesetting. */
static inline int is_white(uint32_t c) {
    return c == ' ' || (c >= 9 && c <= 13) || (c >= 28 && c <= 31) || c == 0x85 || c == 0xA0 || is_space_beyond_latin(c);
}

#endif
