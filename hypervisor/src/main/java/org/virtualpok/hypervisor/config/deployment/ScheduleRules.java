// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config.deployment;

import java.util.List;
import java.util.OptionalLong;
import org.virtualpok.hypervisor.config.deployment.DeploymentHeader.Variant;

/** Slots and the major frame: ns in the kernel of 2025, ticks of 1 ms before. */
final class ScheduleRules {
  private static final String SLOTS = "POK_CONFIG_SCHEDULING_SLOTS";
  private static final String ALLOCATION = "POK_CONFIG_SCHEDULING_SLOTS_ALLOCATION";
  private static final String COUNT = "POK_CONFIG_SCHEDULING_NBSLOTS";
  private static final String FRAME = "POK_CONFIG_SCHEDULING_MAJOR_FRAME";
  private static final String PARTITIONS = "POK_CONFIG_NB_PARTITIONS";

  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long HOUR_MILLIS = 3_600_000;

  /** A slot of so many ticks of 1 ms was rather meant in ns: 1000 s. */
  private static final long TICKS_MAX = 1_000_000;

  private final DeploymentHeader header;
  private final boolean nanos;

  ScheduleRules(DeploymentHeader header) {
    this.header = header;
    nanos = header.variant() == Variant.POK_2025;
  }

  void check() {
    OptionalLong count = header.number(COUNT);
    if (count.isPresent() && (count.getAsLong() < 1 || count.getAsLong() > 255)) {
      header.error(COUNT, COUNT + " is " + count.getAsLong() + "; it is not within 1 to 255");
    }
    List<Long> slots = header.numbers(SLOTS).orElse(List.of());
    lengths(slots);
    sum(slots);
    allocation();
  }

  private void lengths(List<Long> slots) {
    for (int slot = 0; slot < slots.size(); slot++) {
      long length = slots.get(slot);
      String whose = "slot " + slot + " lasts " + length;
      if (length <= 0) {
        header.error(SLOTS, "slot " + slot + " lasts " + length + "; it must be above 0");
      } else if (nanos && length < NANOS_PER_MILLI) {
        header.warning(
            SLOTS,
            whose
                + " ns, less than the 1 ms at which POK 2025 looks whether a slot ends; are"
                + " milliseconds meant?");
      } else if (nanos ? length / NANOS_PER_MILLI > HOUR_MILLIS : length >= TICKS_MAX) {
        header.warning(
            SLOTS,
            whose
                + (nanos
                    ? " ns, more than an hour"
                    : " ms, " + length / 1000 + " s; are ns meant?"));
      }
    }
  }

  private void sum(List<Long> slots) {
    OptionalLong frame = header.number(FRAME);
    if (slots.isEmpty() || frame.isEmpty()) {
      return;
    }
    long sum = 0;
    try {
      for (long slot : slots) {
        sum = Math.addExact(sum, slot);
      }
    } catch (ArithmeticException e) {
      return;
    }
    if (sum != frame.getAsLong()) {
      header.error(
          FRAME,
          FRAME
              + " is "
              + frame.getAsLong()
              + "; the slots add up to "
              + sum
              + " (POK's kernel error 52)");
    }
  }

  private void allocation() {
    OptionalLong partitions = header.number(PARTITIONS);
    List<Long> owners = header.numbers(ALLOCATION).orElse(List.of());
    if (partitions.isEmpty() || owners.isEmpty()) {
      return;
    }
    for (int slot = 0; slot < owners.size(); slot++) {
      long owner = owners.get(slot);
      if (owner < 0 || owner >= partitions.getAsLong()) {
        header.error(
            ALLOCATION,
            "slot "
                + slot
                + " belongs to partition "
                + owner
                + "; there are partitions 0 to "
                + (partitions.getAsLong() - 1));
      }
    }
    for (long partition = 0; partition < Math.min(256, partitions.getAsLong()); partition++) {
      if (!owners.contains(partition)) {
        header.warning(ALLOCATION, "partition " + partition + " has no slot; it never runs");
      }
    }
  }
}
