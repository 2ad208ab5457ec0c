/* How often a text shows that its writer does not look twice: what the expression CARELESS of cleaner/filters/_english/judgement.py finds,
   one place behind the other. Beyond ASCII only letters of Latin and the usual marks are known here. */

#include "kernel.h"

#define LEAST_BEFORE 3   /* letters before a stop */

static const char *const SHORT_FORMS[] = {"i", "u", "ur", "im", "ive", "plz", "pls", "thx", "lol", "omg", "cuz", "coz", "thru", "ppl", "gonna", "wanna", "gotta"};

typedef struct {
    const unsigned char *bytes;
    size_t size;
    int is_unknown; /* a character that is not known here decides */
} Text;

static int is_small(const Text *text, size_t at) { return at < text->size && is_ascii_small(text->bytes[at]); }

static int is_one_of(const Text *text, size_t at, const char *marks) {
    return at < text->size && text->bytes[at] && text->bytes[at] < 0x80 && strchr(marks, text->bytes[at]) != NULL;
}

/* Whether a character is a letter or a digit of words, or a mark that joins them: those of [\w.'’-]. */
static int joins(Text *text, size_t at) {
    size_t step;
    uint32_t c = utf8_at(text->bytes + at, &step);
    if (c < 0x80) return (c >= '0' && c <= '9') || is_ascii_letter(c) || c == '_' || c == '.' || c == '\'' || c == '-';
    if (c == 0x2019) return 1;
    int known = is_latin_letter(c);
    if (known >= 0) return known;
    text->is_unknown = 1;
    return 1;
}

/* Whether a character is one of words: [\w]. */
static int is_of_word(Text *text, size_t at) {
    size_t step;
    uint32_t c = utf8_at(text->bytes + at, &step);
    if (c < 0x80) return (c >= '0' && c <= '9') || is_ascii_letter(c) || c == '_';
    int known = is_latin_letter(c);
    if (known >= 0) return known;
    text->is_unknown = 1;
    return 1;
}

/* Whether a short form begins with a letter. */
static int begins_short_form(unsigned char letter) {
    static const uint32_t firsts = 1u << ('c' - 'a') | 1u << ('g' - 'a') | 1u << ('i' - 'a') | 1u << ('l' - 'a') | 1u << ('o' - 'a') |
                                   1u << ('p' - 'a') | 1u << ('t' - 'a') | 1u << ('u' - 'a') | 1u << ('w' - 'a');
    return firsts >> (letter - 'a') & 1;
}

/* Where a short form by itself ends; 0 if none begins at a place. */
static size_t short_form(Text *text, size_t at) {
    size_t before = at;
    for (size_t k = 0; k < sizeof(SHORT_FORMS) / sizeof(*SHORT_FORMS); k++) {
        if (SHORT_FORMS[k][0] != text->bytes[at]) continue; /* as nearly all do */
        size_t length = strlen(SHORT_FORMS[k]), end = at + length;
        if (end > text->size || memcmp(text->bytes + at, SHORT_FORMS[k], length)) continue;
        if (end < text->size && joins(text, end)) continue;
        if (before == at && before > 0) before = char_before(text->bytes, at);
        if (!at || !joins(text, before)) return end;
        return 0;
    }
    return 0;
}

/* Where a sentence that begins with a small letter is seen to do so, from the letters before the stop that ends the one before. */
static size_t small_beginning(const Text *text, size_t at) {
    size_t end = at;
    for (; end < at + LEAST_BEFORE; end++)
        if (!is_small(text, end)) return 0;
    if (!is_one_of(text, end, ".!?") || !is_one_of(text, ++end, " ")) return 0;
    while (is_one_of(text, end, " ")) end++;
    if (!is_small(text, end)) return 0;
    while (is_small(text, end)) end++;
    return is_one_of(text, end, " ") && is_small(text, end + 1) ? end + 2 : 0;
}

static int ends_at(const Text *text, size_t at) { /* as "$" does */
    return at == text->size || (at + 1 == text->size && text->bytes[at] == '\n');
}

