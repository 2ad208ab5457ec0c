/* The cloze model of cleaner/models/cloze.py: what the neighbours of a gap say together, and how much likelier one filler is than another.
   The sums are made in the order of Python, with products and what is added to them kept apart. */

#include "wordings.h"

#define SIDES (2 * REACH_OF_GAP)
#define MOST_HIDDEN 256
#define SHARES_BITS 8 /* of the number of a share that is kept: most neighbours are the commonest words */

/* Rows of bytes, each with a scale. */
typedef struct {
    Py_buffer cells, scales; /* bytes, numbers of four bytes */
    size_t width;
    long long place; /* of the cells in the file of the model */
} Matrix;

struct Cloze {
    PyObject_HEAD
    Numbering words;
    Matrix embed, first, second, rows;
    Py_buffer first_bias, second_bias, row_bias; /* numbers of four bytes */
    size_t units, said;
    double *shares;      /* of neighbours at their places, `units` each */
    int file;             /* of which few rows are read, -1: none; where it is mapped, a look at one brings sixteen pages into memory */
    uint32_t *share_keys; /* of each the row and the place and 1; 0: none */
};

static float float_at(const Py_buffer *numbers, size_t at) { return ((const float *)numbers->buf)[at]; }

/* A row of a matrix with a row for each word. */
static const int8_t *row_of_word(const Cloze *self, const Matrix *matrix, uint32_t number, int8_t *read) {
    size_t at = number * matrix->width;
    if (read_part(self->file, matrix->place + (long long)at, read, matrix->width)) return read;
    return (const int8_t *)matrix->cells.buf + at;
}

/* What the word of a row says at a place, 0 to SIDES - 1 from left to right. A product with its numbers, cells by one scale of 24 bits, is
   the sum of whole numbers by that scale: no bit of it is lost in 53, in whatever order it is added up. */
static const double *share_of(const Cloze *self, size_t place, uint32_t number) {
    uint32_t key = number * SIDES + (uint32_t)place + 1;
    size_t at = (size_t)(key * SPREAD >> (64 - SHARES_BITS)), width = self->embed.width;
    double *share = self->shares + at * self->units, scale = float_at(&self->embed.scales, number);
    if (self->share_keys[at] == key) return share;
    int8_t read[MOST_WIDTH];
    int16_t whole[MOST_WIDTH];
    int32_t sums[MOST_HIDDEN] = {0};
    const int8_t *cells = row_of_word(self, &self->embed, number, read);
    for (size_t i = 0; i < width; i++) whole[i] = cells[i];
    add_products((const int8_t *)self->first.cells.buf + place * self->units * width, width, self->units, whole, width, sums);
    for (size_t unit = 0, row = place * self->units; unit < self->units; unit++, row++) share[unit] = float_at(&self->first.scales, row) * (scale * sums[unit]);
    self->share_keys[at] = key;
    return share;
}

/* What the neighbours say together. */
static void hear(const Cloze *self, const uint32_t *around, double *says) {
    double hidden[MOST_HIDDEN];
    for (size_t unit = 0; unit < self->units; unit++) hidden[unit] = float_at(&self->first_bias, unit);
    for (size_t place = 0; place < SIDES; place++) {
        const double *share = share_of(self, place, around[place]);
        for (size_t unit = 0; unit < self->units; unit++) hidden[unit] += share[unit];
    }
    for (size_t unit = 0; unit < self->units; unit++)
        if (hidden[unit] < 0) hidden[unit] = 0;
    for (size_t row = 0; row < self->said; row++) {
        double product = real_product((const int8_t *)self->second.cells.buf + row * self->units, hidden, self->units);
        says[row] = scaled(product, float_at(&self->second.scales, row)) + float_at(&self->second_bias, row);
    }
}

static double logit(const Cloze *self, const double *says, uint32_t number) {
    int8_t read[MOST_HIDDEN];
    double product = real_product(row_of_word(self, &self->rows, number, read), says, self->said);
    return scaled(product, float_at(&self->rows.scales, number)) + float_at(&self->row_bias, number);
}

uint32_t cloze_number(const Cloze *self, const Name *name, int *is_known) {
    Py_ssize_t number = numbering_find(&self->words, name->bytes, name->size);
    *is_known = number >= 0;
    return number < 0 ? numbering_class(&self->words, name->bytes, name->size) : (uint32_t)number;
}

double cloze_odds(const Cloze *self, const uint32_t *around, uint32_t filler, uint32_t other) {
    double says[MOST_HIDDEN];
    hear(self, around, says);
    return logit(self, says, filler) - logit(self, says, other);
}

/* ---- the type --------------------------------------------------------------------------------------------------------- */

