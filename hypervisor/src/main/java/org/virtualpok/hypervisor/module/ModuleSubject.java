// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import java.util.List;
import org.virtualpok.hypervisor.autopsy.AutopsySubject;
import org.virtualpok.hypervisor.hypercall.Hypercall;
import org.virtualpok.hypervisor.interrupt.Gate;
import org.virtualpok.hypervisor.partition.Partition;

/** What a module is to its autopsy. */
final class ModuleSubject implements AutopsySubject {
  private final List<Partition> partitions;

  ModuleSubject(List<Partition> partitions) {
    this.partitions = partitions;
  }

  @Override
  public List<Integer> contexts() {
    return partitions.stream().map(Partition::context).toList();
  }

  @Override
  public List<Gate> gates(int context) {
    return partitions.get(context / 2 - 1).interrupts().kernel().gates();
  }

  @Override
  public String partition(int context) {
    return partitions.get(context / 2 - 1).name();
  }

  @Override
  public String place(int context, int offset) {
    return FaultWording.place(partitions.get(context / 2 - 1), offset);
  }

  @Override
  public String call(int context, int vector, int number) {
    return Hypercall.describe(vector, number);
  }
}
