/* The rules of what is heard of a word, and the list of words by what is heard of them (sounds.c). */

#ifndef CLEANER_SOUNDS_H
#define CLEANER_SOUNDS_H

#include "kernel.h"

#define MOST_RULE 7   /* bytes of a rule */
#define MOST_HEARD 64 /* words of the same sound */
#define MOST_SOUND 160 /* bytes: no rule makes more than twice as many of some letters, and few can be applied to the same */

typedef struct {
    char letters[MOST_RULE + 1], sound[MOST_RULE + 1];
    uint8_t length, sound_length;
} Replacement;

typedef struct {
    Py_buffer listed;
    Replacement *firsts, *sounds; /* what words begin with; letters anywhere, in this order */
    size_t first_count, sound_count;
} Sounds;

BEGIN_INSIDE
int sounds_read(Sounds *self, PyObject *parts);
void sounds_free(Sounds *self);
size_t sound_key(const Sounds *self, Letters word, unsigned char *key);
int sounds_alike(const Sounds *self, Letters word, Letters *found);

/* spelling.c */
typedef struct Spelling Spelling;
Spelling *spelling_of(PyObject *object); /* NULL, with an error, if it is none */
double spelling_prospect_of(const Spelling *self, Letters word, const Letters *heard, size_t count);
END_INSIDE

#endif
