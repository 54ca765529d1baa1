/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel of 2013 counts how often interrupts were disabled and knows no
 * level. The executive saves a level in each task: the count is kept at 0 or 1
 * here, beside a flag of our own that says which.
 */
#include <virtualizationlayercpu.h>

#include "pok2013.h"

static volatile int open = 1;

int _CPU_Virtual_Interrupts_disable(int level)
{
  int before;

  (void)level;
  /* Counted first: from here on nobody else changes the flag. */
  pok_call(POK_IRQ_PARTITION_DISABLE, 1, 0, 0);
  before = open;
  open = 0;
  if (!before)
    pok_call(POK_IRQ_PARTITION_ENABLE, 1, 0, 0);
  return before;
}

void _CPU_Virtual_Interrupts_enable(int level)
{
  if (!level)
    _CPU_Virtual_Interrupts_disable(level);
  else if (!open) {
    open = 1;
    pok_call(POK_IRQ_PARTITION_ENABLE, 1, 0, 0);
  }
}

void _CPU_Virtual_Interrupts_flash(int level)
{
  _CPU_Virtual_Interrupts_enable(level);
  _CPU_Virtual_Interrupts_disable(level);
}

int _CPU_Virtual_Interrupts_get_level(int level)
{
  (void)level;
  return open;
}

void _CPU_Virtual_Interrupts_open(void)
{
  _CPU_Virtual_Interrupts_enable(1);
}

void _CPU_Virtual_Interrupts_close(void)
{
  _CPU_Virtual_Interrupts_disable(0);
}

/* That kernel has no call to wait with. */
void _CPU_Virtual_idle_thread(void)
{
  _CPU_Virtual_Interrupts_open();
  for (;;)
    ;
}

void _CPU_Virtual_exec_stop_error(int error)
{
  (void)error;
  _CPU_Virtual_Interrupts_close();
  pok_call(POK_PARTITION_SET_MODE, 1, POK_PARTITION_MODE_STOPPED, 0);
  /* It may refuse: only an error handler has the right. */
  for (;;)
    ;
}
