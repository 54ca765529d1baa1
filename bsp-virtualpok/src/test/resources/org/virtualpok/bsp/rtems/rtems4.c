/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Not RTEMS: a program that never runs, whose variables have the names and the members that a
 * debugger looks for in RTEMS 4.11, with values that the test knows. Members stand in another order
 * than RTEMS's, with gaps, since their offsets are to be taken from the debugging information.
 */
typedef unsigned int u32;
typedef unsigned short u16;

struct node { struct node *next; struct node *previous; };

typedef union {
  struct { struct node Node; struct node *fill; } Head;
  struct { struct node *fill; struct node Node; } Tail;
} Chain_Control;

#define EMPTY(c) { { { (struct node *) &(c).Tail.Node, 0 }, (struct node *) &(c).Head.Node } }
#define ONE(c, n) { { { (struct node *) (n), 0 }, (struct node *) (n) } }
#define END(c) ((struct node *) &(c).Tail.Node)

typedef union { const char *name_p; u32 name_u32; } Objects_Name;

typedef struct { struct node Node; u32 id; Objects_Name name; } Objects_Control;

typedef struct {
  u32 gap;
  u32 minimum_id, maximum_id;
  u16 maximum;
  char is_string;
  Objects_Control **local_table;
} Objects_Information;

typedef enum { INACTIVE, BEING_INSERTED, ACTIVE, REMOVE_IT } Watchdog_States;

typedef struct {
  struct node Node;
  Watchdog_States state;
  u32 initial, delta_interval, start_time;
} Watchdog_Control;

typedef struct {
  union { Chain_Control Fifo; Chain_Control Priority[4]; } Queues;
  enum { FIFO, PRIORITY } discipline;
} Thread_queue_Control;

typedef struct { u32 eflags; void *esp, *ebp; u32 ebx, esi, edi; } Context_Control;

typedef struct { struct { u32 pending_events; } Event; } RTEMS_API_Control;

typedef struct Thread_Control_struct {
  Objects_Control Object;
  char gap[12];
  u32 real_priority, current_priority, current_state;
  struct {
    u32 id, count, option;
    Thread_queue_Control *queue;
    Chain_Control Block2n;
  } Wait;
  Watchdog_Control Timer;
  struct { void (*entry_point)(void); struct { u32 size; void *area; } Initial_stack; } Start;
  Context_Control Registers;
  void *API_Extensions[2];
} Thread_Control;

typedef struct { u32 isr_nest_level; Thread_Control *executing, *heir; } Per_CPU_Control;

typedef struct { Per_CPU_Control per_cpu; } Per_CPU_Control_envelope;

typedef struct {
  Objects_Control Object;
  u32 attribute_set;
  union {
    struct {
      Thread_queue_Control Wait_queue;
      struct { u32 priority_ceiling; } Attributes;
      u32 lock, nest_count;
      Thread_Control *holder;
    } mutex;
    struct { Thread_queue_Control Wait_queue; u32 count; } semaphore;
  } Core_control;
} Semaphore_Control;

typedef struct {
  Objects_Control Object;
  struct {
    Thread_queue_Control Wait_queue;
    u32 maximum_pending_messages, number_of_pending_messages;
  } message_queue;
} Message_queue_Control;

typedef enum {
  TIMER_INTERVAL, TIMER_INTERVAL_ON_TASK, TIMER_TIME_OF_DAY, TIMER_TIME_OF_DAY_ON_TASK,
  TIMER_DORMANT
} Timer_Classes;

typedef struct { Objects_Control Object; Watchdog_Control Ticker; Timer_Classes the_class; }
  Timer_Control;

typedef enum {
  RATE_MONOTONIC_INACTIVE, RATE_MONOTONIC_OWNER_IS_BLOCKING, RATE_MONOTONIC_ACTIVE
} rtems_rate_monotonic_period_states;

typedef struct {
  Objects_Control Object;
  Watchdog_Control Timer;
  rtems_rate_monotonic_period_states state;
  u32 next_length;
  Thread_Control *owner;
} Rate_monotonic_Control;

typedef struct {
  Objects_Control Object;
  u32 attribute_set;
  struct {
    Thread_queue_Control Wait_queue;
    struct { u32 maximum_count; } Attributes;
    u32 number_of_waiting_threads;
  } Barrier;
} Barrier_Control;

typedef enum {
  SYSTEM_STATE_BEFORE_INITIALIZATION, SYSTEM_STATE_BEFORE_MULTITASKING, SYSTEM_STATE_UP = 3
} System_state_Codes;

void start(void) {}
void Body(void) {}
void After_switch(void) {}

#define WORDS 64
#define IN_USE 8
/* What each of them goes on with: the word at its stack pointer. */
#define STACK(n) [n] = { [WORDS - IN_USE] = (u32) After_switch }

