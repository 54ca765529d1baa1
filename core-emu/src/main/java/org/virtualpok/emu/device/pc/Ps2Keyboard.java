// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device.pc;

import org.virtualpok.emu.device.Device;
import org.virtualpok.emu.device.VirtualClock;
import org.virtualpok.emu.state.StateGroup;

/**
 * A keyboard of a PS/2 (IBM PS/2 technical reference, keyboards), at the far end of {@link
 * Ps2Controller8042}'s cable. It knows scan code sets 1 and 2.
 *
 * <p>Who types gives set 1, a millisecond a byte, as a cable carries them; keys wait while the
 * keyboard's buffer is full, so that typed text is never lost, however slow the guest reads.
 * Answers to commands come at once, and before keys that wait.
 */
public final class Ps2Keyboard implements Device {
  /** How many bytes of scan codes may wait to be typed. */
  public static final int INPUT_BYTES_MAX = 4096;

  private static final int BUFFER_BYTES = 16;
  private static final long BYTE_NANOS = 1_000_000;

  private static final int SET_LEDS = 0xed;
  private static final int ECHO = 0xee;
  private static final int SCAN_CODE_SET = 0xf0;
  private static final int READ_ID = 0xf2;
  private static final int TYPEMATIC = 0xf3;
  private static final int ENABLE = 0xf4;
  private static final int DEFAULT_DISABLE = 0xf5;
  private static final int SET_DEFAULT = 0xf6;
  private static final int ALL_KEYS_FIRST = 0xf7;
  private static final int ALL_KEYS_LAST = 0xfa;
  private static final int RESEND = 0xfe;
  private static final int RESET = 0xff;
  private static final int ACK = 0xfa;
  private static final int TEST_PASSED = 0xaa;
  private static final int ID_FIRST = 0xab;
  private static final int ID_SECOND = 0x83;
  private static final int TYPEMATIC_AT_RESET = 0x2b;

  private final VirtualClock clock;
  private final VirtualClock.Timer timer;
  private final ByteQueue input = new ByteQueue(INPUT_BYTES_MAX);
  private final ByteQueue buffer = new ByteQueue(BUFFER_BYTES);
  private final ByteQueue answers = new ByteQueue(BUFFER_BYTES);
  private Runnable cable = () -> {};

  private int leds;
  private int scanCodeSet;
  private int typematic;
  private boolean scanning;
  private int command;
  private int lastSent;
  private long nextNanos = VirtualClock.NEVER;

  /** A keyboard that has passed its test. */
  public Ps2Keyboard(VirtualClock clock) {
    this.clock = clock;
    timer = clock.timer(this::onTimer);
    reset();
  }

  /** Who is told when there is something to read. */
  void attach(Runnable controller) {
    cable = controller;
  }

  @Override
  public void reset() {
    input.clear();
    answers.clear();
    command = 0;
    lastSent = 0;
    leds = 0;
    setDefaults();
    scanning = true;
    pace();
  }

  private void setDefaults() {
    buffer.clear();
    scanCodeSet = 2;
    typematic = TYPEMATIC_AT_RESET;
  }

  /**
   * Types.
   *
   * @param set1Codes scan codes of set 1: keys that are pressed, keys that are let go (bit 7)
   * @return false if too many wait already; then none of them is taken
   */
  public boolean keys(byte[] set1Codes) {
    if (set1Codes.length > input.free()) {
      return false;
    }
    for (byte code : set1Codes) {
      input.offer(code);
    }
    pace();
    return true;
  }

  boolean hasByte() {
    return !answers.isEmpty() || !buffer.isEmpty();
  }

  /** The byte that goes over the cable next. */
  int read() {
    lastSent = answers.isEmpty() ? buffer.poll() : answers.poll();
    pace();
    return lastSent;
  }

  /** A byte from the controller: a command, or what belongs to the last one. */
  void write(int value) {
    int argumentOf = command;
    command = 0;
    if (argumentOf != 0 && value < SET_LEDS) {
      argument(argumentOf, value);
    } else {
      command(value);
    }
    pace();
    cable.run();
  }

