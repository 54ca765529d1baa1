/* SPDX-License-Identifier: BSD-2-Clause */
/* Lines and functions of many shapes; never runs. */
#include "lines.h"

static int counter;

static inline int twice(int x) { return x + x; }

int sum(const int *values, int count) {
  int total = 0;
  for (int i = 0; i < count; i++) {
    int value = values[i];
    if (value > 0) {
      total += twice(value);
    }
  }
  return total;
}

/* Cold code goes to a range of its own when it is optimised. */
__attribute__((cold, noinline)) void cold(int x) { counter -= x; }

int branch(int x) {
  if (__builtin_expect(x == 12345, 0)) {
    cold(x);
    return from_header(x);
  }
  return x *
         3;
}

#line 1000 "made/up.y"
void elsewhere(void) { counter++; }
#line 31 "lines.c"

__attribute__((section(".text.other"))) int other(double ratio, char c, struct pair p) {
  return (int)(ratio * c) + p.a + p.b;
}

void _start(void) {
  static const int values[] = {1, 2, 3};
  struct pair p = {sum(values, 3), branch(counter)};
  counter = other(0.5, 'x', p);
  elsewhere();
}
