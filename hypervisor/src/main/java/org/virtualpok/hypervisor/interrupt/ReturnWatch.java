// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.interrupt;

/** Lets the module look whenever the vCPU is about to execute at an offset in CS. Counted. */
public interface ReturnWatch {
  void add(int eip);

  void remove(int eip);
}
