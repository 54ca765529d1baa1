// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import java.util.Locale;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Fault;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.cpu.SegmentRegister;
import org.virtualpok.emu.debug.TargetException;
import org.virtualpok.emu.isa.Disassembler;
import org.virtualpok.hypervisor.error.ErrorKind;
import org.virtualpok.hypervisor.partition.DescriptorTable;
import org.virtualpok.hypervisor.partition.Partition;
import org.virtualpok.hypervisor.partition.PartitionErrors;
import org.virtualpok.hypervisor.thread.PokThread;

/** Tells a CPU fault in a sentence. */
final class FaultWording {
  private static final byte CS_PREFIX = 0x2e;

  /** No partition is as large: an access past this is told without advice. */
  private static final long NOT_WILD_BYTES = 64L << 20;

  private FaultWording() {}

  static String sentence(Partition partition, Fault fault) {
    CpuState cpu = partition.cpu();
    String name = fault.mnemonic() + errorCode(fault) + ": ";
    SegmentRegister cs = cpu.segment(SegmentName.CS);
    String by = ", by the instruction at " + place(partition, cpu.eip);
    if (fault.hasAddress() && isFetch(partition, fault)) {
      return name
          + (fault.address() == cpu.eip ? "execution at " : "jump to ")
          + hex(fault.address())
          + ", past the limit "
          + hex(cs.limit)
          + (fault.address() == cpu.eip ? origin(partition) : by);
    }
    if (fault.hasAddress()) {
      return name + access(cpu, fault) + remedy(partition, fault) + by;
    }
    return name + cause(partition, fault) + by;
  }

  /** An INT n for which the guest has no gate. */
  static String softwareInterrupt(Partition partition, int vector) {
    return String.format(
        Locale.ROOT,
        "#GP(0x%x): int %d has no gate for guests, by the instruction at %s",
        vector * 8 + 2,
        vector,
        place(partition, partition.cpu().eip));
  }

  /** An INT n of an exception, which POK lets guests call, and no error handler. */
  static String raised(Partition partition, int vector) {
    return String.format(
        Locale.ROOT,
        "int %d raises error %s, by the instruction at %s",
        vector,
        ErrorKind.ofVector(vector).words(),
        place(partition, partition.cpu().eip));
  }

  /** An error that is no fault: "error 11 application error of thread 2 at 0x00001234 <main>". */
  static String error(PartitionErrors.Pending error) {
    return "error "
        + error.decision().error().words()
        + (error.thread() == null ? "" : " of thread " + error.thread().localId())
        + " at "
        + place(error.partition(), error.address());
  }

  /** What a sentence ends with if the error handler was at fault; else empty. */
  static String inErrorHandler(Partition partition) {
    PokThread handler = partition.threads().errorThread();
    return handler != null && handler == partition.threads().current()
        ? ", in the partition's error handler"
        : "";
  }

  /** "0x00001234 <main+0x1c>". */
  static String place(Partition partition, int offset) {
    String symbol = partition.image().symbols().describe(offset);
    return symbol.isEmpty() ? hex(offset) : hex(offset) + " <" + symbol + ">";
  }

  /** Fetches go through CS, as only few data accesses do: those with its prefix. */
  private static boolean isFetch(Partition partition, Fault fault) {
    int eip = partition.cpu().eip;
    boolean prefixed =
        partition.space().contains(eip, 2)
            && (partition.space().read(eip, 2)[0] == CS_PREFIX
                || partition.space().read(eip, 2)[1] == CS_PREFIX);
    return fault.segment() == SegmentName.CS
        && !fault.write()
        && Integer.compareUnsigned(fault.address(), partition.cpu().segment(SegmentName.CS).limit)
            > 0
        && !prefixed;
  }

