/* Words that sound alike: `sound_alikes` of cleaner/models/wordlists/sounding.py, with the rules and the list that it has. */

#include "sounds.h"

enum { SHORTEST = 5, SHORTEST_KEY = 4, LONGEST = 20, MOST_APART = 4 }; /* as there */
#define SHARE_APART 0.45

static int is_vowel(unsigned char letter) { return letter && strchr("aeiouy", letter) != NULL; }

/* Replace some letters wherever they stand; the new size. */
static size_t replace(unsigned char *text, size_t size, const Replacement *rule) {
    unsigned char made[MOST_SOUND];
    size_t to = 0, last = 0;
    for (size_t at = 0; at + rule->length <= size && to + rule->sound_length + size - at < MOST_SOUND;) {
        if (text[at] != rule->letters[0] || memcmp(text + at, rule->letters, rule->length)) {
            at++;
            continue;
        }
        memcpy(made + to, text + last, at - last);
        to += at - last;
        memcpy(made + to, rule->sound, rule->sound_length);
        to += rule->sound_length;
        last = at += rule->length;
    }
    if (!last) return size;
    memcpy(made + to, text + last, size - last);
    to += size - last;
    memcpy(text, made, to);
    return to;
}

/* What is heard of a word; the size of its key. */
size_t sound_key(const Sounds *self, Letters word, unsigned char *key) {
    static const char *const silent[] = {"e", "es", "ed"}; /* behind a consonant */
    size_t size = word.length, made = 0;
    memcpy(key, word.bytes, size);
    for (size_t i = 0; i < self->first_count; i++) {
        const Replacement *first = &self->firsts[i];
        if (size < first->length || memcmp(key, first->letters, first->length)) continue;
        memcpy(key, first->sound, first->sound_length);
        memmove(key + first->sound_length, word.bytes + first->length, size - first->length);
        size = size - first->length + first->sound_length;
        break;
    }
    for (size_t i = 0; i < sizeof(silent) / sizeof(*silent); i++) {
        size_t cut = strlen(silent[i]);
        if (size <= cut || memcmp(key + size - cut, silent[i], cut) || is_vowel(key[size - cut - 1])) continue;
        memmove(key + size - cut, key + size - cut + 1, cut - 1);
        size--;
        break;
    }
    for (size_t i = 0; i < self->sound_count; i++) size = replace(key, size, &self->sounds[i]);
    for (size_t i = 0; i < size; i++)
        if (is_vowel(key[i])) key[i] = 'A';
    static const Replacement merged[] = {{"Aw", "A", 2, 1}, {"Ah", "A", 2, 1}};
    for (size_t i = 0; i < 2; i++) size = replace(key, size, &merged[i]);
    for (size_t i = 0; i < size; i++)
        if (i ? key[i] != key[i - 1] : key[i] != ' ') key[made++] = key[i];
    return made;
}

/* The fewest edits that make one word of another, none of them in an edit before: `edits_between` there. */
static int edits_between(Letters one, Letters other) {
    int rows[3][LONGEST_WORD + 1], *above = rows[0], *before = rows[1], *row = rows[2];
    for (size_t j = 0; j <= other.length; j++) row[j] = (int)j;
    for (size_t i = 1; i <= one.length; i++) {
        int *oldest = above;
        above = before;
        before = row;
        row = oldest;
        row[0] = (int)i;
        for (size_t j = 1; j <= other.length; j++) {
            int cost = before[j - 1] + (one.bytes[i - 1] != other.bytes[j - 1]);
            if (before[j] + 1 < cost) cost = before[j] + 1;
            if (row[j - 1] + 1 < cost) cost = row[j - 1] + 1;
            if (i > 1 && j > 1 && one.bytes[i - 1] == other.bytes[j - 2] && one.bytes[i - 2] == other.bytes[j - 1] && above[j - 2] + 1 < cost)
                cost = above[j - 2] + 1;
            row[j] = cost;
        }
    }
    return row[other.length];
}

static int are_near(Letters one, Letters other) {
    double most = SHARE_APART * (double)(one.length > other.length ? one.length : other.length);
    return edits_between(one, other) <= (most < MOST_APART ? most : MOST_APART);
}

/* The common words of the sound of a word of small letters that is in no list, not too far from its letters: how many, -1 if they are more
   than there is room for. */
