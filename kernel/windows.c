/* UTF-8 that was read as Windows-1252 or ISO 8859-1: bytes of characters, and characters of bytes; white space. */

#include "mojibake.h"

int is_space(uint32_t c) {
    if (c <= ' ') return c == ' ' || (c >= 9 && c <= 13) || (c >= 0x1C && c <= 0x1F);
    return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

/* The characters of the bytes 0x80 to 0x9F; those that Windows leaves undefined are the controls of their number, as in browsers. */
static const uint16_t shown[32] = {
    0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D, 0x17D, 0x8F,
    0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178,
};

int to_windows(uint32_t c) {
    if (c < 0x80 || (c >= 0xA0 && c <= 0xFF)) return (int)c;
    for (int i = 0; i < 32; i++)
        if (shown[i] == c) return 0x80 + i;
    return -1;
}

/* What stands for a byte that was lost is no byte here: SUBSTITUTE and U+FFFD. */
int to_bytes(const uint32_t *text, size_t size, unsigned char *bytes) {
    uint32_t all = 0;
    for (size_t i = 0; i < size; i++) {
        if (text[i] == 0x1A) return NO_BYTES;
        all |= text[i];
    }
    if (all < 0x100) {
        for (size_t i = 0; i < size; i++) bytes[i] = (unsigned char)text[i];
        return LATIN_1;
    }
    for (size_t i = 0; i < size; i++) {
        int byte = text[i] < 0x80 ? (int)text[i] : to_windows(text[i]);
        if (byte < 0) return NO_BYTES;
        bytes[i] = (unsigned char)byte;
    }
    return WINDOWS_1252;
}

size_t from_utf8(const unsigned char *bytes, size_t size, uint32_t *text) {
    size_t count = 0;
    for (size_t i = 0; i < size; i++) {
        uint32_t c = bytes[i];
        if (c >= 0x80) {
            size_t more = c >= 0xF0 ? 3 : c >= 0xE0 ? 2 : 1;
            if (c < 0xC2 || c > 0xF4 || size - i <= more) return NOWHERE;
            c &= 0x3F >> more;
            for (size_t k = 0; k < more; k++) {
                if ((bytes[++i] & 0xC0) != 0x80) return NOWHERE;
                c = c << 6 | (bytes[i] & 0x3F);
            }
            if (more > 1 && (c < (more == 2 ? 0x800u : 0x10000u) || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))) return NOWHERE;
        }
        text[count++] = c;
    }
    return count;
}