  private void argument(int of, int value) {
    switch (of) {
      case SET_LEDS -> leds = value & 7;
      case TYPEMATIC -> typematic = value & 0x7f;
      default -> {
        if (value > 2) {
          answer(RESEND); // there is no set 3
          return;
        }
        if (value != 0) {
          scanCodeSet = value;
          buffer.clear();
        }
      }
    }
    answer(ACK);
    if (of == SCAN_CODE_SET && value == 0) {
      answer(scanCodeSet);
    }
  }

  private void command(int value) {
    switch (value) {
      case ECHO:
        answer(ECHO);
        return;
      case RESEND:
        answer(lastSent);
        return;
      case SET_LEDS, SCAN_CODE_SET, TYPEMATIC:
        command = value;
        break;
      case ENABLE:
        buffer.clear();
        scanning = true;
        break;
      case DEFAULT_DISABLE:
        setDefaults();
        scanning = false;
        break;
      case SET_DEFAULT:
        setDefaults();
        break;
      case RESET:
        answers.clear();
        setDefaults();
        leds = 0;
        scanning = true;
        break;
      case READ_ID:
        break;
      default:
        if (value < ALL_KEYS_FIRST || value > ALL_KEYS_LAST) {
          answer(RESEND);
          return;
        }
    }
    answer(ACK);
    if (value == READ_ID) {
      answer(ID_FIRST);
      answer(ID_SECOND);
    } else if (value == RESET) {
      answer(TEST_PASSED);
    }
  }

  private void answer(int value) {
    if (!answers.offer(value)) {
      answers.set(BUFFER_BYTES - 1, scanCodeSet == 1 ? 0xff : 0); // overrun
    }
  }

  private void onTimer() {
    int code = input.poll();
    nextNanos += BYTE_NANOS;
    if (scanning) {
      type(code);
    }
    pace();
    cable.run();
  }

  private void type(int set1) {
    if (scanCodeSet == 1 || ScanCodes.isPrefix(set1)) {
      buffer.offer(set1);
    } else if (ScanCodes.toSet2(set1) != 0) {
      if (set1 >= 0x80) {
        buffer.offer(ScanCodes.BREAK);
      }
      buffer.offer(ScanCodes.toSet2(set1));
    }
  }

  /** A key waits until its longest code fits. */
  private void pace() {
    boolean typing = !input.isEmpty() && buffer.free() >= 2;
    nextNanos = typing ? Math.min(nextNanos, clock.nanos() + BYTE_NANOS) : VirtualClock.NEVER;
    if (timer.dueNanos() != nextNanos) {
      timer.schedule(nextNanos);
    }
  }

  @Override
  public void describe(StateGroup group) {
    group
        .register("LEDs", 3, "lights", () -> leds, v -> leds = (int) v)
        .bit(0, "scroll", "scroll lock")
        .bit(1, "num", "num lock")
        .bit(2, "caps", "caps lock");
    group
        .register("set", 2, "scan code set", () -> scanCodeSet, v -> scanCodeSet = (int) v)
        .field(0, 2, "set", "scan codes that it sends", "0", "set 1", "set 2", "3");
    group
        .register("typematic", 7, "repeat of keys", () -> typematic, v -> typematic = (int) v)
        .field(0, 5, "rate", "code of the rate, 0 is 30 a second")
        .field(5, 2, "delay", "delay", "250 ms", "500 ms", "750 ms", "1 s");
    group.flag("scanning", "keys are looked at", () -> scanning, v -> scanning = v);
    group.register(
        "command", 8, "command that awaits its argument", () -> command, v -> command = (int) v);
    group.register("last", 8, "last byte that was sent", () -> lastSent, v -> lastSent = (int) v);
    group.register(
        "next", 64, "when the next key is typed, ns", () -> nextNanos, v -> nextNanos = v);
    group.bytes("answers", BUFFER_BYTES, "to be sent", answers::toBytes, answers::setBytes);
    group.bytes("buffer", BUFFER_BYTES, "scan codes to be sent", buffer::toBytes, buffer::setBytes);
    group.bytes("input", INPUT_BYTES_MAX, "not yet typed, set 1", input::toBytes, input::setBytes);
    group.onRestored(this::pace);
  }
}
