// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Turns what partitions write to their consoles into lines "[partition] text". A CR before a LF is
 * dropped; other bytes pass as they are.
 */
final class ConsoleLines {
  /** A line is broken here, so that a guest without line ends cannot fill the host's memory. */
  private static final int LINE_MAX_BYTES = 64 * 1024;

  private final Map<String, ByteArrayOutputStream> open = new LinkedHashMap<>();
  private final ByteArrayOutputStream done = new ByteArrayOutputStream();

  /** Takes a piece of a partition's output. */
  void add(String partition, byte[] text) {
    ByteArrayOutputStream line = open.computeIfAbsent(partition, p -> new ByteArrayOutputStream());
    for (byte b : text) {
      if (b == '\n') {
        end(partition, line);
      } else {
        line.write(b);
        if (line.size() >= LINE_MAX_BYTES) {
          end(partition, line);
        }
      }
    }
  }

  private void end(String partition, ByteArrayOutputStream line) {
    byte[] bytes = line.toByteArray();
    int length = bytes.length;
    if (length > 0 && bytes[length - 1] == '\r') {
      length--;
    }
    done.writeBytes(("[" + partition + "] ").getBytes(StandardCharsets.UTF_8));
    done.write(bytes, 0, length);
    done.write('\n');
    line.reset();
  }

  /** Ends the lines that no partition has ended, in the order in which partitions first wrote. */
  void finish() {
    open.forEach(
        (partition, line) -> {
          if (line.size() > 0) {
            end(partition, line);
          }
        });
  }

  /** The complete lines since the last call. */
  byte[] take() {
    byte[] bytes = done.toByteArray();
    done.reset();
    return bytes;
  }
}
