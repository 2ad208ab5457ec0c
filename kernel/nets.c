/* Sums over the weights of small nets, which are bytes in a mapped file: what cleaner/models/nets.py does with numpy where there is no
   kernel. */

#include "kernel.h"
#include <math.h>

#define LANES 8 /* partial sums, which a processor adds side by side */
#define PART 256
#define UNIT 64.0 /* steps by which a hidden unit is rounded: so many make 1 */

/* Where the compiler and the loader can: a second version of a function, for processors that add up twice as many numbers at a time.
   Both give the same: sums of whole numbers are exact, and the partial sums of others are those of LANES. */
#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && defined(__gnu_linux__) && defined(__GLIBC__)
#define ALSO_WIDE __attribute__((target_clones("avx2", "default")))
#define IN_LANES /* what is written for such a processor by hand */
#include <immintrin.h>
#else
#define ALSO_WIDE
#endif

/* The product of a row of weights with a vector. Exact where the numbers are whole. */
ALSO_WIDE double real_product(const int8_t *row, const double *vector, size_t width) {
    double sums[LANES] = {0};
    size_t i = 0;
    for (; i + LANES <= width; i += LANES)
        for (int k = 0; k < LANES; k++) sums[k] += row[i + k] * vector[i + k];
    for (; i < width; i++) sums[0] += row[i] * vector[i];
    for (int k = 1; k < LANES; k++) sums[0] += sums[k];
    return sums[0];
}

/* The same of a vector of small whole numbers, in whole numbers: a processor takes eight at a time. */
ALSO_WIDE double whole_product(const int8_t *row, const int16_t *vector, size_t width) {
    int64_t sum = 0;
    for (size_t from = 0; from < width; from += PART) {
        size_t to = from + PART < width ? from + PART : width;
        int32_t part = 0; /* PART products of a byte and two bytes are fewer than 2**31 */
        for (size_t i = from; i < to; i++) part += (int16_t)row[i] * vector[i];
        sum += part;
    }
    return (double)sum;
}

/* Sums of products, each by the scale of its unit. What is added to a scaled sum is added elsewhere: both are rounded, as in Python. */
ALSO_WIDE void scale_sums(const int32_t *sums, const double *scales, size_t count, double *units) {
    for (size_t u = 0; u < count; u++) units[u] = sums[u] * scales[u];
}

/* Hidden units with their biases, cut at zero, as whole numbers of steps; half a step goes to the even one. */
ALSO_WIDE void round_units(const double *units, const double *biases, size_t count, int16_t *steps) {
    for (size_t u = 0; u < count; u++) {
        double unit = units[u] + biases[u], whole = rint(unit * UNIT);
        if (whole > INT16_MAX) whole = INT16_MAX;
        steps[u] = (int16_t)(unit > 0 ? whole : 0);
    }
}

#ifdef IN_LANES
/* `add_products` of rows and widths that fill the lanes: twice as fast as what the compiler makes of it. */
__attribute__((target("avx2"))) static void add_in_lanes(const int8_t *rows, size_t step, size_t count, const int16_t *vector, size_t width, int32_t *sums) {
    for (size_t row = 0; row < count; row += 4, rows += 4 * step) {
        __m256i parts[4] = {_mm256_setzero_si256(), _mm256_setzero_si256(), _mm256_setzero_si256(), _mm256_setzero_si256()};
        for (size_t i = 0; i < width; i += 16) {
            __m256i numbers = _mm256_loadu_si256((const __m256i *)(vector + i));
            for (int k = 0; k < 4; k++) {
                __m256i cells = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(rows + (size_t)k * step + i)));
                parts[k] = _mm256_add_epi32(parts[k], _mm256_madd_epi16(numbers, cells));
            }
        }
        __m256i pairs = _mm256_hadd_epi32(_mm256_hadd_epi32(parts[0], parts[1]), _mm256_hadd_epi32(parts[2], parts[3]));
        __m128i four = _mm_add_epi32(_mm256_castsi256_si128(pairs), _mm256_extracti128_si256(pairs, 1)), *to = (__m128i *)(sums + row);
        _mm_storeu_si128(to, _mm_add_epi32(four, _mm_loadu_si128(to)));
    }
}
#endif

