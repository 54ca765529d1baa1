// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.executive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.virtualpok.bsp.awareness.Problems;
import org.virtualpok.bsp.awareness.SavedContext;
import org.virtualpok.emu.awareness.GuestData;
import org.virtualpok.emu.awareness.GuestImage;
import org.virtualpok.emu.awareness.GuestValue;
import org.virtualpok.emu.awareness.RtosAwareness;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.debug.RtosState;
import org.virtualpok.emu.image.SymbolTable.Symbol;
import org.virtualpok.emu.image.dwarf.Type;

/** One running copy of the executive. Where things lie is looked up once, what they hold never. */
final class ExecutiveAwareness implements RtosAwareness {
  /** Where a task is the one that executes already, or has yet to be, on another one's stack. */
  private static final List<String> SWITCHING =
      List.of(
          "_Thread_Dispatch",
          "_CPU_Context_switch",
          "_CPU_Context_restore",
          "_Thread_Start_multitasking");

  private final int context;
  private final GuestValue idle;
  private final GuestValue executing;
  private final GuestValue ticks;
  private final ObjectTable tasks;
  private final ObjectTable semaphores;
  private final ObjectTable queues;
  private final TaskReader taskReader;
  private final int nodeOffset;
  private final List<Symbol> switching;

  ExecutiveAwareness(GuestImage image) {
    context = image.context();
    GuestData data = image.data();
    GuestValue configuration = data.variable("_Configuration");
    idle = data.variable("_Thread_Idle");
    executing = data.variable("_Thread_Executing");
    ticks = data.variable("_Watchdog_Ticks_since_boot");
    tasks =
        new ObjectTable(
            "task",
            ObjectTable.TASKS,
            data.variable("_RTEMS_tasks_Table"),
            configuration.member("maximum_tasks"));
    semaphores =
        new ObjectTable(
            "semaphore",
            ObjectTable.SEMAPHORES,
            data.variable("_Semaphore_Table"),
            configuration.member("maximum_semaphores"));
    queues =
        new ObjectTable(
            "message queue",
            ObjectTable.MESSAGE_QUEUES,
            data.variable("_Message_queue_Table"),
            configuration.member("maximum_message_queues"));
    taskReader = new TaskReader(new SavedContext(image));
    nodeOffset =
        idle.type().stripped() instanceof Type.Struct control
            ? control.member("Node").map(Type.Member::offsetBytes).orElse(0)
            : 0;
    switching = SWITCHING.stream().flatMap(name -> image.symbols().named(name).stream()).toList();
  }

  @Override
  public String system() {
    return Executive.SYSTEM;
  }

  @Override
  public RtosState read(Registers vcpu) {
    Problems problems = new Problems();
    List<GuestValue> threads = threads(problems);
    ExecutiveObjects objects =
        new ExecutiveObjects(
            threads, semaphores.objects(problems), queues.objects(problems), nodeOffset, problems);
    int current = current(threads, vcpu, problems);
    List<RtosState.Task> read = new ArrayList<>();
    for (GuestValue thread : threads) {
      boolean runs = thread.address() == current;
      read.add(taskReader.read(thread, runs, vcpu, objects, problems));
    }
    return new RtosState(
        context, Executive.SYSTEM, ticks.integer(), read, objects.all(), problems.lines());
  }

  /** The idle thread and the tasks, as far as there are any yet. */
  private List<GuestValue> threads(Problems problems) {
    long idleId = idle.path("Object", "id").integerOr(-1);
    List<GuestValue> threads = new ArrayList<>();
    if (idleId == 0) {
      problems.add("The executive is not initialised yet.");
      return threads;
    }
    if (idleId == ObjectTable.IDLE_ID) {
      threads.add(idle);
    } else if (idleId < 0) {
      problems.add("The idle thread cannot be read.");
    } else {
      problems.add(
          "The idle thread has the id " + Problems.hex(idleId) + ", which it cannot have.");
    }
    threads.addAll(tasks.objects(problems));
    return threads;
  }

  /** Address of the thread that the processor runs; 0 if it is none. */
  private int current(List<GuestValue> threads, Registers vcpu, Problems problems) {
    if (threads.isEmpty()) {
      return 0;
    }
    if (executing.pointerValue().isEmpty()) {
      problems.add("_Thread_Executing cannot be read.");
      return 0;
    }
    int pointer = executing.pointerValue().getAsInt();
    if (pointer == 0) {
      problems.add("Multitasking has not started yet: no task runs.");
      return 0;
    }
    int esp = vcpu.gpr(TaskReader.ESP);
    Optional<GuestValue> named = threads.stream().filter(t -> t.address() == pointer).findFirst();
    if (named.isPresent() && TaskReader.hasOnStack(named.get(), esp)) {
      return pointer;
    }
    if (switching.stream().anyMatch(s -> isIn(s, vcpu.eip()))) {
      return threads.stream()
          .filter(t -> TaskReader.hasOnStack(t, esp))
          .mapToInt(GuestValue::address)
          .findFirst()
          .orElse(0); // the boot's stack, or that of a task that is no more
    }
    if (named.isEmpty() && tasks.hasEntryAt(pointer)) {
      return 0; // it has just deleted itself, and runs a few instructions longer
    }
    if (named.isEmpty()) {
      problems.add("_Thread_Executing is " + Problems.hex(pointer) + ", where there is no task.");
      return 0;
    }
    if (TaskReader.hasStack(named.get())) { // one that deletes itself has none at its very end
      problems.add(
          ObjectTable.name(named.get())
              + ": the stack pointer "
              + Problems.hex(esp)
              + " is not in its stack.");
    }
    return pointer;
  }

  private static boolean isIn(Symbol function, int address) {
    return Integer.compareUnsigned(address - function.address(), function.size()) < 0;
  }
}
