// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import java.util.List;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.cpu.SegmentRegister;
import org.virtualpok.emu.debug.Address;
import org.virtualpok.emu.debug.TargetException;
import org.virtualpok.emu.isa.Disassembler;
import org.virtualpok.emu.memory.PhysicalMemory;
import org.virtualpok.hypervisor.partition.Partition;

/** Reads guest memory for a debugger, in whatever space the address is. */
final class MemoryReader {
  private static final int BYTES_MAX = 64 * 1024 * 1024;
  private static final int INSTRUCTIONS_MAX = 1 << 20;
  private static final int INSTRUCTION_BYTES_MAX = 15;

  /** Finds the partition of a context. */
  interface PartitionFinder {
    Partition find(int context) throws TargetException;
  }

  private MemoryReader() {}

  /** Shorter than asked where the segment or RAM ends. Without paging, linear is physical. */
  static byte[] read(
      PhysicalMemory memory, Address address, int lengthBytes, PartitionFinder partitions)
      throws TargetException {
    if (lengthBytes < 0 || lengthBytes > BYTES_MAX) {
      throw new TargetException("cannot read " + lengthBytes + " bytes at once");
    }
    if (address instanceof Address.Logical logical) {
      SegmentRegister segment = partitions.find(logical.context()).cpu().segment(logical.segment());
      long offset = Integer.toUnsignedLong(logical.offset());
      long left = segment.usable() ? Integer.toUnsignedLong(segment.limit) + 1 - offset : 0;
      int length = (int) Math.max(0, Math.min(lengthBytes, left));
      return readLinear(memory, segment.base + logical.offset(), length);
    }
    if (address instanceof Address.Linear linear) {
      return readLinear(memory, linear.value(), lengthBytes);
    }
    return readLinear(memory, ((Address.Physical) address).value(), lengthBytes);
  }

  /** Instructions from an offset in CS on; fewer where the segment or RAM ends. */
  static List<Disassembler.Line> disassemble(
      Partition partition, int offset, int count, Disassembler.Syntax syntax)
      throws TargetException {
    if (count < 0 || count > INSTRUCTIONS_MAX) {
      throw new TargetException("cannot disassemble " + count + " instructions at once");
    }
    Address from = new Address.Logical(partition.vcpuContext(), SegmentName.CS, offset);
    byte[] code =
        read(partition.space().memory(), from, count * INSTRUCTION_BYTES_MAX, c -> partition);
    return Disassembler.disassemble(code, offset, count, syntax);
  }

  private static byte[] readLinear(PhysicalMemory memory, int address, int lengthBytes) {
    long left = memory.sizeBytes() - Integer.toUnsignedLong(address);
    return memory.read(address, (int) Math.max(0, Math.min(lengthBytes, left)));
  }
}
