// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.hypercall;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.virtualpok.emu.debug.HypercallInfo;

/**
 * The calls of the ABI "virtualpok": those of POK 2014 and a few of our own. The names are POK's.
 *
 * <p>A guest puts the number into EAX and the partition-relative address of {u32 nargs, arg1 ..
 * arg5} into EBX, executes {@code int 42} or {@code int 45}, and finds the answer in EAX. All other
 * registers and EFLAGS are preserved. Calls that POK knows and this model does not support are rows
 * too, so that traces print their names; they answer 1 and are logged.
 */
public enum Hypercall {
  CONSWRITE(Via.BOTH, 10, "buffer, length", "Writes bytes to the partition's console."),
  GETCHAR(Via.BOTH, 11, "byte", "Reads a byte of console input, if one waits."),
  GETTICK(Via.BOTH, 20, "ticks", "Stores the module's time in milliseconds, 64 bits."),
  PARTITION_SET_MODE(Via.SYSCALL, 404, "mode", "Starts, restarts or stops the partition (1 to 6)."),

  IRQ_PARTITION_ENABLE(
      Via.HYPERCALL, 27, "level", "Sets the virtual IF to bit 0 of the level; tests what waits."),
  IRQ_PARTITION_DISABLE(Via.HYPERCALL, 28, "", "Turns the virtual IF off and answers what it was."),
  IRQ_PARTITION_ACK(
      Via.HYPERCALL, 29, "line", "Ends the service of a line before its handler returns."),
  REGISTER_VCPU(Via.HYPERCALL, 30, "line, handler", "Requests a line and names its handler."),
  UNREGISTER_VCPU(Via.HYPERCALL, 31, "line", "Gives a line back; what waits on it is dropped."),
  DO_IRET(
      Via.HYPERCALL, 32, "frame", "Returns from a handler through its frame; 0: the innermost."),
  VCPU_IDLE(
      Via.HYPERCALL, 1000, "", "Turns the virtual IF on and waits for an interrupt, atomically."),
  PARTITION_STOP(Via.HYPERCALL, 1001, "code", "Ends the partition with an exit code."),

  IRQ_REGISTER_HANDLER(
      Via.BOTH, 25, "line, handler", "Registers a handler the way of 2013; use 30.", false),
  IRQ_UNREGISTER_HANDLER(
      Via.BOTH, 26, "line", "Unregisters a handler the way of 2013; use 31.", false),
  IRQ_ENABLE_2013(Via.SYSCALL, 27, "", "Counts interrupts on the way of 2013.", false),
  IRQ_DISABLE_2013(Via.SYSCALL, 28, "", "Counts interrupts off the way of 2013.", false),
  IRQ_ACK_2013(Via.SYSCALL, 29, "line", "Re-arms a line the way of 2013.", false),

