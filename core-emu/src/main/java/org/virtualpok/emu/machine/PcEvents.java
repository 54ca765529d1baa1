// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

import java.util.List;
import org.virtualpok.emu.trace.EventKind;

/** The kinds of events that a PC logs, ids 1 to 99. Offsets are those in CS of their time. */
public final class PcEvents {
  /** Text that left by a serial port or the debug port; context is the console's id. */
  public static final EventKind CONSOLE_OUTPUT = text(1, "console_output");

  /** Text that was sent to a serial port. */
  public static final EventKind CONSOLE_INPUT = text(2, "console_input");

  /** Scan codes of set 1 that were sent by the keyboard. */
  public static final EventKind KEYBOARD_INPUT = text(3, "keyboard_input");

  /** An interrupt of a device was delivered; {@code resume} is where its handler returns to. */
  public static final EventKind INTERRUPT = kind(10, "interrupt", "vector", "irq", "resume");

  /** An exception was delivered. */
  public static final EventKind EXCEPTION = kind(11, "exception", "vector", "error", "eip");

  /** INT n was executed; {@code eax} is where POK and others have the number of the call. */
  public static final EventKind SOFTWARE_INTERRUPT =
      kind(12, "software_interrupt", "vector", "eip", "eax");

  /** The processor's mode changed; values are ordinals of ProcessorMode. */
  public static final EventKind MODE = kind(13, "mode_change", "before", "after", "eip");

  /** The guest pulled RESET; {@code cause} is a PcEnding.Kind's ordinal or 0. */
  public static final EventKind RESET = kind(14, "reset", "cause");

  /** The guest switched the power off. */
  public static final EventKind POWER_OFF = kind(15, "power_off");

  /** The guest wrote to the debug exit. */
  public static final EventKind DEBUG_EXIT = kind(16, "debug_exit", "value");

  /** The processor is shut down by a triple fault; the text is the sentence. */
  public static final EventKind TRIPLE_FAULT = text(17, "triple_fault");

  /** A watched port was accessed; {@code access} is the size in bytes, 100h added for a write. */
  public static final EventKind PORT_ACCESS = kind(20, "port_access", "port", "access", "value");

  /** All of them, by id. */
  public static final List<EventKind> ALL =
      List.of(
          CONSOLE_OUTPUT,
          CONSOLE_INPUT,
          KEYBOARD_INPUT,
          INTERRUPT,
          EXCEPTION,
          SOFTWARE_INTERRUPT,
          MODE,
          RESET,
          POWER_OFF,
          DEBUG_EXIT,
          TRIPLE_FAULT,
          PORT_ACCESS);

  private PcEvents() {}

  private static EventKind kind(int id, String name, String... fields) {
    return new EventKind(id, name, List.of(fields), false);
  }

  private static EventKind text(int id, String name) {
    return new EventKind(id, name, List.of("offset", "length", "code"), true);
  }
}
