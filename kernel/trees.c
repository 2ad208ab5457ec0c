/* Sums of boosted trees: what Trees.totals of cleaner/models/trees.py counts, with the same numbers in the same order. */

#include "kernel.h"

typedef struct {
    double threshold;      /* "<=" goes left */
    int32_t feature;       /* of the vector */
    int32_t left, right;   /* a node behind this one; a negative one is leaf ~child */
    int32_t unused;
} Node;

typedef struct {
    Py_buffer nodes, leaves, roots;
    Py_ssize_t features;
} Model;

/* Whether no walk leaves the tables: each child stands behind its node, each leaf and feature is there. */
static int is_sound(const Model *model) {
    Py_ssize_t nodes = model->nodes.len / (Py_ssize_t)sizeof(Node), leaves = model->leaves.len / (Py_ssize_t)sizeof(double);
    Py_ssize_t roots = model->roots.len / (Py_ssize_t)sizeof(int32_t);
    for (Py_ssize_t i = 0; i < nodes; i++) {
        const Node *node = (const Node *)model->nodes.buf + i;
        if (node->feature < 0 || node->feature >= model->features) return 0;
        const int32_t children[2] = {node->left, node->right};
        for (int k = 0; k < 2; k++)
            if (children[k] < 0 ? ~children[k] >= leaves : children[k] <= i || children[k] >= nodes) return 0;
    }
    for (Py_ssize_t i = 0; i < roots; i++) {
        int32_t root = ((const int32_t *)model->roots.buf)[i];
        if (root < 0 || root >= nodes) return 0;
    }
    return 1;
}

static double sum_of(const Model *model, const double *vector) {
    double sum = 0.0;
    for (Py_ssize_t i = 0; i < model->roots.len / (Py_ssize_t)sizeof(int32_t); i++) {
        int32_t at = ((const int32_t *)model->roots.buf)[i];
        while (at >= 0) {
            const Node *node = (const Node *)model->nodes.buf + at;
            at = vector[node->feature] <= node->threshold ? node->left : node->right;
        }
        sum += ((const double *)model->leaves.buf)[~at];
    }
    return sum;
}

/* Read a list of numbers into a vector; -1 with an error set. */
static int read_vector(PyObject *numbers, double *vector, Py_ssize_t features) {
    if (!PyList_Check(numbers) || PyList_Size(numbers) != features)
        return PyErr_SetString(PyExc_ValueError, "a vector is a list of as many numbers as there are features"), -1;
    for (Py_ssize_t i = 0; i < features; i++) {
        vector[i] = PyFloat_AsDouble(PyList_GetItem(numbers, i));
        if (vector[i] == -1.0 && PyErr_Occurred()) return -1;
    }
    return 0;
}

/* tree_sums(nodes, leaves, roots, features, vectors): a list, of each vector the sum of the leaves that it comes to. */
static PyObject *tree_sums(PyObject *module, PyObject *args) {
    (void)module;
    Model model;
    PyObject *vectors, *list = NULL;
    if (!PyArg_ParseTuple(args, "y*y*y*nO!", &model.nodes, &model.leaves, &model.roots, &model.features, &PyList_Type, &vectors)) return NULL;
    Py_ssize_t count = PyList_Size(vectors);
    double *vector = PyMem_Malloc((size_t)(model.features > 0 ? model.features : 1) * sizeof(double));
    if (!vector) PyErr_NoMemory();
    else if (!is_sound(&model)) PyErr_SetString(PyExc_ValueError, "the trees lead nowhere");
    else list = PyList_New(count);
    for (Py_ssize_t i = 0; list && i < count; i++) {
        PyObject *sum = NULL;
        if (i < PyList_Size(vectors) && read_vector(PyList_GetItem(vectors, i), vector, model.features) == 0)
            sum = PyFloat_FromDouble(sum_of(&model, vector));
        if (!sum || PyList_SetItem(list, i, sum) < 0) Py_CLEAR(list);
    }
    PyMem_Free(vector);
    PyBuffer_Release(&model.nodes);
    PyBuffer_Release(&model.leaves);
    PyBuffer_Release(&model.roots);
    return list;
}

static PyMethodDef functions[] = {
    {"tree_sums", tree_sums, METH_VARARGS, "Of each vector the sum of the leaves of boosted trees that it comes to."},
    {NULL, NULL, 0, NULL},
};

int add_trees(PyObject *module) { return PyModule_AddFunctions(module, functions); }
