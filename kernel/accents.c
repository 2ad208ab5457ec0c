/* Words with one accented letter, and whether a text writes one of them plainly so often that its accent may be an error:
   cleaner/filters/encoding/accents.py looks into the others when somebody asks for its suggestions. */

#include "kernel.h"

enum { LONGEST_TEXT = 20000, MOST_WORDS = 16, SHORTEST = 4, OFTEN = 3 }; /* bytes, words looked at, letters; times of a consensus */

/* The letters of ACCENTED of accents.py. */
static int is_accented(uint32_t c) {
    if (c >= 0xC0 && c <= 0xFF) {
        uint32_t small = c | 0x20;
        return c == 0xFF || (small != 0xE6 && small != 0xF0 && small != 0xF7 && small != 0xF8 && small < 0xFE && c != 0xDF);
    }
    return c == 0x160 || c == 0x161 || c == 0x178 || c == 0x17D || c == 0x17E;
}

static int is_equal(unsigned char one, unsigned char other) { return one == other || (is_ascii_letter(one) && (one ^ 32) == other); }

/* Whether letters, a letter of ASCII and other letters stand in a text, in any case, at least so often. */
static int stands_often(const unsigned char *text, size_t size, const unsigned char *word, size_t before, const unsigned char *behind, size_t after) {
    int found = 0;
    for (size_t at = 0; at + before + 1 + after <= size; at++) {
        size_t i = 0;
        while (i < before && is_equal(text[at + i], word[i])) i++;
        if (i < before || !is_ascii_letter(text[at + before])) continue;
        for (i = 0; i < after && is_equal(text[at + before + 1 + i], behind[i]);) i++;
        if (i == after && ++found == OFTEN) return 1;
    }
    return 0;
}

/* lone_accents(text): where accented letters stand in words of ASCII letters beside, four letters or more; None if a text writes one of
   them plainly often, or is too long or full of them. */
static PyObject *lone_accents(PyObject *module, PyObject *string) {
    (void)module;
    Py_ssize_t length, offset = 0;
    const unsigned char *text = plain_utf8(string, &length);
    if (!text) return none_or_error();
    size_t size = (size_t)length, words = 0;
    if (size > LONGEST_TEXT) Py_RETURN_NONE;
    PyObject *found = PyList_New(0);
    for (size_t at = 0, width = 1; found && at < size; at += width, offset++) {
        uint32_t c = text[at];
        width = 1;
        if (c < 0x80 || !is_accented(c = utf8_at(text + at, &width))) continue;
        size_t start = at, end = at + width;
        while (start && is_ascii_letter(text[start - 1])) start--;
        while (end < size && is_ascii_letter(text[end])) end++;
        if (end - start - width + 1 < SHORTEST) continue;
        if (++words > MOST_WORDS || stands_often(text, size, text + start, at - start, text + at + width, end - at - width)) {
            Py_DECREF(found);
            Py_RETURN_NONE;
        }
        PyObject *place = PyLong_FromSsize_t(offset);
        if (!place || PyList_Append(found, place) < 0) Py_CLEAR(found);
        Py_XDECREF(place);
    }
    return found;
}

static PyMethodDef functions[] = {
    {"lone_accents", lone_accents, METH_O, "Where accented letters stand in words whose plain form is not written often."},
    {NULL, NULL, 0, NULL},
};

int add_accents(PyObject *module) { return PyModule_AddFunctions(module, functions); }
