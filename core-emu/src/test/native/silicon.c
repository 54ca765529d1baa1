/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Asks the CPU under this process what an instruction does.
 *
 * A 32-bit Linux process. It maps the pages and installs the local descriptors that it is told to,
 * then reads batches of requests on stdin and writes an answer to each on stdout, little-endian.
 * The code pages are full of INT3, so every instruction ends in a signal, whatever it did; the
 * signal's context is the answer: registers, segments, vector, error code, CR2, x87 state. Pages of
 * data are compared with what they held before, and restored.
 *
 * The Java side is org.virtualpok.emu.oracle.NativeSilicon.
 */
#define _GNU_SOURCE
#include <asm/ldt.h>
#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#ifndef SS_AUTODISARM
#define SS_AUTODISARM (1u << 31)
#endif

enum {
  CODE_BYTES = 32,
  POKES = 6,
  POKE_BYTES = 16,
  X87_BYTES = 108, /* what FNSAVE writes in 32-bit protected mode */
  FILL = 0xcc,     /* INT3 */
  ENTRY_FAILED = 255,
  RAN_AWAY = 254,
  PATIENCE_SECONDS = 10,
  ALTERNATE_STACK = 0x60000000,
  ALTERNATE_STACK_BYTES = 0x10000,
};

struct layout {
  uint32_t data_address, data_bytes;
  uint32_t readonly_address, readonly_bytes;
  uint32_t code_address, code_bytes;
  uint32_t ldt_entries;
};

struct poke {
  uint16_t offset; /* from data_address */
  uint16_t length;
  uint8_t bytes[POKE_BYTES];
};

struct request {
  uint32_t gpr[8]; /* EAX ECX EDX EBX ESP EBP ESI EDI */
  uint32_t eip, eflags;
  uint16_t segment[6]; /* ES CS SS DS FS GS */
  uint32_t code_address; /* linear */
  uint8_t code_length, poke_count, has_x87, reserved;
  uint8_t code[CODE_BYTES];
  struct poke pokes[POKES];
  uint8_t x87[X87_BYTES];
};

struct answer {
  uint32_t gpr[8];
  uint32_t eip, eflags;
  uint16_t segment[6];
  uint32_t vector, error, cr2;
  uint32_t changes; /* pairs of linear address and new doubleword; behind the x87 state, if any */
};

/* What enter_guest loads; the offsets stand in its code. */
struct entry {
  uint32_t gpr[8];         /* 0 */
  uint32_t eflags;         /* 32 */
  uint32_t eip;            /* 36 */
  uint32_t cs;             /* 40 */
  uint32_t esp;            /* 44 */
  uint32_t ss;             /* 48 */
  uint32_t ds, es, fs, gs; /* 52 56 60 64 */
  uint32_t has_x87;        /* 68 */
  uint8_t x87[X87_BYTES];  /* 72 */
};

struct entry entry __attribute__((aligned(16)));
uint32_t host_esp, host_fs, host_gs;
extern char enter_guest_end[];
void enter_guest(void);
void leave_guest(void) __attribute__((noreturn));

/* Everything is aligned: EFLAGS.AC may be set from POPF on. DS goes late, CS addresses the rest. */
__asm__(".text\n"
        ".globl enter_guest, enter_guest_end, leave_guest\n"
        "enter_guest:\n"
        "  pushal\n"
        "  movl %esp, host_esp\n"
        "  cmpl $0, entry+68\n"
        "  je 1f\n"
        "  frstor entry+72\n"
        "  xorps %xmm0, %xmm0\n"
        "  xorps %xmm1, %xmm1\n"
        "  xorps %xmm2, %xmm2\n"
        "  xorps %xmm3, %xmm3\n"
        "  xorps %xmm4, %xmm4\n"
        "  xorps %xmm5, %xmm5\n"
        "  xorps %xmm6, %xmm6\n"
        "  xorps %xmm7, %xmm7\n"
        "1:\n"
        "  movw entry+56, %es\n"
        "  movw entry+60, %fs\n"
        "  movw entry+64, %gs\n"
        "  pushl entry+32\n"
        "  popfl\n"
        "  movl entry+0, %eax\n"
        "  movl entry+4, %ecx\n"
        "  movl entry+8, %edx\n"
        "  movl entry+12, %ebx\n"
        "  movl entry+20, %ebp\n"
        "  movl entry+24, %esi\n"
        "  movl entry+28, %edi\n"
        "  lss %cs:entry+44, %esp\n"
        "  movw %cs:entry+52, %ds\n"
        "  ljmp *%cs:entry+36\n"
        "enter_guest_end:\n"
        "leave_guest:\n"
        "  movl host_esp, %esp\n"
        "  popal\n"
        "  ret\n");

