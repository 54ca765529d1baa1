/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * POK's services for programs without an executive of their own: threads,
 * ports and lock objects as the kernel has them. Times are milliseconds, as
 * the ABI "virtualpok" counts them. Answers are POK's; 0 is success.
 */
#ifndef POK_H
#define POK_H

#include <stdint.h>

#define POK_OK 0u
#define POK_EMPTY 308u
#define POK_FULL 311u

#define POK_SOURCE 2u
#define POK_DESTINATION 1u

typedef uint32_t pok_answer;
typedef uint8_t pok_port;
typedef uint8_t pok_lock;

/* Only while the partition starts, before pok_enter_normal_mode(). */
pok_answer pok_thread_create(void (*entry)(void), uint32_t priority, uint32_t period_ms,
    uint32_t *id);
pok_answer pok_sampling_create(const char *name, uint32_t bytes, uint32_t direction,
    uint32_t refresh_ms, pok_port *port);
pok_answer pok_queueing_create(const char *name, uint32_t bytes, uint32_t direction,
    pok_port *port);
pok_answer pok_mutex_create(pok_lock *lock);

/* The main thread ends here, the others begin. Comes back only if refused. */
pok_answer pok_enter_normal_mode(void);

pok_answer pok_thread_sleep(uint32_t ms);
pok_answer pok_thread_period(void);

pok_answer pok_sampling_write(pok_port port, const void *message, uint32_t bytes);
/* *valid: whether the sample is younger than the port's refresh period. */
pok_answer pok_sampling_read(pok_port port, void *message, uint32_t *bytes, uint32_t *valid);
pok_answer pok_queueing_send(pok_port port, const void *message, uint32_t bytes,
    uint32_t timeout_ms);
pok_answer pok_queueing_receive(pok_port port, uint32_t timeout_ms, void *message,
    uint32_t capacity, uint32_t *bytes);

pok_answer pok_mutex_lock(pok_lock lock);
pok_answer pok_mutex_unlock(pok_lock lock);

/* Milliseconds since the module was started. */
uint64_t pok_tick(void);

#endif
