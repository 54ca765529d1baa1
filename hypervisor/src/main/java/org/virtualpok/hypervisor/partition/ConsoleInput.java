// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.partition;

import java.util.ArrayDeque;

/** Bytes on their way to a partition's console; {@link #LIMIT} of them wait at most. */
public final class ConsoleInput {
  /** Bytes past this many are refused. */
  public static final int LIMIT = 64 * 1024;

  private final ArrayDeque<Byte> waiting = new ArrayDeque<>();

  /** False if there is no room for all of them; none was taken then. */
  public boolean offer(byte[] bytes) {
    if (bytes.length > LIMIT - waiting.size()) {
      return false;
    }
    for (byte b : bytes) {
      waiting.add(b);
    }
    return true;
  }

  /** The next byte, 0 to 255; -1 if none waits. */
  public int poll() {
    Byte next = waiting.poll();
    return next == null ? -1 : next & 0xff;
  }

  void clear() {
    waiting.clear();
  }
}
