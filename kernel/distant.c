/* Common words of about the letters of a word, and what the errors cost that lead from them to it: what `_alike` and `_cost` of
   cleaner/models/distant.py say. */

#include "sounds.h"

enum { MOST_LONGER = 3, MOST_LETTERS_APART = 4, SHORTEST_SOUND = 3, LONGEST = 40, LETTERS = 26 }; /* as there, but for LONGEST */
#define MOST_COST 22.0 /* these too */
#define SAME_SOUND 8.0
#define EDGE LETTERS /* stands for the letter before the first one */
#define UNKNOWN 0xFFFF

enum { LEFT_OUT, PUT_IN, CHANGED, EXCHANGED, KINDS };
static const char KIND_SIGNS[KINDS] = {'-', '+', '/', '~'};

/* What a common word is told from others by, before its letters are looked at. */
typedef struct {
    uint32_t letters; /* a bit for each that it has */
    uint16_t sound;   /* a digest of what is heard of it; 0: not known yet */
    uint8_t length;
} Outline;

typedef struct {
    PyObject_HEAD
    PyObject *words;   /* a tuple of bytes */
    Outline *outlines; /* of those of small letters of ASCII, by what they begin with */
    uint32_t *numbers; /* of the same in the tuple */
    size_t starts[LETTERS + 1]; /* where those with each beginning stand */
    unsigned char beginnings[LETTERS]; /* what stands for a letter with which a word begins */
    Sequences slips;
    double costs[256]; /* of an error by its step in the table */
    uint16_t steps[KINDS][LETTERS + 1][LETTERS];
    Sounds sounds;
} Distant;

static double cost_of(Distant *self, int kind, int first, int second) {
    uint16_t *step = &self->steps[kind][first][second];
    if (*step == UNKNOWN) {
        const unsigned char key[] = {(unsigned char)KIND_SIGNS[kind], (unsigned char)(first == EDGE ? '^' : 'a' + first), (unsigned char)('a' + second)};
        *step = packed_step(&self->slips, key, sizeof(key));
    }
    return self->costs[*step];
}

static int letter_at(Letters word, size_t at) { return word.bytes[at] - 'a'; }

static int letter_before(Letters word, size_t at) { return at ? word.bytes[at - 1] - 'a' : EDGE; }

static double lower(double one, double other) { return other < one ? other : one; }

/* Nats of the likeliest errors by which who meant one word wrote the other; more than `most` if they cost more. */
static double errors_cost(Distant *self, Letters written, Letters meant, double most) {
    double rows[3][LONGEST + MOST_LONGER + 1], *above = rows[0], *before = rows[1], *row = rows[2];
    row[0] = 0;
    for (size_t j = 0; j < meant.length; j++) row[j + 1] = row[j] + cost_of(self, LEFT_OUT, letter_before(meant, j), letter_at(meant, j));
    for (size_t i = 0; i < written.length; i++) {
        int letter = letter_at(written, i);
        double extra = cost_of(self, PUT_IN, letter_before(written, i), letter), *oldest = above;
        above = before;
        before = row;
        row = oldest;
        double least = row[0] = before[0] + extra;
        for (size_t j = 0; j < meant.length; j++) {
            int wanted = letter_at(meant, j);
            double best = letter == wanted ? before[j] : before[j] + cost_of(self, CHANGED, wanted, letter);
            best = lower(best, before[j + 1] + extra);
            best = lower(best, row[j] + cost_of(self, LEFT_OUT, letter_before(meant, j), wanted));
            if (i && j && letter != wanted && letter == letter_at(meant, j - 1) && wanted == letter_at(written, i - 1))
                best = lower(best, above[j - 1] + cost_of(self, EXCHANGED, letter, wanted));
            row[j + 1] = best;
            least = lower(least, best);
        }
        if (least > most) return most + 1.0;
    }
    return row[meant.length];
}

/* A written word, and what is heard of it. */
typedef struct {
    Letters word;
    unsigned char sound[MOST_SOUND + 2];
    size_t sounds;
    uint16_t digest;
} Written;

static uint16_t digest_of(const unsigned char *sound, size_t size) { return (uint16_t)(hash_of(sound, size) >> 16 | 1); }

static Written written_of(const Distant *self, Letters word) {
    Written written = {.word = word};
    written.sounds = sound_key(&self->sounds, word, written.sound);
    written.digest = digest_of(written.sound, written.sounds);
    return written;
}

