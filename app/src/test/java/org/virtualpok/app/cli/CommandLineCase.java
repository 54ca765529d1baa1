// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.virtualpok.app.theme.Theme;
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
          public void open(DebugTarget target) {
            opened.add("open " + target.name());
          }

          @Override
          public void screenshot(DebugTarget target, Path png, Theme theme, int width, int height) {
            opened.add(
                String.format(
                    "screenshot %s %s %dx%d at %d ns",
                    target.name(), theme, width, height, target.snapshot().timeNanos()));
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