/* Add the products of rows, `step` cells apart, with a vector to sums. It is read once for four rows, and no sum may be 2**31 or more. */
void add_products(const int8_t *rows, size_t step, size_t count, const int16_t *vector, size_t width, int32_t *sums) {
    size_t row = 0;
#ifdef IN_LANES
    if (!(count % 4) && !(width % 16) && __builtin_cpu_supports("avx2")) {
        add_in_lanes(rows, step, count, vector, width, sums);
        return;
    }
#endif
    for (; row + 4 <= count; row += 4) {
        const int8_t *one = rows + row * step, *two = one + step, *three = two + step, *four = three + step;
        int32_t first = 0, second = 0, third = 0, fourth = 0;
        for (size_t i = 0; i < width; i++) {
            first += (int16_t)one[i] * vector[i];
            second += (int16_t)two[i] * vector[i];
            third += (int16_t)three[i] * vector[i];
            fourth += (int16_t)four[i] * vector[i];
        }
        sums[row] += first;
        sums[row + 1] += second;
        sums[row + 2] += third;
        sums[row + 3] += fourth;
    }
    for (; row < count; row++)
        for (size_t i = 0; i < width; i++) sums[row] += (int16_t)rows[row * step + i] * vector[i];
}

/* A vector as numbers of two bytes, to be freed; NULL, without an error, if it is not of such numbers. */
static int16_t *whole_vector(const double *vector, size_t width) {
    int16_t *whole = PyMem_Malloc(width * sizeof(int16_t) + 1);
    for (size_t i = 0; whole && i < width; i++) {
        int16_t number = vector[i] >= INT16_MIN && vector[i] <= INT16_MAX ? (int16_t)vector[i] : 0;
        if (number != vector[i]) {
            PyMem_Free(whole);
            return NULL;
        }
        whole[i] = number;
    }
    return whole;
}

/* products(cells, vector): a list, of each row of cells its product with a vector of numbers of eight bytes. */
static PyObject *products(PyObject *module, PyObject *args) {
    (void)module;
    Py_buffer cells, vector;
    if (!PyArg_ParseTuple(args, "y*y*", &cells, &vector)) return NULL;
    size_t width = (size_t)vector.len / sizeof(double);
    size_t count = width ? (size_t)cells.len / width : 0;
    int16_t *whole = count > 1 ? whole_vector(vector.buf, width) : NULL;
    PyObject *list = PyList_New((Py_ssize_t)count);
    for (size_t row = 0; list && row < count; row++) {
        const int8_t *weights = (const int8_t *)cells.buf + row * width;
        PyObject *value = PyFloat_FromDouble(whole ? whole_product(weights, whole, width) : real_product(weights, vector.buf, width));
        if (!value || PyList_SetItem(list, (Py_ssize_t)row, value) < 0) Py_CLEAR(list);
    }
    PyMem_Free(whole);
    PyBuffer_Release(&cells);
    PyBuffer_Release(&vector);
    return list;
}

/* weighed(cells, scales, vector): the same as a vector, each product by the scale of its row, a number of four bytes. */
static PyObject *weighed(PyObject *module, PyObject *args) {
    (void)module;
    Py_buffer cells, scales, vector;
    if (!PyArg_ParseTuple(args, "y*y*y*", &cells, &scales, &vector)) return NULL;
    size_t width = (size_t)vector.len / sizeof(double), count = (size_t)scales.len / sizeof(float);
    PyObject *made = NULL;
    if ((size_t)cells.len < count * width)
        PyErr_SetString(PyExc_ValueError, "fewer rows than scales");
    else
        made = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(count * sizeof(double)));
    if (made) {
        double *to = (double *)PyBytes_AsString(made);
        for (size_t row = 0; row < count; row++)
            to[row] = ((const float *)scales.buf)[row] * real_product((const int8_t *)cells.buf + row * width, vector.buf, width);
    }
    PyBuffer_Release(&cells);
    PyBuffer_Release(&scales);
    PyBuffer_Release(&vector);
    return made;
}

