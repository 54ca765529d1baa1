/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Not a kernel: structures with the names that POK's have, filled with values that the test knows.
 * Members lie in another order than in any POK, since their places must come from DWARF.
 * YEAR is 2013, 2014 or 2025; BAD makes what can be corrupt corrupt. With RUNS it is a kernel at
 * the end: its partitions write to the console for ever, and each call lets the other one run.
 */
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;

#define PARTS 2
#define THREADS 6
#ifndef BAD
#define BAD 0
#endif

typedef enum {
  POK_STATE_STOPPED,
  POK_STATE_RUNNABLE,
  POK_STATE_WAITING,
  POK_STATE_LOCK,
  POK_STATE_WAIT_NEXT_ACTIVATION
} pok_state_t;
typedef enum { POK_PARTITION_MODE_INIT_WARM = 2, POK_PARTITION_MODE_NORMAL = 3 } mode_t;
typedef enum { POK_SCHED_RR = 1, POK_SCHED_STATIC = 6 } pok_sched_t;
typedef enum { NORMAL_START, PARTITION_RESTART } start_t;
typedef enum { POK_LOCKOBJ_KIND_MUTEX = 1, POK_LOCKOBJ_KIND_SEMAPHORE = 2 } lock_kind_t;

/* What a common stub and a switch leave on a kernel stack of 32 words and ESP0 above. */
typedef struct {
  u32 space, context[11], frame[16], top[22];
} kernel_stack;

typedef struct {
  u32 ctx[11], fake_ret, partition_id, user_pc, user_sp;
#if YEAR == 2025
  u32 processor_affinity;
#endif
  u32 kernel_sp, arg1, arg2;
} space_context_t;

void pok_dispatch_space(void) {}
space_context_t pok_use_of_the_type;
extern kernel_stack stack1, stack2;

/* Ran, was interrupted at 0x234 and switched away from. */
#define KERNEL_SP (11 + 1 + 3 + (YEAR == 2025))
kernel_stack stack1 = {
    .context = {1, 2, 3, 0, 4, 5, 6, 7, 0x101234, 8, 0x46},
    .frame = {0x2b, 0x2b, 0xd1, 0x51, 0xb9, 0, 0xb1, 0xd2, 0xc1, 0xa1, 0, 0x234, 0x23, 0x246, 0x7f0,
              0x2b},
    .top = {[KERNEL_SP] = (u32)&stack1.top}};
/* Never ran. */
kernel_stack stack2 = {
    .top = {[8] = (u32)&pok_dispatch_space,
            8,
            0x200,
            [12] = 1,
            0x456,
            0x8f0,
            [KERNEL_SP] = (u32)&stack2.top,
            0xdead,
            0xbeaf}};

typedef struct {
  void *entry;
  pok_state_t state;
  u32 sp;
  u64 wakeup_time, next_activation;
  u8 partition, base_priority, priority;
#if YEAR == 2025
  long long period, time_capacity, remaining_time_capacity;
#else
  u64 period, time_capacity, remaining_time_capacity;
#endif
  u64 deadline;
} pok_thread_t;

struct vcpu;
typedef struct {
  u32 size, base_addr;
  const char *name;
  mode_t mode;
  pok_sched_t sched;
  start_t start_condition;
  u32 lock_level, thread_index_low, thread_index_high, thread_index, thread_main, thread_error;
#if YEAR == 2025
  u32 current_thread[1];
#else
  u32 current_thread;
#endif
#if YEAR == 2014
  struct vcpu *vcpu;
#endif
  u8 lockobj_index_low, lockobj_index_high;
} pok_partition_t;

#if YEAR == 2025
typedef struct {
  u32 head, last;
  int is_empty;
  u32 buffer[THREADS];
} fifo_t;
#endif
typedef struct {
  int initialized;
  lock_kind_t kind;
  u16 current_value, max_value;
#if YEAR == 2025
  fifo_t fifo, event_fifo;
#else
  int is_locked;
  u32 thread_state[THREADS + 2];
#endif
} pok_lockobj_t;

typedef struct {
  u32 size, off_b, off_e;
  int ready, full, empty, must_be_flushed;
  u8 kind, partition, direction;
  u64 refresh, last_receive;
  pok_lockobj_t lock;
} pok_port_t;