/* heard(numbers): of a tuple of the rows of the neighbours, what they say together, as a vector of numbers of eight bytes. */
static PyObject *cloze_heard(PyObject *object, PyObject *numbers) {
    const Cloze *self = (const Cloze *)object;
    uint32_t around[SIDES];
    double says[MOST_HIDDEN];
    if (!PyTuple_Check(numbers) || PyTuple_Size(numbers) != SIDES) return PyErr_SetString(PyExc_TypeError, "a tuple of the rows of all neighbours"), NULL;
    for (Py_ssize_t i = 0; i < SIDES; i++) {
        around[i] = (uint32_t)PyLong_AsUnsignedLong(PyTuple_GetItem(numbers, i));
        if (PyErr_Occurred()) return NULL;
        if (around[i] >= self->words.count) return PyErr_SetString(PyExc_IndexError, "no such row"), NULL;
    }
    hear(self, around, says);
    return PyBytes_FromStringAndSize((const char *)says, (Py_ssize_t)(self->said * sizeof(double)));
}

static int open_matrix(Matrix *matrix, PyObject *parts, size_t rows) {
    PyObject *cells, *scales;
    Py_ssize_t width;
    if (!PyArg_ParseTuple(parts, "nOOL", &width, &cells, &scales, &matrix->place)) return -1;
    if (PyObject_GetBuffer(cells, &matrix->cells, PyBUF_SIMPLE) < 0 || PyObject_GetBuffer(scales, &matrix->scales, PyBUF_SIMPLE) < 0) return -1;
    matrix->width = (size_t)width;
    size_t count = (size_t)matrix->scales.len / sizeof(float);
    if (width <= 0 || (rows && count < rows) || (size_t)matrix->cells.len < count * matrix->width) return PyErr_SetString(PyExc_ValueError, "the model is cut"), -1;
    return 0;
}

static int read_cloze(Cloze *self, PyObject *args) {
    PyObject *words, *matrices[4], *first, *second, *row;
    Matrix *opened[] = {&self->embed, &self->first, &self->second, &self->rows};
    if (!PyArg_ParseTuple(args, "iO!O!O!O!O!OOO", &self->file, &PyTuple_Type, &words, &PyTuple_Type, &matrices[0], &PyTuple_Type, &matrices[1], &PyTuple_Type,
                          &matrices[2], &PyTuple_Type, &matrices[3], &first, &second, &row))
        return -1;
    if (numbering_open(&self->words, words) < 0) return -1;
    for (size_t i = 0; i < 4; i++)
        if (open_matrix(opened[i], matrices[i], i % 3 ? 0 : self->words.count) < 0) return -1;
    if (PyObject_GetBuffer(first, &self->first_bias, PyBUF_SIMPLE) < 0 || PyObject_GetBuffer(second, &self->second_bias, PyBUF_SIMPLE) < 0 ||
        PyObject_GetBuffer(row, &self->row_bias, PyBUF_SIMPLE) < 0)
        return -1;
    self->units = (size_t)self->first.scales.len / sizeof(float) / SIDES;
    self->said = (size_t)self->second.scales.len / sizeof(float);
    if (!self->units || self->units > MOST_HIDDEN || !self->said || self->said > MOST_HIDDEN || self->embed.width > MOST_WIDTH ||
        self->first.width != self->embed.width || self->second.width != self->units || self->rows.width != self->said ||
        (size_t)self->first_bias.len < self->units * sizeof(float) || (size_t)self->second_bias.len < self->said * sizeof(float) ||
        (size_t)self->row_bias.len < self->words.count * sizeof(float))
        return PyErr_SetString(PyExc_ValueError, "the parts of the model do not fit"), -1;
    self->shares = PyMem_Malloc(((size_t)1 << SHARES_BITS) * self->units * sizeof(double));
    self->share_keys = PyMem_Calloc((size_t)1 << SHARES_BITS, sizeof(uint32_t));
    return self->shares && self->share_keys ? 0 : (PyErr_NoMemory(), -1);
}

static PyObject *cloze_new(PyTypeObject *type, PyObject *args, PyObject *keywords) {
    (void)keywords;
    Cloze *self = new_object(type);
    return finished(self, self && read_cloze(self, args) == 0);
}

static void cloze_dealloc(PyObject *object) {
    Cloze *self = (Cloze *)object;
    Matrix *opened[] = {&self->embed, &self->first, &self->second, &self->rows};
    for (size_t i = 0; i < 4; i++) {
        PyBuffer_Release(&opened[i]->cells);
        PyBuffer_Release(&opened[i]->scales);
    }
    PyBuffer_Release(&self->first_bias);
    PyBuffer_Release(&self->second_bias);
    PyBuffer_Release(&self->row_bias);
    numbering_close(&self->words);
    PyMem_Free(self->shares);
    PyMem_Free(self->share_keys);
    free_object(object);
}

static PyMethodDef cloze_methods[] = {
    {"heard", cloze_heard, METH_O, "Of the rows of all neighbours of a gap, what they say together."},
    {NULL, NULL, 0, NULL},
};

DEFINE_TYPE(cloze, cloze, Cloze, Cloze, "Weighs which words fill a gap.");

const Cloze *as_cloze(PyObject *object) {
    if (PyType_GetSlot(Py_TYPE(object), Py_tp_dealloc) == (void *)cloze_dealloc) return (const Cloze *)object;
    PyErr_SetString(PyExc_TypeError, "the cloze model");
    return NULL;
}

int add_cloze(PyObject *module) { return add_type(module, &cloze_spec); }
