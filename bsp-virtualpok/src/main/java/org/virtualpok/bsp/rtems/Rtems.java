// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.rtems;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.virtualpok.emu.awareness.GuestImage;
import org.virtualpok.emu.awareness.RtosAwareness;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.debug.RtosState;

/** Recognises RTEMS by the names of its tables; its generation by the members of a thread. */
public final class Rtems implements RtosAwareness.Provider {
  /** Where the running thread is named. */
  static final String PER_CPU = "_Per_CPU_Information";

  /** The idle thread's table, by generation. */
  private static final List<String> INTERNAL_THREADS =
      List.of("_Thread_Internal_information", "_Thread_Information");

  @Override
  public Optional<RtosAwareness> attach(GuestImage image) {
    boolean named =
        image.symbols().named(PER_CPU).isPresent()
            && INTERNAL_THREADS.stream().anyMatch(n -> image.symbols().named(n).isPresent());
    if (!named) {
      return Optional.empty();
    }
    Layout layout = new Layout(image);
    if (layout.has("Thread_Control", "current_priority")) {
      return Optional.of(new RtemsAwareness(image, new Generation4(layout), layout));
    }
    if (layout.has("Thread_Control", "Real_priority")) {
      return Optional.of(new RtemsAwareness(image, new Generation6(image, layout), layout));
    }
    return Optional.of(new Undescribed(image.context()));
  }

  /** An image of RTEMS that does not say what its threads look like. */
  private record Undescribed(int context) implements RtosAwareness {
    @Override
    public String system() {
      return "RTEMS";
    }

    @Override
    public RtosState read(Registers vcpu) {
      return new RtosState(
          context,
          system(),
          OptionalLong.empty(),
          List.of(),
          List.of(),
          List.of(
              "The image does not describe Thread_Control: compile RTEMS with debugging"
                  + " information (-g) and do not strip the image."));
    }
  }
}
