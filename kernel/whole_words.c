/* Where a word stands by itself, as one that may be misspelled must. */

#include "scanner.h"

enum { NO_MARK, OPENING = 1, CLOSING = 2, APOSTROPHE = 4, MAY_BE_ANY = 8 }; /* what stands beside a word */

/* What a byte of UTF-8 begins, or ends if it `is_before`: OPENING for what a word may stand behind, CLOSING for what may stand behind it. */
static int mark_of(const unsigned char *byte, int is_before) {
    const unsigned char *first = is_before ? byte - 2 : byte;
    if (*byte < 0x80) {
        if (*byte == ' ' || (*byte >= 9 && *byte <= 13) || (*byte >= 28 && *byte <= 31) || *byte == '"') return OPENING | CLOSING;
        if (*byte == '\'') return OPENING | APOSTROPHE;
        return *byte == '(' || *byte == '[' ? OPENING : *byte && strchr(",;:!?)]", *byte) ? CLOSING : NO_MARK;
    }
    if (first[0] != 0xE2 || first[1] != 0x80) return MAY_BE_ANY;
    if (first[2] == 0x93 || first[2] == 0x94) return OPENING | CLOSING; /* dashes */
    return first[2] == 0x99 ? APOSTROPHE : first[2] == 0x98 || first[2] == 0x9C ? OPENING : first[2] == 0x9D ? CLOSING : MAY_BE_ANY;
}

/* Whether a word with what stands behind its apostrophe is one of the lexicon: "aren't", "the calender's". */
static int is_form(const Scanner *self, const unsigned char *word, size_t length, const unsigned char *ending, size_t letters) {
    unsigned char form[2 * LONGEST_WORD + 1];
    if (length + letters + 1 > sizeof(form)) return 0;
    memcpy(form, word, length);
    form[length] = '\'';
    for (size_t i = 0; i < letters; i++) form[length + 1 + i] = ending[i] | 32;
    return index_holds(&self->index, form, length + 1 + letters) || (letters == 1 && form[length + 1] == 's' && index_holds(&self->index, word, length));
}

/* Whether a word may stand by itself, with an ending behind an apostrophe or not: whole_word_at of cleaner/filters/_english/unknown.py. */
int may_be_whole(const Scanner *self, const unsigned char *data, size_t n) {
    const Cut *cut = &self->cut[n];
    const unsigned char *behind = data + cut->byte + cut->length; /* the text ends in a zero */
    if (cut->byte > 2 && !(mark_of(data + cut->byte - 1, 1) & (OPENING | MAY_BE_ANY))) return 0;
    int mark = mark_of(behind, 0);
    if (mark & APOSTROPHE) {
        const unsigned char *ending = behind += *behind < 0x80 ? 1 : 3;
        while (is_ascii_letter(*behind)) behind++;
        if (*behind >= 0x80 && mark_of(behind, 0) == MAY_BE_ANY) return 1;
        if (behind == ending || is_form(self, self->folded + 1 + cut->start, cut->length, ending, (size_t)(behind - ending))) return 0;
        mark = mark_of(behind, 0);
    }
    if (*behind == '.') return !(is_ascii_letter(behind[1]) || (behind[1] >= '0' && behind[1] <= '9') || behind[1] == '_');
    return !*behind || mark & (CLOSING | MAY_BE_ANY);
}
