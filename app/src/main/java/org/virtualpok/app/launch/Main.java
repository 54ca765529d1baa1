// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.launch;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.virtualpok.app.cli.Cli;

/**
 * The process. It loads no JavaFX class itself, and it is no JavaFX Application: the JVM refuses
 * such a main class where JavaFX lies on the class path.
 */
public final class Main {
  private Main() {}

  /** Runs one command line and ends the process with its exit code. */
  public static void main(String[] args) {
    // Bytes of guests and UTF-8 go out as they are, whatever the terminal's locale.
    PrintStream out =
        new PrintStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16),
            false,
            StandardCharsets.UTF_8);
    int code = new Cli(out, System.err, new JavaFxWindows()).execute(args);
    out.flush();
    System.exit(code);
  }
}