static int is_heard_as(const Distant *self, const Written *written, Letters meant, uint16_t *digest) {
    unsigned char sound[MOST_SOUND + 2];
    if (written->sounds < SHORTEST_SOUND || (*digest && *digest != written->digest)) return 0;
    size_t size = sound_key(&self->sounds, meant, sound);
    *digest = digest_of(sound, size);
    return size == written->sounds && !memcmp(sound, written->sound, size);
}

/* The same as errors_cost, and SAME_SOUND at most for words of the same sound. */
static double cost_by_sound(Distant *self, const Written *written, Letters meant, uint16_t *digest, double most) {
    double cost = errors_cost(self, written->word, meant, lower(most, MOST_COST));
    return cost > SAME_SOUND && most >= SAME_SOUND && is_heard_as(self, written, meant, digest) ? SAME_SOUND : cost;
}

static uint32_t letters_of(Letters word) {
    uint32_t found = 0;
    for (size_t i = 0; i < word.length; i++) found |= (uint32_t)1 << letter_at(word, i);
    return found;
}

static uint32_t bits_in(uint32_t bits) {
    bits -= bits >> 1 & 0x55555555;
    bits = (bits & 0x33333333) + (bits >> 2 & 0x33333333);
    return ((bits + (bits >> 4)) & 0x0F0F0F0F) * 0x01010101 >> 24;
}

static int is_about(const Outline *common, size_t length, uint32_t letters) {
    size_t longer = common->length > length ? common->length - length : length - common->length;
    return longer <= MOST_LONGER && bits_in(common->letters ^ letters) <= MOST_LETTERS_APART;
}

/* A common word by its number. */
static Letters common_word(const Distant *self, size_t number) {
    char *bytes;
    Py_ssize_t size;
    PyBytes_AsStringAndSize(PyTuple_GetItem(self->words, (Py_ssize_t)number), &bytes, &size); /* it was bytes when it was read */
    return (Letters){(const unsigned char *)bytes, (size_t)size};
}

static int is_of_small_letters(Letters word) {
    for (size_t i = 0; i < word.length; i++)
        if (word.bytes[i] < 'a' || word.bytes[i] > 'z') return 0;
    return word.length > 0;
}

/* near(word, most): the number of the first common word of about its letters, None if there is none, and a list of (number, cost) of those
   whose errors cost at most so many nats. None if the word is not of small letters of ASCII, or too long. */
static PyObject *distant_near(PyObject *object, PyObject *args) {
    Distant *self = (Distant *)object;
    const char *bytes;
    Py_ssize_t length;
    double most;
    if (!PyArg_ParseTuple(args, "y#d", &bytes, &length, &most)) return NULL;
    Letters word = {(const unsigned char *)bytes, (size_t)length};
    if (length > LONGEST || !is_of_small_letters(word)) Py_RETURN_NONE;
    Written written = written_of(self, word);
    uint32_t letters = letters_of(word), first = UINT32_MAX;
    size_t beginning = (size_t)self->beginnings[letter_at(word, 0)] - 'a';
    PyObject *found = PyList_New(0);
    for (size_t i = self->starts[beginning]; found && i < self->starts[beginning + 1]; i++) {
        if (!is_about(&self->outlines[i], word.length, letters)) continue;
        Letters meant = common_word(self, self->numbers[i]);
        if (meant.length == word.length && !memcmp(meant.bytes, word.bytes, word.length)) continue;
        if (first == UINT32_MAX) first = self->numbers[i];
        double cost = cost_by_sound(self, &written, meant, &self->outlines[i].sound, most);
        if (cost > most) continue;
        PyObject *pair = Py_BuildValue("(kd)", (unsigned long)self->numbers[i], cost);
        if (!pair || PyList_Append(found, pair) < 0) Py_CLEAR(found);
        Py_XDECREF(pair);
    }
    if (!found) return NULL;
    return first == UINT32_MAX ? Py_BuildValue("(ON)", Py_None, found) : Py_BuildValue("(kN)", (unsigned long)first, found);
}

