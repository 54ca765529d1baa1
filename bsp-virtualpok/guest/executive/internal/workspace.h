/* SPDX-License-Identifier: BSD-2-Clause */
/* Memory for stacks and message buffers. Callers have interrupts closed. */
#ifndef WORKSPACE_H
#define WORKSPACE_H

#include <stddef.h>

/* Header and rounding of one block. */
#define WORKSPACE_BLOCK_OVERHEAD 32u

void _Workspace_Initialize(void *area, size_t size);

/* A block at a multiple of 16, or NULL. */
void *_Workspace_Allocate(size_t size);
void _Workspace_Free(void *block);

#endif
