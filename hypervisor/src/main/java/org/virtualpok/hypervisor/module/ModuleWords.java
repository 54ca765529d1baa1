// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import java.util.List;
import org.virtualpok.hypervisor.autopsy.AutopsyWords;
import org.virtualpok.hypervisor.hypercall.Hypercall;
import org.virtualpok.hypervisor.partition.Partition;

/** Names of what a module has; from any thread, as nothing of it ever changes. */
final class ModuleWords implements AutopsyWords {
  private final List<Partition> partitions;

  ModuleWords(List<Partition> partitions) {
    this.partitions = partitions;
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
