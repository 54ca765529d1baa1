/* SPDX-License-Identifier: BSD-2-Clause */
/* A partition's program: symbols and types are all that the test wants of it. */
struct point {
  int x, y;
};
struct point part_point = {3, 4};

void _start(void) {
  for (;;) {
  }
}
