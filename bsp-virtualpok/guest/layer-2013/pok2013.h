/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls of POK of 2013, all of them system calls: EAX = number, EBX =
 * address of the arguments, answer in EAX. Everything else keeps its value.
 */
#ifndef POK2013_H
#define POK2013_H

#include <stdint.h>

#define POK_CONSWRITE 10u
#define POK_GETTICK 20u
#define POK_IRQ_REGISTER_HANDLER 25u
#define POK_IRQ_UNREGISTER_HANDLER 26u
#define POK_IRQ_PARTITION_ENABLE 27u
#define POK_IRQ_PARTITION_DISABLE 28u
#define POK_IRQ_PARTITION_ACK 29u
#define POK_PARTITION_SET_MODE 404u

#define POK_PARTITION_MODE_STOPPED 6u

struct pok_arguments {
  uint32_t count;
  uint32_t a[5];
};

static inline uint32_t pok_call(uint32_t id, uint32_t count, uint32_t a1, uint32_t a2)
{
  struct pok_arguments arguments = {count, {a1, a2, 0, 0, 0}};
  uint32_t answer;

  __asm__ volatile("int $42" : "=a"(answer) : "a"(id), "b"(&arguments) : "memory");
  return answer;
}

#endif
