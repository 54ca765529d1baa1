/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Not RTEMS: a program that never runs, whose variables have the names and the members that a
 * debugger looks for in RTEMS 6, with values that the test knows. Members stand in another order
 * than RTEMS's, with gaps, since their offsets are to be taken from the debugging information.
 */
typedef unsigned int u32;
typedef unsigned short u16;
typedef unsigned long long u64;

typedef struct Chain_Node { struct Chain_Node *next; struct Chain_Node *previous; } Chain_Node;

typedef union {
  struct { Chain_Node Node; Chain_Node *fill; } Head;
  struct { Chain_Node *fill; Chain_Node Node; } Tail;
} Chain_Control;

typedef struct RBTree_Node {
  struct { struct RBTree_Node *rbe_left, *rbe_right, *rbe_parent; int rbe_color; } Node;
} RBTree_Node;

typedef struct { RBTree_Node *rbh_root; } RBTree_Control;

typedef union { const char *name_p; u32 name_u32; } Objects_Name;

typedef struct { Chain_Node Node; u32 id; Objects_Name name; } Objects_Control;

typedef struct {
  u32 gap;
  u32 maximum_id;
  u16 inactive, name_length;
  Objects_Control **local_table;
} Objects_Information;

typedef struct { Objects_Information Objects; void *heads; } Thread_Information;

typedef struct {
  union { Chain_Node Chain; RBTree_Node RBTree; } Node;
  u64 expire;
} Watchdog_Control;

typedef struct { RBTree_Control Watchdogs; RBTree_Node *first; } Watchdog_Header;

typedef struct { union { Chain_Node Chain; RBTree_Node RBTree; } Node; u64 priority; }
  Priority_Node;

typedef struct { Priority_Node Node; RBTree_Control Contributors; } Priority_Aggregation;

typedef struct { u32 gap; struct { Priority_Aggregation Priority; } Wait; } Scheduler_Node;

typedef struct {
  union { Chain_Control Fifo; struct { Priority_Aggregation Queue; } Priority; } Heads;
} Thread_queue_Heads;

typedef struct {
  const char *name;
  Thread_queue_Heads *heads;
  struct Thread *owner;
} Thread_queue_Queue;

typedef struct { Thread_queue_Queue Queue; } Thread_queue_Control;

typedef struct { void *enqueue; } Thread_queue_Operations;

typedef struct { u32 eflags; void *esp, *ebp; u32 ebx, esi, edi; } Context_Control;

typedef struct { struct { u32 pending_events; } Event; } RTEMS_API_Control;

typedef struct Thread {
  Objects_Control Object;
  Thread_queue_Control Join_queue;
  u32 current_state;
  Priority_Node Real_priority;
  struct { Scheduler_Node *nodes; } Scheduler;
  struct {
    u32 count, option;
    Thread_queue_Queue *queue;
    const Thread_queue_Operations *operations;
  } Wait;
  struct { Watchdog_Header *header; Watchdog_Control Watchdog; } Timer;
  Context_Control Registers;
  struct {
    struct {
      void *adaptor;
      union { struct { void (*entry)(u32); u32 argument; } Numeric; } Kinds;
    } Entry;
    struct { u32 size; void *area; } Initial_stack;
  } Start;
  void *API_Extensions[2];
} Thread_Control;

typedef struct {
  u32 isr_nest_level;
  Thread_Control *executing, *heir;
  struct { u64 ticks; Watchdog_Header Header[3]; } Watchdog;
} Per_CPU_Control;

typedef struct { Per_CPU_Control per_cpu; } Per_CPU_Control_envelope;

