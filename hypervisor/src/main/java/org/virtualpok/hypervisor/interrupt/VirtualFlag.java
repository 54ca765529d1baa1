// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.interrupt;

import org.virtualpok.hypervisor.event.EventRecorder;
import org.virtualpok.hypervisor.event.HypervisorEvents;

/** The virtual interrupt flag of a vCPU: our flag, or POK's count of how often it was closed. */
final class VirtualFlag {
  private final int context;
  private final EventRecorder recorder;

  /** How often it was turned off more than on; as a flag never above 1. */
  private int closed;

  VirtualFlag(int context, EventRecorder recorder) {
    this.context = context;
    this.recorder = recorder;
  }

  boolean isOn() {
    return closed == 0;
  }

  /** Returns the old value. */
  boolean set(boolean on, int cause, int site) {
    boolean old = isOn();
    change(on ? 0 : 1, cause, site);
    return old;
  }

  void count(boolean off, int cause, int site) {
    change(
        off ? Math.min(closed, Integer.MAX_VALUE - 1) + 1 : Math.max(closed - 1, 0), cause, site);
  }

  private void change(int count, int cause, int site) {
    boolean changed = isOn() != (count == 0);
    closed = count;
    if (changed) {
      recorder.record(HypervisorEvents.VIRTUAL_IF, context, isOn() ? 1 : 0, cause, site);
    }
  }

  /** As it was made. */
  void forget() {
    closed = 0;
  }
}