/* Add an item of a tuple of vectors to one. */
static int add_vector(PyObject *vectors, Py_ssize_t at, double *to, size_t size) {
    char *from;
    Py_ssize_t length;
    PyObject *item = PyTuple_GetItem(vectors, at);
    if (!item || PyBytes_AsStringAndSize(item, &from, &length) < 0) return -1;
    if ((size_t)length != size * sizeof(double)) return PyErr_SetString(PyExc_ValueError, "vectors of different lengths"), -1;
    for (size_t i = 0; i < size; i++) to[i] += ((const double *)from)[i];
    return 0;
}

/* cut_sum(vectors): the sum of a tuple of vectors (bytes), cut at zero. */
static PyObject *cut_sum(PyObject *module, PyObject *vectors) {
    (void)module;
    if (!PyTuple_Check(vectors) || !PyTuple_Size(vectors)) return PyErr_SetString(PyExc_TypeError, "a tuple of vectors"), NULL;
    Py_ssize_t length = PyBytes_Size(PyTuple_GetItem(vectors, 0));
    PyObject *made = length < 0 ? NULL : PyBytes_FromStringAndSize(NULL, length);
    if (!made) return NULL;
    double *to = (double *)PyBytes_AsString(made);
    size_t size = (size_t)length / sizeof(double);
    memset(to, 0, (size_t)length);
    for (Py_ssize_t i = 0; i < PyTuple_Size(vectors); i++)
        if (add_vector(vectors, i, to, size) < 0) return Py_DECREF(made), NULL;
    for (size_t i = 0; i < size; i++)
        if (to[i] < 0) to[i] = 0;
    return made;
}

/* Add the row that an item of a tuple names to a vector. */
static int add_row(const Py_buffer *cells, size_t width, PyObject *numbers, Py_ssize_t at, double *to) {
    PyObject *item = PyTuple_GetItem(numbers, at);
    size_t row = item ? PyLong_AsSize_t(item) : (size_t)-1;
    if (PyErr_Occurred()) return -1;
    if (row >= (size_t)cells->len / width) return PyErr_SetString(PyExc_IndexError, "no such row"), -1;
    const int8_t *from = (const int8_t *)cells->buf + row * width;
    for (size_t i = 0; i < width; i++) to[i] += from[i];
    return 0;
}

/* rows(cells, width, numbers, others, other_numbers, summed): the rows of a tuple of numbers, each with that of the other cells
   added, as one vector: one row behind the other, or all of them summed. */
static PyObject *rows(PyObject *module, PyObject *args) {
    (void)module;
    Py_buffer cells, others;
    Py_ssize_t width;
    PyObject *numbers, *other_numbers, *made = NULL;
    int summed;
    if (!PyArg_ParseTuple(args, "y*nO!y*O!p", &cells, &width, &PyTuple_Type, &numbers, &others, &PyTuple_Type, &other_numbers, &summed))
        return NULL;
    Py_ssize_t count = PyTuple_Size(numbers), other_count = PyTuple_Size(other_numbers);
    Py_ssize_t size = (summed ? 1 : count) * width * (Py_ssize_t)sizeof(double);
    if (width > 0) made = PyBytes_FromStringAndSize(NULL, size);
    else PyErr_SetString(PyExc_ValueError, "rows of no width");
    if (made) {
        double *to = (double *)PyBytes_AsString(made);
        memset(to, 0, (size_t)size);
        int failed = 0;
        for (Py_ssize_t i = 0; !failed && i < count; i++) {
            double *row = to + (summed ? 0 : i * width);
            failed = add_row(&cells, (size_t)width, numbers, i, row) < 0;
            if (!failed && i < other_count) failed = add_row(&others, (size_t)width, other_numbers, i, row) < 0;
        }
        if (failed) Py_CLEAR(made);
    }
    PyBuffer_Release(&cells);
    PyBuffer_Release(&others);
    return made;
}

static PyMethodDef functions[] = {
    {"products", products, METH_VARARGS, "Of each row of weights its product with a vector."},
    {"weighed", weighed, METH_VARARGS, "The same as a vector, each product by the scale of its row."},
    {"cut_sum", cut_sum, METH_O, "The sum of vectors, cut at zero."},
    {"rows", rows, METH_VARARGS, "Rows of weights, each with one of others added, as one vector."},
    {NULL, NULL, 0, NULL},
};

int add_nets(PyObject *module) { return PyModule_AddFunctions(module, functions); }
