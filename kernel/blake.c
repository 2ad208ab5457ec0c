/* The digests BLAKE2b (RFC 7693), without a key, by which the tables of cleaner/models are laid out. */

#include "kernel.h"

#define BLOCK_SIZE 128 /* bytes */

static const uint64_t BLAKE_START[8] = {
    0x6a09e667f3bcc908ULL, 0xbb67ae8584caa73bULL, 0x3c6ef372fe94f82bULL, 0xa54ff53a5f1d36f1ULL,
    0x510e527fade682d1ULL, 0x9b05688c2b3e6c1fULL, 0x1f83d9abfb41bd6bULL, 0x5be0cd19137e2179ULL,
};

static const uint8_t BLAKE_ORDER[12][16] = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
    {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4}, {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
    {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13}, {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
    {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11}, {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
    {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5}, {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
};

static uint64_t rotated(uint64_t value, int bits) { return value >> bits | value << (64 - bits); }

/* The mixing of four words of the state, and a round of it. The compiler knows which words of the block a round takes, so the state
   stays in registers. */
#define MIX(a, b, c, d, x, y)                                                                                                          \
    a += b + (x), d = rotated(d ^ a, 32), c += d, b = rotated(b ^ c, 24), a += b + (y), d = rotated(d ^ a, 16), c += d, b = rotated(b ^ c, 63)
#define TAKEN(round, at) m[BLAKE_ORDER[round][at]]
#define ROUND(n)                                                                                                                       \
    MIX(v[0], v[4], v[8], v[12], TAKEN(n, 0), TAKEN(n, 1)), MIX(v[1], v[5], v[9], v[13], TAKEN(n, 2), TAKEN(n, 3)),                    \
        MIX(v[2], v[6], v[10], v[14], TAKEN(n, 4), TAKEN(n, 5)), MIX(v[3], v[7], v[11], v[15], TAKEN(n, 6), TAKEN(n, 7)),              \
        MIX(v[0], v[5], v[10], v[15], TAKEN(n, 8), TAKEN(n, 9)), MIX(v[1], v[6], v[11], v[12], TAKEN(n, 10), TAKEN(n, 11)),            \
        MIX(v[2], v[7], v[8], v[13], TAKEN(n, 12), TAKEN(n, 13)), MIX(v[3], v[4], v[9], v[14], TAKEN(n, 14), TAKEN(n, 15))

static uint64_t word_of_block(const unsigned char *at) {
    return (uint64_t)at[0] | (uint64_t)at[1] << 8 | (uint64_t)at[2] << 16 | (uint64_t)at[3] << 24 | (uint64_t)at[4] << 32 |
           (uint64_t)at[5] << 40 | (uint64_t)at[6] << 48 | (uint64_t)at[7] << 56;
}

static void compress_block(uint64_t *state, const unsigned char *block, uint64_t done, int is_last) {
    uint64_t v[16], m[16];
    for (int i = 0; i < 16; i++) m[i] = word_of_block(block + 8 * i);
    for (int i = 0; i < 8; i++) {
        v[i] = state[i];
        v[i + 8] = BLAKE_START[i];
    }
    v[12] ^= done;
    if (is_last) v[14] = ~v[14];
    ROUND(0), ROUND(1), ROUND(2), ROUND(3), ROUND(4), ROUND(5), ROUND(6), ROUND(7), ROUND(8), ROUND(9), ROUND(10), ROUND(11);
    for (int i = 0; i < 8; i++) state[i] ^= v[i] ^ v[i + 8];
}

/* The first 16 bytes of a digest of `size` bytes, as two numbers, the lower bytes first. */
void blake(const unsigned char *data, size_t length, unsigned int size, uint64_t *digest) {
    uint64_t state[8];
    unsigned char block[BLOCK_SIZE];
    memcpy(state, BLAKE_START, sizeof(state));
    state[0] ^= 0x01010000ULL ^ size;
    size_t done = 0;
    for (; length - done > BLOCK_SIZE; done += BLOCK_SIZE) compress_block(state, data + done, done + BLOCK_SIZE, 0);
    memset(block, 0, BLOCK_SIZE);
    memcpy(block, data + done, length - done);
    compress_block(state, block, length, 1);
    digest[0] = state[0];
    digest[1] = state[1];
}