static u32 stacks[13][WORDS] = {
  STACK(0), STACK(1), STACK(2), STACK(3), STACK(4), STACK(5), STACK(6), STACK(7), STACK(8),
  STACK(9), STACK(10), STACK(11), STACK(12)
};

enum { IDLE, OWNR, MTXW, SEMA, SEMB, MSGW, EVTW, DELY, SUSP, PERI, DORM, BARR, MSGX };

extern Thread_Control Threads[13];
extern Semaphore_Control Semaphores[3];
extern Message_queue_Control Queues[1];
extern Timer_Control Timers[3];
extern Rate_monotonic_Control Periods[1];
extern Barrier_Control Barriers[1];

RTEMS_API_Control Extension = { { 2 } };
u32 _Watchdog_Ticks_since_boot = 1000;
Chain_Control _Watchdog_Ticks_chain = ONE(_Watchdog_Ticks_chain, &Threads[MTXW].Timer);
Chain_Control _Watchdog_Seconds_chain = EMPTY(_Watchdog_Seconds_chain);
System_state_Codes _System_state_Current = SYSTEM_STATE_UP;

#define NAME(a, b, c, d) (u32) a << 24 | b << 16 | c << 8 | d
#define OBJECT(ident, n) { { 0 }, ident, { .name_u32 = n } }
#define THREAD(n, ident, now, own, state, a, b, c, d) \
  .Object.id = ident, .Object.name.name_u32 = NAME(a, b, c, d), .current_priority = now, \
  .real_priority = own, .current_state = state, .Start.entry_point = Body, \
  .Start.Initial_stack = { sizeof stacks[n], stacks[n] }, \
  .Registers = { 0x202, &stacks[n][WORDS - IN_USE], &stacks[n][WORDS - 2], 11, 12, 13 }, \
  .API_Extensions[0] = &Extension
#define NEXT(n) .Object.Node.next = (struct node *) (n)

#define MUTEX_QUEUE Semaphores[1].Core_control.mutex.Wait_queue
#define COUNT_QUEUE Semaphores[0].Core_control.semaphore.Wait_queue
#define MESSAGES Queues[0].message_queue.Wait_queue
#define ARRIVED Barriers[0].Barrier.Wait_queue

Thread_Control Threads[13] = {
  [IDLE] = { THREAD(IDLE, 0x09010001, 255, 255, 0, 'I', 'D', 'L', 'E') },
  [OWNR] = { THREAD(OWNR, 0x0a010001, 15, 40, 0, 'O', 'W', 'N', 'R') },
  /* Its id is that of an earlier wait, as RTEMS leaves it. */
  [MTXW] = { THREAD(MTXW, 0x0a010002, 15, 15, 0x400, 'M', 'T', 'X', 'W'),
    NEXT(END(MUTEX_QUEUE.Queues.Priority[0])), .Wait = { .id = 0x22010001, .queue = &MUTEX_QUEUE,
    .Block2n = EMPTY(Threads[MTXW].Wait.Block2n) },
    .Timer = { { &Threads[DELY].Timer.Node, 0 }, ACTIVE, 70, 50, 980 } },
  [SEMA] = { THREAD(SEMA, 0x0a010003, 20, 20, 0x200, 'S', 'E', 'M', 'A'),
    NEXT(&Threads[SEMB]), .Wait.queue = &COUNT_QUEUE },
  [SEMB] = { THREAD(SEMB, 0x0a010004, 10, 10, 0x202, 'S', 'E', 'M', 'B'),
    NEXT(END(COUNT_QUEUE.Queues.Fifo)), .Wait.queue = &COUNT_QUEUE },
  /* Two of one priority: the second hangs below the first. */
  [MSGW] = { THREAD(MSGW, 0x0a010005, 70, 70, 0x80, 'M', 'S', 'G', 'W'),
    NEXT(END(MESSAGES.Queues.Priority[1])), .Wait = { .queue = &MESSAGES,
    .Block2n = ONE(Threads[MSGW].Wait.Block2n, &Threads[MSGX]) } },
  [EVTW] = { THREAD(EVTW, 0x0a010006, 30, 30, 0x100, 'E', 'V', 'T', 'W'), .Wait.count = 6,
    .Wait.queue = &COUNT_QUEUE },
  [DELY] = { THREAD(DELY, 0x0a010007, 30, 30, 8, 'D', 'E', 'L', 'Y'),
    .Timer = { { &Periods[0].Timer.Node, 0 }, ACTIVE, 100, 30, 980 } },
  [SUSP] = { THREAD(SUSP, 0x0a010008, 30, 30, 2, 'S', 'U', 'S', 'P') },
  [PERI] = { THREAD(PERI, 0x0a010009, 30, 30, 0x4000, 'P', 'E', 'R', 'I') },
  [DORM] = { THREAD(DORM, 0x0a01000a, 30, 30, 1, 'D', 'O', 'R', 'M') },
  [BARR] = { THREAD(BARR, 0x0a01000b, 30, 30, 0x10000, 'B', 'A', 'R', 'R'),
    NEXT(END(ARRIVED.Queues.Fifo)), .Wait.queue = &ARRIVED },
  [MSGX] = { THREAD(MSGX, 0x0a01000d, 70, 70, 0x80, 'M', 'S', 'G', 'X'),
    NEXT(END(Threads[MSGW].Wait.Block2n)), .Wait.queue = &MESSAGES },
};

