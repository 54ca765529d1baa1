// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.descriptors;

import java.util.concurrent.CompletableFuture;
import org.virtualpok.emu.cpu.Cr0;
import org.virtualpok.emu.debug.Address;
import org.virtualpok.emu.debug.DebugTarget;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.debug.SystemRegisters;
import org.virtualpok.emu.debug.SystemRegisters.SystemSegment;
import org.virtualpok.emu.debug.tables.DescriptorEntry;
import org.virtualpok.emu.debug.tables.RealVector;
import org.virtualpok.emu.debug.tables.TaskStateSegment;
import org.virtualpok.emu.debug.tables.Vector;

/**
 * The bytes of all tables at one stop, as far as they were read.
 *
 * @param registers of the processor that the tables belong to
 */
record Tables(
    SystemRegisters system, Registers registers, byte[] gdt, byte[] idt, byte[] ldt, byte[] tss) {
  private static final int LIMIT_MAX = 0xffff;

  boolean realMode() {
    return realMode(system);
  }

  private static boolean realMode(SystemRegisters system) {
    return (system.cr0() & Cr0.PE) == 0;
  }

  /** Reads up to so many entries of each table; a table that is not mapped has no bytes. */
  static CompletableFuture<Tables> read(
      DebugTarget target, SystemRegisters system, Registers registers, int entriesMax) {
    int most = entriesMax * DescriptorEntry.SIZE;
    boolean real = realMode(system);
    int idtMost = real ? Vector.COUNT * RealVector.SIZE : most;
    CompletableFuture<byte[]> gdt =
        bytes(target, system.gdtBase(), real ? 0 : length(system.gdtLimit(), most));
    CompletableFuture<byte[]> idt =
        bytes(target, system.idtBase(), length(system.idtLimit(), idtMost));
    CompletableFuture<byte[]> ldt = segment(target, real, system.ldtr(), most);
    CompletableFuture<byte[]> tss = segment(target, real, system.tr(), TaskStateSegment.BYTES_MAX);
    return CompletableFuture.allOf(gdt, idt, ldt, tss)
        .thenApply(
            all -> new Tables(system, registers, gdt.join(), idt.join(), ldt.join(), tss.join()));
  }

  private static CompletableFuture<byte[]> segment(
      DebugTarget target, boolean real, SystemSegment segment, int most) {
    int length = real || !segment.usable() ? 0 : length(segment.limit(), most);
    return bytes(target, segment.base(), length);
  }

  private static int length(int limit, int most) {
    return Math.min(Integer.compareUnsigned(limit, LIMIT_MAX * 2) > 0 ? most : limit + 1, most);
  }

  private static CompletableFuture<byte[]> bytes(DebugTarget target, int base, int length) {
    return length <= 0
        ? CompletableFuture.completedFuture(new byte[0])
        : target.readMemory(new Address.Linear(base), length).exceptionally(refused -> new byte[0]);
  }
}
