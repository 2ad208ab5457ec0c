/* Whether a phrase that the words beside it allow may be wrong at a place: how it is written there, and what counts of sequences and the
   models say (cleaner/filters/_english/phrases.py, phrase_limits.py). */

#include "phrases.h"
#include <math.h>

#define MOST_BEFORE 60  /* bytes before a place that are looked at for a name: fewer than CONTEXT of cleaner/filters/_english/context/gate.py */
#define TOKENS 80      /* code points, as in cleaner/filters/_english/spaces.py */
#define SHARE 0.3       /* of what counts say, and the most that they do, as in cleaner/filters/_english/phrase_limits.py */
#define MOST_COUNTED 10.0
#define MUCH_LESS (1 - 1e-9) /* of a probability, whose last digits depend on the machine */

/* ---- how it is written ------------------------------------------------------------------------------------------------- */

/* Whether a word with a capital before a space stands before a byte, as the last piece between two spaces: the first name of a name. */
static int is_behind_name(const unsigned char *utf8, size_t byte) {
    size_t end = byte, start, low = byte > MOST_BEFORE ? byte - MOST_BEFORE : 0;
    while (end > low && utf8[end - 1] != ' ') end--;
    if (end <= low + 1) return 0;
    for (start = --end; start > low && utf8[start - 1] != ' ';) start--;
    if ((start == low && low) || end < start + 2 || !is_ascii_capital(utf8[start])) return 0;
    return utf8[end - 1] < 0x80 && !strchr(".,;:!?(\"-*", utf8[end - 1]);
}

/* Whether the words of a needle may be written so: in small letters but for the first of a word, of no name the first, and neither
   joined to what is beside them nor before a capital. Letters beyond ASCII are not looked at. */
int phrase_may_be_written(const Needle *needle, TextPlace place) {
    size_t at = place.byte, step;
    uint32_t c;
    if (at && place.utf8[at - 1] < 0x80 && (is_glue(place.utf8[at - 1]) || place.utf8[at - 1] == '.')) return 0;
    for (size_t i = 0; i < needle->length; i++, at += step) {
        c = utf8_at(place.utf8 + at, &step);
        if (is_ascii_capital(c) && (i ? place.utf8[at - 1] != ' ' : is_behind_name(place.utf8, place.byte))) return 0;
    }
    if (at >= place.size) return 1;
    c = utf8_at(place.utf8 + at, &step);
    if (is_glue(c)) return 0;
    at += step;
    return at >= place.size || !is_ascii_capital(place.utf8[at]) || (place.utf8[at] == 'I' && at + 1 < place.size && place.utf8[at + 1] == ' ');
}

/* ---- counts of sequences ---------------------------------------------------------------------------------------------- */

/* The probability of a word and of the three behind it, each after three others; any number below the least, if it is lower: no factor
   is above 1. */
static double fits(const Phrases *self, const Neighbours *beside, uint32_t word, double least) {
    uint16_t begin = (uint16_t)self->begin, row[2 * MOST_BESIDE + 1] = {begin, begin, begin, (uint16_t)word};
    size_t size = MOST_BESIDE + 1;
    double p = 1;
    for (size_t i = 0; i < beside->left_count; i++) row[MOST_BESIDE - beside->left_count + i] = (uint16_t)beside->left[i];
    for (size_t i = 0; i < beside->right_count; i++) row[size++] = (uint16_t)beside->right[i];
    if (beside->right_count < MOST_BESIDE) row[size++] = (uint16_t)self->end;
    for (size_t i = MOST_BESIDE; i < size && p >= least; i++) p *= sequence_probability(&self->counts, row + i - MOST_BESIDE);
    return p;
}

/* Whether sequences of words find a phrase likelier than what is written between two bytes of a text; a text that is not plain may have it. */
static int may_fit(const Phrases *self, const Phrase *phrase, TextPlace place, size_t start, size_t end) {
    Neighbours beside;
    if (start < place.size && is_ascii_capital(place.utf8[start])) return 0; /* a name */
    if (!tokens_beside(&self->words, place.utf8, place.size, start, end, TOKENS, MOST_BESIDE, &beside)) return 1;
    double least = MUCH_LESS * fits(self, &beside, phrase->wrong_differing, 0);
    return fits(self, &beside, phrase->right_differing, least) >= least;
}

/* ---- models ------------------------------------------------------------------------------------------------------------ */

/* By how much a model finds the right word likelier between two bytes of a text; +INFINITY if it cannot tell, or the text is not plain. */
static double gain_of(PyObject *net, const Limit *limit, const unsigned char *utf8, size_t size, size_t start, size_t end) {
    uint32_t fillers[] = {(uint32_t)limit->wrong, (uint32_t)limit->right};
    double gain;
    if (limit->right < 0 || !masked_gains(net_model(net), utf8, size, start, end, fillers, 2, &gain)) return INFINITY;
    return gain;
}

/* What counts of sequences add to the nats of both models for a phrase between two bytes, at most. */
static double counted_at(const Phrases *self, const Phrase *phrase, TextPlace place, size_t start, size_t end) {
    Neighbours beside;
    if (!tokens_beside(&self->words, place.utf8, place.size, start, end, TOKENS, MOST_BESIDE, &beside)) return SHARE * MOST_COUNTED;
    double counted = log(fits(self, &beside, phrase->right_differing, 0) / fits(self, &beside, phrase->wrong_differing, 0));
    return SHARE * (counted < MOST_COUNTED ? counted : MOST_COUNTED);
}

/* Whether the models find a phrase between two bytes likely enough to be looked at. */
static int is_likely(const Phrases *self, const Phrase *phrase, TextPlace place, size_t start, size_t end) {
    double masked = gain_of(self->masked, &phrase->masked, place.utf8, place.size, start, end);
    if (masked < phrase->masked.least) return 0;
    double detector = gain_of(self->detector, &phrase->detector, place.utf8, place.size, start, end);
    if (detector < phrase->detector.least) return 0;
    if (masked + detector + SHARE * MOST_COUNTED < phrase->together_least) return 0;
    return phrase->together_least == -INFINITY || masked + detector + counted_at(self, phrase, place, start, end) >= phrase->together_least;
}

/* Whether one of some phrases of a needle may be wrong at a place: NO_PHRASE, IS_PHRASE, or NETS_WANTED if the models must say it. */
int phrase_may_be(const Phrases *self, const Needle *needle, unsigned int phrases, TextPlace place) {
    const Phrase *phrase = self->phrases + self->first_phrase[needle->number];
    int said = NO_PHRASE;
    for (; phrases; phrases >>= 1, phrase++) {
        if (!(phrases & 1)) continue;
        size_t start = chars_on(place.utf8, place.size, place.byte, (size_t)phrase->head);
        size_t end = chars_on(place.utf8, place.size, start, needle->length - (size_t)phrase->head - (size_t)phrase->tail);
        if (phrase->is_compared && !may_fit(self, phrase, place, start, end)) continue;
        if (!self->has_limits) said = NETS_WANTED;
        else if (!phrase->has_limit || is_likely(self, phrase, place, start, end)) return IS_PHRASE;
    }
    return said;
}
