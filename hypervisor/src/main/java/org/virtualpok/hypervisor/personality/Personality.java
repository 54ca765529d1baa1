// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.personality;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kernel that a partition believes to run on: {@code vp:abi}, {@code --abi}. */
public enum Personality {
  /** Ours: the calls of POK 2014 with the semantics that are correct, and a few more. */
  VIRTUALPOK("virtualpok", 8096, 1_000_000),
  /** pok-kernel/pok of January 2025 (b2e1cc3): no virtual interrupts. */
  POK_2025("pok-2025", 8192, 1_000),
  /** POK after Youren Shen's changes of 2014 (ea853c2): hypercalls and a vCPU. */
  POK_2014("pok-2014", 8096, 1_000_000),
  /** POK after Philipp Eppelt's changes of 2013 (652de88): system calls 25 to 29. */
  POK_2013("pok-2013", 8096, 1_000_000);

  private final String abi;
  private final int userStackBytes;
  private final long nanosPerTimeUnit;

  Personality(String abi, int userStackBytes, long nanosPerTimeUnit) {
    this.abi = abi;
    this.userStackBytes = userStackBytes;
    this.nanosPerTimeUnit = nanosPerTimeUnit;
  }

  /** The personality with this name; empty if there is none. */
  public static Optional<Personality> find(String abi) {
    return Arrays.stream(values()).filter(p -> p.abi.equals(abi)).findFirst();
  }

  /** "virtualpok, pok-2025, pok-2014, pok-2013". */
  public static String names() {
    return Arrays.stream(values()).map(Personality::abi).collect(Collectors.joining(", "));
  }

  public String abi() {
    return abi;
  }

  /** Bytes of user stack that each thread gets, from the end of the partition downwards. */
  public int userStackBytes() {
    return userStackBytes;
  }

  /** What a thread's sleep counts in: 1 us in 2025, 1 ms before; in ns. */
  public long nanosPerTimeUnit() {
    return nanosPerTimeUnit;
  }

  /** Whether periods and deadlines are in ns, and time is told in ns; else both are in ms. */
  public boolean countsNanos() {
    return this == POK_2025;
  }

  /** Time as the kernel counts it: in 2025 every ns, before that whole ticks of 1 ms; in ns. */
  public long kernelNanos(long nanos) {
    return countsNanos() ? nanos : nanos - nanos % 1_000_000;
  }

  /** Guest ns of a span in the unit in which the kernel counts periods: ns or ms. */
  public long toNanos(long units) {
    return countsNanos() ? units : units * 1_000_000;
  }

  /** A span of guest ns in the unit in which the kernel tells it: ns or ms. */
  public long toKernelUnits(long nanos) {
    return countsNanos() ? nanos : nanos / 1_000_000;
  }

  /** Whether a pointer's whole range must lie inside; the older kernels looked at its start. */
  public boolean checksLengths() {
    return this == VIRTUALPOK || this == POK_2025;
  }

  /** Whether interrupts go off and on by a saturating count, which no level sets or tells. */
  public boolean countsInterruptsOff() {
    return this == POK_2013 || this == POK_2014;
  }
}
