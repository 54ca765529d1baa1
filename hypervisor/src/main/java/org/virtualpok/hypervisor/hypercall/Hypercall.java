// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.hypercall;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.virtualpok.emu.debug.HypercallInfo;
import org.virtualpok.hypervisor.personality.Personality;

/**
 * The calls of POK and a few of our own (ABI "virtualpok"). The names are POK's.
 *
 * <p>A guest puts the number into EAX and the partition-relative address of {u32 nargs, arg1 ..
 * arg5} into EBX, executes {@code int 42} or {@code int 45}, and finds the answer in EAX. All other
 * registers and EFLAGS are preserved. Each kernel has some of these calls; what it does not have is
 * answered with 1 and logged.
 */
public enum Hypercall {
  CONSWRITE(Via.BOTH, 10, "buffer, length", "Writes bytes to the partition's console."),
  GETCHAR(
      Via.BOTH, 11, "byte", "Reads a byte of console input, if one waits.", Kernels.OURS_AND_2025),
  GETTICK(Via.BOTH, 20, "ticks", "Stores the module's time, 64 bits: ns in 2025, ms before."),
  PARTITION_SET_MODE(Via.SYSCALL, 404, "mode", "Starts, restarts or stops the partition (1 to 6)."),

  IRQ_PARTITION_ENABLE(
      Via.HYPERCALL,
      27,
      "level",
      "Sets the virtual IF to bit 0 of the level; tests what waits.",
      Kernels.OURS_AND_2014),
  IRQ_PARTITION_DISABLE(
      Via.HYPERCALL,
      28,
      "",
      "Turns the virtual IF off and answers what it was.",
      Kernels.OURS_AND_2014),
  IRQ_PARTITION_ACK(
      Via.HYPERCALL,
      29,
      "line",
      "Ends the service of a line before its handler returns.",
      Kernels.OURS_AND_2014),
  REGISTER_VCPU(
      Via.HYPERCALL,
      30,
      "line, handler",
      "Requests a line and names its handler.",
      Kernels.OURS_AND_2014),
  UNREGISTER_VCPU(
      Via.HYPERCALL,
      31,
      "line",
      "Gives a line back; what waits on it is dropped.",
      Kernels.OURS_AND_2014),
  DO_IRET(
      Via.HYPERCALL,
      32,
      "frame",
      "Returns from a handler through its frame; 0: the innermost.",
      Kernels.OURS_AND_2014),
  VCPU_IDLE(
      Via.HYPERCALL,
      1000,
      "",
      "Turns the virtual IF on and waits for an interrupt, atomically.",
      Kernels.OURS),
  PARTITION_STOP(
      Via.HYPERCALL, 1001, "code", "Ends the partition with an exit code.", Kernels.OURS),

  IRQ_REGISTER_HANDLER(
      Via.BOTH,
      25,
      "line, handler",
      "Registers a handler the way of 2013; use 30.",
      Kernels.OF_2013_AND_2014),
  IRQ_UNREGISTER_HANDLER(
      Via.BOTH,
      26,
      "line",
      "Unregisters a handler the way of 2013; use 31.",
      Kernels.OF_2013_AND_2014),
  IRQ_ENABLE_2013(
      Via.SYSCALL, 27, "", "Counts interrupts on the way of 2013.", Kernels.OF_2013_AND_2014),
  IRQ_DISABLE_2013(
      Via.SYSCALL, 28, "", "Counts interrupts off the way of 2013.", Kernels.OF_2013_AND_2014),
  IRQ_ACK_2013(
      Via.SYSCALL, 29, "line", "Re-arms a line the way of 2013.", Kernels.OF_2013_AND_2014),

