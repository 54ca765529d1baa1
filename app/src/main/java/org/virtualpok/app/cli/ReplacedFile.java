// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.virtualpok.app.session.GuestFile;
import org.virtualpok.app.session.InputException;

/**
 * A file that a command writes at its end. Until then, and if it fails, what is there stays; that
 * it can be written is found out at the beginning, so that a bad path costs nobody a long wait.
 */
final class ReplacedFile {
  /** Writes the content; closing is not its business. */
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private final String what;
  private final Path place;

  private ReplacedFile(String what, Path place) {
    this.what = what;
    this.place = place;
  }

  /**
   * A file that can be written.
   *
   * @param what how messages call it
   */
  static ReplacedFile at(String what, Path path) throws InputException {
    try {
      ReplacedFile file = new ReplacedFile(what, Files.exists(path) ? path.toRealPath() : path);
      if (Files.isDirectory(file.place)) {
        throw new IOException("is a directory");
      }
      if (!file.isSpecial()) {
        Files.delete(Files.createFile(file.beside()));
      }
      return file;
    } catch (IOException e) {
      throw unwritable(what, e);
    }
  }

  /** A device or a pipe, which nothing can replace. */
  private boolean isSpecial() {
    return Files.exists(place) && !Files.isRegularFile(place);
  }

  private Path beside() {
    return place.resolveSibling(place.getFileName() + "." + ProcessHandle.current().pid() + ".new");
  }

  /** Writes it whole, or leaves what was there. */
  void write(Content content) throws InputException {
    boolean special = isSpecial();
    Path to = special ? place : beside();
    try {
      try (OutputStream out =
          new BufferedOutputStream(
              special
                  ? Files.newOutputStream(to, StandardOpenOption.WRITE)
                  : Files.newOutputStream(to))) {
        content.writeTo(out);
      }
      if (!special) {
        Files.move(to, place, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      if (!special) {
        remove(to);
      }
      throw unwritable(what, e);
    }
  }

  private static void remove(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      path.toFile().deleteOnExit(); // the reason is told already
    }
  }

  /** The words for a file that cannot be written. */
  static InputException unwritable(String what, Exception e) {
    String reason =
        e instanceof NoSuchFileException
            ? "its directory does not exist"
            : e instanceof InvalidPathException
                ? "not a path"
                : e instanceof IOException io ? GuestFile.reason(io) : e.toString();
    return new InputException(what + ": cannot be written: " + reason);
  }
}
