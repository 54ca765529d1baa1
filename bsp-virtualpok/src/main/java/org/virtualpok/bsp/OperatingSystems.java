// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp;

import java.util.List;
import org.virtualpok.bsp.executive.Executive;
import org.virtualpok.bsp.rtems.Rtems;
import org.virtualpok.emu.awareness.RtosAwareness;

/** The real-time operating systems whose objects can be seen in a guest. */
public final class OperatingSystems {
  /** In the order in which they are asked. */
  public static final List<RtosAwareness.Provider> PROVIDERS =
      List.of(new Executive(), new Rtems());

  private OperatingSystems() {}
}