typedef struct {
  Objects_Control Object;
  union {
    Thread_queue_Control Wait_queue;
    struct {
      struct { struct { Thread_queue_Control Wait_queue; } Mutex; u32 nest_level; } Recursive;
      Priority_Node Priority_ceiling;
    } Mutex;
    struct { Thread_queue_Control Wait_queue; u32 count; } Semaphore;
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
  TIMER_DORMANT, TIMER_INTERVAL, TIMER_INTERVAL_ON_TASK = 3, TIMER_TIME_OF_DAY = 5
} Timer_Classes;

typedef struct {
  Objects_Control Object;
  Watchdog_Control Ticker;
  Timer_Classes the_class;
  u32 initial;
} Timer_Control;

typedef enum { RATE_MONOTONIC_INACTIVE, RATE_MONOTONIC_ACTIVE, RATE_MONOTONIC_EXPIRED }
  rtems_rate_monotonic_period_states;

typedef struct {
  Objects_Control Object;
  Watchdog_Control Timer;
  rtems_rate_monotonic_period_states state;
  u32 next_length, postponed_jobs;
  Thread_Control *owner;
} Rate_monotonic_Control;

typedef struct {
  Objects_Control Object;
  u32 attribute_set;
  struct { Thread_queue_Control Wait_queue; u32 number_of_waiting_threads, maximum_count; } Barrier;
} Barrier_Control;

typedef enum {
  SYSTEM_STATE_BEFORE_INITIALIZATION, SYSTEM_STATE_BEFORE_MULTITASKING, SYSTEM_STATE_UP,
  SYSTEM_STATE_TERMINATED
} System_state_Codes;

void start(void) {}

void tree_enqueue(void) {}
void Body(u32 argument) { (void) argument; }
void After_switch(void) {}
__attribute__((optimize("O2"), noinline)) const char *rtems_version(void) { return "6.1.0.abc"; }

/* A switch that an interrupt made: the handler calls it, and ends where line 0 begins. */
void _Thread_Do_dispatch(void);
void rtems_irq_prologue_0(void);
#define IN_DISPATCH ((u32) _Thread_Do_dispatch + 5)
#define IN_HANDLER ((u32) rtems_irq_prologue_0 - 1)
__asm__(
  ".type _Thread_Do_dispatch, @function\n"
  "_Thread_Do_dispatch: push %ebp; push %edi; push %esi; push %ebx; nop\n"
  ".globl rtems_irq_prologue_0\n"
  "ret\n"
  ".size _Thread_Do_dispatch, . - _Thread_Do_dispatch\n"
  "_ISR_Handler: call _Thread_Do_dispatch\n"
  "cli\n"
  "rtems_irq_prologue_0: ret\n");

#define WORDS 64
#define IN_USE 8
/* What each of them goes on with: the word at its stack pointer. */
#define STACK(n) [n] = { [WORDS - IN_USE] = (u32) After_switch }

static u32 stacks[13][WORDS];
static u32 stacks[13][WORDS] = {
  /* Two locals, EBX ESI EDI EBP; two arguments, the frame, EDX ECX EAX EIP CS EFLAGS. */
  { [36] = IN_DISPATCH, 77, 78, 3, 6, 7, 5, IN_HANDLER, 0, 0x200,
    0, 33, 55, (u32) &stacks[0][50], 22, 11, 10, (u32) Body, 8, 0x246 },
  STACK(1), STACK(2), STACK(3), STACK(4), STACK(5), STACK(6), STACK(7), STACK(8),
  STACK(9), STACK(10), STACK(11), STACK(12)
};

enum { IDLE, OWNR, MTXW, SEMA, SEMB, MTXX, EVTW, DELY, SUSP, PERI, DORM, JOIN, LIBC };

extern Thread_Control Threads[13];
extern Semaphore_Control Semaphores[3];
extern Timer_Control Timers[2];
extern Rate_monotonic_Control Periods[1];
extern Scheduler_Node Nodes[13];
extern Thread_queue_Heads Fifo;
extern Per_CPU_Control_envelope _Per_CPU_Information[1];

const Thread_queue_Operations _Thread_queue_Operations_FIFO = { start };
const Thread_queue_Operations _Thread_queue_Operations_priority_inherit = { tree_enqueue };
RTEMS_API_Control Extension = { { 0 } };
u32 _Watchdog_Ticks_since_boot = 1000;
System_state_Codes _System_state_Current = SYSTEM_STATE_UP;

#define NODE(n) Nodes[n].Wait.Priority.Node.Node
#define NOW(n) [n] = { .Wait.Priority.Node.priority
/* A tree of two, whose root is the first; and a chain of two. */
Scheduler_Node Nodes[13] = {
  NOW(IDLE) = 2 * 255 }, NOW(OWNR) = 2 * 15 }, NOW(MTXX) = 2 * 30 }, NOW(EVTW) = 2 * 30 },
  NOW(DELY) = 2 * 30 }, NOW(SUSP) = 2 * 30 }, NOW(PERI) = 2 * 30 }, NOW(DORM) = 2 * 30 },
  NOW(JOIN) = 2 * 30 }, NOW(LIBC) = 2 * 30 },
  [MTXW] = { .Wait.Priority.Node = { { .RBTree = { { 0, &NODE(MTXX).RBTree } } }, 2 * 15 } },
  [SEMA] = { .Wait.Priority.Node = { { .Chain = { &NODE(SEMB).Chain, 0 } }, 2 * 20 } },
  [SEMB] = { .Wait.Priority.Node = { { .Chain = { (Chain_Node *) &Fifo.Heads.Fifo.Tail.Node, 0 } },
    2 * 10 } },
};