#ifdef RUNS
/* At 0x10: MOV EAX, 10; MOV EBX, 0x40; INT 42; again. */
#define PROGRAM(text)                                                                        \
  {[0x10] = 0xb8, 10, 0, 0, 0, 0xbb, 0x40, 0, 0, 0, 0xcd, 42, 0xeb, 0xf2, [0x40] = 2, 0, 0, 0, \
   0x50,          0,  0, 0, 4, 0,    0,    0, [0x50] = text[0], text[1], text[2], '\n'}
u8 partition1[0x1000] = PROGRAM("one"), partition2[0x1000] = PROGRAM("two");
#else
u8 partition1[0x1000], partition2[0x1000];
#endif
extern pok_partition_t pok_partitions[PARTS];
u8 pok_current_partition = 0;

#if YEAR == 2014
struct vcpu {
  int pending;
  pok_partition_t *partition;
  struct {
    u32 handler;
    struct {
      signed char lastframe;
    } vcpu_context;
    struct {
      u32 vector;
      int pending;
      u8 counter;
    } irqdesc[16];
  } arch;
} vcpu1 = {1, BAD ? 0 : &pok_partitions[0], {0x345, {2}, {{32, 1, 7}}}};
u8 pok_current_vcpu;
#endif

pok_thread_t pok_threads[THREADS] = {
    {(void *)0x100, BAD ? 77 : POK_STATE_STOPPED, (u32)stack1.context, .priority = 1},
    {(void *)0x120, POK_STATE_LOCK, (u32)stack1.context, 9, .partition = BAD ? 9 : 0, .priority = 5,
     .base_priority = 4, .period = 20, .time_capacity = 3, .remaining_time_capacity = 2,
     .next_activation = 40, .deadline = 15},
    {(void *)0x456, POK_STATE_RUNNABLE, BAD ? 0xfffffffc : (u32)stack2.top, .partition = 1},
    {0},
};

pok_partition_t pok_partitions[PARTS] = {
    {.base_addr = (u32)partition1, .size = 0x1000, .mode = POK_PARTITION_MODE_NORMAL,
     .sched = POK_SCHED_STATIC, .thread_index_high = BAD ? 1000 : 2, .thread_index = 2,
     .lockobj_index_high = 1,
#if YEAR == 2014
     .vcpu = &vcpu1,
#endif
    },
    {.base_addr = (u32)partition2 + BAD * 16, .size = 0x1000, .mode = POK_PARTITION_MODE_INIT_WARM,
     .sched = POK_SCHED_RR, .start_condition = PARTITION_RESTART, .lock_level = 3,
     .thread_index_low = 2, .thread_index_high = 4, .thread_index = BAD ? 99 : 1, .thread_main = 2,
     .lockobj_index_low = 1, .lockobj_index_high = 1},
};

#if YEAR == 2025
u32 current_threads[1] = {BAD ? 500 : 1};
#define WAITS .fifo = {5, 0, 0, {[5] = BAD ? 88 : 1}}, .event_fifo = {.is_empty = 1}
#else
u32 current_thread = BAD ? 500 : 1;
#define WAITS .is_locked = 1, .thread_state = {1, 0, 1, 1, 1, 1}
#endif
pok_lockobj_t pok_partitions_lockobjs[2] = {
    {.initialized = 1, .kind = POK_LOCKOBJ_KIND_SEMAPHORE, .max_value = 4, WAITS}};

pok_port_t pok_ports[2] = {
    {.size = 16, .off_b = BAD ? 1000 : 12, .off_e = 4, .ready = 1, .kind = 1, .direction = 2,
     .must_be_flushed = 1},
    {.empty = 1, .kind = 10}};
char *pok_ports_names[2] = {"OUT", BAD ? (char *)0xfffffff0 : "IN"};
u8 pok_ports_kind[2] = {1, 2};
u8 pok_ports_nb_destinations[2] = {1, 0};
u8 out_to[1] = {1};
u8 *pok_ports_destinations[2] = {out_to, 0};
u8 of1[1] = {0}, of2[1] = {1};
u8 pok_ports_nb_ports_by_partition[PARTS] = {1, 1};
u8 *pok_ports_by_partition[PARTS] = {of1, of2};

u64 pok_sched_slots[2] = {10, 20};
u8 pok_sched_slots_allocation[2] = {1, BAD ? 7 : 0};
u8 pok_sched_current_slot = 1;
u64 pok_sched_next_deadline = 60, pok_sched_next_major_frame = 30;
u64 pok_tick_counter = 42;

