// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.session;

import org.virtualpok.emu.debug.DebugTarget;

/** A target under debug, and what the target API does not say of it. */
public sealed interface GuestSession extends AutoCloseable permits ModuleSession, PcSession {
  DebugTarget target();

  /** Name of the partition or console that an event's context belongs to; null if it is none. */
  String nameOf(int context);

  @Override
  void close();
}
