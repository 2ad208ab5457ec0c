/* What the parts that look at text of another encoding share. */

#ifndef CLEANER_MOJIBAKE_H
#define CLEANER_MOJIBAKE_H

#include "kernel.h"

#define CLASSES 256
#define IN_WORDS 2 /* words of 64 bits that hold a bit for each place of a sequence */

/* cleaner/filters/encoding/_mojibake/classes.py describes the table. */
typedef struct {
    PyObject_HEAD
    Py_buffer table;
    uint64_t places[CLASSES][IN_WORDS], first[IN_WORDS], at_start[IN_WORDS], last[IN_WORDS];
    const unsigned char *classes, *kinds, *before, *behind;
    PyObject *asked; /* the text that was asked about last, or NULL, and whether one of its lines may look like mojibake */
    int may_be_bad;
} Judgement;

BEGIN_INSIDE

/* judgement.c */
enum { CLEAN, BAD, UNSURE };
#define NOWHERE ((size_t)-1)
int judgement_open(Judgement *self, PyObject *table);
size_t next_stop(const Judgement *self, const uint32_t *text, size_t size, size_t at);
int is_bad(const Judgement *self, const uint32_t *text, size_t size, size_t start);

/* windows.c */
int is_space(uint32_t c); /* str.isspace */
enum { NO_BYTES, LATIN_1, WINDOWS_1252 };
int to_windows(uint32_t c);                                                        /* its byte; -1 if it has none */
int to_bytes(const uint32_t *text, size_t size, unsigned char *bytes);             /* through which of them */
size_t from_utf8(const unsigned char *bytes, size_t size, uint32_t *text);         /* how many characters; NOWHERE if they are no UTF-8 */

END_INSIDE

#endif
