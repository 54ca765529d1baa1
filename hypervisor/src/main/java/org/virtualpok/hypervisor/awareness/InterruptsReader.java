// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.awareness;

import java.util.ArrayList;
import java.util.List;
import org.virtualpok.emu.awareness.GuestValue;

/** Virtual interrupts: handlers by line (2013 and 2014), vCPUs (2014). */
final class InterruptsReader {
  private static final int LINES = 16;

  private final KernelData data;
  private final List<PokKernelState.Partition> partitions;

  InterruptsReader(KernelData data, List<PokKernelState.Partition> partitions) {
    this.data = data;
    this.partitions = partitions;
  }

  /** Lines with a handler. */
  List<PokKernelState.Line> lines() {
    List<PokKernelState.Line> found = new ArrayList<>();
    List<GuestValue> table = data.elements("handler_table", LINES);
    GuestValue disabled = data.variable("partition_irq_enabled");
    for (int irq = 0; irq < table.size(); irq++) {
      GuestValue handlers = table.get(irq).member("handler");
      GuestValue waiting = table.get(irq).member("waiting");
      int kernel = 0;
      List<PokKernelState.Handler> own = new ArrayList<>();
      for (int p = 0; p <= partitions.size(); p++) {
        int address = (int) handlers.element(p).integerOr(0);
        if (p == partitions.size()) {
          kernel = address; // the entry behind the partitions' is the kernel's
        } else if (address != 0) {
          own.add(
              new PokKernelState.Handler(
                  p,
                  address - partitions.get(p).base(),
                  KernelData.truth(waiting.element(p)),
                  disabled.element(p).integerOr(0)));
        }
      }
      if (kernel != 0 || !own.isEmpty()) {
        found.add(new PokKernelState.Line(irq, kernel, own));
      }
    }
    return found;
  }

  List<PokKernelState.Vcpu> vcpus() {
    List<PokKernelState.Vcpu> found = new ArrayList<>();
    List<GuestValue> all = data.elements("pok_partitions", PokArchive.PARTITIONS_MAX);
    for (int p = 0; p < all.size(); p++) {
      GuestValue pointer = all.get(p).member("vcpu");
      GuestValue vcpu = pointer.target();
      if (!vcpu.known()) {
        continue;
      }
      int owner = (int) vcpu.member("partition").integerOr(0);
      if (owner != all.get(p).address()) {
        data.problems().add("partition " + (p + 1) + ": its vCPU belongs to another");
        continue;
      }
      List<PokKernelState.Pending> pending = new ArrayList<>();
      GuestValue lines = vcpu.path("arch", "irqdesc");
      for (int i = 0; i < Math.min(LINES, lines.elements().orElse(0)); i++) {
        GuestValue line = lines.element(i);
        int vector = (int) line.member("vector").integerOr(0);
        if (vector != 0) {
          pending.add(
              new PokKernelState.Pending(
                  vector,
                  KernelData.truth(line.member("pending")),
                  line.member("counter").integerOr(0)));
        }
      }
      found.add(
          new PokKernelState.Vcpu(
              p,
              (int) vcpu.path("arch", "handler").integerOr(0),
              KernelData.truth(vcpu.member("pending")),
              vcpu.path("arch", "vcpu_context", "lastframe").integerOr(0),
              pending));
    }
    return found;
  }
}
