// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.event;

import java.util.List;
import org.virtualpok.emu.trace.EventKind;

/**
 * The kinds of events that the hypervisor logs, ids 100 to 199. Every record of an interrupt names
 * its instance, unique in the module and counted from 1, and its line.
 */
public final class HypervisorEvents {
  /** A slot begins; context is the partition that owns it. */
  public static final EventKind SLOT_SWITCH = kind(100, "slot_switch", "slot", "frame");

  /** A partition's state changed; {@code state} is a PartitionState's code. */
  public static final EventKind PARTITION_STATE =
      kind(101, "partition_state", "state", "mode", "code");

  /** A partition's vCPU runs another thread; both are local ids, -1 for the idle thread. */
  public static final EventKind THREAD_SWITCH = kind(102, "thread_switch", "from", "to");

  /** A thread's state changed; {@code state} is a ThreadState's code. */
  public static final EventKind THREAD_STATE = kind(103, "thread_state", "thread", "state");

  /** A thread was created; {@code stack} is its first stack pointer. */
  public static final EventKind THREAD_CREATED =
      kind(104, "thread_created", "thread", "entry", "stack");

  /**
   * An error of a partition; {@code error} is an ErrorKind's code, {@code thread} the local id of
   * who made it, {@code address} its EIP.
   */
  public static final EventKind PARTITION_ERROR =
      kind(105, "partition_error", "error", "thread", "address");

  /** A guest entered the hypervisor; {@code caller} is the offset of the INT instruction. */
  public static final EventKind HYPERCALL_ENTRY =
      kind(110, "hypercall_entry", "vector", "number", "caller");

  /** Follows HYPERCALL_ENTRY for calls that take arguments. */
  public static final EventKind HYPERCALL_ARGUMENTS =
      kind(111, "hypercall_arguments", "arg1", "arg2", "arg3");

  /** The guest got its answer; {@code result} is EAX, meaningless for DO_IRET. */
  public static final EventKind HYPERCALL_EXIT =
      kind(112, "hypercall_exit", "vector", "number", "result");

  /** A call that this module does not know or not support; it was answered with 1. */
  public static final EventKind HYPERCALL_UNKNOWN =
      kind(113, "hypercall_unknown", "vector", "number", "caller");

  /** An instance begins; {@code source} is a RaiseSource's code. */
  public static final EventKind IRQ_RAISED = kind(120, "irq_raised", "instance", "line", "source");

  /** It waits; {@code pending} counts it and those before it. */
  public static final EventKind IRQ_LATCHED =
      kind(121, "irq_latched", "instance", "line", "pending");

  /** Its fate: it joined an instance that was waiting already. */
  public static final EventKind IRQ_COALESCED =
      kind(122, "irq_coalesced", "instance", "line", "into");

  /** A gate holds it back; {@code gate} is a Gate's code. */
  public static final EventKind IRQ_HELD = kind(123, "irq_held", "instance", "line", "gate");

  /** The frame was pushed; {@code frame} is the offset of its line word. */
  public static final EventKind IRQ_DELIVERED =
      kind(124, "irq_delivered", "instance", "line", "frame");

  /** The handler's first instruction is about to run. */
  public static final EventKind IRQ_HANDLER_ENTERED =
      kind(125, "irq_handler_entered", "instance", "line", "handler");

  /** Its service ended early, by hypercall 29. */
  public static final EventKind IRQ_ACKNOWLEDGED =
      kind(126, "irq_acknowledged", "instance", "line");

  /** The interrupted context runs on; {@code resumed} is its EIP. */
  public static final EventKind IRQ_RETURNED =
      kind(127, "irq_returned", "instance", "line", "resumed");

  /** Its fate: it will never be delivered; {@code gate} is a Gate's code and says why. */
  public static final EventKind IRQ_DROPPED = kind(128, "irq_dropped", "instance", "line", "gate");

  /** A partition requested a line (requested 1) or gave it back (0). */
  public static final EventKind IRQ_REQUESTED =
      kind(129, "irq_requested", "line", "requested", "handler");

  /**
   * The virtual interrupt flag changed; {@code cause} is the hypercall's number, or -1 for a
   * delivery; {@code site} is the offset of its INT instruction, 0 where there was none.
   */
  public static final EventKind VIRTUAL_IF = kind(130, "virtual_if", "value", "cause", "site");

  /**
   * A line was masked (masked 1) or unmasked (0); {@code cause} is the hypercall's number, whose
   * HYPERCALL_ENTRY was logged before, or -2 for a person.
   */
  public static final EventKind IRQ_MASK = kind(131, "irq_mask", "line", "masked", "cause");

