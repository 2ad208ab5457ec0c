/* Whether a `to` and a past form ("the army to collapsed") may be an error: the first question of cleaner/filters/typos/grammar.py, which the
   error detector answers for most places. */

#include "scanner.h"

/* Whether some bytes are small letters of ASCII: 1, 0 if one is another character of ASCII, -1 if one is beyond it. */
static int are_small(const unsigned char *bytes, size_t count) {
    int are = 1;
    for (size_t i = 0; i < count; i++) {
        if (bytes[i] >= 0x80) return -1;
        are &= is_ascii_small(bytes[i]);
    }
    return are;
}

/* Whether the form that is word `n` of a text may be an error behind the `to` before it, in small letters and a blank away. */
static int may_be(const Scanner *self, const unsigned char *data, size_t size, size_t n) {
    const Cut *form = &self->cut[n], *to = form - 1;
    const unsigned char *letters = data + form->byte, *behind = letters + form->length; /* the text ends in a zero */
    int is_small = are_small(letters, form->length);
    if (is_small < 0 || to->byte + 3 != form->byte || data[to->byte + 2] != ' ') return 1;
    if (!is_small || memcmp(data + to->byte, "to", 2) || *behind == '-' || *behind == '\'') return 0;
    return past_may_be_wrong(self->to_past, data, size, to->byte, form->byte, form->byte + form->length, self->least_error, self->least_base);
}

/* Whether the form that is word `n` is to be looked at behind the `to` before it, once it is known which words the text has. */
int past_is_noted(Scanner *self, size_t n) {
    const Cut *to = &self->cut[n - 1];
    const unsigned char *letters = self->folded + 1 + to->start;
    if (to->length != 2 || memcmp(letters, "to", 2) || self->past_count >= MOST_PASTS) return 0; /* an adverb is between */
    self->pasts[self->past_count++] = (uint32_t)n;
    return 1;
}

/* Look at the forms that were noted: whether one may be an error, NETS_WANTED if the detector must say it. */
int look_at_pasts(const Scanner *self, const unsigned char *data, size_t size) {
    if (!self->past_count) return NO_PHRASE;
    if (!self->to_past) return NETS_WANTED;
    for (size_t i = 0; i < self->past_count; i++)
        if (may_be(self, data, size, self->pasts[i])) return IS_PHRASE;
    return NO_PHRASE;
}

/* set_to_past(net, least_error, least_base): what is asked about past forms, the nats from which on one of the words is an error, and those
   below which it may be the `to`. */
PyObject *scanner_set_to_past(PyObject *object, PyObject *args) {
    Scanner *self = (Scanner *)object;
    PyObject *net;
    double error, base;
    if (!PyArg_ParseTuple(args, "Odd", &net, &error, &base)) return NULL;
    if (!net_reads_past(net)) return PyErr_SetString(PyExc_ValueError, "a net for other questions"), NULL;
    if (self->to_past) Py_RETURN_NONE; /* another thread was quicker */
    self->least_error = error;
    self->least_base = base;
    self->to_past = Py_NewRef(net);
    Py_RETURN_NONE;
}
