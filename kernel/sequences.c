/* Tables of the counts of sequences of words (cleaner/models/sequences.py), which are read from a file or lie in memory. */

#include "kernel.h"
#ifdef _WIN32
#define CAN_READ 0
#else
#include <unistd.h>
#define CAN_READ 1
#endif

#define SECOND 0xD6E8FEB86659FD93ULL /* as in cleaner/models/sequences.py, where SPREAD is the first */

#define KNOWN_STEPS 12 /* bits of the number of an answer that is kept: 32 KiB a table */
#define KNOWN_OFTEN 14 /* the same of a table that is looked into for every text */
#define IS_KNOWN BIT(63)
#define AT_ONCE 16 /* keys of which what is looked at is fetched together */
#define MOST_ENTRIES 128 /* of a bucket that is read */

int sequences_open(Sequences *self, PyObject *parts) {
    PyObject *offsets, *fingerprints, *values;
    unsigned int buckets;
    int file = -1;
    long long place = 0;
    if (!PyArg_ParseTuple(parts, "IOOO|iL", &buckets, &offsets, &fingerprints, &values, &file, &place)) return -1;
    self->buckets = buckets;
    if (PyObject_GetBuffer(offsets, &self->offsets, PyBUF_SIMPLE) < 0 || PyObject_GetBuffer(fingerprints, &self->fingerprints, PyBUF_SIMPLE) < 0 ||
        PyObject_GetBuffer(values, &self->values, PyBUF_SIMPLE) < 0)
        return -1;
    if (!buckets || (uint64_t)self->offsets.len < 4 * ((uint64_t)buckets + 1) || self->fingerprints.len < 2 * self->values.len)
        return PyErr_SetString(PyExc_ValueError, "the table is cut"), -1;
    self->is_read = CAN_READ && file >= 0;
    self->file = file;
    self->place = place;
    return 0;
}

static int keep(Sequences *self, int bits) {
    if (!self->is_read || (self->known && self->known_bits >= bits)) return 0;
    uint64_t *known = PyMem_Calloc((size_t)1 << bits, sizeof(uint64_t));
    if (!known) return PyErr_NoMemory(), -1;
    PyMem_Free(self->known);
    self->known = known;
    self->known_bits = bits;
    return 0;
}

int sequences_keep(Sequences *self) { return keep(self, KNOWN_STEPS); }

int sequences_keep_often(Sequences *self) { return keep(self, KNOWN_OFTEN); }

void sequences_close(Sequences *self) {
    PyBuffer_Release(&self->offsets);
    PyBuffer_Release(&self->fingerprints);
    PyBuffer_Release(&self->values);
    PyMem_Free(self->known);
    self->known = NULL;
}

/* Read a part of a file, whose number is not below 0: whether that could be done. */
int read_part(int file, long long place, void *to, size_t size) {
#if CAN_READ
    return file >= 0 && pread(file, to, size, (off_t)place) == (ssize_t)size;
#else
    (void)file, (void)place, (void)to, (void)size;
    return 0;
#endif
}

static int read_at(const Sequences *self, uint64_t at, void *to, size_t size) {
    return read_part(self->file, self->place + (long long)at, to, size);
}

/* The step beside a fingerprint in a bucket, read from the file; -1 if that fails, or the bucket is too large. */
static int step_in_file(const Sequences *self, uint64_t bucket, uint16_t low) {
    uint32_t bounds[2];
    uint16_t found[MOST_ENTRIES];
    unsigned char step;
    uint64_t first = 4 * (self->buckets + 1);
    memcpy(bounds, (const char *)self->offsets.buf + 4 * bucket, sizeof(bounds)); /* a seventh of the table, and soon in memory */
    if (bounds[1] < bounds[0] || bounds[1] - bounds[0] > MOST_ENTRIES) return -1;
    size_t count = bounds[1] - bounds[0];
    if (!read_at(self, first + 2 * (uint64_t)bounds[0], found, 2 * count)) return -1;
    for (size_t i = 0; i < count; i++)
        if (found[i] == low) return read_at(self, first + 2 * (uint64_t)self->values.len + bounds[0] + i, &step, 1) ? step : -1;
    return 0;
}

