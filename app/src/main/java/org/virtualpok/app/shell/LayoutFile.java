// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.shell;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.virtualpok.app.theme.Theme;

/** The window's arrangement in the user's configuration directory. */
final class LayoutFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What is kept: modules and PCs have other views, and a layout each. */
  record Kept(
      int version,
      Theme theme,
      Layout layout,
      Layout pcLayout,
      Layout interruptsLayout,
      Perspective perspective) {
    static final int VERSION = 1;

    /** A layout as an older version kept it: of one perspective. */
    Kept(int version, Theme theme, Layout layout, Layout pcLayout) {
      this(version, theme, layout, pcLayout, null, null);
    }

    Optional<Layout> layout(boolean pc) {
      return Optional.ofNullable(pc ? pcLayout : layout);
    }

    Optional<Layout> layout(Perspective of, boolean pc) {
      return of == Perspective.DEBUG ? layout(pc) : Optional.ofNullable(interruptsLayout);
    }

    /** The perspective that a module's window had last. */
    Perspective last(boolean pc) {
      return pc || perspective == null ? Perspective.DEBUG : perspective;
    }
  }

  private final Path file;

  LayoutFile(Path file) {
    this.file = file;
  }

  static LayoutFile ofUser() {
    return new LayoutFile(directory(System.getenv()).resolve("workbench.json"));
  }

  private static Path directory(Map<String, String> environment) {
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("win");
    String base = environment.get(windows ? "APPDATA" : "XDG_CONFIG_HOME");
    Path home = Path.of(System.getProperty("user.home"));
    return (base == null || base.isEmpty() ? home.resolve(".config") : Path.of(base))
        .resolve("virtualpok");
  }

  /**
   * What was kept, if anything was.
   *
   * @throws IOException with one line for the user if the file is there but cannot be used
   */
  Optional<Kept> read() throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Kept kept;
    try {
      kept = JSON.readValue(file.toFile(), Kept.class);
    } catch (IOException e) {
      throw new IOException(file + " is not readable as a layout and was ignored", e);
    }
    if (kept == null || kept.version() != Kept.VERSION || kept.theme() == null) {
      throw new IOException(file + " is from another version and was ignored");
    }
    return Optional.of(kept);
  }

  /**
   * Writes beside the old file and renames, so that a crash leaves one of the two.
   *
   * @param layouts of the perspectives that were shown; others stay as they are
   */
  void write(Theme theme, Map<Perspective, Layout> layouts, Perspective last, boolean pc)
      throws IOException {
    Files.createDirectories(file.getParent());
    Kept old = old();
    Layout debug = layouts.getOrDefault(Perspective.DEBUG, old.layout(pc).orElse(null));
    Kept kept =
        new Kept(
            Kept.VERSION,
            theme,
            pc ? old.layout() : debug,
            pc ? debug : old.pcLayout(),
            layouts.getOrDefault(Perspective.INTERRUPTS, old.interruptsLayout()),
            pc ? old.perspective() : last);
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    JSON.writerWithDefaultPrettyPrinter().writeValue(fresh.toFile(), kept);
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** What was kept; a file that cannot be used is replaced. */
  private Kept old() {
    try {
      return read().orElse(new Kept(Kept.VERSION, Theme.DARK, null, null));
    } catch (IOException e) {
      return new Kept(Kept.VERSION, Theme.DARK, null, null);
    }
  }
}
