/* Words that are something with the word beside them alone: pieces that a space or a ligature parted, and a word that stands twice. What
   is said of a word by itself (facts.h) holds of many that stand beside no such word; here their neighbours are looked at, as
   cleaner/filters/_english/spaces.py and the filters of ligatures and of doubled words do, which may still find nothing. */

#include "unlisted.h"
#include "scanner.h"

enum { PIECED = 4, KNOWN = 5, WHOLE = 5, SHORTEST_EDGE = 4 }; /* as in spaces.py, ligatures.py and lost_ligatures.py */

typedef struct {
    const unsigned char *letters;
    size_t length; /* 0: there is none */
    int is_small;
} Side;

/* The words on both sides of one, each a space away; `is_strange`: letters beyond ASCII are near, about which Python is asked. */
typedef struct {
    Side word, left, right;
    int is_strange, is_parted; /* the second: a space stands on either side */
} Around;

/* Whether a word of the text has letters of ASCII alone. */
static int is_plain(const unsigned char *letters, size_t length) {
    for (size_t i = 0; i < length; i++)
        if (letters[i] < 'a' || letters[i] > 'z') return 0;
    return 1;
}

/* Whether a character that begins, or ends, at a byte may be a letter beyond ASCII: none of the marks of U+2000 to U+203F. */
static int begins_letter(const unsigned char *data) { return data[0] >= 0x80 && !(data[0] == 0xE2 && data[1] == 0x80); }

static int ends_letter(const unsigned char *data, size_t at) {
    return at && data[at - 1] >= 0x80 && !(at > 2 && data[at - 3] == 0xE2 && data[at - 2] == 0x80);
}

static Side side_of(const Cut *cut, const unsigned char *folded, const unsigned char *data) {
    const unsigned char *letters = folded + cut->start;
    return (Side){letters, cut->length, !memcmp(data + cut->byte, letters, cut->length)};
}

static Around look_around(const Scanner *self, const unsigned char *data, size_t n) {
    const unsigned char *folded = self->folded + 1;
    const Cut *cut = &self->cut[n], *before = n ? cut - 1 : NULL, *behind = n + 1 < self->cut_count ? cut + 1 : NULL;
    Around found = {0};
    if (!is_plain(folded + cut->start, cut->length)) return (Around){.is_strange = 1};
    size_t end = cut->byte + cut->length;
    found.word = side_of(cut, folded, data);
    if (cut->byte && data[cut->byte - 1] == ' ') {
        found.is_parted = 1;
        found.is_strange |= ends_letter(data, cut->byte - 1);
        if (before && before->start + before->length + 1 == cut->start && !found.is_strange) {
            found.left = side_of(before, folded, data);
            found.is_strange |= !is_plain(found.left.letters, found.left.length);
        }
    }
    if (data[end] == ' ') { /* the text ends in a zero */
        found.is_parted = 1;
        found.is_strange |= begins_letter(data + end + 1);
        if (behind && cut->start + cut->length + 1 == behind->start && !found.is_strange) {
            found.right = side_of(behind, folded, data);
            found.is_strange |= !is_plain(found.right.letters, found.right.length) || begins_letter(data + behind->byte + behind->length);
        }
    }
    return found;
}

/* Whether a word may stand by itself: `_is_known` of spaces.py. */
static int is_known(Unlisted *words, const unsigned char *word, size_t length) {
    return length < SHORTEST ? is_common(words, word, length) : is_listed_to(words, word, length, KNOWN);
}

/* Whether the space between two words, one of which is looked at, may be one too many, or a letter off. */
static int is_space_wrong(Unlisted *words, Side left, Side right) {
    unsigned char both[2 * LONGEST_WORD];
    size_t cut = left.length, length = cut + right.length;
    if (!cut || !right.length) return 0;
    memcpy(both, left.letters, cut);
    memcpy(both + cut, right.letters, right.length);
    if (is_listed_to(words, both, length, PIECED) && !(is_known(words, both, cut) && is_known(words, both + cut, right.length))) return 1;
    for (size_t place = cut - 1; place <= cut + 1; place += 2)
        if (place && place < length && is_common(words, both, place) && is_common(words, both + place, length - place)) return 1;
    return 0;
}

