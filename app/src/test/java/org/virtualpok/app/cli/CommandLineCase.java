// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.virtualpok.emu.debug.DebugTarget;

/** One command line, run inside the test; no window opens. */
record CommandLineCase(int code, String out, String err, List<String> windows) {
  static CommandLineCase run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> opened = new ArrayList<>();
    Windows windows =
        new Windows() {
          @Override
          public void open(List<DebugTarget> targets) {
            targets.forEach(t -> opened.add("open " + t.name()));
          }

          @Override
          public void screenshot(List<DebugTarget> targets, Path png, Picture p) {
            for (DebugTarget t : targets) {
              opened.add(
                  String.format(
                      "screenshot %s %s %dx%d at %d ns",
                      t.name(), p.theme(), p.width(), p.height(), t.snapshot().timeNanos()));
            }
          }
        };
    int code =
        new Cli(
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8),
                windows)
            .execute(args);
    return new CommandLineCase(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8), opened);
  }
}
