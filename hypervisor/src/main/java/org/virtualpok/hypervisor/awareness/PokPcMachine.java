// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.awareness;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.virtualpok.emu.awareness.GuestMemory;
import org.virtualpok.emu.debug.Address;
import org.virtualpok.emu.debug.Context;
import org.virtualpok.emu.debug.ForwardingMachine;
import org.virtualpok.emu.debug.HypercallInfo;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.debug.ScheduleState;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.debug.TargetException;
import org.virtualpok.emu.debug.TargetSnapshot;
import org.virtualpok.emu.image.ElfImage;
import org.virtualpok.emu.image.SymbolTable;
import org.virtualpok.emu.image.dwarf.DebugInfo;
import org.virtualpok.emu.machine.PcMachine;
import org.virtualpok.hypervisor.hypercall.Hypercall;

/**
 * A PC that runs an unmodified POK kernel, with the kernel's partitions and threads as contexts
 * (ids: {@link PokContexts}). The kernel's memory is read when a snapshot or a stop asks for it,
 * and at no other time; what the guest does stays the same to the instruction.
 */
public final class PokPcMachine extends ForwardingMachine {
  private static final int MEMORY_BYTES_MAX = 1 << 20;

  private final PcMachine machine;
  private final PokKernel kernel;
  private final PokPrograms programs;
  private final List<HypercallInfo> hypercalls;

  /** Partitions by their threads' contexts, as the last picture had them; for any thread. */
  private volatile Map<Integer, Integer> owners = Map.of();

  private PokPcMachine(PcMachine machine, PokKernel kernel) {
    super(machine);
    this.machine = machine;
    this.kernel = kernel;
    GuestMemory linear = this::linear;
    programs =
        new PokPrograms(
            kernel,
            machine.cpu(),
            () -> new SegmentTables(linear, machine.system()),
            kernel.election(linear));
    hypercalls =
        Hypercall.table().stream()
            .filter(
                h ->
                    Hypercall.find(h.vector(), h.number())
                        .filter(c -> kernel.variant().map(v -> c.in(v, h.vector())).orElse(true))
                        .isPresent())
            .toList();
    machine.setPrograms(programs);
  }

  /**
   * The PC with what is known of its kernel; empty if that is no POK.
   *
   * @param debugInfo of its kernel's image
   */
  public static Optional<PokPcMachine> of(PcMachine machine, ElfImage image, DebugInfo debugInfo) {
    return PokKernel.recognise(image, debugInfo).map(k -> new PokPcMachine(machine, k));
  }

  /** The partitions' programs by the ids of their contexts; fixed, from any thread. */
  public SortedMap<Integer, PokArchive.Program> programs() {
    SortedMap<Integer, PokArchive.Program> found = new TreeMap<>();
    for (int i = 0; i < kernel.archive().programs().size(); i++) {
      int context = PokContexts.partition(i);
      kernel.archive().program(i).ifPresent(p -> found.put(context, p));
    }
    return found;
  }

  private byte[] linear(int address, int lengthBytes) {
    try {
      int length = Math.max(0, Math.min(lengthBytes, MEMORY_BYTES_MAX));
      return machine.readMemory(new Address.Linear(address), length);
    } catch (TargetException e) {
      return new byte[0]; // a debugger's refusal is an unreadable place to a reader
    }
  }

  /** The kernel as its memory has it now; by the machine's thread. */
  public PokKernelState kernel() {
    return kernel.read(this::linear, machine.registers(), machine.system());
  }

  @Override
  public TargetSnapshot capture(long sequence, boolean running, StopReason stop) {
    TargetSnapshot pc = machine.capture(sequence, running, stop);
    PokKernelState state = kernel();
    owners = owners(state);
    Optional<ScheduleState> schedule = PokSlots.of(state, pc.timeNanos());
    PokTree found = new PokTree(kernel, state, schedule, running, stop, pc.timeNanos());
    List<Context> contexts = new ArrayList<>();
    for (Context c : pc.contexts()) {
      contexts.add(c.id() == PcMachine.MACHINE_CONTEXT ? withSystem(c) : c);
    }
    contexts.addAll(found.all());
    Map<Integer, Registers> registers = new HashMap<>(pc.registers());
    found.addRegisters(registers, programs.runningPartition(), machine.registers());
    return new TargetSnapshot(
        sequence,
        running,
        stop,
        pc.timeNanos(),
        pc.instructions(),
        pc.current(),
        contexts,
        registers,
        pc.breakpoints(),
        schedule,
        PokObjects.interrupts(state),
        pc.hardware(),
        PokObjects.ports(state),
        PokObjects.locks(state),
        pc.rtos(),
        state.problems());
  }

  private static Map<Integer, Integer> owners(PokKernelState state) {
    Map<Integer, Integer> owners = new HashMap<>();
    for (PokKernelState.Thread t : state.threads()) {
      owners.put(PokContexts.thread(t.id()), t.partition());
    }
    return Map.copyOf(owners);
  }

  /** "suspended, POK 2013". */
  private Context withSystem(Context c) {
    String reason = c.reason() + ", " + kernel.name();
    return new Context(c.id(), c.parent(), c.kind(), c.number(), c.name(), c.state(), reason);
  }

  @Override
  public Optional<SymbolTable> symbols(int context) {
    if (PokContexts.isPartition(context)) {
      return Optional.of(programs.symbols(PokContexts.partitionIndex(context)));
    }
    return PokContexts.isThread(context)
        ? Optional.of(programs.symbols(owners.getOrDefault(context, -1)))
        : machine.symbols(context);
  }

  @Override
  public List<HypercallInfo> hypercalls() {
    return hypercalls;
  }
}
