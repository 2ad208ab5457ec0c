/* What the parts of the kernel share. Only the limited API of Python 3.11 is used: one binary serves all later versions. */

#ifndef CLEANER_KERNEL_H
#define CLEANER_KERNEL_H

#define Py_LIMITED_API 0x030B0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

/* An entry of a hash table of words, and the table. */
typedef struct {
    uint64_t hash;
    uint64_t value;
    uint32_t place;  /* in the arena */
    uint32_t stamp;  /* the last pass that saw it */
    uint16_t length; /* 0: the entry is free */
    uint16_t beside; /* its row of what phrases may stand beside it, 0 for none */
} Entry;

typedef struct {
    Entry *entries;
    size_t mask, count;
    char *arena;
    size_t used, room;
} Table;

/* scan.c */
int add_type(PyObject *module, PyType_Spec *spec);
void *new_object(PyTypeObject *type);  /* filled with zeros */
void free_object(PyObject *object);    /* and drops its type */
int add_missing(PyObject **list, PyObject *item); /* takes the item */
int grow(void **buffer, size_t *room, size_t wanted, size_t size);
int table_grow(Table *table);
Entry *table_find(const Table *table, const unsigned char *key, size_t length);
int table_put(Table *table, const unsigned char *key, size_t length, uint64_t value, uint16_t beside);
int table_clear(Table *table);

/* tables.c */
#define LOOKS 5 /* bits that a word sets in the Bloom filters of other languages, as in cleaner/models/languages/vocabulary.py */
int add_tables(PyObject *module);
const unsigned char *utf8_of(PyObject *text, Py_ssize_t *length, PyObject **owner);
Py_ssize_t sorted_find(const Py_buffer *data, const char *key, Py_ssize_t length);
int bloom_holds_text(const Py_buffer *data, const unsigned char *word, size_t length, int looks);

int add_nets(PyObject *module);      /* nets.c */
int add_languages(PyObject *module); /* languages.c */

/* scripts.c */
#define OTHER_LETTER 1
uint32_t script_letter(uint32_t c);
size_t put_utf8(unsigned char *to, uint32_t c);
uint32_t utf8_at(const unsigned char *bytes, size_t *size);

PyObject *near_words(const Py_buffer *data, PyObject *args); /* near.c */

#endif
