// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.awareness;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.virtualpok.emu.debug.InterruptState;
import org.virtualpok.emu.debug.ObjectState;
import org.virtualpok.emu.debug.PortState;
import org.virtualpok.hypervisor.interrupt.VirtualLine;

/** A kernel's interrupts, ports and lock objects in the terms of a snapshot. */
final class PokObjects {
  private static final int FIRST_VECTOR = 32;

  private PokObjects() {}

  /** For each partition; none in a kernel that forwards no interrupts. */
  static List<InterruptState> interrupts(PokKernelState kernel) {
    List<InterruptState> found = new ArrayList<>();
    if (kernel.lines().isEmpty() && kernel.vcpus().isEmpty()) {
      return found;
    }
    for (PokKernelState.Partition partition : kernel.partitions()) {
      TreeMap<Integer, InterruptState.Line> lines = new TreeMap<>();
      boolean open = true;
      long frames = 0;
      for (PokKernelState.Line line : kernel.lines()) {
        for (PokKernelState.Handler h : line.handlers()) {
          if (h.partition() == partition.index()) {
            open &= h.disabled() == 0;
            lines.put(line.irq(), line(line.irq(), h.address(), !h.armed(), 0));
          }
        }
      }
      for (PokKernelState.Vcpu vcpu : kernel.vcpus()) {
        if (vcpu.partition() == partition.index()) {
          frames = vcpu.frames();
          for (PokKernelState.Pending p : vcpu.interrupts()) {
            int irq = p.vector() - FIRST_VECTOR;
            long pending = p.pending() ? Math.max(1, p.counter()) : 0;
            lines.put(irq, line(irq, vcpu.handler(), false, pending));
          }
        }
      }
      found.add(
          new InterruptState(
              PokContexts.partition(partition.index()),
              open,
              List.copyOf(lines.values()),
              frames == 0 ? List.of() : List.of(frames)));
    }
    return found;
  }

  private static InterruptState.Line line(int irq, int handler, boolean inService, long pending) {
    return InterruptState.Line.uncounted(
        irq, VirtualLine.name(irq), handler, false, inService, pending);
  }

  /** Those whose kind is known. */
  static List<PortState> ports(PokKernelState kernel) {
    List<PortState> found = new ArrayList<>();
    for (PokKernelState.Port p : kernel.ports()) {
      if (p.kind().isEmpty() || p.partition() < 0) {
        continue;
      }
      boolean sampling = p.kind().get() == PortState.Kind.SAMPLING;
      PortState.Direction direction =
          p.direction()
              .orElse(
                  p.destinations().isEmpty()
                      ? PortState.Direction.DESTINATION
                      : PortState.Direction.SOURCE);
      found.add(
          new PortState(
              p.id(),
              PokContexts.partition(p.partition()),
              p.name(),
              p.kind().get(),
              direction,
              p.created(),
              size(p.sizeBytes()),
              size(p.usedBytes()),
              p.empty() ? 0 : sampling ? 1 : PortState.UNKNOWN,
              isFresh(kernel, p),
              p.mustBeFlushed(),
              p.destinations(),
              p.waiting(),
              PortState.UNKNOWN,
              0,
              PortState.UNKNOWN,
              PortState.UNKNOWN));
    }
    return found;
  }

  /** A sample is, within its refresh period. */
  private static boolean isFresh(PokKernelState kernel, PokKernelState.Port p) {
    long now = kernel.nanos().orElse(0);
    return p.refreshNanos().isEmpty()
        || p.lastReceiveNanos().isEmpty()
        || p.refreshNanos().getAsLong() == 0
        || now - p.lastReceiveNanos().getAsLong() <= p.refreshNanos().getAsLong();
  }

  private static int size(long bytes) {
    return (int) Math.max(0, Math.min(Integer.MAX_VALUE, bytes));
  }

  /** Those whose kind is known. */
  static List<ObjectState> locks(PokKernelState kernel) {
    List<ObjectState> found = new ArrayList<>();
    for (PokKernelState.Lock l : kernel.locks()) {
      Optional<ObjectState.Kind> kind =
          switch (l.kind()) {
            case "MUTEX" -> Optional.of(ObjectState.Kind.MUTEX);
            case "SEMAPHORE" -> Optional.of(ObjectState.Kind.SEMAPHORE);
            case "EVENT" -> Optional.of(ObjectState.Kind.EVENT);
            default -> Optional.empty();
          };
      if (kind.isPresent() && l.partition() >= 0) {
        found.add(
            new ObjectState(
                l.id(),
                PokContexts.partition(l.partition()),
                kind.get(),
                size(l.value()),
                size(l.max()),
                false,
                -1,
                l.waiting(),
                l.waitingForEvent()));
      }
    }
    return found;
  }
}