Per_CPU_Control_envelope _Per_CPU_Information[1] = { { { 0, &Threads[OWNR], &Threads[IDLE] } } };

Semaphore_Control Semaphores[3] = {
  { OBJECT(0x1a010001, NAME('S', 'E', 'M', '1')), 0, { .semaphore = {
    { { .Fifo = ONE(COUNT_QUEUE.Queues.Fifo, &Threads[SEMA]) }, FIFO }, 0 } } },
  { OBJECT(0x1a010002, NAME('M', 'T', 'X', '1')), 0x54, { .mutex = {
    { { .Priority = { ONE(MUTEX_QUEUE.Queues.Priority[0], &Threads[MTXW]),
      EMPTY(MUTEX_QUEUE.Queues.Priority[1]), EMPTY(MUTEX_QUEUE.Queues.Priority[2]),
      EMPTY(MUTEX_QUEUE.Queues.Priority[3]) } }, PRIORITY }, { 0 }, 0, 2, &Threads[OWNR] } } },
  { OBJECT(0x1a010003, NAME('B', 'I', 'N', ' ')), 0x20, { .mutex = { .lock = 1 } } },
};

Message_queue_Control Queues[1] = {
  { OBJECT(0x22010001, NAME('Q', 'U', 'E', '1')), { { { .Priority = {
    EMPTY(MESSAGES.Queues.Priority[0]), ONE(MESSAGES.Queues.Priority[1], &Threads[MSGW]),
    EMPTY(MESSAGES.Queues.Priority[2]), EMPTY(MESSAGES.Queues.Priority[3]) } }, PRIORITY },
    10, 0 } },
};

Timer_Control Timers[3] = {
  { OBJECT(0x12010001, NAME('T', 'I', 'M', '1')),
    { { END(_Watchdog_Ticks_chain), 0 }, ACTIVE, 500, 5, 595 }, TIMER_INTERVAL },
  { OBJECT(0x12010002, 3), { { 0 }, INACTIVE }, TIMER_DORMANT },
  /* In a chain of the timer server. */
  { OBJECT(0x12010003, NAME('T', 'I', 'M', '3')),
    { { 0 }, ACTIVE, 200, 200, 990 }, TIMER_INTERVAL_ON_TASK },
};

Rate_monotonic_Control Periods[1] = {
  { OBJECT(0x42010001, NAME('P', 'E', 'R', '1')),
    { { &Timers[0].Ticker.Node, 0 }, ACTIVE, 100, 10, 990 },
    RATE_MONOTONIC_OWNER_IS_BLOCKING, 100, &Threads[PERI] },
};

Barrier_Control Barriers[1] = {
  { OBJECT(0x52010001, NAME('B', 'A', 'R', '1')), 0x10,
    { { { .Fifo = ONE(ARRIVED.Queues.Fifo, &Threads[BARR]) }, FIFO }, { 3 }, 1 } },
};

#define P (Objects_Control *)
static Objects_Control *idle[] = { 0, P &Threads[IDLE] };
/* The twelfth is free. */
static Objects_Control *tasks[] = {
  0, P &Threads[1], P &Threads[2], P &Threads[3], P &Threads[4], P &Threads[5], P &Threads[6],
  P &Threads[7], P &Threads[8], P &Threads[9], P &Threads[10], P &Threads[11], 0, P &Threads[MSGX]
};
static Objects_Control *semaphores[] = {
  0, P &Semaphores[0], P &Semaphores[1], P &Semaphores[2]
};
static Objects_Control *queues[] = { 0, P &Queues[0] };
static Objects_Control *timers[] = { 0, P &Timers[0], P &Timers[1], P &Timers[2] };
static Objects_Control *periods[] = { 0, P &Periods[0] };
static Objects_Control *barriers[] = { 0, P &Barriers[0] };

#define TABLE(first, count, table) { 0, first, first + count - 1, count, 0, table }
Objects_Information _Thread_Internal_information = TABLE(0x09010001, 1, idle);
Objects_Information _RTEMS_tasks_Information = TABLE(0x0a010001, 13, tasks);
Objects_Information _Semaphore_Information = TABLE(0x1a010001, 3, semaphores);
Objects_Information _Message_queue_Information = TABLE(0x22010001, 1, queues);
Objects_Information _Timer_Information = TABLE(0x12010001, 3, timers);
Objects_Information _Rate_monotonic_Information = TABLE(0x42010001, 1, periods);
Objects_Information _Barrier_Information = TABLE(0x52010001, 1, barriers);
