// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.autopsy;

import java.util.List;
import org.virtualpok.hypervisor.interrupt.Gate;

/** What the autopsy must know of a module beside its log; fixed, from any thread. */
public interface AutopsySubject {
  /** Ids of the partitions' contexts, ascending. */
  List<Integer> contexts();

  /** The gates that hold a partition's interrupts back, the outermost first. */
  List<Gate> gates(int context);

  /** Name of the partition of a context: "ticker". */
  String partition(int context);

  /** A place in a partition's code: "0x00001234 &lt;main+0x1c&gt;". */
  String place(int context, int offset);

  /** A hypercall: "28 IRQ_PARTITION_DISABLE". */
  String call(int context, int vector, int number);
}
