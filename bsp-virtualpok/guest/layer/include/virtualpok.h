/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls of the ABI "virtualpok": EAX = number, EBX = address of the
 * arguments, answer in EAX. Everything else keeps its value.
 */
#ifndef VIRTUALPOK_H
#define VIRTUALPOK_H

#include <stdint.h>

/* int 42, system calls */
#define VIRTUALPOK_CONSWRITE 10u
#define VIRTUALPOK_GETCHAR 11u
#define VIRTUALPOK_GETTICK 20u

/* int 45, hypercalls */
#define VIRTUALPOK_IRQ_ENABLE 27u
#define VIRTUALPOK_IRQ_DISABLE 28u
#define VIRTUALPOK_IRQ_END_OF_SERVICE 29u
#define VIRTUALPOK_REGISTER_VCPU 30u
#define VIRTUALPOK_UNREGISTER_VCPU 31u
#define VIRTUALPOK_DO_IRET 32u
#define VIRTUALPOK_VCPU_IDLE 1000u
#define VIRTUALPOK_PARTITION_STOP 1001u

/* The call wants six words, however many of them it reads. */
struct virtualpok_arguments {
  uint32_t count;
  uint32_t a[5];
};

static inline uint32_t virtualpok_syscall(uint32_t id, uint32_t count, uint32_t a1, uint32_t a2)
{
  struct virtualpok_arguments arguments = {count, {a1, a2, 0, 0, 0}};
  uint32_t answer;

  __asm__ volatile("int $42" : "=a"(answer) : "a"(id), "b"(&arguments) : "memory");
  return answer;
}

static inline uint32_t virtualpok_hypercall(uint32_t id, uint32_t count, uint32_t a1, uint32_t a2)
{
  struct virtualpok_arguments arguments = {count, {a1, a2, 0, 0, 0}};
  uint32_t answer;

  __asm__ volatile("int $45" : "=a"(answer) : "a"(id), "b"(&arguments) : "memory");
  return answer;
}

#endif