Thread_queue_Heads Tree = { { .Priority.Queue.Contributors = { &NODE(MTXW).RBTree } } };
Thread_queue_Heads Fifo = { { .Fifo.Head.Node = { &NODE(SEMA).Chain, 0 } } };
/* A mutex of the C library. */
struct { u32 reserved; Thread_queue_Queue Queue; } Library = {
  0, { "heap", 0, &Threads[OWNR] }
};

#define NAME(a, b, c, d) (u32) a << 24 | b << 16 | c << 8 | d
#define OBJECT(ident, flags, n) { { 0, (Chain_Node *) (flags) }, ident, { .name_u32 = n } }
#define THREAD(n, ident, own, state, name) \
  .Object = OBJECT(ident, 0, name), .Real_priority.priority = 2 * own, .current_state = state, \
  .Scheduler.nodes = &Nodes[n], .Start.Entry.Kinds.Numeric.entry = Body, \
  .Start.Initial_stack = { sizeof stacks[n], stacks[n] }, \
  .Registers = { 0x202, &stacks[n][WORDS - IN_USE], &stacks[n][WORDS - 2], 11, 12, 13 }, \
  .API_Extensions[0] = &Extension, .Timer.Watchdog.Node.RBTree.Node.rbe_color = 2
#define WAITS(where, how) .Wait.queue = &where, \
  .Wait.operations = &_Thread_queue_Operations_##how
#define MUTEX_QUEUE Semaphores[1].Core_control.Wait_queue.Queue
#define COUNT_QUEUE Semaphores[0].Core_control.Wait_queue.Queue
#define HEADER _Per_CPU_Information[0].per_cpu.Watchdog.Header

Thread_Control Threads[13] = {
  [IDLE] = { THREAD(IDLE, 0x09010001, 255, 0, NAME('I', 'D', 'L', 'E')),
    .Registers.esp = &stacks[IDLE][36] },
  [OWNR] = { THREAD(OWNR, 0x0a010001, 40, 0, NAME('O', 'W', 'N', 'R')) },
  [MTXW] = { THREAD(MTXW, 0x0a010002, 15, 1, NAME('M', 'T', 'X', 'W')),
    WAITS(MUTEX_QUEUE, priority_inherit), .Timer = { HEADER, { .expire = 1050 } } },
  [SEMA] = { THREAD(SEMA, 0x0a010003, 20, 2, NAME('S', 'E', 'M', 'A')), WAITS(COUNT_QUEUE, FIFO) },
  [SEMB] = { THREAD(SEMB, 0x0a010004, 10, 0x8002, NAME('S', 'E', 'M', 'B')),
    WAITS(COUNT_QUEUE, FIFO) },
  [MTXX] = { THREAD(MTXX, 0x0a010005, 30, 1, NAME('M', 'T', 'X', 'X')),
    WAITS(MUTEX_QUEUE, priority_inherit) },
  [EVTW] = { THREAD(EVTW, 0x0a010006, 30, 4, NAME('E', 'V', 'T', 'W')), .Wait = { 6, 2 } },
  [DELY] = { THREAD(DELY, 0x0a010007, 30, 0x100, NAME('D', 'E', 'L', 'Y')),
    .Timer = { HEADER, { .expire = 1080 } } },
  [SUSP] = { THREAD(SUSP, 0x0a010008, 30, 0x8000, NAME('S', 'U', 'S', 'P')) },
  [PERI] = { THREAD(PERI, 0x0a010009, 30, 0x200, NAME('P', 'E', 'R', 'I')) },
  [DORM] = { THREAD(DORM, 0x0a01000a, 30, 0x80000000, NAME('D', 'O', 'R', 'M')) },
  [JOIN] = { THREAD(JOIN, 0x0a01000b, 30, 0x4000, NAME('J', 'O', 'I', 'N')),
    WAITS(Threads[SUSP].Join_queue.Queue, FIFO), .Timer = { HEADER + 2, { .expire = 7ULL << 30 } } },
  [LIBC] = { THREAD(LIBC, 0x0a01000d, 30, 1, 0), WAITS(Library.Queue, priority_inherit),
    .Join_queue.Queue.name = "a longer name" },
};

