// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.awareness;

import java.util.Optional;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.debug.RtosState;

/** Knows one running copy of a real-time operating system. Called on the machine's thread. */
public interface RtosAwareness {
  /** "RTEMS 4.11", "executive". */
  String system();

  /**
   * Reads everything anew. Never throws, whatever the guest's memory holds; takes a bounded number
   * of reads.
   *
   * @param vcpu registers of the CPU or vCPU that runs it
   */
  RtosState read(Registers vcpu);

  /** Recognises a system in an image. */
  interface Provider {
    /** Empty if the image is not of this system. */
    Optional<RtosAwareness> attach(GuestImage image);
  }
}
