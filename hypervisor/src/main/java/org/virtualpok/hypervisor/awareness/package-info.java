// SPDX-License-Identifier: BSD-2-Clause
/**
 * A real POK kernel on the PC target, seen through its own memory: its partitions, threads, slots,
 * ports and interrupts, shown like those of a module. It reads and never writes; nothing here
 * decides what the guest does. Begin with {@code PokPcMachine}.
 */
package org.virtualpok.hypervisor.awareness;