  THREAD_CREATE(Via.SYSCALL, 50, "id, attributes", "Creates a thread."),
  THREAD_SLEEP_UNTIL(Via.SYSCALL, 51, "time", "Sleeps until a time."),
  THREAD_SLEEP(Via.SYSCALL, 52, "time", "Sleeps for a time."),
  THREAD_SUSPEND(Via.SYSCALL, 53, "", "Stops the caller."),
  THREAD_RESTART(Via.SYSCALL, 54, "thread", "Restarts a thread."),
  THREAD_STOP(Via.SYSCALL, 55, "thread", "Stops a thread."),
  THREAD_PERIOD(Via.SYSCALL, 56, "", "Waits for the next activation."),
  THREAD_STOPSELF(Via.SYSCALL, 57, "", "Stops the caller."),
  THREAD_ID(Via.SYSCALL, 58, "id", "Stores the caller's id."),
  THREAD_STATUS(Via.SYSCALL, 59, "thread, attributes", "Stores a thread's attributes."),
  THREAD_SET_PRIORITY(Via.SYSCALL, 60, "thread, priority", "Sets a priority."),
  THREAD_RESUME(Via.SYSCALL, 61, "thread", "Lets a thread run on."),
  THREAD_SUSPEND_TARGET(Via.SYSCALL, 62, "thread", "Stops another thread."),
  THREAD_DELAYED_START(Via.SYSCALL, 65, "thread, delay", "Starts a thread later."),
  SAMPLING_ID(Via.SYSCALL, 101, "name, id", "Finds a sampling port."),
  SAMPLING_READ(Via.SYSCALL, 102, "id, buffer, length, valid", "Reads a sample."),
  SAMPLING_STATUS(Via.SYSCALL, 103, "id, status", "Stores a sampling port's status."),
  SAMPLING_WRITE(Via.SYSCALL, 104, "id, buffer, length", "Writes a sample."),
  SAMPLING_CREATE(
      Via.SYSCALL, 105, "name, size, direction, refresh, id", "Creates a sampling port."),
  QUEUEING_CREATE(
      Via.SYSCALL, 110, "name, size, direction, discipline, id", "Creates a queue port."),
  QUEUEING_SEND(Via.SYSCALL, 111, "id, buffer, length, timeout", "Sends a message."),
  QUEUEING_RECEIVE(Via.SYSCALL, 112, "id, timeout, size, buffer, length", "Receives a message."),
  QUEUEING_ID(Via.SYSCALL, 113, "name, id", "Finds a queue port."),
  QUEUEING_STATUS(Via.SYSCALL, 114, "id, status", "Stores a queue port's status."),
  NODE_MAC_ADDR(
      Via.SYSCALL, 120, "node, address", "Stores a node's network address.", Kernels.OURS_AND_2025),
  VIRTUAL_CREATE(Via.SYSCALL, 150, "name, id", "Finds a virtual port."),
  VIRTUAL_NB_DESTINATIONS(
      Via.SYSCALL, 151, "id, number", "Stores how many destinations a port's channel has."),
  VIRTUAL_DESTINATION(Via.SYSCALL, 152, "id, index, port", "Stores one of those destinations."),
  VIRTUAL_GET_GLOBAL(Via.SYSCALL, 153, "id, global", "Stores a port's id in all nodes."),
  VIRTUAL_NODE(Via.SYSCALL, 154, "port, node", "Stores the node of a port.", Kernels.OURS_AND_2025),
  LOCKOBJ_CREATE(Via.SYSCALL, 201, "id, attributes", "Creates a lock object."),
  LOCKOBJ_OPERATION(Via.SYSCALL, 202, "id, operation", "Operates on a lock object."),
  ERROR_HANDLER_CREATE(Via.SYSCALL, 301, "stack, entry", "Creates the error handler."),
  ERROR_HANDLER_SET_READY(Via.SYSCALL, 302, "", "Makes the error handler ready."),
  ERROR_RAISE_APPLICATION_ERROR(
      Via.SYSCALL, 303, "message, length", "Raises an application error."),
  ERROR_GET(Via.SYSCALL, 304, "status", "Stores the current error."),
  PARTITION_GET_ID(Via.SYSCALL, 405, "id", "Stores the partition's id."),
  PARTITION_GET_PERIOD(Via.SYSCALL, 406, "period", "Stores the partition's period."),
  PARTITION_GET_DURATION(Via.SYSCALL, 407, "duration", "Stores the slot's length."),
  PARTITION_GET_LOCK_LEVEL(Via.SYSCALL, 408, "level", "Stores the lock level."),
  PARTITION_GET_OPERATING_MODE(Via.SYSCALL, 409, "mode", "Stores the mode."),
  PARTITION_GET_START_CONDITION(Via.SYSCALL, 410, "condition", "Stores why the partition started."),
  INB(Via.SYSCALL, 501, "port", "Reads a byte from an I/O port."),
  OUTB(Via.SYSCALL, 502, "port, value", "Writes a byte to an I/O port."),
  PCI_REGISTER(Via.SYSCALL, 601, "device", "Finds a PCI device."),
  RTL8029_READ(
      Via.SYSCALL, 701, "port, data, length", "Reads from the network.", Kernels.OURS_AND_2025),
  RTL8029_POLL_AND_READ(
      Via.SYSCALL, 702, "port, data, length", "Polls and reads.", Kernels.OURS_AND_2025),
  RTL8029_WRITE(
      Via.SYSCALL, 703, "port, data, length", "Writes to the network.", Kernels.OURS_AND_2025),
  RTL8029_POLL(Via.SYSCALL, 704, "", "Polls the network card.", Kernels.OURS_AND_2025),
  RTL8029_CLEAR(Via.SYSCALL, 705, "", "Clears the network card.", Kernels.OURS_AND_2025),
  RTL8029_INIT(Via.SYSCALL, 706, "", "Starts the network card.", Kernels.OURS_AND_2025),
  SHUTDOWN(Via.SYSCALL, 707, "", "Powers the machine off.", Kernels.OURS_AND_2025);

