/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RTEMS_BSPIO_H
#define RTEMS_BSPIO_H

#include <stdarg.h>

/* Formatted output that works at any time, in interrupt handlers too. */
int printk(const char *format, ...) __attribute__((format(printf, 1, 2)));
int vprintk(const char *format, va_list arguments) __attribute__((format(printf, 1, 0)));

#endif
