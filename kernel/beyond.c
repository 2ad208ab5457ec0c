/* Words that the lexicon lacks and that have letters beyond ASCII: the lexicon has its words in UTF-8, texts are folded to a byte a letter. */

#include "unlisted.h"

int is_beyond(const unsigned char *word, size_t length) {
    for (size_t i = 0; i < length; i++)
        if (word[i] > 'z') return 1;
    return 0;
}

Utf8 utf8_of_folded(const unsigned char *word, size_t length) {
    Utf8 made = {.size = 0};
    for (size_t i = 0; i < length; i++) made.size += put_utf8(made.bytes + made.size, word[i]);
    return made;
}

static int is_common_of(Unlisted *self, const unsigned char *bytes, size_t size, size_t letters) {
    return letters < SHORTEST ? strings_hold(&self->short_words, bytes, size) : is_listed_to(self, bytes, size, COMMON);
}

/* `joint_of` a word with letters beyond ASCII, of so many letters. */
size_t joint_beyond(Unlisted *self, const Utf8 *word, size_t letters) {
    size_t cuts = 0, found = 0, at = 0;
    if (letters > LONGEST || !(strings_edge(&self->heads, word->bytes, word->size, 0) || strings_edge(&self->tails, word->bytes, word->size, 1))) return 0;
    for (size_t cut = 1; cut + 1 < letters; cut++) {
        const unsigned char *rest = word->bytes + (at += word->bytes[at] < 0x80 ? 1 : 2);
        size_t left = word->size - at;
        if (cut < 2) continue;
        if (!((strings_hold(&self->heads, word->bytes, at) && is_common_of(self, rest, left, letters - cut)) ||
              (strings_hold(&self->tails, rest, left) && is_common_of(self, word->bytes, at, cut))))
            continue;
        found = cut;
        cuts++;
    }
    return cuts == 1 ? found : 0;
}

/* Whether a word, in UTF-8 and folded, but for its first or its last letter is a common one, or it is part of one. */
int is_shifted_beyond(Unlisted *self, const Utf8 *made, const unsigned char *word, size_t length) {
    size_t first = word[0] < 0x80 ? 1 : 2, last = word[length - 1] < 0x80 ? 1 : 2;
    return is_common_of(self, made->bytes + first, made->size - first, length - 1) ||
           (word[length - 1] != 's' && is_common_of(self, made->bytes, made->size - last, length - 1)) || is_part(self, made->bytes, made->size);
}
