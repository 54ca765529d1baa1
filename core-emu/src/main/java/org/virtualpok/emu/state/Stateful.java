// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.state;

/** A component that can say what its state is. */
public interface Stateful {
  /** Describes all that decides what the component does next, into a group of its own. */
  void describe(StateGroup group);
}