static int may_be_spaced(Unlisted *words, const Around *around) {
    return is_space_wrong(words, around->left, around->word) || is_space_wrong(words, around->word, around->right) ||
           joint_of(words, around->word.letters, around->word.length);
}

/* Whether two pieces are a common word with some letters between them; one with a capital may be a name. */
static int is_whole(Unlisted *words, Side left, Side right, const unsigned char *between, size_t count) {
    unsigned char made[2 * LONGEST_WORD + UINT8_MAX];
    size_t length = left.length + count + right.length;
    if (!left.length || !right.length) return 0;
    memcpy(made, left.letters, left.length);
    memcpy(made + left.length, between, count);
    memcpy(made + left.length + count, right.letters, right.length);
    return left.is_small && right.is_small ? is_listed_to(words, made, length, WHOLE) : index_holds(words->index, made, length);
}

/* Whether a ligature between two pieces makes them a word. */
static int is_completed(Unlisted *words, Side left, Side right) {
    const Strings *ligatures = &words->ligatures;
    const unsigned char *bytes = ligatures->bytes;
    for (size_t i = 0; i < ligatures->count; bytes += ligatures->lengths[i++])
        if (is_whole(words, left, right, bytes, ligatures->lengths[i])) return 1;
    return 0;
}

/* Whether a word has a role beside ligatures: b(efore) one, a(fter) one, e(dge). */
static int has_role(Unlisted *words, Side word, char role) {
    const char *pieces = words->pieces.buf;
    Py_ssize_t at = sorted_find(&words->pieces, (const char *)word.letters, (Py_ssize_t)word.length);
    for (; at >= 0 && at < words->pieces.len && pieces[at] != '\n'; at++)
        if (pieces[at] == role) return 1;
    return 0;
}

/* Whether a piece may have been parted from a ligature, or have lost one; a ligature by itself always may beside a space. */
static int may_be_piece(Unlisted *words, const Around *around) {
    Side word = around->word, left = around->left, right = around->right;
    if (strings_hold(&words->ligatures, word.letters, word.length) || strings_hold(&words->other_ligatures, word.letters, word.length))
        return around->is_parted;
    if (strings_edge(&words->ligatures, word.letters, word.length, 0) && is_whole(words, left, word, word.letters, 0)) return 1;
    if (strings_edge(&words->ligatures, word.letters, word.length, 1) && is_whole(words, word, right, word.letters, 0)) return 1;
    if (right.length && has_role(words, word, 'b') && is_completed(words, word, right)) return 1;
    if (left.length && has_role(words, word, 'a') && is_completed(words, left, word)) return 1;
    return word.length >= SHORTEST_EDGE && has_role(words, word, 'e');
}

/* Of the bits that word `n` of a text sets, those that it may set beside its neighbours. */
uint64_t bits_beside(const Scanner *self, const unsigned char *data, size_t n, uint64_t bits) {
    if (!self->unlisted || !(bits & (PLACED | PIECE))) return bits;
    Around around = look_around(self, data, n);
    if (around.is_strange) return bits;
    if (bits & PLACED && !may_be_spaced(self->unlisted, &around)) bits &= ~(uint64_t)PLACED;
    if (bits & PIECE && !may_be_piece(self->unlisted, &around)) bits &= ~(uint64_t)PIECE;
    return bits;
}

/* Whether word `n` of a text is the one before it once more: in small letters, behind a space or one line end. */
int is_doubled(const Scanner *self, const unsigned char *data, size_t n) {
    const unsigned char *folded = self->folded + 1;
    const Cut *second = &self->cut[n], *first = second - 1;
    if (!is_plain(folded + second->start, second->length)) return 1;
    size_t feeds = 0, end = first->byte + first->length;
    for (size_t i = end; i < second->byte; i++) {
        if (data[i] >= 0x80) return 1;
        if (data[i] > ' ') return 0;
        feeds += data[i] == '\n';
    }
    if (feeds > 1 || (!feeds && data[end] != ' ') || (!feeds && end + 1 != second->byte)) return 0;
    if (second->length == 1) return 1;
    return !memcmp(data + second->byte, folded + second->start, second->length) && !memcmp(data + first->byte + 1, data + second->byte + 1, second->length - 1);
}
