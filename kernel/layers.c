/* A layer of a net whose units are added up side by side, where the processor has instructions for that. Its inputs are bytes; whole numbers
   of two bytes are taken as a high and a low byte. Sums are of whole numbers, and the same as those of `add_products`. */

#include "masked.h"

#if defined(__GNUC__) && defined(__x86_64__) && defined(__gnu_linux__)
#define CAN_ADD __builtin_cpu_supports("avx512vnni")
#include <immintrin.h>

enum { LANES = 16, AT_ONCE = 4, SIDE_BY_SIDE = 2 * LANES }; /* units, and inputs of each, that an instruction takes; units that are added up together */
#define SHIFT 128      /* added to an input, which is taken as a byte without a sign */
#define HIGHEST 0x7F7F /* number of two bytes whose high byte has a sign */

/* Make a layer of rows of weights, `step` cells apart; without cells if it must be added up otherwise. -1 if there is no memory. */
int layer_open(Layer *self, const int8_t *rows, size_t step, size_t units, size_t width) {
    if (!CAN_ADD || units % SIDE_BY_SIDE || width % (2 * AT_ONCE) || width > MOST_UNITS) return 0;
    self->cells = PyMem_Malloc(units * width);
    self->shifts = PyMem_Calloc(units, sizeof(int32_t));
    if (!self->cells || !self->shifts) return PyErr_NoMemory(), -1;
    self->units = units;
    self->width = width;
    for (size_t u = 0; u < units; u++)
        for (size_t i = 0; i < width; i++) {
            size_t part = u / SIDE_BY_SIDE * (width / AT_ONCE) + i / AT_ONCE;
            int8_t cell = self->cells[(part * SIDE_BY_SIDE + u % SIDE_BY_SIDE) * AT_ONCE + i % AT_ONCE] = rows[u * step + i];
            self->shifts[u] += SHIFT * cell;
        }
    return 0;
}

void layer_close(Layer *self) {
    PyMem_Free(self->cells);
    PyMem_Free(self->shifts);
    memset(self, 0, sizeof(Layer));
}

/* Add the products with some inputs, to each of which SHIFT is added, so many times to the sums. Four sums do not wait for one another. */
__attribute__((target("avx512f,avx512vnni"))) static void add_bytes(const Layer *self, const uint8_t *inputs, int32_t times, int32_t *sums) {
    const __m512i *cells = (const __m512i *)self->cells, factor = _mm512_set1_epi32(times);
    for (size_t u = 0; u < self->units; u += SIDE_BY_SIDE) {
        __m512i parts[4] = {_mm512_setzero_si512(), _mm512_setzero_si512(), _mm512_setzero_si512(), _mm512_setzero_si512()};
        for (size_t i = 0; i < self->width; i += 2 * AT_ONCE, cells += 4) {
            int32_t four[2];
            memcpy(four, inputs + i, sizeof(four));
            for (int k = 0; k < 4; k++) parts[k] = _mm512_dpbusd_epi32(parts[k], _mm512_set1_epi32(four[k / 2]), _mm512_loadu_si512(cells + k));
        }
        for (int k = 0; k < 2; k++) {
            void *to = sums + u + k * LANES;
            __m512i sum = _mm512_sub_epi32(_mm512_add_epi32(parts[k], parts[k + 2]), _mm512_loadu_si512(self->shifts + u + k * LANES));
            _mm512_storeu_si512(to, _mm512_add_epi32(_mm512_mullo_epi32(sum, factor), _mm512_loadu_si512(to)));
        }
    }
}

/* Add the products with a vector to the sums; 0 if it has a number that is too high. */
int layer_add(const Layer *self, const int16_t *vector, int32_t *sums) {
    uint8_t low[MOST_UNITS] = {0}, high[MOST_UNITS] = {0};
    int has_high = 0, highest = 0;
    for (size_t i = 0; i < self->width; i++) {
        low[i] = (uint8_t)(vector[i] + SHIFT);
        int16_t rest = (int16_t)((vector[i] + SHIFT) >> 8); /* what the low byte, which has a sign, leaves */
        high[i] = (uint8_t)(rest + SHIFT);
        has_high |= rest;
        highest = vector[i] > highest ? vector[i] : highest;
    }
    if (highest > HIGHEST) return 0;
    add_bytes(self, low, 1, sums);
    if (has_high) add_bytes(self, high, 256, sums);
    return 1;
}
#else
int layer_open(Layer *self, const int8_t *rows, size_t step, size_t units, size_t width) {
    (void)self, (void)rows, (void)step, (void)units, (void)width;
    return 0;
}

void layer_close(Layer *self) { (void)self; }

int layer_add(const Layer *self, const int16_t *vector, int32_t *sums) {
    (void)self, (void)vector, (void)sums;
    return 0;
}
#endif
