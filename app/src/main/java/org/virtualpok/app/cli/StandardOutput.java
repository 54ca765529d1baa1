// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.PrintStream;

/** Standard output where a file could be: closing it only flushes. */
final class StandardOutput extends FilterOutputStream {
  StandardOutput(PrintStream out) {
    super(out);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
  }

  @Override
  public void close() throws IOException {
    flush();
  }
}