  /** Nobody will ever return from its frame; {@code why} is an Abandonment's code. */
  public static final EventKind IRQ_ABANDONED =
      kind(132, "irq_abandoned", "instance", "line", "why");

  /**
   * A published frame was pushed over a word of the guest's; {@code address} is an offset in SS.
   */
  public static final EventKind IRQ_OVERWROTE =
      kind(133, "irq_overwrote", "instance", "address", "old");

  /** Follows IRQ_OVERWROTE: what the word is now. */
  public static final EventKind IRQ_OVERWROTE_WITH =
      kind(134, "irq_overwrote_with", "instance", "address", "now");

  /**
   * The first instruction that used such a word before anything wrote it, or that took another for
   * it because the return left ESP one word too high; {@code site} is its offset, {@code read} what
   * it read.
   */
  public static final EventKind IRQ_OVERWRITTEN_USED =
      kind(135, "irq_overwritten_used", "instance", "site", "read");

  /** Text that a partition wrote to its console. */
  public static final EventKind CONSOLE_OUTPUT = text(140, "console_output");

  /** Text that was sent to a partition's console. */
  public static final EventKind CONSOLE_INPUT = text(141, "console_input");

  /** A partition faulted; the text is the sentence. */
  public static final EventKind FAULT = text(150, "fault");

  /** A guest wrote to a port; {@code inside} is how many bytes are in it now. */
  public static final EventKind PORT_WRITE = kind(160, "port_write", "port", "bytes", "inside");

  /** A guest read from a port; {@code inside} is how many bytes are left. */
  public static final EventKind PORT_READ = kind(161, "port_read", "port", "bytes", "inside");

  /** Bytes went from a source port to a destination; context is the source's partition. */
  public static final EventKind PORT_FLUSH = kind(162, "port_flush", "port", "to", "bytes");

  /** Bytes found no room in a port: they were refused, lost, or wait at the source. */
  public static final EventKind PORT_OVERFLOW =
      kind(163, "port_overflow", "port", "bytes", "inside");

  /**
   * The health monitor decided on an error; {@code error} is an ErrorKind's code, {@code level} an
   * ErrorLevel's, {@code action} a HealthAction's. Logged only if the module has tables.
   */
  public static final EventKind HEALTH_ERROR =
      kind(171, "health_error", "error", "level", "action");

  /**
   * Follows HEALTH_ERROR: where the error occurred. {@code state} is a SystemState's code, {@code
   * thread} the local id of who made it, {@code address} its EIP.
   */
  public static final EventKind HEALTH_ORIGIN =
      kind(172, "health_origin", "state", "thread", "address");

  /**
   * The health monitor starts the whole module anew, at the same time; {@code count} from 1, {@code
   * partition} is the identifier of the one that made the error.
   */
  public static final EventKind MODULE_RESET =
      kind(173, "module_reset", "count", "error", "partition");

  /**
   * A guest expects what its module does not configure; the text says who and what, {@code code} is
   * 1 if its call failed because of it.
   */
  public static final EventKind CONFIGURATION_MISMATCH = text(170, "configuration_mismatch");

  /** All of them, by id. */
  public static final List<EventKind> ALL =
      List.of(
          SLOT_SWITCH,
          PARTITION_STATE,
          THREAD_SWITCH,
          THREAD_STATE,
          THREAD_CREATED,
          PARTITION_ERROR,
          HYPERCALL_ENTRY,
          HYPERCALL_ARGUMENTS,
          HYPERCALL_EXIT,
          HYPERCALL_UNKNOWN,
          IRQ_RAISED,
          IRQ_LATCHED,
          IRQ_COALESCED,
          IRQ_HELD,
          IRQ_DELIVERED,
          IRQ_HANDLER_ENTERED,
          IRQ_ACKNOWLEDGED,
          IRQ_RETURNED,
          IRQ_DROPPED,
          IRQ_REQUESTED,
          VIRTUAL_IF,
          IRQ_MASK,
          IRQ_ABANDONED,
          IRQ_OVERWROTE,
          IRQ_OVERWROTE_WITH,
          IRQ_OVERWRITTEN_USED,
          CONSOLE_OUTPUT,
          CONSOLE_INPUT,
          FAULT,
          PORT_WRITE,
          PORT_READ,
          PORT_FLUSH,
          PORT_OVERFLOW,
          HEALTH_ERROR,
          HEALTH_ORIGIN,
          MODULE_RESET,
          CONFIGURATION_MISMATCH);

  private HypervisorEvents() {}

  private static EventKind kind(int id, String name, String... fields) {
    return new EventKind(id, name, List.of(fields), false);
  }

  private static EventKind text(int id, String name) {
    return new EventKind(id, name, List.of("offset", "length", "code"), true);
  }
}
