// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.session;

import java.util.List;
import org.virtualpok.emu.awareness.GuestImage;
import org.virtualpok.emu.debug.DebugTarget;

/** A target under debug, and what the target API does not say of it. */
public sealed interface GuestSession extends AutoCloseable permits ModuleSession, PcSession {
  DebugTarget target();

  /** Name of the partition or console that an event's context belongs to; null if it is none. */
  String nameOf(int context);

  /** The images that run in it, to read their variables by name. */
  List<GuestImage> images();

  @Override
  void close();
}
