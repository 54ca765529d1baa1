/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Closes its virtual interrupt flag for random stretches, short and long,
 * nested, with flashes in between, and checks that no clock interrupt comes
 * into a closed stretch, that none is delivered into wrong registers, and that
 * tasks go on being switched. A host may patch the variables below before the
 * start, and reads the counters after the end.
 */
#include <bsp.h>
#include <cpu_mode.h>
#include <stdio.h>
#include <stdlib.h>
#include <virtualizationlayercpu.h>

volatile uint32_t stress_seed = 20130601;
volatile uint32_t stress_ticks_wanted = 10000;

/* Length of the longest closed stretch, in turns of the loop in burn(). */
volatile uint32_t stress_longest = 160000;

volatile uint32_t stress_stretches;
volatile uint32_t stress_nested;
volatile uint32_t stress_flashes;
volatile uint32_t stress_register_runs;
volatile uint32_t stress_wakeups;
volatile uint32_t stress_errors;

rtems_task Init(rtems_task_argument argument);
rtems_task Sleeper_task(rtems_task_argument ticks);

/* registers.S: a loop with known values in all registers and flags; 0 if they stay. */
uint32_t stress_check_registers(uint32_t turns);

static uint32_t random_state;

static uint32_t random_below(uint32_t limit)
{
  random_state = random_state * 1664525u + 1013904223u;
  return (random_state >> 8) % limit;
}

static void burn(uint32_t turns)
{
  while (turns-- > 0)
    __asm__ volatile("" : : : "memory");
}

static void check(int condition, const char *what)
{
  if (!condition) {
    stress_errors++;
    if (stress_errors <= 10)
      printk("irqstress: error: %s, at tick %u\n", what, (unsigned)Clock_driver_ticks);
  }
}

/* Mostly short, sometimes several ticks of an ordinary clock. */
static uint32_t stretch_length(void)
{
  switch (random_below(16)) {
    case 0:
      return random_below(stress_longest);
    case 1:
    case 2:
      return random_below(stress_longest / 16 + 1);
    default:
      return random_below(64);
  }
}

static void stretch(int expected_level, uint32_t depth)
{
  int level = _CPU_Virtual_Interrupts_disable(0);
  uint32_t ticks = Clock_driver_ticks;

  stress_stretches++;
  check(level == expected_level, "disable returned another level");
  burn(stretch_length());
  check(Clock_driver_ticks == ticks, "interrupt in a closed stretch");

  if (depth < 4 && random_below(3) == 0) {
    stress_nested++;
    stretch(0, depth + 1);
    burn(random_below(64));
    /* The inner stretch may have flashed. */
    ticks = Clock_driver_ticks;
    burn(random_below(256));
    check(Clock_driver_ticks == ticks, "interrupt after a nested stretch");
  }
  if (random_below(8) == 0) {
    stress_flashes++;
    _CPU_Virtual_Interrupts_flash(1);
    ticks = Clock_driver_ticks;
    check(_CPU_Virtual_Interrupts_get_level(0) == 0, "flash left the flag open");
    burn(random_below(256));
    check(Clock_driver_ticks == ticks, "interrupt after a flash");
  }
  _CPU_Virtual_Interrupts_enable(level);
}

rtems_task Init(rtems_task_argument argument)
{
  uint32_t milliseconds;
  uint32_t i;

  (void)argument;
  random_state = stress_seed;
  printf("*** INTERRUPT STRESS TEST ***\n");
  printf("irqstress: seed %u, %u ticks\n", (unsigned)stress_seed, (unsigned)stress_ticks_wanted);

  for (i = 1; i <= 2; i++) {
    rtems_id id;

    if (rtems_task_create(rtems_build_name('S', 'L', 'P', '0' + i), i, RTEMS_MINIMUM_STACK_SIZE,
            RTEMS_DEFAULT_MODES, RTEMS_DEFAULT_ATTRIBUTES, &id)
            != RTEMS_SUCCESSFUL
        || rtems_task_start(id, Sleeper_task, 2 * i + 1) != RTEMS_SUCCESSFUL)
      check(0, "no sleeper task");
  }

  while (Clock_driver_ticks < stress_ticks_wanted) {
    stretch(1, 0);
    check(stress_check_registers(random_below(2000)) == 0, "a register or flag changed");
    stress_register_runs++;
    burn(random_below(256));
  }

  /* Whatever is pending comes in now. */
  milliseconds = cpu_clock_milliseconds();
  while (cpu_clock_milliseconds() - milliseconds < 10)
    ;
  rtems_interrupt_close();

  printf("irqstress: clock interrupts %u, stretches %u, nested %u, flashes %u\n",
      (unsigned)Clock_driver_ticks, (unsigned)stress_stretches, (unsigned)stress_nested,
      (unsigned)stress_flashes);
  printf("irqstress: register runs %u, wake-ups %u, errors %u\n",
      (unsigned)stress_register_runs, (unsigned)stress_wakeups, (unsigned)stress_errors);
  printf("*** END OF INTERRUPT STRESS TEST ***\n");
  exit(stress_errors != 0);
}

rtems_task Sleeper_task(rtems_task_argument ticks)
{
  for (;;) {
    rtems_task_wake_after(ticks);
    stress_wakeups++;
    /* Long enough to be interrupted itself now and then. */
    burn(2000);
  }
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_CONSOLE_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 1000
#define CONFIGURE_MAXIMUM_TASKS 3
#define CONFIGURE_INIT_TASK_PRIORITY 10
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
