// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.events;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.virtualpok.emu.debug.tables.Vector;
import org.virtualpok.emu.memory.ProcessorMode;
import org.virtualpok.emu.trace.EventLog.Event;

/**
 * Says an event in words. Kinds are known by their names, so that a log of another machine shows
 * too; what has no words of its own shows its fields.
 */
final class EventWords {
  static final String HYPERCALL_ENTRY = "hypercall_entry";
  static final String HYPERCALL_ARGUMENTS = "hypercall_arguments";
  static final String HYPERCALL_EXIT = "hypercall_exit";
  static final String CONSOLE_OUTPUT = "console_output";

  /** In the order of the field "gate" of the events irq_held and irq_dropped. */
  static final List<String> GATES =
      List.of(
          "nothing holds it back",
          "the partition is not scheduled",
          "the virtual IF is off",
          "the line is masked",
          "the line is in service",
          "no handler is registered",
          "no thread of the partition can run",
          "the partition has stopped",
          "the partition was restarted",
          "the partition has faulted",
          "more of them wait than the model can count",
          "the frame of the last one has not been returned from",
          "the kernel forwards the clock alone",
          "the kernel's 8-bit counter wrapped to 0",
          "the kernel delivers out of the clock's interrupt alone",
          "the guest probes its stack, with ESP a page too low");

  /** In the order of the field "state" of the event thread_state. */
  private static final List<String> THREAD_STATES =
      List.of(
          "stopped",
          "runnable",
          "waiting",
          "waiting for a lock",
          "waiting for its next activation",
          "waiting for its delayed start");

  /** In the order of the field "state" of the event partition_state. */
  static final List<String> STATES =
      List.of("ready", "waits for an interrupt", "has no thread", "stopped", "faulted");

  /** By the field "error" of the events partition_error and health_error. */
  static final Map<Integer, String> ERRORS =
      Map.ofEntries(
          Map.entry(10, "deadline missed"),
          Map.entry(11, "application error"),
          Map.entry(12, "numeric error"),
          Map.entry(13, "illegal request"),
          Map.entry(14, "stack overflow"),
          Map.entry(15, "memory violation"),
          Map.entry(16, "hardware fault"),
          Map.entry(17, "power fail"),
          Map.entry(30, "partition configuration"),
          Map.entry(31, "partition init"),
          Map.entry(32, "partition scheduling"),
          Map.entry(33, "partition handler"),
          Map.entry(34, "partition process"));

  /** In the order of the field "level" of the event health_error. */
  static final List<String> LEVELS = List.of("no", "module", "partition", "process");

  /** In the order of the field "action" of the event health_error. */
  static final List<String> ACTIONS =
      List.of(
          "no action",
          "IGNORE",
          "IDLE",
          "WARM_START",
          "COLD_START",
          "SHUTDOWN",
          "RESET",
          "error handler");

  /** In the order of the field "state" of the event health_origin. */
  static final List<String> SYSTEM_STATES =
      List.of(
          "no state",
          "module init",
          "module function",
          "partition init",
          "error handler",
          "process execution");

  private static final int TEXT_MAX = 120;
  private static final int PORT_WRITE = 0x100;

  private EventWords() {}