/* cost(word, number, most): what the errors cost that lead from the common word of a number to a word; None as for `near`. */
static PyObject *distant_cost(PyObject *object, PyObject *args) {
    Distant *self = (Distant *)object;
    const char *bytes;
    Py_ssize_t length, number;
    double most;
    uint16_t digest = 0;
    if (!PyArg_ParseTuple(args, "y#nd", &bytes, &length, &number, &most)) return NULL;
    Letters word = {(const unsigned char *)bytes, (size_t)length};
    if (number < 0 || number >= PyTuple_Size(self->words)) return PyErr_SetString(PyExc_IndexError, "no such word"), NULL;
    Letters meant = common_word(self, (size_t)number);
    if (length > LONGEST || meant.length > LONGEST + MOST_LONGER || !is_of_small_letters(word) || !is_of_small_letters(meant)) Py_RETURN_NONE;
    Written written = written_of(self, word);
    return PyFloat_FromDouble(cost_by_sound(self, &written, meant, &digest, most));
}

/* ---- the type -------------------------------------------------------------------------------------------------------- */

/* Sort those of a tuple of words that are of small letters of ASCII by what they begin with, otherwise in their order. */
static int read_common(Distant *self, PyObject *words) {
    Py_ssize_t count = PyTuple_Size(words);
    size_t kept = 0;
    self->words = Py_NewRef(words);
    self->outlines = PyMem_Calloc((size_t)count + 1, sizeof(Outline));
    self->numbers = PyMem_Calloc((size_t)count + 1, sizeof(uint32_t));
    if (!self->outlines || !self->numbers) return PyErr_NoMemory(), -1;
    for (Py_ssize_t i = 0; i < count; i++)
        if (PyBytes_Size(PyTuple_GetItem(words, i)) < 0) return -1;
    for (int beginning = 0; beginning < LETTERS; beginning++) {
        self->starts[beginning] = kept;
        for (Py_ssize_t i = 0; i < count; i++) {
            Letters word = common_word(self, (size_t)i);
            if (!word.length || word.bytes[0] < 'a' || word.bytes[0] > 'z' || self->beginnings[word.bytes[0] - 'a'] != 'a' + beginning) continue;
            if (word.length > LONGEST + MOST_LONGER || !is_of_small_letters(word)) continue;
            self->outlines[kept] = (Outline){letters_of(word), 0, (uint8_t)word.length};
            self->numbers[kept++] = (uint32_t)i;
        }
    }
    self->starts[LETTERS] = kept;
    return 0;
}

static int read_distant(Distant *self, PyObject *args) {
    PyObject *words, *slips, *sounds;
    const char *beginnings, *costs;
    Py_ssize_t size, cost_size;
    if (!PyArg_ParseTuple(args, "O!y#O!y#O", &PyTuple_Type, &words, &beginnings, &size, &PyTuple_Type, &slips, &costs, &cost_size, &sounds)) return -1;
    if (size != LETTERS || cost_size != (Py_ssize_t)sizeof(self->costs)) return PyErr_SetString(PyExc_ValueError, "a beginning for each letter, a cost for each step"), -1;
    memcpy(self->costs, costs, sizeof(self->costs));
    memcpy(self->beginnings, beginnings, LETTERS);
    memset(self->steps, 0xFF, sizeof(self->steps));
    if (sequences_open(&self->slips, slips) < 0 || sequences_keep(&self->slips) < 0) return -1;
    if (sounds_read(&self->sounds, sounds) < 0) return -1;
    return read_common(self, words);
}

static PyObject *distant_new(PyTypeObject *type, PyObject *args, PyObject *keywords) {
    (void)keywords;
    Distant *self = new_object(type);
    return finished(self, self && read_distant(self, args) == 0);
}

static void distant_dealloc(PyObject *object) {
    Distant *self = (Distant *)object;
    sequences_close(&self->slips);
    sounds_free(&self->sounds);
    PyMem_Free(self->outlines);
    PyMem_Free(self->numbers);
    Py_XDECREF(self->words);
    free_object(object);
}

static PyMethodDef distant_methods[] = {
    {"near", distant_near, METH_VARARGS, "Common words from which errors of at most so many nats lead to a word."},
    {"cost", distant_cost, METH_VARARGS, "What the errors cost that lead from a common word, by its number, to a word."},
    {NULL, NULL, 0, NULL},
};

DEFINE_TYPE(distant, distant, Distant, Distant, "Knows the common words of about the letters of a word.");

int add_distant(PyObject *module) { return add_type(module, &distant_spec); }
