// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.awareness;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.virtualpok.emu.awareness.GuestMemory;
import org.virtualpok.emu.awareness.GuestValue;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.debug.SystemRegisters;
import org.virtualpok.emu.image.ElfImage;
import org.virtualpok.emu.image.SymbolTable;
import org.virtualpok.emu.image.dwarf.DebugInfo;
import org.virtualpok.hypervisor.personality.Personality;

/**
 * A POK kernel's image, and the way to read such a kernel where it runs: its own DWARF says how its
 * structures lie, so no layout is built in but that of its interrupt frame, its GDT and its TSS.
 * Immutable; from any thread.
 */
public final class PokKernel {
  /** What every kernel of this family prints once it is up; all that a stripped one has. */
  private static final String BANNER = "POK kernel initialized";

  private static final int ARRAYS_NAMED = 4;

  private final Optional<Personality> variant;
  private final SymbolTable symbols;
  private final DebugInfo debugInfo;
  private final PokArchive archive;

  private PokKernel(
      Optional<Personality> variant, ElfImage kernel, DebugInfo debugInfo, PokArchive archive) {
    this.variant = variant;
    this.symbols = kernel.symbols();
    this.debugInfo = debugInfo;
    this.archive = archive;
  }

  /** The kernel, if it is a POK: by its symbols, or stripped of them, by what it prints. */
  public static Optional<PokKernel> recognise(ElfImage kernel, DebugInfo debugInfo) {
    SymbolTable symbols = kernel.symbols();
    boolean named =
        symbols.named("pok_partitions").isPresent() && symbols.named("pok_threads").isPresent();
    if (!named && !prints(kernel)) {
      return Optional.empty();
    }
    Optional<Personality> variant = named ? Optional.of(variant(symbols)) : Optional.empty();
    return Optional.of(new PokKernel(variant, kernel, debugInfo, PokArchive.of(kernel)));
  }

  /** By the variables that only one of them has. */
  private static Personality variant(SymbolTable symbols) {
    if (symbols.named("current_threads").isPresent()) {
      return Personality.POK_2025; // one for each processor
    }
    boolean vcpu =
        symbols.named("pok_current_vcpu").isPresent()
            || symbols.named("pok_hypercall_init").isPresent();
    return vcpu ? Personality.POK_2014 : Personality.POK_2013;
  }

  private static boolean prints(ElfImage kernel) {
    return kernel.isMultiboot()
        && kernel.segments().stream()
            .map(s -> new String(s.fileBytes(), StandardCharsets.ISO_8859_1))
            .anyMatch(t -> t.contains(BANNER));
  }

  /** Empty where symbols were stripped. */
  public Optional<Personality> variant() {
    return variant;
  }

  /** "POK 2013", "POK, variant unknown". */
  public String name() {
    return variant.map(v -> v.abi().replace("pok-", "POK ")).orElse("POK, variant unknown");
  }

  /** The partitions' programs that it brings. */
  public PokArchive archive() {
    return archive;
  }

  /**
   * Its election of threads, read anew at every question; empty without debug information.
   *
   * @param linear memory by linear addresses
   */
  Optional<Election> election(GuestMemory linear) {
    return hasLayout()
        ? variant.map(
            v -> new Election(new KernelData(v, symbols, debugInfo, linear, new Problems())))
        : Optional.empty();
  }

  private boolean hasLayout() {
    return debugInfo.type("pok_thread_t").isPresent();
  }

  /**
   * What it is doing. Total: whatever is in memory gives problems, and no exception.
   *
   * @param linear memory by linear addresses
   * @param cpu the processor's registers
   * @param system its system registers
   */
  public PokKernelState read(GuestMemory linear, Registers cpu, SystemRegisters system) {
    Problems problems = new Problems();
    archive.problems().forEach(problems::add);
    GuestMemory memory = new CachedMemory(linear);
    SegmentTables tables = new SegmentTables(memory, system);
    if (variant.isEmpty() || !hasLayout()) {
      missing(problems);
      return withoutLayout(memory, cpu, tables, problems);
    }
    return withLayout(memory, cpu, tables, problems);
  }

  private void missing(Problems problems) {
    if (variant.isEmpty()) {
      problems.add(
          "no symbols and no debug information: only the GDT and the TSS are shown,"
              + " no threads, slots, ports or lock objects");
      return;
    }
    problems.add(
        "no debug information (built without -g, or stripped): threads, modes, ports and lock"
            + " objects are not shown");
    int named = 0;
    for (String name : List.of("pok_partitions", "pok_threads", "pok_ports", "pok_gdt")) {
      Optional<SymbolTable.Symbol> symbol = symbols.named(name);
      if (symbol.isPresent() && named++ < ARRAYS_NAMED) {
        problems.add(
            String.format(
                "%s: %d bytes at 0x%x, layout unknown",
                name, symbol.get().size(), symbol.get().address()));
      }
    }
  }

