// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.event;

import org.virtualpok.emu.trace.EventKind;

/** Appends records to the event log; the implementer stamps time and instruction. */
public interface EventRecorder {
  /**
   * @param context id of the context it is about
   */
  void record(EventKind kind, int context, int a, int b, int c);

  /** As {@link #record}, for kinds with a text. */
  void recordText(EventKind kind, int context, byte[] text, int c);
}
