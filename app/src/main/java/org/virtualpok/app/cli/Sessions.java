// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import java.util.ArrayList;
import java.util.List;
import org.virtualpok.app.session.GuestSession;
import org.virtualpok.app.session.InputException;
import org.virtualpok.app.session.TargetFactory;
import org.virtualpok.app.session.TargetFactory.OnFault;
import org.virtualpok.app.session.TargetOptions;
import org.virtualpok.emu.debug.DebugTarget;

/** The sessions of one or more FILEs that are looked at side by side. */
final class Sessions implements AutoCloseable {
  private final List<GuestSession> sessions = new ArrayList<>();

  /** Opens all; none stays open if one cannot be. */
  static Sessions open(List<String> files, TargetOptions options, OnFault onFault)
      throws InputException {
    Sessions all = new Sessions();
    try {
      for (String file : files) {
        all.sessions.add(TargetFactory.open(file, options, onFault));
      }
      return all;
    } catch (InputException e) {
      all.close();
      throw e;
    }
  }

  List<DebugTarget> targets() {
    return sessions.stream().map(GuestSession::target).toList();
  }

  @Override
  public void close() {
    sessions.forEach(GuestSession::close);
  }
}