  private PokKernelState withLayout(
      GuestMemory memory, Registers cpu, SegmentTables tables, Problems problems) {
    KernelData data = new KernelData(variant.get(), symbols, debugInfo, memory, problems);
    List<GuestValue> values = data.elements("pok_threads", ThreadsReader.THREADS_MAX);
    if (values.isEmpty()) {
      problems.add("no threads: pok_threads cannot be read");
    }
    Election election = new Election(data);
    boolean initialised = election.started();
    if (!initialised) {
      problems.add("the kernel is not yet initialised");
    }
    PartitionsReader reader = new PartitionsReader(data, tables, archive);
    List<PokKernelState.Partition> partitions = reader.partitions(values.size());
    ObjectsReader objects = new ObjectsReader(data, values);
    List<PokKernelState.Port> ports = objects.ports();
    List<PokKernelState.Lock> locks = objects.locks();
    int current = election.thread();
    if (initialised && current < 0) {
      problems.add("the current thread is none of " + values.size());
    }
    int partition =
        initialised
            ? KernelData.index(data.variable("pok_current_partition"), partitions.size())
            : -1;
    List<PokKernelState.Thread> threads =
        new ThreadsReader(data, tables, cpu, current).threads(values, partitions, objects.waits());
    InterruptsReader interrupts = new InterruptsReader(data, partitions);
    OptionalLong ticks = data.variable("pok_tick_counter").integer();
    debugInfo.problems().forEach(problems::add);
    return new PokKernelState(
        variant,
        initialised,
        ticks,
        data.nanos(ticks),
        partitions,
        threads,
        current,
        partition >= 0 ? partition : byCs(cpu, tables),
        tables.esp0(),
        reader.schedule(partitions.size()),
        ports,
        locks,
        interrupts.lines(),
        interrupts.vcpus(),
        problems.lines());
  }

  /** From GDT and TSS, and the symbols whose size alone says what they are. */
  private PokKernelState withoutLayout(
      GuestMemory memory, Registers cpu, SegmentTables tables, Problems problems) {
    List<PokKernelState.Partition> partitions = new ArrayList<>();
    for (PokKernelState.Descriptor d : tables.partitions()) {
      int index = partitions.size();
      // POK's limit is the size, one byte too many.
      partitions.add(
          new PokKernelState.Partition(
              index,
              "partition " + (index + 1),
              d.base(),
              d.limit(),
              "",
              "",
              "",
              OptionalLong.empty(),
              -1,
              0,
              0,
              -1,
              -1,
              -1,
              Optional.of(d),
              archive.program(index)));
    }
    if (partitions.isEmpty()) {
      problems.add("no partitions in the GDT: the kernel is not yet initialised");
    }
    OptionalLong ticks = number(memory, "pok_tick_counter", 8);
    OptionalLong frame = number(memory, "pok_sched_next_major_frame", 8);
    boolean initialised = frame.isPresent() ? frame.getAsLong() != 0 : !partitions.isEmpty();
    OptionalLong now = number(memory, "pok_current_partition", 2);
    boolean named = initialised && now.isPresent() && now.getAsLong() < partitions.size();
    OptionalInt esp0 = tables.esp0();
    return new PokKernelState(
        variant,
        initialised,
        ticks,
        ticks.isPresent() && variant.isPresent() && ticks.getAsLong() < Long.MAX_VALUE / 1_000_000
            ? OptionalLong.of(variant.get().toNanos(ticks.getAsLong()))
            : OptionalLong.empty(),
        partitions,
        List.of(),
        -1,
        named ? (int) now.getAsLong() : byCs(cpu, tables),
        esp0,
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        problems.lines());
  }

  private static int byCs(Registers cpu, SegmentTables tables) {
    return cpu.cpl() == 3 ? tables.ofSelector(cpu.segment(SegmentName.CS).selector()) : -1;
  }

  /** An unsigned number as wide as its symbol; empty if that is wider than it can be. */
  private OptionalLong number(GuestMemory memory, String name, int maxBytes) {
    Optional<SymbolTable.Symbol> symbol =
        symbols.named(name).filter(s -> s.size() >= 1 && s.size() <= maxBytes);
    byte[] b = symbol.map(s -> memory.read(s.address(), s.size())).orElse(new byte[0]);
    if (symbol.isEmpty() || b.length < symbol.get().size()) {
      return OptionalLong.empty();
    }
    long value = 0;
    for (int i = b.length - 1; i >= 0; i--) {
      value = value << 8 | b[i] & 0xff;
    }
    return OptionalLong.of(value);
  }
}
