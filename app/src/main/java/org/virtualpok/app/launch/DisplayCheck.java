// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds out before JavaFX starts whether a window can be had, for JavaFX says it in a trace. */
final class DisplayCheck {
  private static final String INSTEAD =
      "without a window use './vpok run FILE' or './vpok screenshot FILE --at 500ms -o out.png'";
  private static final String GTK = "libgtk-3.so.0";

  private DisplayCheck() {}

  /** One line that names what is missing on this machine; empty if nothing is. */
  static Optional<String> problem() {
    if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")
        || "Monocle".equals(System.getProperty("glass.platform"))) {
      return Optional.empty();
    }
    return problem(System.getenv("DISPLAY"), libraryDirectories());
  }

  static Optional<String> problem(String display, List<Path> libraryDirectories) {
    if (libraryDirectories.stream().noneMatch(d -> Files.exists(d.resolve(GTK)))) {
      return Optional.of(noGtk());
    }
    if (display == null || display.isEmpty()) {
      return Optional.of(noDisplay("the variable DISPLAY is not set"));
    }
    return Optional.empty();
  }

  /** The same line for what JavaFX said when it failed; empty if it failed for another reason. */
  static Optional<String> explain(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      String message = String.valueOf(t.getMessage());
      if (message.contains("Unable to open DISPLAY")) {
        return Optional.of(noDisplay("nothing answers at DISPLAY=" + System.getenv("DISPLAY")));
      }
      if (message.contains("glass GTK library")) {
        return Optional.of(noGtk());
      }
    }
    return Optional.empty();
  }

  private static String noGtk() {
    return "./vpok: a window needs GTK 3, and "
        + GTK
        + " is not installed (package libgtk-3-0); "
        + INSTEAD;
  }

  private static String noDisplay(String why) {
    return "./vpok: a window needs a display, and " + why + "; " + INSTEAD;
  }

  private static List<Path> libraryDirectories() {
    List<Path> directories = new ArrayList<>();
    for (String d : System.getProperty("java.library.path", "").split(":", -1)) {
      if (!d.isEmpty()) {
        directories.add(Path.of(d));
      }
    }
    String arch = System.getProperty("os.arch");
    String gnu = arch.equals("amd64") ? "x86_64" : arch;
    for (String root : List.of("/usr/local/lib", "/usr/lib", "/lib")) {
      directories.add(Path.of(root));
      directories.add(Path.of(root + "64"));
      directories.add(Path.of(root, gnu + "-linux-gnu"));
    }
    return directories;
  }
}
