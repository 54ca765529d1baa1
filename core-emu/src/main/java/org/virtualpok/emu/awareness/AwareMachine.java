// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.awareness;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.debug.Address;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.Context;
import org.virtualpok.emu.debug.ForwardingMachine;
import org.virtualpok.emu.debug.Machine;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.debug.RtosState;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.StepKind;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.debug.TargetException;
import org.virtualpok.emu.debug.TargetSnapshot;
import org.virtualpok.emu.image.SymbolTable;
import org.virtualpok.emu.isa.Disassembler;

/**
 * A machine together with those who know the operating systems inside: its snapshots have their
 * tasks as contexts. A task's id means its CPU wherever memory, code or a step is asked for.
 */
public final class AwareMachine extends ForwardingMachine {
  /** Ids of tasks start here; no machine has as many contexts of its own. */
  private static final int FIRST_TASK_CONTEXT = 1 << 28;

  private static final StopReason RUNNING = new StopReason(StopReason.Kind.USER, 0, 0, 0, "", "");

  private final Machine machine;
  private final List<Attached> attached = new ArrayList<>();
  private final List<CachedMemory> memories = new ArrayList<>();
  private final Map<TaskKey, Integer> ids = new HashMap<>();
  private final Map<Integer, Integer> vcpuOf = new ConcurrentHashMap<>();

  /** The tasks of breakpoints that are for one, by the breakpoint's id. */
  private final Map<Integer, Integer> taskOf = new HashMap<>();

  private record Attached(int context, RtosAwareness awareness) {}

  /** A task is the same as long as it has the same control block and the same id. */
  private record TaskKey(int vcpu, int address, long id) {}

  public AwareMachine(Machine machine) {
    super(machine);
    this.machine = machine;
    machine.setBreakpointCondition(this::fires);
  }

  /**
   * Attaches the first of some providers that recognises the system.
   *
   * @return whether there was one
   */
  public boolean attach(GuestImage image, List<RtosAwareness.Provider> providers) {
    for (RtosAwareness.Provider provider : providers) {
      Optional<RtosAwareness> found = provider.attach(image);
      if (found.isPresent()) {
        attached.add(new Attached(image.context(), found.get()));
        return true;
      }
    }
    return false;
  }

  /** Memory as a CPU or vCPU of this machine sees it through DS. */
  public GuestMemory memory(int context) {
    CachedMemory cached = new CachedMemory((address, length) -> read(context, address, length));
    memories.add(cached);
    return cached;
  }

  private byte[] read(int context, int address, int lengthBytes) {
    try {
      return machine.readMemory(
          new Address.Logical(context, SegmentName.DS, address), Math.max(0, lengthBytes));
    } catch (TargetException e) {
      return new byte[0]; // nothing can be read there now
    }
  }

  @Override
  public TargetSnapshot capture(long sequence, boolean running, StopReason stop) {
    TargetSnapshot plain = machine.capture(sequence, running, stop);
    if (attached.isEmpty()) {
      return plain;
    }
    memories.forEach(CachedMemory::begin);
    try {
      return withTasks(taskOf.isEmpty() ? plain : plain.withBreakpoints(scoped(plain)));
    } finally {
      memories.forEach(CachedMemory::end);
    }
  }

  private List<Breakpoint> scoped(TargetSnapshot plain) {
    return plain.breakpoints().stream()
        .map(b -> b.withScope(taskOf.getOrDefault(b.id(), b.scope())))
        .toList();
  }

  private TargetSnapshot withTasks(TargetSnapshot plain) {
    List<Context> contexts = new ArrayList<>(plain.contexts());
    Map<Integer, Registers> registers = new HashMap<>(plain.registers());
    List<RtosState> found = new ArrayList<>();
    for (Attached each : attached) {
      Registers vcpu = plain.registers().get(each.context);
      if (vcpu == null) {
        continue;
      }
      List<RtosState.Task> tasks = new ArrayList<>();
      RtosState state = each.awareness.read(vcpu);
      for (RtosState.Task task : state.tasks()) {
        RtosState.Task known = task.withContext(idOf(each.context, task));
        tasks.add(known);
        contexts.add(context(each.context, known, plain));
        Optional<Registers> own = known.current() ? Optional.of(vcpu) : known.registers();
        own.ifPresent(r -> registers.put(known.context(), r));
      }
      found.add(state.withTasks(tasks));
    }
    return plain.withRtos(contexts, registers, found);
  }

