// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.virtualpok.app.session.InputException;

/** A file that fills while a command runs. What is in it stays until {@link #begin}. */
final class StreamedFile extends FilterOutputStream {
  private final String what;
  private final Path path;
  private final FileChannel channel;
  private final boolean isNew;
  private boolean begun;

  private StreamedFile(
      String what, Path path, OutputStream out, FileChannel channel, boolean isNew) {
    super(out);
    this.what = what;
    this.path = path;
    this.channel = channel;
    this.isNew = isNew;
  }

  /**
   * Opens a file for writing, or standard output.
   *
   * @param what how messages call it
   * @param place a path, or - for standard output
   */
  static StreamedFile open(String what, String place, PrintStream standard) throws InputException {
    if (place.equals("-")) {
      return new StreamedFile(what, null, new StandardOutput(standard), null, false);
    }
    try {
      Path path = Path.of(place);
      if (Files.isDirectory(path)) {
        throw new IOException("is a directory");
      }
      boolean isNew = !Files.exists(path);
      FileChannel channel =
          FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      return new StreamedFile(what, path, Channels.newOutputStream(channel), channel, isNew);
    } catch (IOException | InvalidPathException e) {
      throw ReplacedFile.unwritable(what, e);
    }
  }

  /** From now on it holds what is written, and nothing else. */
  void begin() throws InputException {
    begun = true;
    try {
      if (channel != null && Files.isRegularFile(path)) {
        channel.truncate(0);
      }
    } catch (IOException e) {
      throw ReplacedFile.unwritable(what, e);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
  }

  @Override
  public void close() throws IOException {
    super.close();
    if (!begun && isNew) {
      Files.deleteIfExists(path);
    }
  }
}
