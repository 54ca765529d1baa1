// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.rtems;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.virtualpok.bsp.awareness.Problems;
import org.virtualpok.emu.awareness.GuestImage;
import org.virtualpok.emu.awareness.GuestValue;
import org.virtualpok.emu.awareness.RtosAwareness;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.debug.RtosState;

/** One running copy of RTEMS. Where things lie is looked up once, what they hold never. */
final class RtemsAwareness implements RtosAwareness {
  private static final int INTERNAL = 1;
  private static final int CLASSIC = 2;
  private static final int POSIX = 3;
  private static final int VARIABLES_MAX = 256;
  private static final String THREAD = "Thread_Control";

  private final int context;
  private final Generation generation;
  private final List<String> missing;
  private final List<ObjectTable> threadTables;
  private final Managers managers;
  private final TaskReader taskReader;
  private final Switch switches;
  private final GuestValue cpu;
  private final GuestValue ticks;
  private final GuestValue systemState;
  private final Layout layout;

  /** Of queues that belong to no object: there are few, and the search is long. */
  private final Map<Integer, String> variables = new HashMap<>();

  RtemsAwareness(GuestImage image, Generation generation, Layout layout) {
    context = image.context();
    this.generation = generation;
    this.layout = layout;
    threadTables =
        List.of(
            table(layout, INTERNAL, generation.internalThreads()),
            table(layout, CLASSIC, "_RTEMS_tasks_Information"),
            table(layout, POSIX, "_POSIX_Threads_Information"));
    managers = new Managers(layout);
    switches = new Switch(image);
    taskReader = new TaskReader(image, generation);
    cpu = layout.variable(Rtems.PER_CPU).element(0).member("per_cpu");
    ticks = layout.variable("_Watchdog_Ticks_since_boot");
    systemState = layout.variable("_System_state_Current");
    layout
        .needVariable(Rtems.PER_CPU)
        .needVariable("_Watchdog_Ticks_since_boot")
        .need("Per_CPU_Control", "executing")
        .need("Objects_Information", "local_table")
        .need("Objects_Control", "id")
        .need("Objects_Control", "name")
        .need(THREAD, "current_state")
        .need(THREAD, "Start", "Initial_stack", "area")
        .need(THREAD, "Start", "Initial_stack", "size")
        .need(THREAD, "Registers", "esp")
        .need(THREAD, "Registers", "ebp");
    generation.needs(layout);
    missing = layout.missing();
  }

  private static ObjectTable table(Layout layout, int api, String variable) {
    return new ObjectTable(layout, "thread", api, 1, variable, THREAD);
  }

  @Override
  public String system() {
    return generation.system();
  }

  @Override
  public RtosState read(Registers vcpu) {
    Problems problems = new Problems();
    if (!missing.isEmpty()) {
      problems.add("The image does not describe " + String.join(", ", missing) + ".");
    }
    Threads threads = threads(problems);
    Generation.Clock clock = generation.clock(problems);
    Objects objects =
        new Objects(
            managers.objects(problems), generation, clock, threads, this::variableAt, problems);
    int current = current(threads, vcpu, problems);
    int heir = cpu.member("heir").pointerValue().orElse(0);
    List<RtosState.Task> tasks = new ArrayList<>();
    for (Found thread : threads.all()) {
      boolean runs = thread.address() == current;
      boolean next = thread.address() == heir && current != 0;
      tasks.add(taskReader.read(thread, runs, next, vcpu, objects, clock, problems));
    }
    return new RtosState(
        context,
        generation.system(),
        threads.all().isEmpty() ? OptionalLong.empty() : ticks.integer(),
        tasks,
        objects.all(),
        problems.lines());
  }

  private String variableAt(int address) {
    if (variables.size() == VARIABLES_MAX) {
      variables.clear();
    }
    return variables.computeIfAbsent(address, layout::variableAt);
  }

  private Threads threads(Problems problems) {
    List<Found> found = new ArrayList<>();
    boolean setUp = false;
    for (ObjectTable table : threadTables) {
      setUp |= table.isSetUp();
      found.addAll(table.objects(problems));
    }
    if (!setUp || found.isEmpty() && problems.lines().isEmpty()) {
      problems.add("RTEMS is not initialised yet.");
    }
    return new Threads(found);
  }

  /** Address of the thread that the processor runs; 0 if it is none. */
  private int current(Threads threads, Registers vcpu, Problems problems) {
    if (threads.all().isEmpty()) {
      return 0;
    }
    OptionalInt executing = cpu.member("executing").pointerValue();
    int esp = vcpu.gpr(TaskReader.ESP);
    // In a switch, RTEMS names the next one some instructions before its stack is taken.
    Optional<Found> onStack =
        threads
            .at(executing.orElse(0))
            .filter(t -> TaskReader.hasOnStack(t.control(), esp))
            .or(
                () ->
                    threads.all().stream()
                        .filter(t -> TaskReader.hasOnStack(t.control(), esp))
                        .findFirst());
    if (onStack.isPresent()) {
      return onStack.get().address();
    }
    String state = systemState.enumerator().orElse("");
    if (state.contains("BEFORE") || state.contains("BEGIN") || executing.orElse(-1) == 0) {
      problems.add("Multitasking has not started yet: no task runs.");
      return 0;
    }
    if (!state.isEmpty() && !state.equals("SYSTEM_STATE_UP")) {
      problems.add("RTEMS has ended: no task runs.");
      return 0;
    }
    if (executing.isEmpty()) {
      problems.add("_Thread_Executing cannot be read.");
      return 0;
    }
    Optional<Found> named = threads.at(executing.getAsInt());
    boolean interrupt = isOnInterruptStack(esp) || cpu.member("isr_nest_level").integerOr(0) != 0;
    if (named.isEmpty()) {
      if (!isDeleted(executing.getAsInt())) {
        problems.add(
            "_Thread_Executing is "
                + Problems.hex(executing.getAsInt())
                + ", where there is no task.");
      }
      return 0;
    }
    if (!interrupt && switches.isIn(vcpu, esp)) {
      return 0;
    }
    if (!interrupt) {
      problems.add(
          named.get().label()
              + ": the stack pointer "
              + Problems.hex(esp)
              + " is not in its stack.");
    }
    return named.get().address();
  }

  private boolean isOnInterruptStack(int esp) {
    OptionalInt low = cpu.member("interrupt_stack_low").pointerValue();
    OptionalInt high = cpu.member("interrupt_stack_high").pointerValue();
    return low.orElse(0) != 0
        && high.isPresent()
        && Integer.compareUnsigned(esp - low.getAsInt(), high.getAsInt() - low.getAsInt()) <= 0;
  }

  /**
   * Whether a thread was taken out of its table: it has deleted itself and runs a little longer.
   */
  private boolean isDeleted(int thread) {
    return threadTables.stream().anyMatch(t -> t.wasAt(thread));
  }
}