  private int idOf(int vcpu, RtosState.Task task) {
    int id =
        ids.computeIfAbsent(
            new TaskKey(vcpu, task.address(), task.id()), k -> FIRST_TASK_CONTEXT + ids.size());
    vcpuOf.put(id, vcpu);
    return id;
  }

  private static Context context(int vcpu, RtosState.Task task, TargetSnapshot snapshot) {
    Context.State above =
        snapshot.context(vcpu).map(Context::state).orElse(Context.State.SUSPENDED);
    Context.State state = task.current() ? above : Context.State.IDLE;
    String reason = (task.current() ? "current, " : "") + task.state();
    String waits = task.waits().isEmpty() ? "" : ": " + task.waits();
    // A thread of the POSIX API has no name.
    String name =
        task.name().isBlank() ? String.format(Locale.ROOT, "0x%08x", task.id()) : task.name();
    return new Context(task.context(), vcpu, Context.Kind.TASK, 0, name, state, reason + waits);
  }

  /** The machine's own context for a task's or any other. */
  private int own(int context) {
    return vcpuOf.getOrDefault(context, context);
  }

  @Override
  public StopReason step(int context, StepKind kind, RunLimit limit) throws TargetException {
    return machine.step(own(context), kind, limit);
  }

  @Override
  public int setBreakpoint(Breakpoint breakpoint) throws TargetException {
    int task = breakpoint.scope();
    Integer vcpu = vcpuOf.get(task);
    boolean code =
        breakpoint.trigger() instanceof Breakpoint.AtAddress
            || breakpoint.trigger() instanceof Breakpoint.AtHypercall;
    if (vcpu != null && !code) {
      throw new TargetException(
          "one task stops at an address or a hypercall; choose its partition for anything else");
    }
    int id = machine.setBreakpoint(vcpu == null ? breakpoint : breakpoint.withScope(vcpu));
    if (vcpu == null) {
      taskOf.remove(id);
    } else {
      taskOf.put(id, task);
    }
    return id;
  }

  /** Whether a breakpoint that is for one task is about what its CPU executes now. */
  private boolean fires(int id) {
    Integer task = taskOf.get(id);
    return task == null || isCurrent(task);
  }

  private boolean isCurrent(int task) {
    int vcpu = vcpuOf.get(task);
    memories.forEach(CachedMemory::begin);
    try {
      Registers registers = machine.capture(0, true, RUNNING).registers().get(vcpu);
      return registers != null
          && attached.stream()
              .filter(a -> a.context == vcpu)
              .flatMap(a -> a.awareness.read(registers).tasks().stream())
              .anyMatch(t -> t.current() && idOf(vcpu, t) == task);
    } finally {
      memories.forEach(CachedMemory::end);
    }
  }

  @Override
  public void removeBreakpoint(int id) throws TargetException {
    machine.removeBreakpoint(id);
    taskOf.remove(id);
  }

  @Override
  public byte[] readMemory(Address address, int lengthBytes) throws TargetException {
    if (address instanceof Address.Logical l) {
      return machine.readMemory(
          new Address.Logical(own(l.context()), l.segment(), l.offset()), lengthBytes);
    }
    return machine.readMemory(address, lengthBytes);
  }

  @Override
  public List<Disassembler.Line> disassemble(
      int context, int offset, int count, Disassembler.Syntax syntax) throws TargetException {
    return machine.disassemble(own(context), offset, count, syntax);
  }

  @Override
  public Optional<SymbolTable> symbols(int context) {
    return machine.symbols(own(context));
  }

  @Override
  public void injectInterrupt(int context, int line) throws TargetException {
    machine.injectInterrupt(own(context), line);
  }
}
