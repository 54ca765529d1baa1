/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Formatted output. A call gathers its text in pieces of up to 127 characters,
 * so that an ordinary line reaches the console at once and lines of different
 * tasks do not mix.
 */
#include <cpu_mode.h>
#include <rtems/bspIo.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct output {
  char text[128];
  unsigned used;
  int total;
};

struct field {
  bool left;
  bool zero;
  int width;
  int precision;
};

static void flush(struct output *out)
{
  if (out->used == 0)
    return;
  out->text[out->used] = '\0';
  cpu_console_write(out->text);
  out->used = 0;
}

static void put(struct output *out, char c)
{
  /* NUL would end the string that the console gets. */
  if (c == '\0')
    return;
  if (out->used == sizeof out->text - 1)
    flush(out);
  out->text[out->used++] = c;
  out->total++;
}

static void pad(struct output *out, char c, int count)
{
  while (count-- > 0)
    put(out, c);
}

static void put_text(struct output *out, const struct field *field, const char *text, int length)
{
  if (!field->left)
    pad(out, ' ', field->width - length);
  for (int i = 0; i < length; i++)
    put(out, text[i]);
  if (field->left)
    pad(out, ' ', field->width - length);
}

static void put_number(struct output *out, const struct field *field, uint32_t value,
    uint32_t base, const char *digits, bool negative)
{
  char text[12];
  int first = (int)sizeof text;
  int length;

  do {
    text[--first] = digits[value % base];
    value /= base;
  } while (value != 0);

  length = (int)sizeof text - first + negative;
  if (field->zero && !field->left) {
    if (negative)
      put(out, '-');
    pad(out, '0', field->width - length);
    for (int i = first; i < (int)sizeof text; i++)
      put(out, text[i]);
    return;
  }
  if (negative)
    text[--first] = '-';
  put_text(out, field, text + first, length);
}

static void format_to(struct output *out, const char *format, va_list arguments)
{
  static const char lower[] = "0123456789abcdef";
  static const char upper[] = "0123456789ABCDEF";

  for (; *format != '\0'; format++) {
    struct field field = {false, false, 0, -1};

    if (*format != '%') {
      put(out, *format);
      continue;
    }
    format++;
    for (; *format == '-' || *format == '0'; format++) {
      if (*format == '-')
        field.left = true;
      else
        field.zero = true;
    }
    for (; *format >= '0' && *format <= '9'; format++)
      field.width = field.width * 10 + (*format - '0');
    if (*format == '.') {
      field.precision = 0;
      for (format++; *format >= '0' && *format <= '9'; format++)
        field.precision = field.precision * 10 + (*format - '0');
    }
    /* On this processor long and size_t are as long as int. */
    while (*format == 'l' || *format == 'z')
      format++;

    switch (*format) {
      case 'd':
      case 'i': {
        int32_t value = va_arg(arguments, int32_t);

        put_number(out, &field, value < 0 ? 0u - (uint32_t)value : (uint32_t)value, 10, lower,
            value < 0);
        break;
      }
      case 'u':
        put_number(out, &field, va_arg(arguments, uint32_t), 10, lower, false);
        break;
      case 'x':
      case 'p':
        put_number(out, &field, va_arg(arguments, uint32_t), 16, lower, false);
        break;
      case 'X':
        put_number(out, &field, va_arg(arguments, uint32_t), 16, upper, false);
        break;
      case 'c': {
        char c = (char)va_arg(arguments, int);

        put_text(out, &field, &c, 1);
        break;
      }
      case 's': {
        const char *text = va_arg(arguments, const char *);
        int length;

        if (text == NULL)
          text = "(null)";
        for (length = 0; length != field.precision && text[length] != '\0'; length++)
          ;
        put_text(out, &field, text, length);
        break;
      }
      case '\0':
        return;
      default:
        put(out, *format);
        break;
    }
  }
}

int vprintk(const char *format, va_list arguments)
{
  struct output out;

  out.used = 0;
  out.total = 0;
  format_to(&out, format, arguments);
  flush(&out);
  return out.total;
}

int printk(const char *format, ...)
{
  va_list arguments;
  int total;

  va_start(arguments, format);
  total = vprintk(format, arguments);
  va_end(arguments);
  return total;
}

int vprintf(const char *format, va_list arguments)
{
  return vprintk(format, arguments);
}

int printf(const char *format, ...)
{
  va_list arguments;
  int total;

  va_start(arguments, format);
  total = vprintk(format, arguments);
  va_end(arguments);
  return total;
}

int puts(const char *text)
{
  return printk("%s\n", text);
}

int putchar(int c)
{
  printk("%c", c);
  return c;
}
