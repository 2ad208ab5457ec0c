/* A hash table of words, with open addressing; the words lie one behind the other in its arena. */

#include "kernel.h"

#define SHORT_KEY 8 /* bytes */

uint64_t hash_of(const unsigned char *bytes, size_t length) {
    uint64_t hash = FIRST_HASH; /* FNV-1a */
    for (size_t i = 0; i < length; i++) hash = (hash ^ bytes[i]) * HASH_STEP;
    return hash ^ (hash >> 29);
}

/* What a word is told by, beside its length: its bytes if it is short, so that they need not be looked up in the arena, else its hash. */
static uint64_t key_of(const unsigned char *word, size_t length, uint64_t hash) {
    uint32_t first, last;
    if (length > SHORT_KEY) return hash;
    if (length < sizeof(first)) return length ? word[0] | (uint64_t)word[length / 2] << 8 | (uint64_t)word[length - 1] << 16 : 0;
    memcpy(&first, word, sizeof(first));
    memcpy(&last, word + length - sizeof(last), sizeof(last));
    return first | (uint64_t)last << 32;
}

int table_grow(Table *table) {
    size_t size = table->entries ? 2 * (table->mask + 1) : 4096;
    void *block = PyMem_Calloc(size + 1, sizeof(Entry));
    if (!block) return -1;
    Entry *entries = (Entry *)(((uintptr_t)block + sizeof(Entry) - 1) & ~(uintptr_t)(sizeof(Entry) - 1)); /* 32 bytes */
    for (size_t i = 0; table->entries && i <= table->mask; i++) {
        Entry *old = &table->entries[i];
        if (old->length) {
            uint64_t hash = old->length > SHORT_KEY ? old->key : hash_of((const unsigned char *)table->arena + old->place, old->length);
            size_t at = hash & (size - 1);
            while (entries[at].length) at = (at + 1) & (size - 1);
            entries[at] = *old;
        }
    }
    PyMem_Free(table->block);
    table->block = block;
    table->entries = entries;
    table->mask = size - 1;
    return 0;
}

/* The entry of a word whose hash is known. */
Entry *table_find_hashed(const Table *table, const unsigned char *word, size_t length, uint64_t hash) {
    uint64_t key = key_of(word, length, hash);
    for (size_t at = hash & table->mask;; at = (at + 1) & table->mask) {
        Entry *entry = &table->entries[at];
        if (!entry->length) return NULL;
        if (entry->key == key && entry->length == length && (length <= SHORT_KEY || !memcmp(table->arena + entry->place, word, length))) return entry;
    }
}

Entry *table_find(const Table *table, const unsigned char *key, size_t length) { return table_find_hashed(table, key, length, hash_of(key, length)); }

/* Put a word that the table lacks, whose hash is known; its entry, NULL if there is no memory. */
Entry *table_put_hashed(Table *table, const unsigned char *word, size_t length, uint64_t hash, uint64_t value, uint16_t beside) {
    if (2 * (table->count + 1) > table->mask && table_grow(table) < 0) return NULL;
    if (table->used + length > table->room) {
        size_t room = 2 * table->room + 65536;
        char *arena = PyMem_Realloc(table->arena, room);
        if (!arena) return NULL;
        table->arena = arena;
        table->room = room;
    }
    size_t at = hash & table->mask;
    while (table->entries[at].length) at = (at + 1) & table->mask;
    memcpy(table->arena + table->used, word, length);
    table->entries[at] = (Entry){key_of(word, length, hash), value, (uint32_t)table->used, 0, (uint16_t)length, beside, 0};
    table->used += length;
    table->count++;
    return &table->entries[at];
}

int table_put(Table *table, const unsigned char *word, size_t length, uint64_t value, uint16_t beside) {
    return table_put_hashed(table, word, length, hash_of(word, length), value, beside) ? 0 : -1;
}

void table_free(Table *table) {
    PyMem_Free(table->block);
    PyMem_Free(table->arena);
    memset(table, 0, sizeof(Table));
}

int table_clear(Table *table) {
    table_free(table);
    return table_grow(table);
}

int table_fill(Table *table, PyObject *list) {
    Py_ssize_t count = PyList_Size(list);
    if (count < 0) return -1;
    for (Py_ssize_t i = 0; i < count; i++) {
        const char *word;
        Py_ssize_t length;
        unsigned int value;
        if (!PyArg_ParseTuple(PyList_GetItem(list, i), "y#I", &word, &length, &value)) return -1;
        if (table_put(table, (const unsigned char *)word, (size_t)length, value, 0) < 0) return PyErr_NoMemory(), -1;
    }
    return 0;
}
