// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import org.virtualpok.app.session.GuestSession;
import org.virtualpok.app.session.ModuleSession;
import org.virtualpok.app.session.PcSession;
import org.virtualpok.emu.machine.PcEnding;

/** What the process tells its caller. */
final class ExitCode {
  static final int OK = 0;

  /** A fault of this program. */
  static final int INTERNAL = 1;

  /** The two inputs of diff differ, as diff(1) says it. */
  static final int DIFFERENT = 1;

  /** Bad options or files. */
  static final int INPUT = 2;

  /** Some partition faulted. */
  static final int FAULTED = 3;

  /** The time of --timeout passed, as timeout(1) says it. */
  static final int TIMEOUT = 124;

  private ExitCode() {}

  /** What a run that reached its end says. */
  static int of(GuestSession session) {
    if (session instanceof PcSession pc) {
      return pc.ending().map(ExitCode::of).orElse(OK);
    }
    return ((ModuleSession) session).faults().isEmpty() ? OK : FAULTED;
  }

  /** What a PC that ended says; a debug exit as QEMU's isa-debug-exit says it. */
  static int of(PcEnding ending) {
    return switch (ending.kind()) {
      case POWER_OFF, RESET, HALTED -> OK;
      case DEBUG_EXIT -> (ending.value() << 1 | 1) & 0xff;
      case TRIPLE_FAULT -> FAULTED;
    };
  }
}
