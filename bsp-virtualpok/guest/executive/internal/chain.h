/* SPDX-License-Identifier: BSD-2-Clause */
/* Doubly linked lists around a head node. */
#ifndef CHAIN_H
#define CHAIN_H

#include <stdbool.h>
#include <stddef.h>

typedef struct Chain_Node {
  struct Chain_Node *next;
  struct Chain_Node *previous;
} Chain_Node;

typedef struct {
  Chain_Node head;
} Chain_Control;

#define CHAIN_CONTAINER(node, type, member) \
  ((type *)(void *)((char *)(node) - offsetof(type, member)))

static inline void _Chain_Initialize(Chain_Control *chain)
{
  chain->head.next = &chain->head;
  chain->head.previous = &chain->head;
}

static inline bool _Chain_Is_empty(const Chain_Control *chain)
{
  return chain->head.next == &chain->head;
}

static inline void _Chain_Insert_before(Chain_Node *successor, Chain_Node *node)
{
  node->next = successor;
  node->previous = successor->previous;
  successor->previous->next = node;
  successor->previous = node;
}

static inline void _Chain_Append(Chain_Control *chain, Chain_Node *node)
{
  _Chain_Insert_before(&chain->head, node);
}

static inline void _Chain_Prepend(Chain_Control *chain, Chain_Node *node)
{
  _Chain_Insert_before(chain->head.next, node);
}

static inline void _Chain_Extract(Chain_Node *node)
{
  node->previous->next = node->next;
  node->next->previous = node->previous;
}

static inline Chain_Node *_Chain_Get_first(Chain_Control *chain)
{
  Chain_Node *first = chain->head.next;

  if (first == &chain->head)
    return NULL;
  _Chain_Extract(first);
  return first;
}

#endif
