// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config;

import java.util.List;
import java.util.Optional;
import org.virtualpok.hypervisor.personality.FrameLayout;
import org.virtualpok.hypervisor.personality.InterruptPolicy;

/**
 * What a module says of the kernel as a whole.
 *
 * @param frame empty: what goes with the policy
 */
public record KernelDescription(
    InterruptPolicy policy, Optional<FrameLayout> frame, Flush flush, List<Channel> channels) {
  public static final KernelDescription DEFAULT =
      new KernelDescription(
          InterruptPolicy.RELIABLE, Optional.empty(), Flush.MAJOR_FRAME, List.of());

  public KernelDescription {
    channels = List.copyOf(channels);
  }

  /**
   * When what was written to a source port arrives at its destinations. As in POK it is looked at
   * when a slot ends, and thus never with a single slot.
   *
   * @param periodNanos for PERIOD
   */
  public record Flush(When when, long periodNanos) {
    public static final Flush MAJOR_FRAME = new Flush(When.MAJOR_FRAME, 0);

    /** The rules that POK has. */
    public enum When {
      /** All ports, when a major frame begins. */
      MAJOR_FRAME,
      /** The ports of the partition whose slot ends. */
      WINDOW,
      /** All ports, whenever a period has passed. */
      PERIOD
    }
  }

  /** From one source port to destination ports, each of an own partition. */
  public record Channel(End source, List<End> destinations) {
    public Channel {
      destinations = List.copyOf(destinations);
    }
  }

  /**
   * A port at one end of a channel.
   *
   * @param partition index into the module's partitions
   * @param port index into the partition's ports
   */
  public record End(int partition, int port) {}
}
