// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.DebugRegisters;
import org.virtualpok.emu.debug.TargetException;
import org.virtualpok.emu.interp.Interpreter;
import org.virtualpok.emu.isa.Disassembler;
import org.virtualpok.hypervisor.hypercall.Hypercall;
import org.virtualpok.hypervisor.interrupt.Overwrites;
import org.virtualpok.hypervisor.interrupt.OverwrittenWord;
import org.virtualpok.hypervisor.partition.Partition;

/** Finds the instructions that use what published frames overwrote. */
final class Corruptions {
  /** Instructions that write their destination without reading it; those of strings write DI. */
  private static final Set<String> WRITERS =
      Set.of(
          "mov", "push", "pusha", "pushad", "pushf", "pushfd", "call", "enter", "stos", "stosb",
          "stosw", "stosd", "movs", "movsb", "movsw", "movsd", "pop", "fst", "fstp", "fist",
          "fistp", "fnstcw", "fnstsw", "fnsave", "fnstenv", "fbstp");

  /** Instructions that a shifted stack is followed for. */
  private static final int PATIENCE_INSTRUCTIONS = 100_000;

  private final ModuleClock clock;

  /** The instance whose return is followed; null if none is. */
  private OverwrittenWord followed;

  private ShiftedStack stack;
  private int patience;

  /** By context of the partition. */
  private final Map<Integer, Corruption> first = new ConcurrentHashMap<>();

  private final Map<Integer, Corruption> used = new ConcurrentHashMap<>();

  Corruptions(ModuleClock clock) {
    this.clock = clock;
  }

  void reset() {
    followed = null;
    first.clear();
    used.clear();
  }

  /** A delivery may have overwritten a word. */
  void delivered(Partition partition) {
    Optional<OverwrittenWord> word = partition.interrupts().overwrites().first();
    word.ifPresent(
        w ->
            first.putIfAbsent(
                partition.context(),
                new Corruption(partition.context(), partition.name(), w, Optional.empty())));
  }

  /** Whether the last exit of the interpreter is a trap of ours alone, which is dealt with. */
  boolean isOwnTrap(Partition partition, Interpreter interpreter) {
    Overwrites overwrites = partition.interrupts().overwrites();
    if (!interpreter.trapped() || !overwrites.isOwnTrap()) {
      return false;
    }
    CpuState cpu = partition.cpu();
    boolean single = (cpu.dr6 & DebugRegisters.DR6_BS) != 0;
    int site = interpreter.trappedEip();
    String mnemonic = line(partition, site).map(Disassembler.Line::mnemonic).orElse("");
    String bare = mnemonic.substring(mnemonic.lastIndexOf(' ') + 1);
    boolean writesOnly = WRITERS.contains(bare) || bare.startsWith("set");
    if (overwrites.trapped(site, writesOnly)) {
      noteUse(partition, site, Optional.empty());
    }
    cpu.dr6 = DebugRegisters.DR6_ONES;
    return !single;
  }

  /**
   * A vCPU is about to run. While its stack is shifted it is looked at before every instruction.
   *
   * @return how many instructions it may run before it is looked at again
   */
  long aboutToRun(Partition partition, long most) {
    Overwrites overwrites = partition.interrupts().overwrites();
    OverwrittenWord word = overwrites.shifted().orElse(null);
    if (word == null) {
      return most;
    }
    if (!word.equals(followed)) {
      followed = word;
      stack = new ShiftedStack(word.address() + 4);
      patience = PATIENCE_INSTRUCTIONS;
    }
    int site = partition.cpu().eip;
    Optional<Disassembler.Line> line = line(partition, site);
    ShiftedStack.Verdict verdict =
        line.isEmpty() || --patience == 0
            ? ShiftedStack.Verdict.HEALED
            : stack.judge(partition, line.get());
    if (verdict == ShiftedStack.Verdict.HARMLESS) {
      return 1;
    }
    if (verdict == ShiftedStack.Verdict.HEALED) {
      overwrites.endShift(-1, 0);
      return most;
    }
    int taken = stack.taken();
    boolean there = partition.space().contains(taken, 4);
    int read = there ? partition.space().read32(taken) : 0;
    overwrites.endShift(site, read);
    noteUse(partition, site, Optional.of(new Corruption.Taken(taken, read)));
    return most;
  }

  /** A hypercall reads its arguments. */
  void hypercall(Partition partition, int vector, int number, int site) {
    int arguments = Hypercall.find(vector, number).map(c -> c.arguments().size()).orElse(0);
    int from = partition.cpu().gpr[CpuState.EBX] + 4;
    if (partition.interrupts().overwrites().hypercallReads(from, 4 * arguments, site)) {
      noteUse(partition, site, Optional.empty());
    }
  }

  private void noteUse(Partition partition, int site, Optional<Corruption.Taken> taken) {
    OverwrittenWord word = partition.interrupts().overwrites().used().orElseThrow();
    Corruption.Use use =
        new Corruption.Use(
            clock.nanos(),
            site,
            FaultWording.place(partition, site),
            line(partition, site).map(Disassembler.Line::text).orElse("(bad)"),
            taken);
    used.put(
        partition.context(),
        new Corruption(partition.context(), partition.name(), word, Optional.of(use)));
  }

  private static Optional<Disassembler.Line> line(Partition partition, int site) {
    try {
      return MemoryReader.disassemble(partition, site, 1, Disassembler.Syntax.INTEL).stream()
          .findFirst();
    } catch (TargetException e) {
      throw new AssertionError(e);
    }
  }

  /** Of each partition the first, with its use if it was used; then the first that was. */
  List<Corruption> of(List<Partition> partitions) {
    List<Corruption> all = new ArrayList<>();
    for (Partition partition : partitions) {
      Corruption one = first.get(partition.context());
      Corruption two = used.get(partition.context());
      if (one != null && (two == null || !two.word().equals(one.word()))) {
        all.add(one);
      }
      if (two != null) {
        all.add(two);
      }
    }
    return all;
  }
}
