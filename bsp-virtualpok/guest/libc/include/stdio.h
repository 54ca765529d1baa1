/* SPDX-License-Identifier: BSD-2-Clause */
/* Output only, and what printk.c knows of formats: d i u x X c s p %, width, 0, -, l. */
#ifndef STDIO_H
#define STDIO_H

#include <stdarg.h>
#include <stddef.h>

int printf(const char *format, ...) __attribute__((format(printf, 1, 2)));
int vprintf(const char *format, va_list arguments) __attribute__((format(printf, 1, 0)));
int puts(const char *text);
int putchar(int c);

#endif