Per_CPU_Control_envelope _Per_CPU_Information[1] = {
  { { 0, &Threads[OWNR], &Threads[OWNR], { 1000 } } }
};

/* The variant stands where a closed semaphore has its link. */
Semaphore_Control Semaphores[3] = {
  { OBJECT(0x1a010001, 4, NAME('S', 'E', 'M', '1')),
    { .Semaphore = { { { "", &Fifo, 0 } }, 0 } } },
  { OBJECT(0x1a010002, 0, NAME('M', 'T', 'X', '1')),
    { .Mutex.Recursive = { { { { "", &Tree, &Threads[OWNR] } } }, 1 } } },
  { OBJECT(0x1a010003, 1, NAME('C', 'E', 'I', 'L')), { .Mutex.Priority_ceiling.priority = 2 * 5 } },
};

Message_queue_Control Queues[1] = {
  { OBJECT(0x22010001, 0, NAME('Q', 'U', 'E', '1')), { { { 0 } }, 10, 3 } },
};

Timer_Control Timers[2] = {
  { OBJECT(0x12010001, 0, NAME('T', 'I', 'M', '1')), { .expire = 1095 }, TIMER_INTERVAL, 500 },
  { OBJECT(0x12010002, 0, 3), { { { 0 } } }, TIMER_DORMANT },
};

Rate_monotonic_Control Periods[1] = {
  { OBJECT(0x42010001, 0, NAME('P', 'E', 'R', '1')), { .expire = 1090 }, RATE_MONOTONIC_ACTIVE, 100,
    0, &Threads[PERI] },
};

Barrier_Control Barriers[1] = {
  { OBJECT(0x52010001, 0, NAME('B', 'A', 'R', '1')), 0x10, { { { 0 } }, 0, 3 } },
};

#define P (Objects_Control *)
static Objects_Control *idle[] = { P &Threads[IDLE] };
/* The twelfth is free. */
static Objects_Control *tasks[] = {
  P &Threads[1], P &Threads[2], P &Threads[3], P &Threads[4], P &Threads[5], P &Threads[6],
  P &Threads[7], P &Threads[8], P &Threads[9], P &Threads[10], P &Threads[11], 0, P &Threads[LIBC]
};
static Objects_Control *semaphores[] = { P &Semaphores[0], P &Semaphores[1], P &Semaphores[2] };
static Objects_Control *queues[] = { P &Queues[0] };
static Objects_Control *timers[] = { P &Timers[0], P &Timers[1] };
static Objects_Control *periods[] = { P &Periods[0] };
static Objects_Control *barriers[] = { P &Barriers[0] };

#define TABLE(last, table) { 0, last, 0, 0, table }
Thread_Information _Thread_Information = { TABLE(0x09010001, idle), 0 };
Thread_Information _RTEMS_tasks_Information = { TABLE(0x0a01000d, tasks), 0 };
Objects_Information _Semaphore_Information = TABLE(0x1a010003, semaphores);
Objects_Information _Message_queue_Information = TABLE(0x22010001, queues);
Objects_Information _Timer_Information = TABLE(0x12010002, timers);
Objects_Information _Rate_monotonic_Information = TABLE(0x42010001, periods);
Objects_Information _Barrier_Information = TABLE(0x52010001, barriers);
