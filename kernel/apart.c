/* Words that are something with the word beside them alone: pieces that a space or a ligature parted, and a word that stands twice. What
   is said of a word by itself (facts.h) holds of many that stand beside no such word; here their neighbours are looked at, as
   cleaner/filters/_english/spaces.py and the filters of ligatures and of doubled words do, which may still find nothing. */

#include "unlisted.h"
#include "scanner.h"

enum { PIECED = 4, KNOWN = 5, COMMONER = 5, LEAST_COMMON = 6, SHORTEST_EDGE = 4 }; /* as in spaces.py and the filters of ligatures */

typedef struct {
    const unsigned char *letters;
    size_t length; /* 0: there is none */
    int is_small;
} Side;

/* The words on both sides of one, each a space away, and the byte behind it; `is_strange`: letters beyond ASCII are near, about which
   Python is asked. */
typedef struct {
    Side word, left, right;
    const unsigned char *end;
    int is_strange, is_behind_space;
} Around;

enum { WORD, NUMBER, STRANGE }; /* what a run of letters is: of ASCII alone, with a digit, with another letter */

static int kind_of(const unsigned char *letters, size_t length) {
    int kind = WORD;
    for (size_t i = 0; i < length; i++) {
        if (letters[i] == '0') kind = NUMBER;
        else if (letters[i] < 'a' || letters[i] > 'z') return STRANGE;
    }
    return kind;
}

static int is_plain(const unsigned char *letters, size_t length) { return kind_of(letters, length) == WORD; }

/* Whether a character that begins, or ends, at a byte may be a letter beyond ASCII: none of the marks of U+2000 to U+203F. */
static int begins_letter(const unsigned char *data) { return data[0] >= 0x80 && !(data[0] == 0xE2 && data[1] == 0x80); }

static int ends_letter(const unsigned char *data, size_t at) {
    return at && data[at - 1] >= 0x80 && !(at > 2 && data[at - 3] == 0xE2 && data[at - 2] == 0x80);
}

/* A word of the text, none if it has a digit. */
static Side side_of(const Cut *cut, const unsigned char *folded, const unsigned char *data, int *is_strange) {
    const unsigned char *letters = folded + cut->start;
    int kind = kind_of(letters, cut->length);
    *is_strange |= kind == STRANGE;
    return kind == WORD ? (Side){letters, cut->length, !memcmp(data + cut->byte, letters, cut->length)} : (Side){0};
}

static Around look_around(const Scanner *self, const unsigned char *data, size_t n) {
    const unsigned char *folded = self->folded + 1;
    const Cut *cut = &self->cut[n], *before = n ? cut - 1 : NULL, *behind = n + 1 < self->cut_count ? cut + 1 : NULL;
    Around found = {0};
    if (!is_plain(folded + cut->start, cut->length)) return (Around){.is_strange = 1};
    size_t end = cut->byte + cut->length;
    found.end = data + end; /* the text ends in a zero */
    found.word = side_of(cut, folded, data, &found.is_strange);
    found.is_behind_space = cut->byte && data[cut->byte - 1] == ' ';
    if (found.is_behind_space) {
        found.is_strange |= ends_letter(data, cut->byte - 1);
        if (before && before->start + before->length + 1 == cut->start && !found.is_strange) found.left = side_of(before, folded, data, &found.is_strange);
    }
    if (data[end] == ' ') {
        found.is_strange |= begins_letter(data + end + 1);
        if (behind && cut->start + cut->length + 1 == behind->start && !found.is_strange) {
            found.right = side_of(behind, folded, data, &found.is_strange);
            found.is_strange |= found.right.length && begins_letter(data + behind->byte + behind->length);
        }
    }
    return found;
}

/* Whether a word may stand by itself: `_is_known` of spaces.py. */
static int is_known(Unlisted *words, const unsigned char *word, size_t length) {
    return length < SHORTEST ? is_common(words, word, length) : is_listed_to(words, word, length, KNOWN);
}

/* Whether the space between two words may be one too many, or a letter off. One of them is looked at; if the other may stand by itself and
   the first is in no list of misspellings (`is_listed`), a function word (of any language: those are known here) must come out. */
static int is_space_wrong(const Scanner *self, Side left, Side right, int is_left_other, int is_listed) {
    Unlisted *words = self->unlisted;
    unsigned char both[2 * LONGEST_WORD];
    size_t cut = left.length, length = cut + right.length;
    if (!cut || !right.length) return 0;
    memcpy(both, left.letters, cut);
    memcpy(both + cut, right.letters, right.length);
    int is_left_known = is_known(words, both, cut), is_right_known = is_known(words, both + cut, right.length);
    if (is_listed_to(words, both, length, PIECED) && !(is_left_known && is_right_known)) return 1;
    for (size_t place = cut - 1; place <= cut + 1; place += 2) {
        if (!place || place >= length || !is_common(words, both, place) || !is_common(words, both + place, length - place)) continue;
        if (is_listed || !(is_left_other ? is_left_known : is_right_known)) return 1;
        if (table_find(&self->voters, both, place) || table_find(&self->voters, both + place, length - place)) return 1;
    }
    return 0;
}