int sounds_alike(const Sounds *self, Letters word, Letters *found) {
    unsigned char key[MOST_SOUND + 2];
    int count = 0;
    if (word.length < SHORTEST || word.length > LONGEST) return 0;
    size_t size = sound_key(self, word, key);
    Py_ssize_t at = size >= SHORTEST_KEY ? sorted_find(&self->listed, (const char *)key, (Py_ssize_t)size) : -1;
    if (at < 0) return 0;
    const unsigned char *bytes = (const unsigned char *)self->listed.buf + at, *end = (const unsigned char *)self->listed.buf + self->listed.len;
    while (bytes < end && *bytes != '\n') {
        const unsigned char *start = bytes;
        while (bytes < end && *bytes != ' ' && *bytes != '\n') bytes++;
        Letters other = {start, (size_t)(bytes - start)};
        bytes += bytes < end && *bytes == ' ';
        if (!other.length || other.length > LONGEST_WORD || is_vowel(other.bytes[0]) != is_vowel(word.bytes[0]) || !are_near(word, other)) continue;
        if (count == MOST_HEARD) return -1;
        found[count++] = other;
    }
    return count;
}

/* ---- its parts -------------------------------------------------------------------------------------------------------- */

/* From a tuple of (letters, sound). */
static Replacement *read_rules(PyObject *rules, size_t *count) {
    Py_ssize_t size = PyTuple_Size(rules);
    Replacement *made = size < 0 ? NULL : PyMem_Calloc((size_t)size + 1, sizeof(Replacement));
    if (!made) return PyErr_Occurred() ? NULL : (PyErr_NoMemory(), NULL);
    for (Py_ssize_t i = 0; i < size; i++) {
        const char *letters, *sound;
        Py_ssize_t length, sound_length;
        if (!PyArg_ParseTuple(PyTuple_GetItem(rules, i), "s#s#", &letters, &length, &sound, &sound_length)) return PyMem_Free(made), NULL;
        if (!length || length > MOST_RULE || sound_length > MOST_RULE || sound_length > 2 * length)
            return PyMem_Free(made), PyErr_SetString(PyExc_ValueError, "a sound of too many letters"), NULL;
        made[i].length = (uint8_t)length;
        made[i].sound_length = (uint8_t)sound_length;
        memcpy(made[i].letters, letters, (size_t)length);
        memcpy(made[i].sound, sound, (size_t)sound_length);
    }
    *count = (size_t)size;
    return made;
}

/* From (the list, what words begin with, letters and sounds in order). */
int sounds_read(Sounds *self, PyObject *parts) {
    PyObject *listed, *firsts, *sounds;
    if (!PyArg_ParseTuple(parts, "OO!O!", &listed, &PyTuple_Type, &firsts, &PyTuple_Type, &sounds)) return -1;
    self->firsts = read_rules(firsts, &self->first_count);
    self->sounds = self->firsts ? read_rules(sounds, &self->sound_count) : NULL;
    return self->sounds ? PyObject_GetBuffer(listed, &self->listed, PyBUF_SIMPLE) : -1;
}

void sounds_free(Sounds *self) {
    PyMem_Free(self->firsts);
    PyMem_Free(self->sounds);
    PyBuffer_Release(&self->listed);
}

/* ---- the type -------------------------------------------------------------------------------------------------------- */

typedef struct {
    PyObject_HEAD
    Sounds sounds;
} SoundList;

static PyObject *sound_list_new(PyTypeObject *type, PyObject *args, PyObject *keywords) {
    (void)keywords;
    SoundList *self = new_object(type);
    return finished(self, self && sounds_read(&self->sounds, args) == 0);
}

static void sound_list_dealloc(PyObject *object) {
    sounds_free(&((SoundList *)object)->sounds);
    free_object(object);
}

static PyObject *sound_list_alike(PyObject *object, PyObject *word) {
    Letters found[MOST_HEARD];
    char *bytes;
    Py_ssize_t length;
    if (PyBytes_AsStringAndSize(word, &bytes, &length) < 0) return NULL;
    int count = sounds_alike(&((SoundList *)object)->sounds, (Letters){(const unsigned char *)bytes, (size_t)length}, found);
    if (count < 0) return Py_NewRef(Py_None);
    PyObject *made = PyTuple_New(count);
    for (int i = 0; made && i < count; i++) {
        PyObject *item = PyUnicode_DecodeASCII((const char *)found[i].bytes, (Py_ssize_t)found[i].length, NULL);
        if (!item || PyTuple_SetItem(made, i, item) < 0) Py_CLEAR(made);
    }
    return made;
}

static PyMethodDef sound_list_methods[] = {
    {"alike", sound_list_alike, METH_O, "The common words of the sound of a word (bytes) in small letters; None if they are too many."},
    {NULL, NULL, 0, NULL},
};

DEFINE_TYPE(sound_list, sound_list, SoundList, SoundList, "Knows words by what is heard of them.");

int add_sounds(PyObject *module) { return add_type(module, &sound_list_spec); }
