// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.GateInterval;
import org.virtualpok.emu.debug.InterruptHistory;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.hypervisor.error.ErrorKind;
import org.virtualpok.hypervisor.error.HealthAction;
import org.virtualpok.hypervisor.error.SystemState;
import org.virtualpok.hypervisor.hypercall.Hypercall;
import org.virtualpok.hypervisor.interrupt.Gate;
import org.virtualpok.hypervisor.interrupt.KernelCrash;
import org.virtualpok.hypervisor.interrupt.VirtualLine;
import org.virtualpok.hypervisor.partition.Partition;
import org.virtualpok.hypervisor.partition.PartitionLifecycle;

/** Why the machine stops, in the user's words. */
final class Stops {
  /** Why a partition stopped that did nothing wrong. */
  static final String SHUT_DOWN = "the health monitor shut the module down";

  private Stops() {}

  static StopReason limit() {
    return new StopReason(
        StopReason.Kind.LIMIT,
        0,
        0,
        0,
        "Suspended: end of the run",
        "The run was asked to go no further than here.");
  }

  /** Every partition has ended, by itself or because one of them switched the power off. */
  static StopReason finished(List<Partition> partitions, PartitionLifecycle lifecycle) {
    StringBuilder detail = new StringBuilder();
    for (Partition partition : partitions) {
      detail.append(detail.length() == 0 ? "" : "\n");
      detail.append(partition.name()).append(": ").append(partition.reason());
    }
    return new StopReason(
        StopReason.Kind.FINISHED,
        0,
        0,
        0,
        lifecycle.shutDownByMonitor()
            ? "Finished: " + SHUT_DOWN
            : lifecycle.poweredOffBy() != null
                ? "Finished: the guest has switched the power off"
                : "Finished: every partition has ended",
        detail.toString());
  }

  static StopReason nothingCanRun() {
    return new StopReason(
        StopReason.Kind.FINISHED,
        0,
        0,
        0,
        "Finished: nothing can run any more",
        "Every partition that has not ended waits for an interrupt that nothing raises.");
  }

  /** Nothing runs behind it but a restart. */
  static StopReason kernelCrash(KernelCrash crash, List<Partition> partitions) {
    String partition = partitions.get(crash.context() / 2 - 1).name();
    return new StopReason(
        StopReason.Kind.KERNEL_CRASH,
        0,
        0,
        0,
        "Kernel crash",
        "Partition " + partition + ": " + crash.sentence().orElseThrow());
  }

  static StopReason step(Partition partition) {
    return at(StopReason.Kind.STEP, partition, 0, "Suspended: step", partition.reason());
  }

  static StopReason breakpoint(Partition partition, Breakpoint breakpoint) {
    return at(
        StopReason.Kind.BREAKPOINT,
        partition,
        breakpoint.id(),
        "Suspended: breakpoint " + breakpoint.id(),
        partition.name() + " at " + FaultWording.place(partition, partition.cpu().eip));
  }

  /** At the entry the call has not run; at the exit EAX holds its answer. */
  static StopReason hypercall(
      Partition partition, int vector, int number, boolean entry, Breakpoint breakpoint) {
    String title =
        "Suspended: hypercall "
            + Hypercall.describe(vector, number)
            + (entry ? ", entry" : ", exit");
    String detail =
        Hypercall.find(vector, number).map(Hypercall::meaning).orElse("Nobody knows this call.");
    return at(
        entry ? StopReason.Kind.HYPERCALL_ENTRY : StopReason.Kind.HYPERCALL_EXIT,
        partition,
        breakpoint == null ? 0 : breakpoint.id(),
        title,
        detail);
  }

  static StopReason fault(Partition partition, String sentence) {
    return at(
        StopReason.Kind.FAULT,
        partition,
        0,
        "Suspended: partition " + partition.name() + " has faulted",
        sentence);
  }

  /** At a drop, or at the moment at which an interrupt has waited too long. */
  static StopReason interrupt(
      Partition partition,
      Breakpoint breakpoint,
      InterruptWatch.Hit hit,
      InterruptHistory history) {
    history.refresh();
    Optional<GateInterval> gate = history.firstGate(hit.instance());
    String name = VirtualLine.name(hit.line());
    String line = name.startsWith("line") ? name : "line " + hit.line() + " " + name;
    String fate =
        hit.gate() != 0
            ? "dropped: " + past(Gate.of(hit.gate()).words())
            : "held for "
                + millis(hit.heldNanos())
                + gate.map(g -> ": " + g.gate().words()).orElse("");
    String title =
        String.format(
            "Suspended: interrupt #%d, %s of %s, %s", hit.instance(), line, partition.name(), fate);
    String detail =
        gate.filter(g -> g.closedNanos() >= 0)
            .map(g -> "Since " + seconds(g.closedNanos()) + ", by " + g.closer().words())
            .orElse("");
    return at(StopReason.Kind.BREAKPOINT, partition, breakpoint.id(), title, detail);
  }

  /** At an error that the health monitor has answered. */
  static StopReason health(Partition partition, Breakpoint breakpoint, HealthWatch.Hit hit) {
    String error = ErrorKind.find(hit.error()).map(ErrorKind::name).orElse("" + hit.error());
    String action = HealthAction.of(hit.action()).words();
    String symbol = partition.image().symbols().describe(hit.address());
    String detail =
        String.format(
            "%s 0x%08x%s, in %s; the registers are those after the answer",
            hit.thread() < 0 ? "At" : "By thread " + hit.thread() + " at",
            hit.address(),
            symbol.isEmpty() ? "" : " <" + symbol + ">",
            SystemState.find(hit.state()).map(SystemState::name).orElse("" + hit.state()));
    return at(
        StopReason.Kind.BREAKPOINT,
        partition,
        breakpoint.id(),
        String.format(
            "Suspended: health monitor, %s of %s, answered by %s", error, partition.name(), action),
        detail);
  }

  /** A gate's words, as they were. */
  private static String past(String words) {
    return words.replaceFirst(" is ", " was ").replaceFirst(" has ", " had ");
  }

  private static String millis(long nanos) {
    return BigDecimal.valueOf(nanos, 6).stripTrailingZeros().toPlainString() + " ms";
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%d.%09d s", nanos / 1_000_000_000, nanos % 1_000_000_000);
  }

  private static StopReason at(
      StopReason.Kind kind, Partition partition, int breakpoint, String title, String detail) {
    return new StopReason(
        kind, partition.vcpuContext(), partition.cpu().eip, breakpoint, title, detail);
  }
}
