// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.virtualpok.emu.trace.EventKind;
import org.virtualpok.emu.trace.EventLog;
import org.virtualpok.hypervisor.error.ErrorKind;
import org.virtualpok.hypervisor.error.ErrorLevel;
import org.virtualpok.hypervisor.error.HealthAction;
import org.virtualpok.hypervisor.error.SystemState;
import org.virtualpok.hypervisor.event.HypervisorEvents;
import org.virtualpok.hypervisor.health.HealthDecision;
import org.virtualpok.hypervisor.hypercall.Hypercall;
import org.virtualpok.hypervisor.interrupt.Gate;
import org.virtualpok.hypervisor.interrupt.VirtualLine;
import org.virtualpok.hypervisor.partition.PartitionState;
import org.virtualpok.hypervisor.thread.ThreadState;

/** Tells an event in a line of text, for post-mortems and tables. */
public final class EventWording {
  private EventWording() {}

  /**
   * "0.092013450 s ticker hypercall_entry 28 IRQ_PARTITION_DISABLE (int 45) at 0x00001234".
   *
   * @param partitionOf name of the partition of a context id
   */
  public static String line(EventLog.Event event, IntFunction<String> partitionOf) {
    long time = event.timeNanos();
    return String.format(
        Locale.ROOT,
        "%d.%09d s  %s  %s %s",
        time / 1_000_000_000,
        time % 1_000_000_000,
        partitionOf.apply(event.context()),
        event.kind().name(),
        details(event));
  }

  /**
   * "error 15 memory violation of thread 2 at 0x00001234: partition level, COLD_START".
   *
   * @param error a HEALTH_ERROR
   * @param origin the HEALTH_ORIGIN that follows it
   * @param place the origin's address in words
   */
  public static String healthError(EventLog.Event error, EventLog.Event origin, String place) {
    return "error "
        + error(error.a())
        + " of "
        + thread(origin.b())
        + " at "
        + place
        + ": "
        + healthDecision(error);
  }

  private static String healthDecision(EventLog.Event error) {
    return HealthDecision.words(ErrorLevel.of(error.b()), HealthAction.of(error.c()));
  }

  /** The event's own fields, with their meaning beside them. */
  public static String details(EventLog.Event event) {
    EventKind kind = event.kind();
    if (kind.text()) {
      String text = new String(event.text(), StandardCharsets.ISO_8859_1);
      return "\"" + text.replace("\r", "").replace("\n", "\\n") + "\"";
    }
    if (kind.equals(HypervisorEvents.HYPERCALL_ENTRY)
        || kind.equals(HypervisorEvents.HYPERCALL_UNKNOWN)) {
      return call(event) + " at " + FaultWording.hex(event.c());
    }
    if (kind.equals(HypervisorEvents.HYPERCALL_EXIT)) {
      return call(event) + " = " + FaultWording.hex(event.c());
    }
    if (kind.equals(HypervisorEvents.IRQ_HELD) || kind.equals(HypervisorEvents.IRQ_DROPPED)) {
      return instance(event) + ": " + Gate.of(event.c()).words();
    }
    if (kind.equals(HypervisorEvents.PARTITION_STATE)) {
      return PartitionState.of(event.a()) + " mode=" + event.b() + " code=" + event.c();
    }
    if (kind.equals(HypervisorEvents.THREAD_SWITCH)) {
      return thread(event.a()) + " to " + thread(event.b());
    }
    if (kind.equals(HypervisorEvents.THREAD_STATE)) {
      return thread(event.a()) + " " + ThreadState.of(event.b());
    }
    if (kind.equals(HypervisorEvents.PARTITION_ERROR)) {
      return error(event.a()) + " of " + thread(event.b()) + " at " + FaultWording.hex(event.c());
    }
    if (kind.equals(HypervisorEvents.HEALTH_ERROR)) {
      return error(event.a()) + ": " + healthDecision(event);
    }
    if (kind.equals(HypervisorEvents.HEALTH_ORIGIN)) {
      String state = SystemState.find(event.a()).map(SystemState::name).orElse("" + event.a());
      return "by " + thread(event.b()) + " at " + FaultWording.hex(event.c()) + " in " + state;
    }
    if (kind.equals(HypervisorEvents.MODULE_RESET)) {
      return "number "
          + event.a()
          + ", for error "
          + error(event.b())
          + " of partition "
          + event.c();
    }
    if (kind.name().startsWith("port_")) {
      return port(event);
    }
    if (kind.name().startsWith("irq_overwr")) {
      return "#" + event.a() + " " + fields(event, 1);
    }
    boolean interrupt = kind.name().startsWith("irq_") && kind.fields().get(0).equals("instance");
    return interrupt ? instance(event) + third(event) : fields(event, 0);
  }

  /** "port 3, 8 bytes, 16 inside", "port 3 to port 5, 8 bytes". */
  private static String port(EventLog.Event event) {
    boolean flush = event.kind().equals(HypervisorEvents.PORT_FLUSH);
    String first = "port " + event.a() + (flush ? " to port " + event.b() : "");
    int bytes = flush ? event.c() : event.b();
    String count = Integer.toUnsignedString(bytes) + (bytes == 1 ? " byte" : " bytes");
    return first + ", " + count + (flush ? "" : ", " + event.c() + " inside");
  }

  /** "13 illegal request". */
  private static String error(int code) {
    return ErrorKind.find(code).map(ErrorKind::words).orElse("" + code);
  }

  /** By local id. */
  private static String thread(int id) {
    return id < 0 ? "the idle thread" : "thread " + id;
  }

  private static String call(EventLog.Event event) {
    return Hypercall.describe(event.a(), event.b()) + " (int " + event.a() + ")";
  }

  private static String instance(EventLog.Event event) {
    return "#" + event.a() + " " + VirtualLine.name(event.b());
  }

  private static String third(EventLog.Event event) {
    return event.kind().fields().size() < 3 ? "" : " " + fields(event, 2);
  }

  private static String fields(EventLog.Event event, int from) {
    int[] values = {event.a(), event.b(), event.c()};
    List<String> names = event.kind().fields();
    StringBuilder text = new StringBuilder();
    for (int i = from; i < names.size(); i++) {
      int value = values[i];
      String shown = value >= 0 && value < 4096 ? "" + value : FaultWording.hex(value);
      text.append(i == from ? "" : " ").append(names.get(i)).append('=').append(shown);
    }
    return text.toString();
  }
}
