// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device.pc;

import org.virtualpok.emu.device.VirtualClock;
import org.virtualpok.emu.state.StateGroup;

/**
 * The receiving half of {@link Uart16550}: bytes that wait at the other end of the line, the FIFO
 * (or the buffer register, a FIFO of one byte), its time-out. Counts time in in ticks of 1.8432
 * MHz.
 *
 * <p>Bytes arrive at the pace of the baud rate while there is room; the sender heeds flow control.
 */
final class UartReceiver {
  static final int INPUT_BYTES_MAX = 1 << 16;
  static final int LSR_OE = 2;
  static final int LSR_ERRORS = 0x1e;
  private static final int FIFO_BYTES = 16;

  /** The crystal, in whose ticks the receiver counts. */
  private static final long CRYSTAL_HERTZ = 1_843_200;

  /** Ten bits of 16 ticks, at divisor 1. */
  private static final int CHARACTER_TICKS = 160;

  private static final int TIMEOUT_CHARACTERS = 4;

  private final VirtualClock clock;
  private final VirtualClock.Timer timer;
  private final Runnable changed;

  private final ByteQueue input = new ByteQueue(INPUT_BYTES_MAX);
  private final ByteQueue fifo = new ByteQueue(FIFO_BYTES);

  /** For each byte in the FIFO the LSR errors that it came with. */
  private final ByteQueue errors = new ByteQueue(FIFO_BYTES);

  private int lastRead;
  private int lineErrors;
  private boolean timedOut;

  /** When the byte on the line has arrived, and when the FIFO times out. */
  private long arrivalTick = VirtualClock.NEVER;

  private long timeoutTick = VirtualClock.NEVER;

  /** As the registers have it; not state of its own. */
  private boolean fifoOn;

  private boolean open = true;
  private long characterTicks;

  /**
   * A receiver.
   *
   * @param changed called when a byte arrived or the FIFO timed out
   */
  UartReceiver(VirtualClock clock, Runnable changed) {
    this.clock = clock;
    this.changed = changed;
    timer = clock.timer(this::onTimer);
  }

  void reset() {
    input.clear();
    clear();
    lastRead = 0;
    lineErrors = 0;
  }

  /** Empties the FIFO. */
  void clear() {
    fifo.clear();
    errors.clear();
    timedOut = false;
    restart();
  }

  /** The byte on the line starts anew, and so does the time-out. */
  void restart() {
    arrivalTick = VirtualClock.NEVER;
    timeoutTick = VirtualClock.NEVER;
    pace();
  }

  /**
   * What the registers say.
   *
   * @param fifos whether there is a FIFO
   * @param connected whether the line leads to the receiver: not in loopback
   * @param divisor of 115200 baud, 0 counts as 1
   */
  void configure(boolean fifos, boolean connected, int divisor) {
    fifoOn = fifos;
    open = connected;
    characterTicks = (long) CHARACTER_TICKS * Math.max(divisor, 1);
    pace();
  }

  /** A byte to arrive in time; false if too many wait. */
  boolean enqueue(int b) {
    boolean taken = input.offer(b);
    pace();
    return taken;
  }

  boolean hasRoom() {
    return open && fifo.size() < (fifoOn ? FIFO_BYTES : 1);
  }

  /** A byte has arrived; too many overrun, as the data sheet has it (8.3, OE). */
  void arrive(int b, int withErrors) {
    if (!fifoOn && !fifo.isEmpty()) {
      fifo.set(0, b);
      errors.set(0, withErrors);
      lineErrors |= LSR_OE | withErrors;
    } else if (fifo.offer(b)) {
      errors.offer(withErrors);
      lineErrors |= fifo.size() == 1 ? withErrors : 0;
    } else {
      lineErrors |= LSR_OE;
    }
    timeoutTick = VirtualClock.NEVER;
    pace();
  }

  /** The oldest byte; the last one once more if there is none. */
  int read() {
    if (!fifo.isEmpty()) {
      lastRead = fifo.poll();
      errors.poll();
      lineErrors |= errors.get(0); // shown when their byte is the next to be read
      timedOut = false;
      timeoutTick = VirtualClock.NEVER;
      pace();
    }
    return lastRead;
  }

  int size() {
    return fifo.size();
  }

  boolean timedOut() {
    return timedOut;
  }

  /** Bits 1 to 4 of LSR. */
  int lineErrors() {
    return lineErrors;
  }

  /** LSR has been read. */
  void clearLineErrors() {
    lineErrors = 0;
    errors.set(0, 0);
  }

  /** Bit 7 of LSR. */
  boolean hasErrorInFifo() {
    boolean found = false;
    for (int i = 0; fifoOn && i < errors.size(); i++) {
      found |= errors.get(i) != 0;
    }
    return found;
  }

  private void onTimer() {
    long now = VirtualClock.ticks(clock.nanos(), CRYSTAL_HERTZ);
    timedOut |= timeoutTick <= now;
    if (arrivalTick <= now) {
      long arrived = arrivalTick;
      arrivalTick = arrived + characterTicks;
      arrive(input.poll(), 0);
    }
    pace();
    changed.run();
  }

  private void pace() {
    boolean onTheLine = !input.isEmpty() && hasRoom();
    boolean waiting = fifoOn && !fifo.isEmpty() && !timedOut;
    long now = VirtualClock.ticks(clock.nanos(), CRYSTAL_HERTZ);
    arrivalTick = next(onTheLine, arrivalTick, now + characterTicks);
    timeoutTick = next(waiting, timeoutTick, now + TIMEOUT_CHARACTERS * characterTicks);
    long first = Math.min(arrivalTick, timeoutTick);
    long due =
        first == VirtualClock.NEVER
            ? VirtualClock.NEVER
            : VirtualClock.nanosOfTick(first, CRYSTAL_HERTZ);
    if (due != timer.dueNanos()) {
      timer.schedule(due);
    }
  }

  /** When something is due that may have been due already; it never lies further off than anew. */
  private static long next(boolean needed, long dueTick, long anewTick) {
    return needed ? Math.min(dueTick, anewTick) : VirtualClock.NEVER;
  }

  /** Describes the receiver into its device's group. The device configures it on restore. */
  void describe(StateGroup group) {
    group.register("RBR", 8, "the byte read last", () -> lastRead, v -> lastRead = (int) v);
    group
        .register("errors", 8, "LSR's error bits", () -> lineErrors, v -> lineErrors = (int) v)
        .bit(1, "OE", "overrun")
        .bit(2, "PE", "parity error")
        .bit(3, "FE", "framing error")
        .bit(4, "BI", "break received");
    group.flag("time-out", "bytes waited for 4 characters", () -> timedOut, v -> timedOut = v);
    group.register(
        "arrival",
        64,
        "of the next byte, in ticks of 1.8432 MHz",
        () -> arrivalTick,
        v -> arrivalTick = v);
    group.register(
        "time-out at", 64, "in ticks of 1.8432 MHz", () -> timeoutTick, v -> timeoutTick = v);
    group.bytes("RCVR FIFO", FIFO_BYTES, "received", fifo::toBytes, fifo::setBytes);
    group.bytes("FIFO errors", FIFO_BYTES, "LSR of each", errors::toBytes, errors::setBytes);
    group.bytes("input", INPUT_BYTES_MAX, "not yet arrived", input::toBytes, input::setBytes);
  }
}
