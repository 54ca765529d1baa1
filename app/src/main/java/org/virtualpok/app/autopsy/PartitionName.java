// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.autopsy;

import org.virtualpok.emu.debug.Context;
import org.virtualpok.emu.debug.TargetSnapshot;

/**
 * A partition as the user knows it.
 *
 * @param context its id in the target
 * @param number from 1; 0 where it is not known
 */
public record PartitionName(int context, int number, String name) {
  private static final String SHAPES = "■●▲◆□○△◇";

  /** The partition of a context. */
  public static PartitionName of(TargetSnapshot snapshot, int context) {
    return snapshot
        .context(context)
        .map(PartitionName::of)
        .orElse(new PartitionName(context, 0, "partition " + context));
  }

  public static PartitionName of(Context partition) {
    return new PartitionName(partition.id(), partition.number(), partition.name());
  }

  /** "● 2 messages": a shape of its own before number and name, since colour never stands alone. */
  public String label() {
    return number <= 0
        ? name
        : SHAPES.charAt((number - 1) % SHAPES.length()) + " " + number + " " + name;
  }

  /** Style class with its colour. */
  public String styleClass() {
    return "partition-" + (number <= 0 ? 0 : (number - 1) % 4 + 1);
  }
}
