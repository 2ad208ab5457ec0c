/* Whether a word that the lexicon lacks is likely enough an error for its sentence to be asked: what may_be_misspelled of
   cleaner/filters/scan.py says of nearly all such words. */

#include "sounds.h"

#define LONGEST_JUDGED 59 /* letters of a word whose corrections the kernel looks for */

struct Misspelled {
    PyObject_HEAD
    PyObject *kept[2]; /* what the next two belong to */
    Unlisted *unlisted;
    const Spelling *spelling;
    Sounds sounds;
    Strings terms;                                  /* words that the lexicon lacks and that are no errors */
    double promising, short_promising, doubtful_promising; /* log-odds from which on a sentence is asked: for near words, doubtful ones */
    double least[8], rounding;                      /* with what else log-odds are compared, and by how much they may differ by rounding */
    size_t least_count;
};

/* 1 or 0; -1 if that must be asked otherwise. */
int misspelled_judge(const Misspelled *self, const unsigned char *word, size_t length) {
    Letters heard[MOST_HEARD], letters = {word, length};
    int kind = unlisted_nearness(self->unlisted, word, length), count = -1;
    if (kind == NOT_NEAR) return 0;
    if (kind == NOT_TOLD || length > LONGEST_JUDGED) return -1;
    if (kind == NEAR_BY_SOUND) {
        count = sounds_alike(&self->sounds, letters, heard);
        if (count <= 0) return count;
    }
    if (strings_hold(&self->terms, word, length)) return 0;
    if (kind == AMBIGUOUS) return 1;
    if (count < 0) count = sounds_alike(&self->sounds, letters, heard);
    if (count < 0) return -1;
    double found = spelling_prospect_of(self->spelling, letters, heard, (size_t)count);
    for (size_t i = 0; i < self->least_count; i++)
        if (found >= self->least[i] - self->rounding && found <= self->least[i] + self->rounding) return -1;
    if (kind != DOUBTFUL) return found >= self->promising;
    return found >= (length < SHORTEST_NEAR ? self->short_promising : self->doubtful_promising);
}

/* ---- the type -------------------------------------------------------------------------------------------------------- */

static int read_misspelled(Misspelled *self, PyObject *args) {
    PyObject *unlisted, *spelling, *sounds, *terms, *least;
    if (!PyArg_ParseTuple(args, "OOO!O!dddO!d", &unlisted, &spelling, &PyTuple_Type, &sounds, &PyTuple_Type, &terms, &self->promising,
                          &self->short_promising, &self->doubtful_promising, &PyTuple_Type, &least, &self->rounding))
        return -1;
    self->least_count = (size_t)PyTuple_Size(least);
    if (self->least_count > sizeof(self->least) / sizeof(*self->least)) return PyErr_SetString(PyExc_ValueError, "too many numbers"), -1;
    for (size_t i = 0; i < self->least_count; i++) self->least[i] = PyFloat_AsDouble(PyTuple_GetItem(least, (Py_ssize_t)i));
    if (PyErr_Occurred() || !(self->unlisted = unlisted_of(unlisted)) || !(self->spelling = spelling_of(spelling))) return -1;
    self->kept[0] = Py_NewRef(unlisted);
    self->kept[1] = Py_NewRef(spelling);
    return strings_read(&self->terms, terms) < 0 ? -1 : sounds_read(&self->sounds, sounds);
}

static PyObject *misspelled_new(PyTypeObject *type, PyObject *args, PyObject *keywords) {
    (void)keywords;
    Misspelled *self = new_object(type);
    return finished(self, self && read_misspelled(self, args) == 0);
}

static void misspelled_dealloc(PyObject *object) {
    Misspelled *self = (Misspelled *)object;
    for (size_t i = 0; i < 2; i++) Py_XDECREF(self->kept[i]);
    strings_free(&self->terms);
    sounds_free(&self->sounds);
    free_object(object);
}

/* The words of a text may be of any letters: those that are not told are left to Python. */
static PyObject *misspelled_may_be(PyObject *object, PyObject *word) {
    char *bytes;
    Py_ssize_t length;
    if (PyBytes_AsStringAndSize(word, &bytes, &length) < 0) return NULL;
    int said = misspelled_judge((Misspelled *)object, (const unsigned char *)bytes, (size_t)length);
    return said < 0 ? Py_NewRef(Py_None) : PyBool_FromLong(said);
}

static PyMethodDef misspelled_methods[] = {
    {"may_be", misspelled_may_be, METH_O, "Whether a word is likely enough an error for its sentence to be asked; None if that must be asked otherwise."},
    {NULL, NULL, 0, NULL},
};

DEFINE_TYPE(misspelled, misspelled, Misspelled, Misspelled, "Judges words that may be misspelled.");

Misspelled *misspelled_of(PyObject *object) {
    if (PyType_GetSlot(Py_TYPE(object), Py_tp_dealloc) == (void *)misspelled_dealloc) return (Misspelled *)object;
    return PyErr_SetString(PyExc_TypeError, "nothing that judges words"), NULL;
}

int add_misspelled(PyObject *module) { return add_type(module, &misspelled_spec); }