  private static String access(CpuState cpu, Fault fault) {
    SegmentRegister segment = cpu.segment(fault.segment());
    String what =
        (fault.write() ? "write to " : "read of ") + fault.segment() + ":" + hex(fault.address());
    if (!segment.usable()) {
      return what + ", through a null selector";
    }
    if (fault.write() && !segment.writable) {
      return what + ", which is not writable";
    }
    if (!fault.write() && !segment.readable) {
      return what + ", which is not readable";
    }
    if (Integer.compareUnsigned(fault.address(), segment.limit) > 0) {
      return what + ", past the limit " + hex(segment.limit);
    }
    return what + ", across the limit " + hex(segment.limit);
  }

  /** How large a partition would have had to be, if the access is not just wild. */
  private static String remedy(Partition partition, Fault fault) {
    SegmentRegister segment = partition.cpu().segment(fault.segment());
    long last = Integer.toUnsignedLong(fault.address()) + accessBytes(partition) - 1;
    boolean own = segment.usable() && segment.base == partition.space().base();
    boolean past = last > Integer.toUnsignedLong(segment.limit);
    boolean allowed = fault.write() ? segment.writable : segment.readable;
    if (!own || !past || !allowed || last >= NOT_WILD_BYTES) {
      return "";
    }
    int size = DescriptorTable.smallestSize((int) last);
    String bytes = size % 1024 == 0 ? size / 1024 + " KiB" : hex(size) + " bytes";
    return " (the smallest partition that holds this access has " + bytes + ")";
  }

  /** Bytes of the operand in memory, as the disassembly says. */
  private static int accessBytes(Partition partition) {
    String operands = "";
    try {
      operands =
          MemoryReader.disassemble(partition, partition.cpu().eip, 1, Disassembler.Syntax.INTEL)
              .stream()
              .map(Disassembler.Line::operands)
              .findFirst()
              .orElse("");
    } catch (TargetException e) {
      throw new AssertionError(e);
    }
    if (operands.contains("QWORD PTR")) {
      return 8;
    }
    if (operands.contains("BYTE PTR") && !operands.contains("TBYTE")) {
      return 1;
    }
    return operands.contains("WORD PTR") && !operands.contains("DWORD") ? 2 : 4;
  }

  private static String cause(Partition partition, Fault fault) {
    return switch (fault.vector()) {
      case Fault.DE -> "division by zero, or a quotient too large";
      case Fault.DB -> "single step with the trap flag set";
      case Fault.UD -> "no instruction has the bytes " + bytes(partition);
      case Fault.NM -> "no coprocessor for the bytes " + bytes(partition);
      case Fault.NP -> String.format("selector 0x%x is not present", fault.errorCode());
      case Fault.SS -> "a stack that cannot be used";
      case Fault.GP ->
          fault.errorCode() == 0
              ? "not allowed to a guest, the bytes " + bytes(partition)
              : String.format("selector 0x%x cannot be loaded", fault.errorCode());
      default -> "the CPU raised " + fault.mnemonic();
    };
  }

  private static String errorCode(Fault fault) {
    return switch (fault.vector()) {
      case Fault.DF, Fault.TS, Fault.NP, Fault.SS, Fault.GP, Fault.PF ->
          fault.errorCode() == 0 ? "(0)" : String.format("(0x%x)", fault.errorCode());
      default -> "";
    };
  }

  /** What stands on top of the stack is where a call came from, if it is code at all. */
  private static String origin(Partition partition) {
    CpuState cpu = partition.cpu();
    int stack = cpu.gpr[CpuState.ESP];
    if (!partition.space().contains(stack, 4)) {
      return "";
    }
    int word = partition.space().read32(stack);
    String symbol = partition.image().symbols().describe(word);
    return symbol.isEmpty() ? "" : ", perhaps called from " + place(partition, word);
  }

  private static String bytes(Partition partition) {
    StringBuilder text = new StringBuilder();
    int eip = partition.cpu().eip;
    for (int i = 0; i < 4 && partition.space().contains(eip + i, 1); i++) {
      int value = partition.space().memory().read8(partition.space().physical(eip + i));
      text.append(i == 0 ? "" : " ").append(String.format("%02x", value));
    }
    return text.toString();
  }

  static String hex(int value) {
    return String.format("0x%08x", value);
  }
}