static int is_stop(unsigned char byte) { return byte == '.' || byte == '!' || byte == '?'; }

/* Whether a small letter stands between two others, and before no stop that is looked back from: most letters do. */
static int is_amidst(const Text *text, size_t at) {
    const unsigned char *bytes = text->bytes + at; /* the text ends in a zero */
    if (!at || !is_ascii_small(bytes[0]) || !is_ascii_small(bytes[1]) || !is_ascii_small(bytes[-1])) return 0;
    return at + LEAST_BEFORE >= text->size || !is_stop(bytes[LEAST_BEFORE]);
}

static size_t sign_at(Text *text, size_t at) {
    size_t end;
    if (is_small(text, at)) {
        int is_inside = at > 0 && is_small(text, at - 1); /* as most letters are */
        if (!is_inside && begins_short_form(text->bytes[at]) && (end = short_form(text, at))) return end;
        if (at + LEAST_BEFORE < text->size && is_stop(text->bytes[at + LEAST_BEFORE]) && (end = small_beginning(text, at))) return end;
        if (is_small(text, at + 1)) return 0; /* so are most pairs */
        if (is_one_of(text, at + 1, " ") && is_one_of(text, at + 2, ",!?") && (is_one_of(text, at + 3, " ") || ends_at(text, at + 3))) return at + 3;
        return is_one_of(text, at + 1, ",!?") && is_small(text, at + 2) ? at + 3 : 0;
    }
    if ((text->bytes[at] != '!' && text->bytes[at] != '?') || !is_one_of(text, at + 1, "!?")) return 0;
    for (end = at + 2; is_one_of(text, end, "!?");) end++;
    return end;
}

/* What is counted in a text; None if a character decides that is not known here, or if there are surrogates. */
static PyObject *counted(PyObject *string, long (*count)(Text *)) {
    Py_ssize_t size;
    const unsigned char *bytes = plain_utf8(string, &size);
    if (!bytes) return none_or_error();
    Text text = {bytes, (size_t)size, 0};
    long found = count(&text);
    if (text.is_unknown) Py_RETURN_NONE;
    return PyLong_FromLong(found);
}

static long count_signs(Text *text) {
    long found = 0;
    for (size_t at = 0, end; at < text->size && !text->is_unknown; at = end ? end : at + 1) {
        end = is_amidst(text, at) ? 0 : sign_at(text, at);
        found += end > 0;
    }
    return found;
}

/* careless(text): how many there are. */
static PyObject *careless(PyObject *module, PyObject *string) {
    (void)module;
    return counted(string, count_signs);
}

static long count_opened(Text *text) {
    const unsigned char *bytes = text->bytes;
    long found = 0;
    for (size_t at = 0; at < text->size; at++) {
        size_t length = bytes[at] == '\'' ? 1 : bytes[at] == 0xE2 && !memcmp(bytes + at, "\xE2\x80\x98", 3) ? 3 : 0;
        if (!length || at + length >= text->size) continue;
        int before = at ? is_of_word(text, char_before(bytes, at)) : 0, behind = is_of_word(text, at + length);
        if (at && (bytes[at - 1] == '\'' || (at >= 3 && !memcmp(bytes + at - 3, "\xE2\x80\x99", 3)))) continue;
        found += behind && !before;
    }
    return found;
}

/* opened(text): how often a single quotation mark stands before a word and behind none, as SINGLE_OPENED of
   cleaner/filters/_english/context/gate.py says. */
static PyObject *opened(PyObject *module, PyObject *string) {
    (void)module;
    return counted(string, count_opened);
}

static PyMethodDef functions[] = {
    {"opened", opened, METH_O, "How often a single quotation mark opens before a word; None if that must be asked otherwise."},
    {"careless", careless, METH_O, "How often a text shows that its writer does not look twice; None if that must be asked otherwise."},
    {NULL, NULL, 0, NULL},
};

int add_careless(PyObject *module) { return PyModule_AddFunctions(module, functions); }
