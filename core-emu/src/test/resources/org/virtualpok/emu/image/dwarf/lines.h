/* SPDX-License-Identifier: BSD-2-Clause */
struct pair {
  int a, b;
};

static inline int from_header(int x) {
  int y = x << 1;
  return y ^ 0x55;
}