  /** POK's vector of system calls. */
  public static final int VECTOR_SYSCALL = 42;

  /** The vector that POK 2014 added for guests that virtualise. */
  public static final int VECTOR_HYPERCALL = 45;

  private static final int NUMBERS = 1024;
  private static final Hypercall[] SYSCALLS = new Hypercall[NUMBERS];
  private static final Hypercall[] HYPERCALLS = new Hypercall[NUMBERS];

  static {
    for (Hypercall call : values()) {
      for (int vector : call.vectors()) {
        Hypercall[] rows = vector == VECTOR_SYSCALL ? SYSCALLS : HYPERCALLS;
        if (rows[call.number] != null) {
          throw new AssertionError("two rows for int " + vector + ", " + call.number);
        }
        rows[call.number] = call;
      }
    }
  }

  private enum Via {
    SYSCALL(VECTOR_SYSCALL),
    HYPERCALL(VECTOR_HYPERCALL),
    BOTH(VECTOR_SYSCALL, VECTOR_HYPERCALL);

    private final List<Integer> vectors;

    Via(Integer... vectors) {
      this.vectors = List.of(vectors);
    }
  }

  /** Which kernels have a call. */
  private enum Kernels {
    ALL(Personality.values()),
    OURS(Personality.VIRTUALPOK),
    OURS_AND_2014(Personality.VIRTUALPOK, Personality.POK_2014),
    OURS_AND_2025(Personality.VIRTUALPOK, Personality.POK_2025),
    OF_2013_AND_2014(Personality.POK_2013, Personality.POK_2014);

    private final Set<Personality> all;

    Kernels(Personality... all) {
      this.all = Set.of(all);
    }
  }

  private final Via via;
  private final int number;
  private final List<String> arguments;
  private final String meaning;
  private final Kernels kernels;

  Hypercall(Via via, int number, String arguments, String meaning) {
    this(via, number, arguments, meaning, Kernels.ALL);
  }

  Hypercall(Via via, int number, String arguments, String meaning, Kernels kernels) {
    this.via = via;
    this.number = number;
    this.arguments = arguments.isEmpty() ? List.of() : Arrays.asList(arguments.split(", ", -1));
    this.meaning = meaning;
    this.kernels = kernels;
  }

  /** The row of a call; empty if no POK ever had it. */
  public static Optional<Hypercall> find(int vector, int number) {
    if (Integer.compareUnsigned(number, NUMBERS) >= 0) {
      return Optional.empty();
    }
    return switch (vector) {
      case VECTOR_SYSCALL -> Optional.ofNullable(SYSCALLS[number]);
      case VECTOR_HYPERCALL -> Optional.ofNullable(HYPERCALLS[number]);
      default -> Optional.empty();
    };
  }

  /** "28 IRQ_PARTITION_DISABLE", or the bare number of a call that nobody knows. */
  public static String describe(int vector, int number) {
    String bare = Integer.toUnsignedString(number);
    return find(vector, number).map(call -> bare + " " + call.pokName()).orElse(bare);
  }

  /** Every row, once for each vector. */
  public static List<HypercallInfo> table() {
    List<HypercallInfo> rows = new ArrayList<>();
    for (int vector : new int[] {VECTOR_SYSCALL, VECTOR_HYPERCALL}) {
      for (Hypercall call : values()) {
        if (call.vectors().contains(vector)) {
          rows.add(
              new HypercallInfo(vector, call.number, call.pokName(), call.arguments, call.meaning));
        }
      }
    }
    return List.copyOf(rows);
  }

  public List<Integer> vectors() {
    return via.vectors;
  }

  public int number() {
    return number;
  }

  /** The name that POK gives it. */
  public String pokName() {
    return switch (this) {
      case IRQ_ENABLE_2013 -> "IRQ_PARTITION_ENABLE";
      case IRQ_DISABLE_2013 -> "IRQ_PARTITION_DISABLE";
      case IRQ_ACK_2013 -> "IRQ_PARTITION_ACK";
      default -> name();
    };
  }

  /** Names of arg1 and so on. */
  public List<String> arguments() {
    return arguments;
  }

  /** What it may answer, ascending; empty if it does not return. */
  public List<Integer> answers() {
    return Answers.of(this);
  }

  /** One sentence. */
  public String meaning() {
    return meaning;
  }

  /** Whether a kernel has the call on this vector. */
  public boolean in(Personality personality, int vector) {
    boolean through =
        vector == VECTOR_SYSCALL
            || personality == Personality.VIRTUALPOK
            || personality == Personality.POK_2014;
    return through && via.vectors.contains(vector) && kernels.all.contains(personality);
  }
}
