// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.memory;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Cr0;
import org.virtualpok.emu.cpu.Cr4;
import org.virtualpok.emu.cpu.Fault;

/**
 * 32-bit paging with 4 KiB and 4 MiB pages (Intel SDM vol. 3, 4.3): walks the tables in memory,
 * sets accessed and dirty bits, knows no cache.
 *
 * <pre>
 * entry: 31..12 frame   7 PS (directory)   6 D   5 A   2 U/S   1 R/W   0 P
 * error: 3 reserved bit set   2 user   1 write   0 page was present
 * </pre>
 */
public final class Paging {
  private static final int P = 1;
  private static final int RW = 1 << 1;
  private static final int US = 1 << 2;
  private static final int A = 1 << 5;
  private static final int D = 1 << 6;
  private static final int PS = 1 << 7;

  /** Bits 21 to 12 of a 4 MiB entry; PAT is bit 12, the rest is reserved without PSE-36. */
  private static final int LARGE_RESERVED = 0x003fe000;

  /** Error code bit: the access was a write. */
  public static final int ERROR_WRITE = 2;

  private static final int ERROR_USER = 4;
  private static final int ERROR_RESERVED = 8;

  private final PhysicalMemory memory;
  private final Fault fault;

  Paging(PhysicalMemory memory, Fault fault) {
    this.memory = memory;
    this.fault = fault;
  }

  /**
   * The physical address behind a linear one. Throws #PF and sets CR2 where the access is not
   * allowed; nothing in the tables has changed then.
   *
   * @param user whether the access is made with the rights of CPL 3
   */
  int translate(CpuState c, int address, boolean write, boolean user) {
    int error = (write ? ERROR_WRITE : 0) | (user ? ERROR_USER : 0);
    int directoryAt = (c.cr3 & 0xfffff000) + ((address >>> 22) << 2);
    int directory = memory.read32(directoryAt);
    if ((directory & P) == 0) {
      throw pageFault(c, address, error);
    }
    if ((directory & PS) != 0 && (c.cr4 & Cr4.PSE) != 0) {
      if ((directory & LARGE_RESERVED) != 0) {
        throw pageFault(c, address, error | ERROR_RESERVED | P);
      }
      check(c, address, directory, error);
      mark(directoryAt, directory, write);
      return (directory & 0xffc00000) | (address & 0x003fffff);
    }
    int tableAt = (directory & 0xfffff000) + (((address >>> 12) & 0x3ff) << 2);
    int table = memory.read32(tableAt);
    if ((table & P) == 0) {
      throw pageFault(c, address, error);
    }
    check(c, address, directory & table, error);
    if ((directory & A) == 0) {
      memory.write32(directoryAt, directory | A);
    }
    mark(tableAt, table, write);
    return (table & 0xfffff000) | (address & 0xfff);
  }

  private void check(CpuState c, int address, int rights, int error) {
    boolean user = (error & ERROR_USER) != 0;
    boolean write = (error & ERROR_WRITE) != 0;
    boolean protects = user || (c.cr0 & Cr0.WP) != 0;
    if (user && (rights & US) == 0 || write && protects && (rights & RW) == 0) {
      throw pageFault(c, address, error | P);
    }
  }

  private void mark(int entryAt, int entry, boolean write) {
    int marked = entry | A | (write ? D : 0);
    if (marked != entry) {
      memory.write32(entryAt, marked);
    }
  }

  private Fault pageFault(CpuState c, int address, int error) {
    c.cr2 = address;
    return fault.setPage(error, address);
  }
}
