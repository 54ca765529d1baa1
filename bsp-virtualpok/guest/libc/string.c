/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

void *memcpy(void *to, const void *from, size_t size)
{
  void *target = to;

  __asm__ volatile("rep movsb" : "+D"(target), "+S"(from), "+c"(size) : : "memory");
  return to;
}

void *memmove(void *to, const void *from, size_t size)
{
  char *target = to;
  const char *source = from;

  if (target <= source || target >= source + size)
    return memcpy(to, from, size);
  while (size-- > 0)
    target[size] = source[size];
  return to;
}

void *memset(void *to, int value, size_t size)
{
  void *target = to;

  __asm__ volatile("rep stosb" : "+D"(target), "+c"(size) : "a"(value) : "memory");
  return to;
}

int memcmp(const void *a, const void *b, size_t size)
{
  const unsigned char *left = a;
  const unsigned char *right = b;

  for (; size > 0; size--, left++, right++) {
    if (*left != *right)
      return *left - *right;
  }
  return 0;
}

size_t strlen(const char *text)
{
  const char *end = text;

  while (*end != '\0')
    end++;
  return (size_t)(end - text);
}

int strcmp(const char *a, const char *b)
{
  while (*a != '\0' && *a == *b) {
    a++;
    b++;
  }
  return *(const unsigned char *)a - *(const unsigned char *)b;
}
