/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Work that never waits and calls nobody: lists, hashing, sorting, and some
 * arithmetic on bytes, words and matrices. It asks for no interrupts.
 */
#include <bsp.h>
#include <stdio.h>
#include <string.h>
#include <virtualizationlayercpu.h>

/* 0 means for ever. A host may patch it before the start. */
volatile uint32_t bench_rounds = 1000;
volatile uint32_t bench_round;
volatile uint32_t bench_checksum;

#define NODES 512
#define VALUES 1024
#define BUCKETS 256
#define WORDS 128
#define SIDE 12

struct node {
  struct node *next;
  uint32_t value;
};

struct word {
  struct word *next;
  char text[12];
  uint32_t seen;
};

static struct node nodes[NODES];
static uint32_t order[NODES];
static int32_t values[VALUES];
static int32_t scratch[VALUES];
static struct word words[WORDS];
static struct word *buckets[BUCKETS];
static int32_t left[SIDE][SIDE];
static int32_t right[SIDE][SIDE];
static int32_t product[SIDE][SIDE];
static uint32_t random_state;

static uint32_t random_bits(void)
{
  random_state ^= random_state << 13;
  random_state ^= random_state >> 17;
  random_state ^= random_state << 5;
  return random_state;
}

/* Links the nodes in random order, reverses the list, and walks it. */
static uint32_t run_lists(void)
{
  struct node *head = NULL;
  struct node *reversed = NULL;
  uint32_t sum = 0;
  uint32_t place = 0;

  for (uint32_t i = 0; i < NODES; i++)
    order[i] = i;
  for (uint32_t i = NODES - 1; i > 0; i--) {
    uint32_t j = random_bits() % (i + 1);
    uint32_t kept = order[i];

    order[i] = order[j];
    order[j] = kept;
  }
  for (uint32_t i = 0; i < NODES; i++) {
    nodes[order[i]].value = order[i] * 2654435761u;
    nodes[order[i]].next = head;
    head = &nodes[order[i]];
  }
  while (head != NULL) {
    struct node *next = head->next;

    head->next = reversed;
    reversed = head;
    head = next;
  }
  for (int walk = 0; walk < 4; walk++) {
    for (const struct node *at = reversed; at != NULL; at = at->next)
      sum += at->value ^ place++;
  }
  return sum;
}

static uint32_t hash_of(const char *text)
{
  uint32_t hash = 2166136261u;

  for (; *text != '\0'; text++)
    hash = (hash ^ (uint8_t)*text) * 16777619u;
  return hash;
}

/* Counts words of a random text in a table. */
static uint32_t run_hashing(void)
{
  uint32_t used = 0;
  uint32_t sum = 0;

  memset(buckets, 0, sizeof buckets);
  for (int i = 0; i < 256; i++) {
    char text[12];
    uint32_t bits = random_bits() % WORDS;
    struct word *word;
    int length = 0;

    do {
      text[length++] = (char)('a' + bits % 5);
      bits /= 5;
    } while (bits != 0);
    text[length] = '\0';

    uint32_t bucket = hash_of(text) % BUCKETS;

    for (word = buckets[bucket]; word != NULL && strcmp(word->text, text) != 0; word = word->next)
      ;
    if (word == NULL) {
      word = &words[used++];
      memcpy(word->text, text, (size_t)length + 1);
      word->seen = 0;
      word->next = buckets[bucket];
      buckets[bucket] = word;
    }
    word->seen++;
  }
  for (uint32_t i = 0; i < used; i++)
    sum = sum * 31 + words[i].seen * hash_of(words[i].text);
  return sum;
}

static void quick_sort(int32_t *first, int32_t *last)
{
  while (last - first > 8) {
    int32_t pivot = first[(last - first) / 2];
    int32_t *low = first;
    int32_t *high = last;

    while (low <= high) {
      while (*low < pivot)
        low++;
      while (*high > pivot)
        high--;
      if (low <= high) {
        int32_t kept = *low;

        *low++ = *high;
        *high-- = kept;
      }
    }
    quick_sort(first, high);
    first = low;
  }
  for (int32_t *at = first + 1; at <= last; at++) {
    int32_t value = *at;
    int32_t *to = at;

    for (; to > first && to[-1] > value; to--)
      *to = to[-1];
    *to = value;
  }
}

