// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

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
}
