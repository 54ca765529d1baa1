// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.awareness;

import java.util.Optional;
import java.util.function.Supplier;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.image.SymbolTable;
import org.virtualpok.emu.machine.PcProgram;
import org.virtualpok.emu.machine.PcPrograms;
import org.virtualpok.hypervisor.hypercall.Hypercall;
import org.virtualpok.hypervisor.personality.Personality;

/** Partitions and threads of a POK kernel, as the PC asks for them at a stop. */
final class PokPrograms implements PcPrograms {
  private static final int RING3 = 3;

  private final PokKernel kernel;
  private final CpuState cpu;
  private final Supplier<SegmentTables> tables;
  private final Optional<Election> election;

  /**
   * @param tables the descriptors as they are now
   * @param election empty where threads cannot be told
   */
  PokPrograms(
      PokKernel kernel, CpuState cpu, Supplier<SegmentTables> tables, Optional<Election> election) {
    this.kernel = kernel;
    this.cpu = cpu;
    this.tables = tables;
    this.election = election;
  }

  /** Symbols of a partition's program; any thread. */
  SymbolTable symbols(int partition) {
    return kernel
        .archive()
        .program(partition)
        .map(PokArchive.Program::symbols)
        .orElse(SymbolTable.EMPTY);
  }

  @Override
  public boolean isProgram(int context) {
    if (PokContexts.isPartition(context)) {
      int partition = PokContexts.partitionIndex(context);
      return partition < kernel.archive().programs().size()
          || tables.get().partition(partition).isPresent();
    }
    return PokContexts.isThread(context)
        && PokContexts.threadId(context) < election.map(Election::threads).orElse(0);
  }

  /** Index of the partition of a partition's or thread's context; -1 if nobody knows. */
  int partition(int context) {
    if (PokContexts.isPartition(context)) {
      return PokContexts.partitionIndex(context);
    }
    return PokContexts.isThread(context)
        ? election.map(e -> e.partitionOf(PokContexts.threadId(context))).orElse(-1)
        : -1;
  }

  @Override
  public Optional<PcProgram> find(int context) {
    int partition = partition(context);
    return tables
        .get()
        .partition(partition)
        .map(
            d -> {
              PcProgram.Extent extent = new PcProgram.Extent(d.base(), d.limit());
              String name = "partition " + (partition + 1);
              return new PcProgram(context, name, extent, extent, symbols(partition));
            });
  }

  /** Index of the partition whose code the processor runs; -1 in the kernel. */
  int runningPartition() {
    return cpu.cpl == RING3 ? tables.get().ofSelector(cpu.segment(SegmentName.CS).selector) : -1;
  }

  @Override
  public int running() {
    int partition = runningPartition();
    if (partition < 0) {
      return 0;
    }
    int thread = election.map(Election::thread).orElse(-1);
    boolean known = thread >= 0 && election.map(e -> e.partitionOf(thread)).orElse(-1) == partition;
    return known ? PokContexts.thread(thread) : PokContexts.partition(partition);
  }

  @Override
  public boolean runs(int context) {
    if (PokContexts.isThread(context)) {
      return running() == context;
    }
    int partition = runningPartition();
    return partition >= 0 && PokContexts.partition(partition) == context;
  }

  @Override
  public int ofSelector(int selector) {
    int partition = tables.get().ofSelector(selector);
    return partition < 0 ? 0 : PokContexts.partition(partition);
  }

  @Override
  public boolean isCall(int vector) {
    return vector == Hypercall.VECTOR_SYSCALL
        || vector == Hypercall.VECTOR_HYPERCALL
            && kernel.variant().equals(Optional.of(Personality.POK_2014));
  }

  @Override
  public String describeCall(int vector, int number) {
    return Hypercall.describe(vector, number);
  }

  @Override
  public String meaningOfCall(int vector, int number) {
    return Hypercall.find(vector, number)
        .filter(c -> kernel.variant().isEmpty() || c.in(kernel.variant().get(), vector))
        .map(Hypercall::meaning)
        .orElse("This kernel does not know the call.");
  }
}
