// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device;

import org.virtualpok.emu.state.Stateful;

/**
 * A device: registers behind ports, a reset, a state that can be named. Time comes from {@link
 * VirtualClock}, never from the host. No access of a guest throws: what a data sheet leaves open
 * has a defined answer.
 *
 * <p>A timer is not state: on restore a device schedules it again from its registers.
 */
public interface Device extends Stateful {
  /** As after power on. Lines that the device drives are set, timers are scheduled or cancelled. */
  void reset();
}
