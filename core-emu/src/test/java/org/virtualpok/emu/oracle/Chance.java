// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.oracle;

/**
 * Random numbers that are the same for a seed on every JDK, since recorded answers belong to them
 * (splitmix64).
 */
final class Chance {
  private static final int[] EDGES = {
    0,
    1,
    2,
    3,
    4,
    8,
    15,
    16,
    31,
    32,
    33,
    0x7f,
    0x80,
    0x81,
    0xff,
    0x100,
    0x7fff,
    0x8000,
    0x8001,
    0xffff,
    0x10000,
    0x7fffffff,
    0x80000000,
    0x80000001,
    0xfffffffe,
    0xffffffff,
    0xffff8000,
    0xffffff80,
    0x99999999,
    0x12345678
  };

  private long state;

  Chance(long seed) {
    state = seed;
  }

  /** A seed for a named stream, so that streams do not depend on each other's lengths. */
  static long seed(long seed, String name) {
    long h = seed;
    for (int i = 0; i < name.length(); i++) {
      h = new Chance(h ^ name.charAt(i)).next();
    }
    return h;
  }

  long next() {
    state += 0x9e3779b97f4a7c15L;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  int bits() {
    return (int) (next() >>> 32);
  }

  /** 0 to bound - 1. */
  int below(int bound) {
    return (int) ((next() >>> 33) % bound);
  }

  /** From low to high, both included. */
  int between(int low, int high) {
    return low + below(high - low + 1);
  }

  boolean oneIn(int n) {
    return below(n) == 0;
  }

  int pick(int... values) {
    return values[below(values.length)];
  }

  /** A word as instructions get them: often at an edge, else anything. */
  int word() {
    return switch (below(8)) {
      case 0, 1 -> EDGES[below(EDGES.length)];
      case 2 -> EDGES[below(EDGES.length)] << 16 | EDGES[below(EDGES.length)] & 0xffff;
      case 3 -> bits() & (0xff >>> below(8));
      default -> bits();
    };
  }
}
