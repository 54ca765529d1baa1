// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.awareness;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.virtualpok.emu.awareness.GuestMemory;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.debug.SystemRegisters;

/**
 * What a POK kernel's GDT and TSS tell without any symbol: behind null, code and data come one TSS
 * for each processor, then code and data of each partition, both for ring 3.
 */
final class SegmentTables {
  private static final int FIRST_TSS = 3;
  private static final int ENTRIES_MAX = 256;
  private static final int BYTES = 8;
  private static final int RING3 = 3;
  private static final int ESP0 = 4;

  /** Access byte without P, DPL and "accessed". */
  private static final int TYPE = 0x1e;

  private static final int CODE = 0x1a;
  private static final int DATA = 0x12;

  private final GuestMemory linear;
  private final SystemRegisters system;
  private final int first;
  private final List<PokKernelState.Descriptor> partitions = new ArrayList<>();

  SegmentTables(GuestMemory linear, SystemRegisters system) {
    this.linear = linear;
    this.system = system;
    int at = FIRST_TSS;
    while (isTss(entry(at))) {
      at++;
    }
    first = at == FIRST_TSS ? 0 : at;
    for (int i = first; first != 0; i += 2) {
      byte[] code = entry(i);
      byte[] data = entry(i + 1);
      if (!isRing3(code, CODE) || !isRing3(data, DATA)) {
        break;
      }
      partitions.add(
          new PokKernelState.Descriptor(
              i * BYTES | RING3, base(code), limit(code), (code[5] & 0x80) != 0));
    }
  }

  /** By the partition's index; empty before there is such a table. */
  List<PokKernelState.Descriptor> partitions() {
    return partitions;
  }

  Optional<PokKernelState.Descriptor> partition(int index) {
    return index >= 0 && index < partitions.size()
        ? Optional.of(partitions.get(index))
        : Optional.empty();
  }

  /** Index of the partition that a selector for ring 3 belongs to; -1 if it is none. */
  int ofSelector(int selector) {
    int index = (selector >>> 3) - first;
    boolean inside = first != 0 && index >= 0 && index / 2 < partitions.size();
    return inside && (selector & 7) == RING3 ? index / 2 : -1;
  }

  /** A segment register that was saved, with what the GDT says of it now. */
  Registers.Segment segment(int selector) {
    byte[] entry = (selector & 4) == 0 ? entry(selector >>> 3) : new byte[0];
    boolean usable = (selector & 0xfffc) != 0 && entry.length == BYTES && (entry[5] & 0x10) != 0;
    return usable
        ? new Registers.Segment(selector, base(entry), limit(entry), true)
        : new Registers.Segment(selector, 0, 0, false);
  }

  /** ESP0 of the TSS in use. */
  OptionalInt esp0() {
    if (!system.tr().usable()) {
      return OptionalInt.empty();
    }
    byte[] b = linear.read(system.tr().base() + ESP0, 4);
    return b.length < 4 ? OptionalInt.empty() : OptionalInt.of(SavedRegisters.word(b, 0));
  }

  /** Six segments of ring 3, in the order of {@link SegmentName}. */
  Registers.Segment[] ring3(int cs, int ss, int ds, int es) {
    Registers.Segment[] all = new Registers.Segment[SegmentName.values().length];
    all[SegmentName.CS.ordinal()] = segment(cs & 0xffff);
    all[SegmentName.SS.ordinal()] = segment(ss & 0xffff);
    all[SegmentName.DS.ordinal()] = segment(ds & 0xffff);
    all[SegmentName.ES.ordinal()] = segment(es & 0xffff);
    all[SegmentName.FS.ordinal()] = segment(0); // IRET takes the kernel's away
    all[SegmentName.GS.ordinal()] = segment(0);
    return all;
  }

  private byte[] entry(int index) {
    int offset = index * BYTES;
    boolean inside =
        index > 0
            && index < ENTRIES_MAX
            && Integer.compareUnsigned(offset + BYTES - 1, system.gdtLimit()) <= 0;
    byte[] read = inside ? linear.read(system.gdtBase() + offset, BYTES) : new byte[0];
    return read.length == BYTES ? read : new byte[0];
  }

  private static boolean isTss(byte[] entry) {
    return entry.length == BYTES && (entry[5] & 0x1d) == 0x09;
  }

  private static boolean isRing3(byte[] entry, int type) {
    return entry.length == BYTES && (entry[5] & TYPE) == type && (entry[5] >> 5 & 3) == RING3;
  }

  private static int base(byte[] e) {
    return e[2] & 0xff | (e[3] & 0xff) << 8 | (e[4] & 0xff) << 16 | (e[7] & 0xff) << 24;
  }

  private static int limit(byte[] e) {
    int limit = e[0] & 0xff | (e[1] & 0xff) << 8 | (e[6] & 0xf) << 16;
    return (e[6] & 0x80) != 0 ? limit << 12 | 0xfff : limit;
  }
}
