/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>

/* That many ticks have passed. For the clock driver's interrupt handler. */
void _Clock_Announce(uint32_t ticks);

extern volatile uint32_t _Watchdog_Ticks_since_boot;

#endif
