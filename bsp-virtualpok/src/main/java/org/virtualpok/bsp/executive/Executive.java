// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.executive;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.virtualpok.emu.awareness.GuestImage;
import org.virtualpok.emu.awareness.RtosAwareness;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.debug.RtosState;

/** Recognises the executive by the names of its tables. */
public final class Executive implements RtosAwareness.Provider {
  /** What it is called. */
  static final String SYSTEM = "executive";

  private static final List<String> VARIABLES =
      List.of("_RTEMS_tasks_Table", "_Thread_Idle", "_Thread_Executing", "_Configuration");

  @Override
  public Optional<RtosAwareness> attach(GuestImage image) {
    boolean named = VARIABLES.stream().allMatch(v -> image.symbols().named(v).isPresent());
    boolean described =
        !image.debugInfo().isEmpty()
            && VARIABLES.stream().allMatch(v -> image.data().variable(v).known());
    if (described) {
      return Optional.of(new ExecutiveAwareness(image));
    }
    return named ? Optional.of(new Undescribed(image.context())) : Optional.empty();
  }

  /** An image of the executive without debugging information. */
  private record Undescribed(int context) implements RtosAwareness {
    @Override
    public String system() {
      return SYSTEM;
    }

    @Override
    public RtosState read(Registers vcpu) {
      return new RtosState(
          context,
          SYSTEM,
          OptionalLong.empty(),
          List.of(),
          List.of(),
          List.of(
              "The image does not describe its tables: compile it with debugging information"
                  + " (-g) and do not strip it."));
    }
  }
}
