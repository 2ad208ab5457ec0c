/* A hash table of words, with open addressing; the words lie one behind the other in its arena. */

#include "kernel.h"

uint64_t hash_of(const unsigned char *bytes, size_t length) {
    uint64_t hash = FIRST_HASH; /* FNV-1a */
    for (size_t i = 0; i < length; i++) hash = (hash ^ bytes[i]) * HASH_STEP;
    return hash ^ (hash >> 29);
}

int table_grow(Table *table) {
    size_t size = table->entries ? 2 * (table->mask + 1) : 4096;
    Entry *entries = PyMem_Calloc(size, sizeof(Entry));
    if (!entries) return -1;
    for (size_t i = 0; table->entries && i <= table->mask; i++) {
        Entry *old = &table->entries[i];
        if (old->length) {
            size_t at = old->hash & (size - 1);
            while (entries[at].length) at = (at + 1) & (size - 1);
            entries[at] = *old;
        }
    }
    PyMem_Free(table->entries);
    table->entries = entries;
    table->mask = size - 1;
    return 0;
}

/* Whether two runs of so many bytes are the same: they are short, so a call would take longer. */
static int are_same(const char *one, const unsigned char *other, size_t length) {
    uint64_t first, second;
    uint32_t left, right;
    for (; length >= 8; one += 8, other += 8, length -= 8) {
        memcpy(&first, one, 8);
        memcpy(&second, other, 8);
        if (first != second) return 0;
    }
    if (length >= 4) {
        memcpy(&left, one, 4);
        memcpy(&right, other, 4);
        if (left != right) return 0;
        one += 4, other += 4, length -= 4;
    }
    for (; length; length--)
        if ((unsigned char)*one++ != *other++) return 0;
    return 1;
}

/* The entry of a word whose hash is known. */
Entry *table_find_hashed(const Table *table, const unsigned char *key, size_t length, uint64_t hash) {
    for (size_t at = hash & table->mask;; at = (at + 1) & table->mask) {
        Entry *entry = &table->entries[at];
        if (!entry->length) return NULL;
        if (entry->hash == hash && entry->length == length && are_same(table->arena + entry->place, key, length)) return entry;
    }
}

Entry *table_find(const Table *table, const unsigned char *key, size_t length) { return table_find_hashed(table, key, length, hash_of(key, length)); }

int table_put(Table *table, const unsigned char *key, size_t length, uint64_t value, uint16_t beside) {
    if (2 * (table->count + 1) > table->mask && table_grow(table) < 0) return -1;
    if (table->used + length > table->room) {
        size_t room = 2 * table->room + 65536;
        char *arena = PyMem_Realloc(table->arena, room);
        if (!arena) return -1;
        table->arena = arena;
        table->room = room;
    }
    uint64_t hash = hash_of(key, length);
    size_t at = hash & table->mask;
    while (table->entries[at].length) at = (at + 1) & table->mask;
    memcpy(table->arena + table->used, key, length);
    table->entries[at] = (Entry){hash, value, (uint32_t)table->used, 0, (uint16_t)length, beside, 0};
    table->used += length;
    table->count++;
    return 0;
}

void table_free(Table *table) {
    PyMem_Free(table->entries);
    PyMem_Free(table->arena);
    memset(table, 0, sizeof(Table));
}

int table_clear(Table *table) {
    table_free(table);
    return table_grow(table);
}
