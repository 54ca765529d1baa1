/* SPDX-License-Identifier: BSD-2-Clause */
/* First fit; free blocks are kept in order of address and merged. */
#include <stdint.h>
#include <workspace.h>

typedef struct Block {
  size_t size; /* with this header, a multiple of 16 */
  struct Block *next; /* free: the next free block */
  uint32_t unused[2];
} Block;

_Static_assert(sizeof(Block) == 16, "blocks stay at multiples of 16");

static Block *first_free;

void _Workspace_Initialize(void *area, size_t size)
{
  first_free = area;
  first_free->size = size;
  first_free->next = NULL;
}

void *_Workspace_Allocate(size_t size)
{
  size_t needed;

  if (size > UINT32_MAX - 2 * sizeof(Block))
    return NULL;
  needed = (size + sizeof(Block) + 15u) & ~15u;

  for (Block **link = &first_free; *link != NULL; link = &(*link)->next) {
    Block *block = *link;

    if (block->size < needed)
      continue;
    if (block->size - needed >= 2 * sizeof(Block)) {
      Block *rest = (Block *)((char *)block + needed);

      rest->size = block->size - needed;
      rest->next = block->next;
      block->size = needed;
      *link = rest;
    } else {
      *link = block->next;
    }
    return block + 1;
  }
  return NULL;
}

void _Workspace_Free(void *memory)
{
  Block *block = (Block *)memory - 1;
  Block *previous = NULL;
  Block *next = first_free;

  while (next != NULL && next < block) {
    previous = next;
    next = next->next;
  }

  block->next = next;
  if (next != NULL && (char *)block + block->size == (char *)next) {
    block->size += next->size;
    block->next = next->next;
  }
  if (previous == NULL) {
    first_free = block;
  } else if ((char *)previous + previous->size == (char *)block) {
    previous->size += block->size;
    previous->next = block->next;
  } else {
    previous->next = block;
  }
}
