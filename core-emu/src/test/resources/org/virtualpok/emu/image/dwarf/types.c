/* SPDX-License-Identifier: BSD-2-Clause */
/* Every shape of type that the reader knows; says itself where its members lie. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum colour { RED, GREEN = 5, BLUE = -2 };

typedef struct node {
  uint8_t tag;
  struct node *next;
  union {
    uint16_t half;
    struct {
      char low, high;
    };
  };
  const char *name;
  volatile uint64_t big;
  int (*callback)(int, char *);
  unsigned narrow : 3;
  unsigned wide : 13;
  enum colour colour;
  short grid[2][3];
} node_t;

struct opaque;

node_t first = {.tag = 7, .half = 0x4241, .name = "first", .narrow = 5, .wide = 4099, .colour = BLUE};
node_t *head = &first;
struct opaque *hidden;
static volatile node_t table[4];
double ratio = 0.5;

int main(void) {
  table[2].grid[1][2] = 42;
  printf("size %zu\n", sizeof(node_t));
  printf("tag %zu\n", offsetof(node_t, tag));
  printf("next %zu\n", offsetof(node_t, next));
  printf("half %zu\n", offsetof(node_t, half));
  printf("high %zu\n", offsetof(node_t, high));
  printf("name %zu\n", offsetof(node_t, name));
  printf("big %zu\n", offsetof(node_t, big));
  printf("callback %zu\n", offsetof(node_t, callback));
  printf("colour %zu\n", offsetof(node_t, colour));
  printf("grid %zu\n", offsetof(node_t, grid));
  return hidden != NULL || table[1].tag;
}
