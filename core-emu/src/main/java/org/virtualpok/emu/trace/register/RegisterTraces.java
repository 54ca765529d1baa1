// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.trace.register;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.zip.GZIPInputStream;

/** Opens a trace, told by its content; a gzip file is read as what it holds. */
public final class RegisterTraces {
  /** How many lines may stand before the first that tells the format: banners, messages. */
  private static final int LOOKED_AT = 5000;

  private RegisterTraces() {}

  /**
   * Opens a trace; closing it closes the stream.
   *
   * @param file as the user named it; problems are reported against it
   */
  public static RegisterTrace open(String file, InputStream in) throws IOException, TraceException {
    TraceLines lines = new TraceLines(unpacked(in));
    Deque<String> read = new ArrayDeque<>();
    while (read.size() < LOOKED_AT) {
      String line = lines.next();
      if (line == null) {
        break;
      }
      read.push(line);
      if (lines.number() == 1 && line.startsWith(OwnTrace.MAGIC)) {
        checkVersion(file, line);
        return new OwnTrace(file, lines);
      }
      if (QemuTrace.is(line)) {
        return new QemuTrace(file, pushBack(lines, read));
      }
      if (BochsTrace.is(line)) {
        return new BochsTrace(file, pushBack(lines, read));
      }
    }
    throw new TraceException(
        file,
        "no register trace: neither one of './vpok trace' nor a log of QEMU's '-d cpu' or of"
            + " Bochs's 'trace-reg on'");
  }

  private static TraceLines pushBack(TraceLines lines, Deque<String> read) {
    while (!read.isEmpty()) {
      lines.pushBack(read.pop());
    }
    return lines;
  }

  private static InputStream unpacked(InputStream in) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in, 1 << 16);
    buffered.mark(2);
    boolean gzip = buffered.read() == 0x1f && buffered.read() == 0x8b;
    buffered.reset();
    return gzip ? new GZIPInputStream(buffered, 1 << 16) : buffered;
  }

  private static void checkVersion(String file, String head) throws TraceException {
    String version = head.substring(OwnTrace.MAGIC.length()).split(" ", 2)[0];
    if (!version.equals(String.valueOf(OwnTrace.VERSION))) {
      throw new TraceException(
          file,
          1,
          "a trace of version " + version + "; this program reads version " + OwnTrace.VERSION);
    }
  }
}
