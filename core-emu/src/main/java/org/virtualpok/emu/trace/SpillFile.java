// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.trace;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A temporary file that holds chunks which no longer fit into memory; deleted on close.
 *
 * <p>Not a FileChannel: that one closes itself when a reading thread is interrupted.
 */
final class SpillFile implements AutoCloseable {
  private final Path path;
  private final RandomAccessFile file;
  private long length;
  private boolean closed;

  SpillFile() throws IOException {
    path = Files.createTempFile("virtualpok-events-", ".bin");
    path.toFile().deleteOnExit();
    file = new RandomAccessFile(path.toFile(), "rw");
  }

  Path path() {
    return path;
  }

  /** Appends a block and gives its offset in the file, in bytes. */
  synchronized long append(byte[] block) throws IOException {
    long offset = length;
    file.seek(offset);
    file.write(block);
    length += block.length;
    return offset;
  }

  /** Bytes of the blocks in it. */
  synchronized long length() {
    return length;
  }

  synchronized boolean isOpen() {
    return !closed;
  }

  synchronized byte[] read(long offset, int length) throws IOException {
    if (closed) {
      throw new IOException("the event log is closed");
    }
    byte[] block = new byte[length];
    file.seek(offset);
    file.readFully(block);
    return block;
  }

  @Override
  public synchronized void close() throws IOException {
    if (!closed) {
      closed = true;
      file.close();
      Files.deleteIfExists(path);
    }
  }
}
