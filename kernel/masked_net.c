/* The masked model as a type of Python: words that may stand at a place of a text are compared. */

#include "masked.h"
#include <math.h>

#define MOST_FILLERS 32 /* words that are compared */
#define MOST_ASKED 256  /* words of which is asked whether all are unlikely */

typedef struct {
    PyObject_HEAD
    Masked model;
} Net;

static PyObject *net_new(PyTypeObject *type, PyObject *args, PyObject *keywords) {
    (void)keywords;
    Net *self = new_object(type);
    return finished(self, self && masked_open(&self->model, args) == 0);
}

const Masked *net_model(PyObject *net) { return &((Net *)net)->model; }

static void net_dealloc(PyObject *object) {
    masked_close(&((Net *)object)->model);
    free_object(object);
}

/* A place in the UTF-8 of a text; `owner` is to be released afterwards. */
typedef struct {
    const unsigned char *utf8;
    size_t size, from, to;
    PyObject *owner;
} Place;

/* The place between two code points of a text; -1 for an error. */
static int place_between(PyObject *text, Py_ssize_t start, Py_ssize_t end, Place *place) {
    Py_ssize_t size;
    place->utf8 = utf8_of(text, &size, &place->owner);
    if (!place->utf8) return -1;
    place->size = (size_t)size;
    place->from = chars_on(place->utf8, place->size, 0, (size_t)start);
    place->to = chars_on(place->utf8, place->size, place->from, (size_t)(end - start));
    return 0;
}

/* gains(text, start, end, fillers): how much likelier (nats) each filler behind the first one is than it between two code points of a
   text; None if what stands around them is not plain. */
static PyObject *net_gains(PyObject *object, PyObject *args) {
    const Masked *model = &((Net *)object)->model;
    Place place;
    PyObject *text, *numbers;
    Py_ssize_t start, end;
    uint32_t fillers[MOST_FILLERS];
    double gains[MOST_FILLERS];
    if (!PyArg_ParseTuple(args, "UnnO!", &text, &start, &end, &PyTuple_Type, &numbers)) return NULL;
    Py_ssize_t count = PyTuple_Size(numbers);
    if (count < 1 || count > MOST_FILLERS || start < 0 || end < start) return PyErr_SetString(PyExc_ValueError, "there is no such place"), NULL;
    for (Py_ssize_t i = 0; i < count; i++) {
        fillers[i] = (uint32_t)PyLong_AsUnsignedLong(PyTuple_GetItem(numbers, i));
        if (PyErr_Occurred()) return NULL;
        if (fillers[i] >= model->filler_count) return PyErr_SetString(PyExc_ValueError, "there is no such filler"), NULL;
    }
    if (place_between(text, start, end, &place) < 0) return NULL;
    int is_plain = masked_gains(model, place.utf8, place.size, place.from, place.to, fillers, (size_t)count, gains);
    Py_XDECREF(place.owner);
    if (!is_plain) Py_RETURN_NONE;
    PyObject *list = PyList_New(count - 1);
    for (Py_ssize_t i = 0; list && i + 1 < count; i++) {
        PyObject *gain = PyFloat_FromDouble(gains[i]);
        if (!gain || PyList_SetItem(list, i, gain) < 0) Py_CLEAR(list);
    }
    return list;
}

/* log_probability(text, start, end, filler): of a filler, among all, between two code points of a text; None if what stands around them is
   not plain. */
static PyObject *net_log_probability(PyObject *object, PyObject *args) {
    const Masked *model = &((Net *)object)->model;
    Place place;
    PyObject *text;
    Py_ssize_t start, end;
    unsigned int filler;
    double found = 0;
    if (!PyArg_ParseTuple(args, "UnnI", &text, &start, &end, &filler)) return NULL;
    if (start < 0 || end < start || filler >= model->filler_count) return PyErr_SetString(PyExc_ValueError, "there is no such place, or filler"), NULL;
    if (place_between(text, start, end, &place) < 0) return NULL;
    int is_plain = masked_log_probability(model, place.utf8, place.size, place.from, place.to, filler, &found);
    Py_XDECREF(place.owner);
    if (is_plain < 0) return NULL;
    return is_plain ? PyFloat_FromDouble(found) : Py_NewRef(Py_None);
}

/* Read a tuple of fillers, and one of as many numbers; -1 for an error. */
static int read_asked(const Masked *model, PyObject *numbers, PyObject *asked, uint32_t *fillers, double *least) {
    Py_ssize_t count = PyTuple_Size(numbers);
    if (count > MOST_ASKED || PyTuple_Size(asked) != count) return PyErr_SetString(PyExc_ValueError, "too many fillers, or other ones"), -1;
    for (Py_ssize_t i = 0; i < count; i++) {
        fillers[i] = (uint32_t)PyLong_AsUnsignedLong(PyTuple_GetItem(numbers, i));
        least[i] = PyFloat_AsDouble(PyTuple_GetItem(asked, i));
        if (PyErr_Occurred()) return -1;
        if (fillers[i] >= model->filler_count) return PyErr_SetString(PyExc_ValueError, "there is no such filler"), -1;
    }
    return 0;
}

