// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.virtualpok.emu.image.SymbolTable;
import org.virtualpok.emu.isa.Disassembler;
import org.virtualpok.emu.trace.EventLog;

/**
 * A machine under debug. Every order is asynchronous: it is posted to the thread that owns the
 * machine, and no method here waits. A refused order completes exceptionally with {@link
 * TargetException}.
 *
 * <p>Growth is a new capability with an empty default, never a second version of this interface.
 */
public interface DebugTarget extends AutoCloseable {
  /** The module's or kernel's name, as the user knows it. */
  String name();

  /** The newest snapshot. Never blocks. */
  TargetSnapshot snapshot();

  /** Called on the machine's thread with each new snapshot; must return at once. */
  void addListener(Consumer<TargetSnapshot> listener);

  void removeListener(Consumer<TargetSnapshot> listener);

  /** Starts the target; completes when it runs. */
  CompletableFuture<Void> resume();

  /** Completes when the target stands. Suspending a standing target is no error. */
  CompletableFuture<Void> suspend();

  /** Steps one context (kind CPU, VCPU, PARTITION or MODULE); completes when the target stands. */
  CompletableFuture<Void> step(int context, StepKind kind);

  /** Runs until guest time or instruction count reaches a limit, or something stops it first. */
  CompletableFuture<TargetSnapshot> runUntil(RunLimit limit);

  /** Ends the session; the last state stays readable. */
  CompletableFuture<Void> terminate();

  /** Starts anew from the initial state; breakpoints stay. */
  CompletableFuture<Void> restart();

  /** Adds a breakpoint, or replaces the one with the same id; completes with its id. */
  CompletableFuture<Integer> setBreakpoint(Breakpoint breakpoint);

  CompletableFuture<Void> removeBreakpoint(int id);

  /**
   * How fast guest time may pass against the host's: 1 is real time, 0.001 slow motion, infinity as
   * fast as possible. Changes nothing inside the machine.
   */
  void setPace(double guestSecondsPerHostSecond);

  double pace();

  /** Reads guest memory; shorter than asked where the space ends. */
  CompletableFuture<byte[]> readMemory(Address address, int lengthBytes);

  /** Disassembles {@code count} instructions from an offset in CS of a context. */
  CompletableFuture<List<Disassembler.Line>> disassemble(
      int context, int offset, int count, Disassembler.Syntax syntax);

  /** Symbols of the image that a context runs. */
  Optional<SymbolTable> symbols(int context);

  EventLog events();

  /** The hypercalls this target knows, by vector and number; empty without the capability. */
  default List<HypercallInfo> hypercalls() {
    return List.of();
  }

  /** The tables of its health monitor; NONE without the capability. */
  default HealthTables health() {
    return HealthTables.NONE;
  }

  /** Consoles, where the target has them. */
  default Optional<Consoles> consoles() {
    return Optional.empty();
  }

  /** The lives of its interrupts since the last start, where the target has virtual ones. */
  default Optional<InterruptHistory> interruptHistory() {
    return Optional.empty();
  }

  /**
   * Raises an interrupt line of a partition by hand, at the current instruction; refused where
   * there are no virtual interrupts, or the partition has not requested the line.
   *
   * @param context id of the partition or of its vCPU
   */
  default CompletableFuture<Void> injectInterrupt(int context, int line) {
    return CompletableFuture.failedFuture(
        new TargetException(name() + " has no virtual interrupts"));
  }

  @Override
  void close();

  /** The PC's keyboard; present for targets with a screen. */
  default Optional<Keyboard> keyboard() {
    return Optional.empty();
  }

  /** The consoles of a target; what they print is in the event log. */
  interface Consoles {
    List<ConsoleInfo> list();

    /** Sends bytes to the console with this id. */
    CompletableFuture<Void> input(int console, byte[] bytes);
  }

  /** Keys of a PC keyboard. */
  interface Keyboard {
    /** Sends scan codes of set 1, make and break, as the keyboard's cable has them. */
    CompletableFuture<Void> send(byte[] scanCodes);
  }
}
