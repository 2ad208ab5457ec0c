/* Which of some words stand in a text in small letters: what the sets of cleaner/filters/_english/unknown.py say. */

#include "kernel.h"

/* Put the words of an iterable of bytes into a table, with their numbers in a list, and 1; -1 with an error set. */
static int read_words(PyObject *words, Table *table, PyObject *list) {
    PyObject *iterator = PyObject_GetIter(words), *word;
    if (!iterator) return -1;
    while ((word = PyIter_Next(iterator))) {
        char *bytes;
        Py_ssize_t length;
        int failed = PyBytes_AsStringAndSize(word, &bytes, &length) < 0 || PyList_Append(list, word) < 0;
        if (!failed && length > 0 && length <= LONGEST_WORD &&
            table_put(table, (const unsigned char *)bytes, (size_t)length, (uint64_t)PyList_Size(list), 0) < 0) {
            PyErr_NoMemory();
            failed = 1;
        }
        Py_DECREF(word);
        if (failed) break;
    }
    Py_DECREF(iterator);
    return PyErr_Occurred() ? -1 : 0;
}

/* small_words(text, words): the set of those words, of up to LONGEST_WORD small letters of ASCII, that stand in the text between other
   characters than letters of ASCII; None if the text has surrogates. */
static PyObject *small_words(PyObject *module, PyObject *args) {
    (void)module;
    PyObject *text, *words, *found = NULL;
    Py_ssize_t size;
    Table table = {0};
    if (!PyArg_ParseTuple(args, "UO", &text, &words)) return NULL;
    const unsigned char *bytes = (const unsigned char *)PyUnicode_AsUTF8AndSize(text, &size);
    if (!bytes) {
        if (!PyErr_ExceptionMatches(PyExc_UnicodeEncodeError)) return NULL;
        PyErr_Clear();
        Py_RETURN_NONE;
    }
    PyObject *list = PyList_New(0);
    if (list && table_grow(&table) < 0) PyErr_NoMemory();
    else if (list && read_words(words, &table, list) == 0) found = PySet_New(NULL);
    for (Py_ssize_t at = 0, start; found && at < size;) {
        uint64_t hash = FIRST_HASH;
        for (start = at; at < size && (unsigned char)((bytes[at] | 32) - 'a') < 26; at++) hash = (hash ^ bytes[at]) * HASH_STEP;
        if (at == start) {
            at++;
            continue;
        }
        if (at - start > LONGEST_WORD) continue;
        Entry *entry = table_find_hashed(&table, bytes + start, (size_t)(at - start), hash ^ hash >> 29);
        if (!entry || entry->stamp) continue;
        entry->stamp = 1;
        if (PySet_Add(found, PyList_GetItem(list, (Py_ssize_t)entry->value - 1)) < 0) Py_CLEAR(found);
    }
    table_free(&table);
    Py_XDECREF(list);
    return found;
}

static PyMethodDef functions[] = {
    {"small_words", small_words, METH_VARARGS, "Those of some words that stand in a text in small letters; None if it has surrogates."},
    {NULL, NULL, 0, NULL},
};

int add_small_words(PyObject *module) { return PyModule_AddFunctions(module, functions); }