static unsigned char step_in_memory(const Sequences *self, uint64_t bucket, uint16_t low) {
    uint16_t found;
    uint32_t bounds[2];
    memcpy(bounds, (const char *)self->offsets.buf + 4 * bucket, sizeof(bounds));
    for (size_t i = bounds[0]; i < bounds[1] && i < (size_t)self->values.len; i++) {
        memcpy(&found, (const char *)self->fingerprints.buf + 2 * i, 2);
        if (found == low) return ((const unsigned char *)self->values.buf)[i];
    }
    return 0;
}

/* The step beside a fingerprint in a bucket, 0 if the bucket lacks it. Of a large table a few bytes are read each time: where it is
   mapped, a look at it brings sixteen pages into memory, and few of them are looked at again. */
unsigned char step_in_bucket(const Sequences *self, uint64_t bucket, uint16_t low) {
    if (!self->is_read) return step_in_memory(self, bucket, low);
    uint64_t key = IS_KNOWN | bucket << 24 | (uint64_t)low << 8;
    uint64_t *known = self->known ? &self->known[key * SPREAD >> (64 - self->known_bits)] : NULL;
    if (known && (*known ^ key) <= 0xFF) return *known & 0xFF;
    int found = step_in_file(self, bucket, low);
    unsigned char step = found >= 0 ? (unsigned char)found : step_in_memory(self, bucket, low);
    if (known) *known = key | step;
    return step;
}

static uint64_t code_of(uint64_t key) {
    uint64_t code = key * SPREAD;
    code = (code ^ code >> 32) * SECOND;
    return code ^ code >> 32;
}

static uint64_t bucket_of(const Sequences *self, uint64_t code) { return (code >> 32) * self->buckets >> 32; }

/* The step of the count of a key, 0 if it was never counted. */
unsigned char sequence_step(const Sequences *self, uint64_t key) {
    uint64_t code = code_of(key);
    return step_in_bucket(self, bucket_of(self, code), (uint16_t)(code & 0xFFFF));
}

/* The steps of many keys of a table in memory: what is looked at for some of them is fetched at the same time, which takes a third as long. */
void sequence_steps(const Sequences *self, const uint64_t *keys, size_t count, uint8_t *steps) {
    uint64_t codes[AT_ONCE];
    const uint32_t *offsets = self->offsets.buf;
    for (size_t from = 0; from < count; from += AT_ONCE) {
        size_t some = count - from < AT_ONCE ? count - from : AT_ONCE;
        for (size_t i = 0; i < some; i++) {
            codes[i] = code_of(keys[from + i]);
            FETCH(offsets + bucket_of(self, codes[i]));
        }
        for (size_t i = 0; i < some; i++) {
            uint32_t first = offsets[bucket_of(self, codes[i])];
            FETCH((const uint16_t *)self->fingerprints.buf + first);
            FETCH((const uint8_t *)self->values.buf + first);
        }
        for (size_t i = 0; i < some; i++) steps[from + i] = step_in_memory(self, bucket_of(self, codes[i]), (uint16_t)(codes[i] & 0xFFFF));
    }
}

/* steps((buckets, offsets, fingerprints, values), keys): of each key, a number of eight bytes, the step of its count. */
static PyObject *steps(PyObject *module, PyObject *args) {
    (void)module;
    Sequences entries;
    PyObject *parts, *found = NULL;
    Py_buffer keys;
    memset(&entries, 0, sizeof(entries));
    if (!PyArg_ParseTuple(args, "O!y*", &PyTuple_Type, &parts, &keys)) return NULL;
    Py_ssize_t count = keys.len / (Py_ssize_t)sizeof(uint64_t);
    int failed = sequences_open(&entries, parts) < 0;
    if (!failed) found = PyBytes_FromStringAndSize(NULL, count);
    if (found) {
        unsigned char *to = (unsigned char *)PyBytes_AsString(found);
        for (Py_ssize_t i = 0; i < count; i++) to[i] = sequence_step(&entries, ((const uint64_t *)keys.buf)[i]);
    }
    sequences_close(&entries);
    PyBuffer_Release(&keys);
    return found;
}
static PyMethodDef functions[] = {
    {"steps", steps, METH_VARARGS, "Of each key of a sequence the step of its count."},
    {NULL, NULL, 0, NULL},
};

int add_sequences(PyObject *module) { return PyModule_AddFunctions(module, functions); }
