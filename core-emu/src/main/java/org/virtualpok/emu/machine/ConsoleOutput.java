// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

import java.util.Arrays;
import org.virtualpok.emu.device.VirtualClock;
import org.virtualpok.emu.state.StateGroup;
import org.virtualpok.emu.state.Stateful;

/**
 * Makes pieces of text of the bytes that a guest writes one by one: a piece ends with a line, with
 * {@link #PIECE_BYTES}, or a millisecond behind its first byte. Guest time alone decides, so that
 * the event log is the same however a run is cut.
 */
final class ConsoleOutput implements Stateful {
  private static final int PIECE_BYTES = 128;
  private static final long PATIENCE_NANOS = 1_000_000;

  /** Who takes the pieces. */
  interface Sink {
    void text(int console, byte[] piece);
  }

  private final int id;
  private final VirtualClock clock;
  private final Sink sink;
  private final VirtualClock.Timer timer;
  private final byte[] piece = new byte[PIECE_BYTES];
  private int length;
  private long endNanos;

  ConsoleOutput(int id, VirtualClock clock, Sink sink) {
    this.id = id;
    this.clock = clock;
    this.sink = sink;
    timer = clock.timer(this::flush);
  }

  void write(int value) {
    if (length == 0) {
      endNanos = clock.nanos() + PATIENCE_NANOS;
      timer.schedule(endNanos);
    }
    piece[length++] = (byte) value;
    if (value == '\n' || length == PIECE_BYTES) {
      flush();
    }
  }

  /** Ends the present piece. */
  void flush() {
    timer.cancel();
    if (length > 0) {
      byte[] text = Arrays.copyOf(piece, length);
      length = 0;
      endNanos = 0;
      sink.text(id, text);
    }
  }

  void reset() {
    length = 0;
    endNanos = 0;
    timer.cancel();
  }

  @Override
  public void describe(StateGroup group) {
    group.bytes(
        "piece", PIECE_BYTES - 1, "text of a line", () -> Arrays.copyOf(piece, length), this::set);
    group.register("end", 63, "when it ends, ns", () -> endNanos, v -> endNanos = v);
    group.onRestored(() -> timer.schedule(length > 0 ? endNanos : VirtualClock.NEVER));
  }

  private void set(byte[] bytes) {
    length = bytes.length;
    System.arraycopy(bytes, 0, piece, 0, length);
  }
}