/* are_below(text, start, end, fillers, least): whether the log-probability of each filler between two code points of a text is certainly
   lower than what is asked of it. */
static PyObject *net_are_below(PyObject *object, PyObject *args) {
    const Masked *model = &((Net *)object)->model;
    Place place;
    PyObject *text, *numbers, *asked;
    Py_ssize_t start, end;
    uint32_t fillers[MOST_ASKED];
    double least[MOST_ASKED];
    if (!PyArg_ParseTuple(args, "UnnO!O!", &text, &start, &end, &PyTuple_Type, &numbers, &PyTuple_Type, &asked)) return NULL;
    if (start < 0 || end < start) return PyErr_SetString(PyExc_ValueError, "there is no such place"), NULL;
    if (read_asked(model, numbers, asked, fillers, least) < 0 || place_between(text, start, end, &place) < 0) return NULL;
    int are_below = masked_are_below(model, place.utf8, place.size, place.from, place.to, fillers, least, (size_t)PyTuple_Size(numbers));
    Py_XDECREF(place.owner);
    return PyBool_FromLong(are_below);
}

/* logits(text, start, end, asked): of all fillers, where the word of a number is to stand between two code points of a text; None if what
   stands around them is not plain. */
static PyObject *net_logits(PyObject *object, PyObject *args) {
    const Masked *model = &((Net *)object)->model;
    Place place;
    PyObject *text;
    Py_ssize_t start, end;
    unsigned int asked;
    if (!PyArg_ParseTuple(args, "UnnI", &text, &start, &end, &asked)) return NULL;
    if (start < 0 || end < start || asked >= model->word_count || model->row != (PLACES + 1) * model->width)
        return PyErr_SetString(PyExc_ValueError, "there is no such place, or word"), NULL;
    if (place_between(text, start, end, &place) < 0) return NULL;
    const int16_t *answer = masked_answer(model, place.utf8, place.size, place.from, place.to, asked);
    Py_XDECREF(place.owner);
    if (!answer) Py_RETURN_NONE;
    PyObject *list = PyList_New((Py_ssize_t)model->filler_count);
    for (Py_ssize_t i = 0; list && i < (Py_ssize_t)model->filler_count; i++) {
        PyObject *found = PyFloat_FromDouble(masked_logit(model, answer, (uint32_t)i));
        if (!found || PyList_SetItem(list, i, found) < 0) Py_CLEAR(list);
    }
    return list;
}

/* ---- past forms --------------------------------------------------------------------------------------------------------- */

enum { RIGHT_WORDS, DROPPED, BASE, OTHER, READINGS }; /* of a `to` and a past form: Reading of cleaner/models/error_detector.py */
#define SLACK 1e-6 /* nats by which sums may differ from those of Python */

/* The logarithm of a sum of exponentials. */
static double summed(const double *values, size_t count) {
    double most = values[0], sum = 0;
    for (size_t i = 1; i < count; i++)
        if (values[i] > most) most = values[i];
    for (size_t i = 0; i < count; i++) sum += exp(values[i] - most);
    return most + log(sum);
}

int net_reads_past(PyObject *net) {
    const Masked *model = net_model(net);
    return model->filler_count == READINGS && model->row == (PLACES + 1) * model->width;
}

/* Whether a `to` or the past form behind it, which begins at a byte, may be an error: no if the form is right by enough nats, and rather than
   the `to` too many a base form is meant. */
int past_may_be_wrong(PyObject *net, const unsigned char *text, size_t size, size_t start, size_t form, size_t end, double least_error, double least_base) {
    const Masked *model = net_model(net);
    uint32_t asked = number_or_class(&model->words, text + form, end - form);
    const int16_t *answer = asked < model->word_count ? masked_answer(model, text, size, start, end, asked) : NULL;
    double said[READINGS];
    if (!answer) return 1;
    for (uint32_t i = 0; i < READINGS; i++) said[i] = masked_logit(model, answer, i);
    double others[] = {said[DROPPED], said[OTHER]};
    return summed(said + DROPPED, READINGS - DROPPED) - said[RIGHT_WORDS] > least_error - SLACK || said[BASE] - summed(others, 2) < least_base + SLACK;
}

static PyMethodDef net_methods[] = {
    {"logits", net_logits, METH_VARARGS, "Of all fillers at a place of a text, given the word that is to stand there; None if it is not plain."},
    {"log_probability", net_log_probability, METH_VARARGS, "Of a filler among all at a place of a text (nats); None if it is not plain."},
    {"are_below", net_are_below, METH_VARARGS, "Whether the log-probability of each of some fillers at a place of a text is certainly lower than a number."},
    {"gains", net_gains, METH_VARARGS, "How much likelier (nats) some fillers are at a place of a text than the first one; None if it is not plain."},
    {NULL, NULL, 0, NULL},
};

DEFINE_TYPE(net, net, Net, Net, "Compares words that may stand at a place.");

int add_net(PyObject *module) { return add_type(module, &net_spec); }