static void sift_down(int32_t *heap, uint32_t at, uint32_t size)
{
  for (;;) {
    uint32_t child = 2 * at + 1;
    int32_t kept;

    if (child >= size)
      return;
    if (child + 1 < size && heap[child + 1] > heap[child])
      child++;
    if (heap[at] >= heap[child])
      return;
    kept = heap[at];
    heap[at] = heap[child];
    heap[child] = kept;
    at = child;
  }
}

static void heap_sort(int32_t *heap, uint32_t size)
{
  for (uint32_t i = size / 2; i-- > 0;)
    sift_down(heap, i, size);
  while (size-- > 1) {
    int32_t kept = heap[0];

    heap[0] = heap[size];
    heap[size] = kept;
    sift_down(heap, 0, size);
  }
}

/* Sorts the same numbers in two ways; the results must agree. */
static uint32_t run_sorting(void)
{
  uint32_t sum = 0;

  for (int i = 0; i < VALUES; i++)
    values[i] = (int32_t)random_bits();
  memcpy(scratch, values, sizeof values);
  quick_sort(values, values + VALUES - 1);
  heap_sort(scratch, VALUES);
  if (memcmp(values, scratch, sizeof values) != 0)
    return 0xdeadu;
  for (int i = 1; i < VALUES; i++)
    sum = (sum << 1 | sum >> 31) + (uint32_t)(values[i] / (i + 1)) + (uint32_t)(values[i] % 7);
  return sum;
}

static uint32_t run_matrices(void)
{
  uint32_t sum = 0;

  for (int i = 0; i < SIDE; i++) {
    for (int j = 0; j < SIDE; j++) {
      left[i][j] = (int16_t)random_bits();
      right[i][j] = (int8_t)random_bits();
    }
  }
  for (int i = 0; i < SIDE; i++) {
    for (int j = 0; j < SIDE; j++) {
      int32_t cell = 0;

      for (int k = 0; k < SIDE; k++)
        cell += left[i][k] * right[k][j];
      product[i][j] = cell;
      sum += (uint32_t)cell;
    }
  }
  return sum;
}

/* A checksum bit by bit, over the bytes of the sorted numbers. */
static uint32_t run_bytes(void)
{
  const uint8_t *byte = (const uint8_t *)values;
  uint32_t crc = 0xffffffffu;

  for (int i = 0; i < 256; i++) {
    crc ^= byte[i];
    for (int bit = 0; bit < 8; bit++)
      crc = (crc >> 1) ^ ((0u - (crc & 1)) & 0xedb88320u);
  }
  return ~crc;
}

/* Products and quotients of 64 bits as the processor has them. */
static uint32_t run_wide(void)
{
  uint64_t sum = 0;

  for (uint32_t i = 1; i <= 64; i++) {
    uint32_t divisor = random_bits() | 0x80000000u;
    uint64_t wide = (uint64_t)random_bits() * (divisor >> 1);
    uint32_t quotient;
    uint32_t rest;

    __asm__("divl %4"
            : "=a"(quotient), "=d"(rest)
            : "0"((uint32_t)wide), "1"((uint32_t)(wide >> 32)), "r"(divisor)
            : "cc");
    sum += wide ^ quotient;
    sum = (sum << (i & 15)) + (sum >> 7) + (uint64_t)(int64_t)(int32_t)rest;
  }
  return (uint32_t)sum ^ (uint32_t)(sum >> 32);
}

static uint32_t run_round(uint32_t checksum)
{
  random_state = checksum | 1;
  checksum = checksum * 33 + run_lists();
  checksum = checksum * 33 + run_hashing();
  checksum = checksum * 33 + run_sorting();
  checksum = checksum * 33 + run_matrices();
  checksum = checksum * 33 + run_bytes();
  return checksum * 33 + run_wide();
}

void boot_card(const char *command_line)
{
  (void)command_line;
  _CPU_Virtual_Interrupts_close();
  puts("*** BENCH ***");
  bench_checksum = 1;
  while (bench_rounds == 0 || bench_round < bench_rounds) {
    bench_checksum = run_round(bench_checksum);
    bench_round++;
  }
  printf("bench: %u rounds, checksum %08x\n", (unsigned)bench_round, (unsigned)bench_checksum);
  puts("*** END OF BENCH ***");
  _CPU_Virtual_exec_stop_error(0);
}
