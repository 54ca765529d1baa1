// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.autopsy;

/** What the user calls things; usable from any thread. */
public interface AutopsyWords {
  /** Name of the partition of a context: "ticker". */
  String partition(int context);

  /** A place in a partition's code: "0x00001234 &lt;main+0x1c&gt;". */
  String place(int context, int offset);

  /** A hypercall: "28 IRQ_PARTITION_DISABLE". */
  String call(int context, int vector, int number);
}