  /**
   * One line.
   *
   * @param call names a hypercall by vector and number
   */
  static String say(Event event, BiFunction<Integer, Integer, String> call) {
    int a = event.a();
    int b = event.b();
    int c = event.c();
    return switch (event.kind().name()) {
      case "slot_switch" -> "slot " + a + " of frame " + b + " begins";
      case "partition_state" -> word(STATES, a) + " (mode " + b + ", code " + c + ")";
      case "thread_switch" -> thread(a) + " to " + thread(b);
      case "thread_state" -> thread(a) + " " + word(THREAD_STATES, b);
      case "thread_created" -> thread(a) + " created, entry 0x" + Integer.toHexString(b);
      case "partition_error" -> error(a) + " of " + thread(b) + " at 0x" + Integer.toHexString(c);
      case "health_error" -> error(a) + ": " + word(LEVELS, b) + " level, " + word(ACTIONS, c);
      case "health_origin" ->
          "by " + thread(b) + " at 0x" + Integer.toHexString(c) + ", in " + word(SYSTEM_STATES, a);
      case "module_reset" ->
          "the module starts anew, number " + a + ": " + error(b) + " of partition " + c;
      case HYPERCALL_ENTRY -> call.apply(a, b) + " called at 0x" + Integer.toHexString(c);
      case HYPERCALL_ARGUMENTS ->
          EventFormat.number(a) + ", " + EventFormat.number(b) + ", " + EventFormat.number(c);
      case HYPERCALL_EXIT -> call.apply(a, b) + " = " + EventFormat.number(c);
      case "hypercall_unknown" -> call.apply(a, b) + " is not supported; answered 1";
      case "irq_raised" -> irq(event) + " raised";
      case "irq_latched" -> irq(event) + " waits, " + c + " pending";
      case "irq_coalesced" -> irq(event) + " joins #" + c;
      case "irq_held" -> irq(event) + " held: " + word(GATES, c);
      case "irq_delivered" -> irq(event) + " delivered, frame at 0x" + Integer.toHexString(c);
      case "irq_handler_entered" -> irq(event) + " handler entered at 0x" + Integer.toHexString(c);
      case "irq_acknowledged" -> irq(event) + " acknowledged";
      case "irq_returned" -> irq(event) + " returned to 0x" + Integer.toHexString(c);
      case "irq_dropped" -> irq(event) + " dropped: " + word(GATES, c);
      case "irq_requested" ->
          b == 0
              ? "line " + a + " given back"
              : "line " + a + " requested, handler 0x" + Integer.toHexString(c);
      case "virtual_if" ->
          "virtual IF " + (a == 0 ? "off" : "on") + (b < 0 ? ", by a delivery" : ", by call " + b);
      case "irq_mask" -> "line " + a + (b == 0 ? " unmasked" : " masked");
      case "irq_abandoned" -> irq(event) + " abandoned: nobody will return from its frame";
      case "irq_overwrote" ->
          "#" + a + " was pushed over the word at " + hex(b) + ", which was " + hex(c);
      case "irq_overwrote_with" -> "the word at " + hex(b) + " is now " + hex(c) + ", by #" + a;
      case "irq_overwritten_used" ->
          "the instruction at " + hex(b) + " took what #" + a + " destroyed";
      case "interrupt" ->
          "vector " + Vector.label(a) + " of IRQ " + b + ", returns to 0x" + Integer.toHexString(c);
      case "exception" ->
          Vector.label(a)
              + " "
              + Vector.meaning(a)
              + ", error code "
              + EventFormat.number(b)
              + ", at 0x"
              + Integer.toHexString(c);
      case "software_interrupt" -> softwareInterrupt(a, b, c, call);
      case "mode_change" -> mode(a) + " to " + mode(b) + " at 0x" + Integer.toHexString(c);
      case "port_access" -> port(a, b, c);
      default -> event.kind().text() ? EventFormat.quoted(event.text(), TEXT_MAX) : fields(event);
    };
  }

  /** A call has its number in EAX; other interrupts are those of a PC's kernel. */
  private static String softwareInterrupt(
      int vector, int eip, int eax, BiFunction<Integer, Integer, String> call) {
    String name = call.apply(vector, eax);
    return name.contains(" ")
        ? name + " called at 0x" + Integer.toHexString(eip)
        : String.format("INT 0x%02x at 0x%x, EAX %s", vector, eip, EventFormat.number(eax));
  }

  private static String mode(int ordinal) {
    ProcessorMode[] modes = ProcessorMode.values();
    return ordinal >= 0 && ordinal < modes.length ? modes[ordinal].text() : "mode " + ordinal;
  }

  /** {@code access} is the size in bytes, 100h added for a write. */
  private static String port(int port, int access, int value) {
    boolean write = (access & PORT_WRITE) != 0;
    int size = access & ~PORT_WRITE;
    String digits = String.format("%0" + 2 * Math.max(1, Math.min(4, size)) + "x", value);
    return (write ? "0x" + digits + " written to port 0x" : "0x" + digits + " read from port 0x")
        + Integer.toHexString(port);
  }

  /** Style class that says how the event went; empty for most. */
  static String tone(Event event) {
    return switch (event.kind().name()) {
      case "irq_delivered", "irq_handler_entered" -> "good";
      case "irq_held", "irq_latched", "irq_coalesced" -> "held";
      case "exception", "port_access" -> "held";
      case "health_error", "module_reset" -> "held";
      case "irq_dropped", "fault", "hypercall_unknown", "triple_fault" -> "bad";
      case "irq_overwrote", "irq_overwrote_with", "irq_overwritten_used" -> "bad";
      default -> "";
    };
  }

  private static String error(int code) {
    return "error " + code + (ERRORS.containsKey(code) ? " " + ERRORS.get(code) : "");
  }

  private static String hex(int value) {
    return String.format("0x%08x", value);
  }

  private static String irq(Event event) {
    return "#" + event.a() + " line " + event.b();
  }

  /** By its number in the partition; the idle thread is none of them. */
  private static String thread(int id) {
    return id < 0 ? "the idle thread" : "thread " + id;
  }

  private static String word(List<String> words, int ordinal) {
    return ordinal >= 0 && ordinal < words.size() ? words.get(ordinal) : Integer.toString(ordinal);
  }

  private static String fields(Event event) {
    int[] values = {event.a(), event.b(), event.c()};
    List<String> names = event.kind().fields();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(names.size(), values.length); i++) {
      text.append(i == 0 ? "" : ", ").append(names.get(i)).append(' ');
      text.append(EventFormat.number(values[i]));
    }
    return text.toString();
  }
}