static struct layout layout;
static uint8_t *master; /* data as every request finds it, but for its pokes */
static uint8_t *before; /* data as this request finds it */
static struct answer answer;
static uint8_t answer_x87[X87_BYTES];

static volatile sig_atomic_t in_guest;
static volatile uint32_t vectors_run, vectors_at_alarm;

static void on_signal(int number, siginfo_t *info, void *context) {
  /* The kernel leaves the guest's FS, GS and AC in place. */
  __asm__ volatile("pushl $0x202\n popfl\n movw %0, %%fs\n movw %1, %%gs"
                   :
                   : "m"(host_fs), "m"(host_gs)
                   : "cc", "memory");
  (void)info;
  if (number == SIGALRM) {
    int stuck = in_guest && vectors_at_alarm == vectors_run;
    vectors_at_alarm = vectors_run;
    alarm(PATIENCE_SECONDS);
    if (!stuck) {
      return;
    }
  }
  in_guest = 0;
  const mcontext_t *machine = &((ucontext_t *)context)->uc_mcontext;
  const greg_t *r = machine->gregs;
  static const int gpr[] = {REG_EAX, REG_ECX, REG_EDX, REG_EBX, REG_ESP, REG_EBP, REG_ESI, REG_EDI};
  static const int segment[] = {REG_ES, REG_CS, REG_SS, REG_DS, REG_FS, REG_GS};
  for (int i = 0; i < 8; i++) {
    answer.gpr[i] = (uint32_t)r[gpr[i]];
  }
  for (int i = 0; i < 6; i++) {
    answer.segment[i] = (uint16_t)r[segment[i]];
  }
  answer.eip = (uint32_t)r[REG_EIP];
  answer.eflags = (uint32_t)r[REG_EFL];
  answer.vector = (uint32_t)r[REG_TRAPNO];
  answer.error = (uint32_t)r[REG_ERR];
  answer.cr2 = (uint32_t)machine->cr2;
  if (answer.eip >= (uint32_t)enter_guest && answer.eip < (uint32_t)enter_guest_end) {
    answer.vector = ENTRY_FAILED;
  }
  if (number == SIGALRM) {
    answer.vector = RAN_AWAY;
  }
  if (entry.has_x87) {
    memcpy(answer_x87, machine->fpregs, X87_BYTES);
  }
  leave_guest();
}

/*
 * Without SS_AUTODISARM the kernel takes a guest whose ESP happens to lie in the alternate stack
 * for a handler that already runs there.
 */
static void arm_alternate_stack(void) {
  stack_t stack = {.ss_sp = (void *)ALTERNATE_STACK,
                   .ss_size = ALTERNATE_STACK_BYTES,
                   .ss_flags = (int)SS_AUTODISARM};
  if (sigaltstack(&stack, NULL) != 0) {
    perror("sigaltstack");
    exit(4);
  }
}

static void run(const struct request *q) {
  memcpy(entry.gpr, q->gpr, sizeof entry.gpr);
  entry.eflags = q->eflags;
  entry.eip = q->eip;
  entry.esp = q->gpr[4];
  entry.es = q->segment[0];
  entry.cs = q->segment[1];
  entry.ss = q->segment[2];
  entry.ds = q->segment[3];
  entry.fs = q->segment[4];
  entry.gs = q->segment[5];
  entry.has_x87 = q->has_x87;
  memcpy(entry.x87, q->x87, X87_BYTES);
  uint8_t *data = (uint8_t *)layout.data_address;
  uint8_t *code = (uint8_t *)q->code_address;
  memcpy(code, q->code, q->code_length);
  for (int i = 0; i < q->poke_count; i++) {
    const struct poke *p = &q->pokes[i];
    memcpy(data + p->offset, p->bytes, p->length);
    memcpy(before + p->offset, p->bytes, p->length);
  }
  vectors_run++;
  in_guest = 1;
  enter_guest();
  arm_alternate_stack();
  memset(code, FILL, q->code_length);
}

static void must_write(const void *bytes, size_t size) {
  if (fwrite(bytes, 1, size, stdout) != size) {
    exit(3);
  }
}