#if YEAR != 2025
typedef struct {
  u32 vector;
  void (*handler[PARTS + 1])(unsigned, void *);
  int waiting[PARTS + 1];
} meta_handler;
static meta_handler handler_table[16] = {
    {0, {0, (void (*)(unsigned, void *))(partition2 + 0x77), (void (*)(unsigned, void *))0x100abc},
     {1, 1, 1}}};
static u32 partition_irq_enabled[PARTS] = {0, 2};
void *used[] = {handler_table, partition_irq_enabled};
#endif

/* Descriptors of segments whose bases are places of this file are put together from words. */
u32 pok_tss[26] = {0, (u32)stack1.top};
u32 test_bases[3] = {(u32)partition1, (u32)partition2, (u32)pok_tss};
u64 pok_gdt[8];

#if defined(BANNER) || defined(RUNS)
__attribute__((section(".text"), aligned(4))) const u32 multiboot[3] = {0x1badb002, 0, 0xe4524ffe};
const char banner[] = "POK kernel initialized\n";
#endif
#ifdef PART
__asm__(".data\n.globl __archive2_begin, __archive2_end, part_sizes\n"
        "__archive2_begin: .incbin \"" PART "\"\n9: .incbin \"" PART "\"\n__archive2_end:\n"
        ".type part_sizes, @object\n.size part_sizes, 8\n"
        "part_sizes: .long 9b - __archive2_begin, __archive2_end - 9b\n.text\n");
#endif

#ifndef RUNS
void _start(void) {}
#else
static u32 esp0_1[64], esp0_2[64] = {[59] = 0x10, 0x33, 2, 0x800, 0x3b};
u32 other = (u32)&esp0_2[59];
u64 idt[43];
struct __attribute__((packed)) { u16 limit; u32 base; } gdtr = {63, (u32)pok_gdt},
                                                        idtr = {8 * 43 - 1, (u32)idt};

static void segment(int index, u32 base, u32 limit, u32 access) {
  u32 high = (base & 0xff000000) | (limit & 0xf0000) | access << 8 | (base >> 16 & 0xff);
  pok_gdt[index] = (u64)high << 32 | base << 16 | (limit & 0xffff);
}

/* POK takes the P bit of the code away from who does not run. */
void elect(u32 partition) {
  pok_current_partition = partition;
  pok_sched_current_slot = !partition;
  pok_sched_next_deadline = pok_tick_counter + 10;
  pok_tick_counter++;
#if YEAR == 2025
  current_threads[0] = partition ? 2 : 1;
#else
  current_thread = partition ? 2 : 1;
#endif
  segment(4, (u32)partition1, 0x1000, partition ? 0x407a : 0x40fa);
  segment(6, (u32)partition2, 0x1000, partition ? 0x40fa : 0x407a);
}
void switch_partition(void) { elect(!pok_current_partition); }

__asm__(".globl call42\ncall42: push $0x10\n pop %ds\n call switch_partition\n"
        "xchg %esp, other\n lea 20(%esp), %eax\n mov %eax, pok_tss + 4\n"
        "mov 16(%esp), %ax\n mov %ax, %ds\n iret");

void _start(void) {
  extern char call42[];
  segment(1, 0, 0xfffff, 0xc09b);
  segment(2, 0, 0xfffff, 0xc093);
  segment(3, (u32)pok_tss, 0x67, 0x89);
  segment(5, (u32)partition1, 0x1000, 0x40f2);
  segment(7, (u32)partition2, 0x1000, 0x40f2);
  elect(0);
  idt[42] = (u64)(((u32)call42 & 0xffff0000) | 0xee00) << 32 | 8 << 16 | ((u32)call42 & 0xffff);
  pok_tss[1] = (u32)&esp0_1[64];
  pok_tss[2] = 0x10;
  __asm__ volatile("lgdt gdtr\n lidt idtr\n ljmp $8, $1f\n1: mov $0x10, %ax\n mov %ax, %ss\n"
                   "mov %ax, %ds\n mov $0x18, %ax\n ltr %ax\n push $0x2b\n push $0x800\n"
                   "push $2\n push $0x23\n push $0x10\n mov $0x2b, %ax\n mov %ax, %ds\n iret");
}
#endif