  THREAD_CREATE(Via.SYSCALL, 50, "id, attributes", "Creates a thread.", false),
  THREAD_SLEEP_UNTIL(Via.SYSCALL, 51, "time", "Sleeps until a time.", false),
  THREAD_SLEEP(Via.SYSCALL, 52, "time", "Sleeps for a time.", false),
  THREAD_SUSPEND(Via.SYSCALL, 53, "", "Stops the caller.", false),
  THREAD_RESTART(Via.SYSCALL, 54, "thread", "Restarts a thread.", false),
  THREAD_STOP(Via.SYSCALL, 55, "thread", "Stops a thread.", false),
  THREAD_PERIOD(Via.SYSCALL, 56, "", "Waits for the next activation.", false),
  THREAD_STOPSELF(Via.SYSCALL, 57, "", "Stops the caller.", false),
  THREAD_ID(Via.SYSCALL, 58, "id", "Stores the caller's id.", false),
  THREAD_STATUS(Via.SYSCALL, 59, "thread, attributes", "Stores a thread's attributes.", false),
  THREAD_SET_PRIORITY(Via.SYSCALL, 60, "thread, priority", "Sets a priority.", false),
  THREAD_RESUME(Via.SYSCALL, 61, "thread", "Lets a thread run on.", false),
  THREAD_SUSPEND_TARGET(Via.SYSCALL, 62, "thread", "Stops another thread.", false),
  THREAD_DELAYED_START(Via.SYSCALL, 65, "thread, delay", "Starts a thread later.", false),
  SAMPLING_ID(Via.SYSCALL, 101, "name, id", "Finds a sampling port.", false),
  SAMPLING_READ(Via.SYSCALL, 102, "id, buffer, length, valid", "Reads a sample.", false),
  SAMPLING_STATUS(Via.SYSCALL, 103, "id, status", "Stores a sampling port's status.", false),
  SAMPLING_WRITE(Via.SYSCALL, 104, "id, buffer, length", "Writes a sample.", false),
  SAMPLING_CREATE(
      Via.SYSCALL, 105, "name, size, direction, refresh, id", "Creates a sampling port.", false),
  QUEUEING_CREATE(
      Via.SYSCALL, 110, "name, size, direction, discipline, id", "Creates a queue port.", false),
  QUEUEING_SEND(Via.SYSCALL, 111, "id, buffer, length, timeout", "Sends a message.", false),
  QUEUEING_RECEIVE(
      Via.SYSCALL, 112, "id, timeout, size, buffer, length", "Receives a message.", false),
  QUEUEING_ID(Via.SYSCALL, 113, "name, id", "Finds a queue port.", false),
  QUEUEING_STATUS(Via.SYSCALL, 114, "id, status", "Stores a queue port's status.", false),
  LOCKOBJ_CREATE(Via.SYSCALL, 201, "id, attributes", "Creates a lock object.", false),
  LOCKOBJ_OPERATION(Via.SYSCALL, 202, "id, operation", "Operates on a lock object.", false),
  ERROR_HANDLER_CREATE(Via.SYSCALL, 301, "stack, entry", "Creates the error handler.", false),
  ERROR_HANDLER_SET_READY(Via.SYSCALL, 302, "", "Makes the error handler ready.", false),
  ERROR_RAISE_APPLICATION_ERROR(
      Via.SYSCALL, 303, "message, length", "Raises an application error.", false),
  ERROR_GET(Via.SYSCALL, 304, "status", "Stores the current error.", false),
  PARTITION_GET_ID(Via.SYSCALL, 405, "id", "Stores the partition's id.", false),
  PARTITION_GET_PERIOD(Via.SYSCALL, 406, "period", "Stores the partition's period.", false),
  PARTITION_GET_DURATION(Via.SYSCALL, 407, "duration", "Stores the slot's length.", false),
  PARTITION_GET_LOCK_LEVEL(Via.SYSCALL, 408, "level", "Stores the lock level.", false),
  PARTITION_GET_OPERATING_MODE(Via.SYSCALL, 409, "mode", "Stores the mode.", false),
  PARTITION_GET_START_CONDITION(
      Via.SYSCALL, 410, "condition", "Stores why the partition started.", false),
  INB(Via.SYSCALL, 501, "port", "Reads a byte from an I/O port.", false),
  OUTB(Via.SYSCALL, 502, "port, value", "Writes a byte to an I/O port.", false),
  PCI_REGISTER(Via.SYSCALL, 601, "device", "Finds a PCI device.", false),
  SHUTDOWN(Via.SYSCALL, 707, "", "Powers the machine off.", false);

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

  private final Via via;
  private final int number;
  private final List<String> arguments;
  private final String meaning;
  private final boolean supported;

  Hypercall(Via via, int number, String arguments, String meaning) {
    this(via, number, arguments, meaning, true);
  }

  Hypercall(Via via, int number, String arguments, String meaning, boolean supported) {
    this.via = via;
    this.number = number;
    this.arguments = arguments.isEmpty() ? List.of() : Arrays.asList(arguments.split(", ", -1));
    this.meaning = meaning;
    this.supported = supported;
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
          String meaning = call.supported ? call.meaning : call.meaning + " Not supported.";
          rows.add(new HypercallInfo(vector, call.number, call.pokName(), call.arguments, meaning));
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

  /** One sentence. */
  public String meaning() {
    return meaning;
  }

  public boolean supported() {
    return supported;
  }
}