/* Writes the answer with every doubleword that changed, and puts the data back. */
static void reply(const struct request *q) {
  static uint32_t changes[2 * 0x4000];
  uint32_t *data = (uint32_t *)layout.data_address;
  uint32_t *old = (uint32_t *)before;
  uint32_t n = 0;
  for (uint32_t chunk = 0; chunk < layout.data_bytes / 4; chunk += 64) {
    if (memcmp(data + chunk, old + chunk, 256) == 0) {
      continue;
    }
    for (uint32_t i = chunk; i < chunk + 64; i++) {
      if (data[i] != old[i]) {
        changes[n++] = (uint32_t)&data[i];
        changes[n++] = data[i];
        data[i] = old[i];
      }
    }
  }
  for (int i = 0; i < q->poke_count; i++) {
    const struct poke *p = &q->pokes[i];
    memcpy(before + p->offset, master + p->offset, p->length);
    memcpy((uint8_t *)data + p->offset, master + p->offset, p->length);
  }
  answer.changes = n / 2;
  must_write(&answer, sizeof answer);
  if (q->has_x87) {
    must_write(answer_x87, X87_BYTES);
  }
  must_write(changes, n * sizeof changes[0]);
}

static void must_read(void *bytes, size_t size) {
  if (fread(bytes, 1, size, stdin) != size) {
    exit(2);
  }
}

static void map(uint32_t address, uint32_t bytes, int protection) {
  int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE;
  if (mmap((void *)address, bytes, protection, flags, -1, 0) != (void *)address) {
    perror("mmap");
    exit(4);
  }
}

/* 0, or the errno for which the kernel refuses this descriptor (Intel's two doublewords). */
static int install(uint32_t index, uint32_t low, uint32_t high) {
  if ((low | high) == 0) {
    return 0;
  }
  struct user_desc d;
  memset(&d, 0, sizeof d);
  d.entry_number = index;
  d.base_addr = (low >> 16) | ((high & 0xff) << 16) | (high & 0xff000000);
  d.limit = (low & 0xffff) | (high & 0xf0000);
  d.seg_32bit = (high >> 22) & 1;
  d.contents = (high >> 10) & 3;
  d.read_exec_only = ((high >> 9) & 1) == 0;
  d.limit_in_pages = (high >> 23) & 1;
  d.seg_not_present = ((high >> 15) & 1) == 0;
  d.useable = (high >> 20) & 1;
  return syscall(SYS_modify_ldt, 0x11, &d, sizeof d) == 0 ? 0 : errno;
}

static void set_up(void) {
  must_read(&layout, sizeof layout);
  map(layout.data_address, layout.data_bytes, PROT_READ | PROT_WRITE);
  map(layout.readonly_address, layout.readonly_bytes, PROT_READ | PROT_WRITE);
  map(layout.code_address, layout.code_bytes, PROT_READ | PROT_WRITE | PROT_EXEC);
  map(ALTERNATE_STACK, ALTERNATE_STACK_BYTES, PROT_READ | PROT_WRITE);
  int32_t status = 0;
  for (uint32_t i = 0; i < layout.ldt_entries; i++) {
    uint32_t descriptor[2];
    must_read(descriptor, sizeof descriptor);
    int error = install(i, descriptor[0], descriptor[1]);
    if (error != 0 && status == 0) {
      fprintf(stderr, "modify_ldt of entry %u: %s\n", i, strerror(error));
      status = error;
    }
  }
  master = malloc(layout.data_bytes);
  before = malloc(layout.data_bytes);
  must_read(master, layout.data_bytes);
  memcpy(before, master, layout.data_bytes);
  memcpy((void *)layout.data_address, master, layout.data_bytes);
  must_read((void *)layout.readonly_address, layout.readonly_bytes);
  mprotect((void *)layout.readonly_address, layout.readonly_bytes, PROT_READ);
  memset((void *)layout.code_address, FILL, layout.code_bytes);

  arm_alternate_stack();
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = on_signal;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER | SA_RESTART;
  static const int signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGALRM};
  for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
    sigaction(signals[i], &action, NULL);
  }
  __asm__ volatile("movw %%fs, %0\n movw %%gs, %1" : "=m"(host_fs), "=m"(host_gs));
  must_write(&status, sizeof status);
  fflush(stdout);
}

int main(void) {
  set_up();
  alarm(PATIENCE_SECONDS);
  uint32_t count;
  struct request *batch = NULL;
  while (fread(&count, 1, sizeof count, stdin) == sizeof count) {
    batch = realloc(batch, count * sizeof *batch);
    must_read(batch, count * sizeof *batch);
    for (uint32_t i = 0; i < count; i++) {
      run(&batch[i]);
      reply(&batch[i]);
    }
    fflush(stdout);
  }
  return 0;
}