static int may_be_spaced(const Scanner *self, const Around *around, int is_listed) {
    return is_space_wrong(self, around->left, around->word, 1, is_listed) || is_space_wrong(self, around->word, around->right, 0, is_listed) ||
           joint_of(self->unlisted, around->word.letters, around->word.length);
}

/* Whether two pieces are a word of the lexicon up to a size class with some letters between them; one with a capital may be a name. */
static int is_whole(Unlisted *words, Side left, Side right, const unsigned char *between, size_t count, int most) {
    unsigned char made[2 * LONGEST_WORD + UINT8_MAX];
    size_t length = left.length + count + right.length;
    memcpy(made, left.letters, left.length);
    memcpy(made + left.length, between, count);
    memcpy(made + left.length + count, right.letters, right.length);
    return left.is_small && right.is_small ? is_listed_to(words, made, length, most) : index_holds(words->index, made, length);
}

/* Whether a ligature between two pieces makes them a word. */
static int is_completed(Unlisted *words, Side left, Side right) {
    const Strings *ligatures = &words->ligatures;
    const unsigned char *bytes = ligatures->bytes;
    for (size_t i = 0; i < ligatures->count; bytes += ligatures->lengths[i++])
        if (is_whole(words, left, right, bytes, ligatures->lengths[i], COMMONER)) return 1;
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

/* Whether a ligature by itself may belong to a word beside it: one of English or, between two spaces, of another language; or to one that
   a line end parts. */
static int may_be_ligature(Unlisted *words, const Around *around) {
    Side word = around->word, left = around->left, right = around->right;
    const unsigned char *end = around->end;
    if (!around->is_behind_space && *end != ' ') return 0;
    if (around->is_behind_space && *end == ' ' && word.letters[0] == 'f') return 1;
    end += *end == ' ';
    if (*end == 2 || *end >= 0x80 || (*end == '-' && (end[1] == '\r' || end[1] == '\n'))) return 1;
    return (left.length && is_whole(words, left, word, word.letters, 0, LEAST_COMMON)) ||
           (right.length && is_whole(words, word, right, word.letters, 0, LEAST_COMMON)) ||
           (left.length && right.length && is_whole(words, left, right, word.letters, word.length, LEAST_COMMON));
}

/* Whether a piece may have been parted from a ligature, or have lost one. */
static int may_be_piece(Unlisted *words, const Around *around) {
    Side word = around->word, left = around->left, right = around->right;
    int is_ligature = strings_hold(&words->ligatures, word.letters, word.length) || strings_hold(&words->other_ligatures, word.letters, word.length);
    if (is_ligature && may_be_ligature(words, around)) return 1;
    if (left.length && strings_edge(&words->ligatures, word.letters, word.length, 0) && is_whole(words, left, word, word.letters, 0, COMMONER)) return 1;
    if (right.length && strings_edge(&words->ligatures, word.letters, word.length, 1) && is_whole(words, word, right, word.letters, 0, COMMONER)) return 1;
    if (right.length && has_role(words, word, 'b') && is_completed(words, word, right)) return 1;
    if (left.length && has_role(words, word, 'a') && is_completed(words, left, word)) return 1;
    return word.length >= SHORTEST_EDGE && has_role(words, word, 'e');
}

/* Of the bits that word `n` of a text sets, those that it may set beside its neighbours. */
uint64_t bits_beside(const Scanner *self, const unsigned char *data, size_t n, uint64_t bits) {
    if (bits & NEAR && !may_be_whole(self, data, n)) bits &= ~(uint64_t)NEAR;
    if (!self->unlisted || !(bits & (PLACED | PIECE))) return bits;
    Around around = look_around(self, data, n);
    if (around.is_strange) return bits;
    if (bits & PLACED && !may_be_spaced(self, &around, (bits & LISTED) != 0)) bits &= ~(uint64_t)PLACED;
    if (bits & PIECE && !may_be_piece(self->unlisted, &around)) bits &= ~(uint64_t)PIECE;
    return bits;
}

/* Whether a word behind "an" may be one with a letter that belongs to "and" or "any": `in_and` of spaces.py. */
int may_be_and(const Scanner *self, const unsigned char *letters, size_t length) {
    if (letters[0] != 'd' && letters[0] != 'y') return 0;
    return !self->unlisted || !is_plain(letters, length) || is_common(self->unlisted, letters + 1, length - 1);
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
