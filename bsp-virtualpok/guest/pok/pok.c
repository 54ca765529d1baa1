/* SPDX-License-Identifier: BSD-2-Clause */
#include <pok.h>
#include <virtualpok.h>

enum {
  THREAD_CREATE = 50,
  THREAD_SLEEP = 52,
  THREAD_PERIOD = 56,
  SAMPLING_READ = 102,
  SAMPLING_WRITE = 104,
  SAMPLING_CREATE = 105,
  QUEUEING_CREATE = 110,
  QUEUEING_SEND = 111,
  QUEUEING_RECEIVE = 112,
  LOCKOBJ_CREATE = 201,
  LOCKOBJ_OPERATION = 202,
  PARTITION_SET_MODE = 404
};

enum { MODE_NORMAL = 3, KIND_MUTEX = 1, OPERATION_LOCK = 1, OPERATION_UNLOCK = 2, FIFO = 0 };

#define INFINITE (~(uint64_t)0)

/* 40 bytes: 64-bit members are aligned to 4 on this processor. */
struct thread_attributes {
  uint8_t priority;
  uint8_t affinity;
  void (*entry)(void);
  uint64_t period;
  uint64_t deadline;
  uint64_t capacity;
  uint32_t stack_bytes;
  uint32_t state;
};

_Static_assert(sizeof(struct thread_attributes) == 40, "as the kernel has it");

struct lock_attributes {
  uint32_t kind;
  uint32_t policy;
  uint32_t queueing;
  uint16_t initial;
  uint16_t maximum;
};

struct lock_operation {
  uint32_t operation;
  uint32_t kind;
  uint32_t lock_kind;
  uint64_t timeout;
};

static uint32_t call(uint32_t id, uint32_t count, uint32_t a1, uint32_t a2, uint32_t a3,
    uint32_t a4, uint32_t a5)
{
  struct virtualpok_arguments arguments = {count, {a1, a2, a3, a4, a5}};
  uint32_t answer;

  __asm__ volatile("int $42" : "=a"(answer) : "a"(id), "b"(&arguments) : "memory");
  return answer;
}

pok_answer pok_thread_create(void (*entry)(void), uint32_t priority, uint32_t period_ms,
    uint32_t *id)
{
  struct thread_attributes attributes = {0};

  attributes.priority = (uint8_t)priority;
  attributes.entry = entry;
  attributes.period = period_ms == 0 ? INFINITE : period_ms;
  attributes.deadline = INFINITE;
  attributes.capacity = INFINITE;
  return call(THREAD_CREATE, 2, (uint32_t)id, (uint32_t)&attributes, 0, 0, 0);
}

pok_answer pok_sampling_create(const char *name, uint32_t bytes, uint32_t direction,
    uint32_t refresh_ms, pok_port *port)
{
  return call(SAMPLING_CREATE, 5, (uint32_t)name, bytes, direction, refresh_ms, (uint32_t)port);
}

pok_answer pok_queueing_create(const char *name, uint32_t bytes, uint32_t direction,
    pok_port *port)
{
  return call(QUEUEING_CREATE, 5, (uint32_t)name, bytes, direction, FIFO, (uint32_t)port);
}

pok_answer pok_mutex_create(pok_lock *lock)
{
  struct lock_attributes attributes = {KIND_MUTEX, 0, FIFO, 1, 1};

  return call(LOCKOBJ_CREATE, 2, (uint32_t)lock, (uint32_t)&attributes, 0, 0, 0);
}

pok_answer pok_enter_normal_mode(void)
{
  return call(PARTITION_SET_MODE, 1, MODE_NORMAL, 0, 0, 0, 0);
}

pok_answer pok_thread_sleep(uint32_t ms)
{
  return call(THREAD_SLEEP, 1, ms, 0, 0, 0, 0);
}

pok_answer pok_thread_period(void)
{
  return call(THREAD_PERIOD, 0, 0, 0, 0, 0, 0);
}

pok_answer pok_sampling_write(pok_port port, const void *message, uint32_t bytes)
{
  return call(SAMPLING_WRITE, 3, port, (uint32_t)message, bytes, 0, 0);
}

pok_answer pok_sampling_read(pok_port port, void *message, uint32_t *bytes, uint32_t *valid)
{
  return call(SAMPLING_READ, 4, port, (uint32_t)message, (uint32_t)bytes, (uint32_t)valid, 0);
}

pok_answer pok_queueing_send(pok_port port, const void *message, uint32_t bytes,
    uint32_t timeout_ms)
{
  return call(QUEUEING_SEND, 4, port, (uint32_t)message, bytes, timeout_ms, 0);
}

pok_answer pok_queueing_receive(pok_port port, uint32_t timeout_ms, void *message,
    uint32_t capacity, uint32_t *bytes)
{
  return call(QUEUEING_RECEIVE, 5, port, timeout_ms, capacity, (uint32_t)message,
      (uint32_t)bytes);
}

static pok_answer operate(pok_lock lock, uint32_t operation)
{
  struct lock_operation with = {operation, KIND_MUTEX, 0, 0};

  return call(LOCKOBJ_OPERATION, 2, lock, (uint32_t)&with, 0, 0, 0);
}

pok_answer pok_mutex_lock(pok_lock lock)
{
  return operate(lock, OPERATION_LOCK);
}

pok_answer pok_mutex_unlock(pok_lock lock)
{
  return operate(lock, OPERATION_UNLOCK);
}

uint64_t pok_tick(void)
{
  uint64_t milliseconds = 0;

  virtualpok_syscall(VIRTUALPOK_GETTICK, 1, (uint32_t)&milliseconds, 0);
  return milliseconds;
}
