/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Time from the periods of the 8254's channel 0. The divisor makes them as
 * close to a millisecond as it can; the rest is kept, so that the count of
 * milliseconds is exact for ever: 1000 periods are 999.847 ms and count as 999.
 * A period goes unseen when interrupts stay closed through the whole next one.
 */
#include <cpu_mode.h>
#include <native.h>

#define INPUT_HERTZ 1193182u
#define DIVISOR 1193u

#define CHANNEL_0 0x40
#define CONTROL 0x43
#define CHANNEL_0_LOW_HIGH_MODE_2 0x34

static volatile uint32_t milliseconds;

/* What passed of the next millisecond, in 1/1000 of a period of the input. */
static uint32_t rest;

void native_pit_start(void)
{
  native_out8(CONTROL, CHANNEL_0_LOW_HIGH_MODE_2);
  native_out8(CHANNEL_0, DIVISOR & 0xff);
  native_out8(CHANNEL_0, DIVISOR >> 8);
}

void native_pit_period(void)
{
  rest += DIVISOR * 1000u;
  if (rest >= INPUT_HERTZ) {
    rest -= INPUT_HERTZ;
    milliseconds++;
  }
}

uint32_t cpu_clock_milliseconds(void)
{
  return milliseconds;
}
