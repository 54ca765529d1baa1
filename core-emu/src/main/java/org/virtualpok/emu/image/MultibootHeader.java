// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image;

import java.util.Optional;

/**
 * The header by which a kernel asks a boot loader for something (Multiboot specification 0.6.96,
 * 3.1).
 *
 * @param fileOffset where it stands in the file, bytes
 * @param flags bits 0 to 15 must be understood, bits 16 to 31 may be ignored
 * @param addresses where to load the file; present with flag 16
 */
public record MultibootHeader(int fileOffset, int flags, Optional<Addresses> addresses) {
  /** Bit 0: modules on page boundaries; bit 1: memory sizes; bit 2: a video mode. */
  private static final int KNOWN_REQUIREMENTS = 7;

  private static final int ADDRESSES = 1 << 16;
  private static final int MAGIC = 0x1badb002;
  private static final int SEARCH_BYTES = 8192;
  private static final int BASIC_BYTES = 12;
  private static final int FULL_BYTES = 32;

  /**
   * Where a file that is not loaded as ELF goes; all physical.
   *
   * @param loadEnd 0 for the whole file
   * @param bssEnd 0 for none
   */
  public record Addresses(int header, int load, int loadEnd, int bssEnd, int entry) {}

  /** Whether a file looks as if it were to have a header, be that damaged or not. */
  public static boolean isMeant(byte[] bytes) {
    ElfBytes in = new ElfBytes("", bytes);
    int end = Math.min(in.length(), SEARCH_BYTES) - BASIC_BYTES;
    for (int at = 0; at <= end; at += 4) {
      if (in.i32(at) == MAGIC) {
        return true;
      }
    }
    return false;
  }

  /**
   * Finds the header.
   *
   * @throws ImageException if there is none, if it is damaged, or if it wants what nobody knows
   */
  public static MultibootHeader read(String fileName, byte[] bytes) throws ImageException {
    ElfBytes in = new ElfBytes(fileName, bytes);
    int end = Math.min(in.length(), SEARCH_BYTES) - BASIC_BYTES;
    int damaged = -1;
    for (int at = 0; at <= end; at += 4) {
      if (in.i32(at) == MAGIC) {
        if (in.i32(at) + in.i32(at + 4) + in.i32(at + 8) == 0) {
          return read(in, at);
        }
        damaged = at;
      }
    }
    if (damaged >= 0) {
      throw in.problem(
          String.format(
              "the multiboot header at file offset 0x%x has a wrong checksum: magic, flags and"
                  + " checksum must add up to 0",
              damaged));
    }
    throw in.problem("no multiboot header in its first 8 KiB, so it is no kernel for a PC");
  }

  private static MultibootHeader read(ElfBytes in, int at) throws ImageException {
    int flags = in.i32(at + 4);
    int unknown = flags & 0xffff & ~KNOWN_REQUIREMENTS;
    if (unknown != 0) {
      throw in.problem(
          String.format(
              "the multiboot header at file offset 0x%x requires what is not known here (flags"
                  + " 0x%x)",
              at, unknown));
    }
    if ((flags & ADDRESSES) == 0) {
      return new MultibootHeader(at, flags, Optional.empty());
    }
    in.require("the multiboot header", at, FULL_BYTES);
    Addresses a =
        new Addresses(
            in.i32(at + 12), in.i32(at + 16), in.i32(at + 20), in.i32(at + 24), in.i32(at + 28));
    check(in, at, a);
    return new MultibootHeader(at, flags, Optional.of(a));
  }

  private static void check(ElfBytes in, int at, Addresses a) throws ImageException {
    long fromHeader = Integer.toUnsignedLong(a.header) - Integer.toUnsignedLong(a.load);
    if (fromHeader < 0 || fromHeader > at) {
      throw in.problem(
          String.format(
              "the multiboot header at file offset 0x%x: header address 0x%x and load address"
                  + " 0x%x do not belong together",
              at, a.header, a.load));
    }
    boolean ordered =
        (a.loadEnd == 0 || Integer.compareUnsigned(a.load, a.loadEnd) <= 0)
            && (a.bssEnd == 0 || Integer.compareUnsigned(a.loadEnd, a.bssEnd) <= 0);
    if (!ordered) {
      throw in.problem(
          String.format(
              "the multiboot header at file offset 0x%x: load 0x%x, load end 0x%x and bss end"
                  + " 0x%x are out of order",
              at, a.load, a.loadEnd, a.bssEnd));
    }
    long length = Integer.toUnsignedLong(a.loadEnd) - Integer.toUnsignedLong(a.load);
    if (a.loadEnd != 0 && at - fromHeader + length > in.length()) {
      throw in.problem(
          String.format(
              "the multiboot header at file offset 0x%x wants %d bytes loaded; the file has %d"
                  + " from there",
              at, length, in.length() - (at - fromHeader)));
    }
  }

  /** Bit 0: modules lie on page boundaries. */
  public boolean alignModules() {
    return (flags & 1) != 0;
  }
}
