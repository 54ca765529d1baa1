// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug;

import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.virtualpok.emu.image.SymbolTable;
import org.virtualpok.emu.isa.Disassembler;
import org.virtualpok.emu.trace.EventLog;

/**
 * A machine as the one thread that owns it drives it: synchronous, deterministic, without wall
 * clock. {@link MachineTarget} makes a {@link DebugTarget} of it.
 */
public interface Machine {
  String name();

  /**
   * Runs until a stop or the limit (then the reason's kind is LIMIT). A breakpoint at the current
   * instruction does not fire again at once.
   */
  StopReason run(RunLimit limit);

  /**
   * Steps one context until the step is complete, the limit is reached (kind LIMIT: call again with
   * the same arguments to go on), or something else stops the machine.
   */
  StopReason step(int context, StepKind kind, RunLimit limit) throws TargetException;

  /** The state now. The caller fills in sequence, running, and stop. */
  TargetSnapshot capture(long sequence, boolean running, StopReason stop);

  long timeNanos();

  long instructions();

  void restart();

  int setBreakpoint(Breakpoint breakpoint) throws TargetException;

  void removeBreakpoint(int id) throws TargetException;

  /**
   * Has somebody asked before a breakpoint at an address or a hypercall fires.
   *
   * @param fires takes the breakpoint's id, on the machine's thread and at an instruction's
   *     boundary; may look at the machine, and not change it
   */
  default void setBreakpointCondition(IntPredicate fires) {}

  byte[] readMemory(Address address, int lengthBytes) throws TargetException;

  List<Disassembler.Line> disassemble(
      int context, int offset, int count, Disassembler.Syntax syntax) throws TargetException;

  Optional<SymbolTable> symbols(int context);

  EventLog events();

  List<HypercallInfo> hypercalls();

  /** The tables of its health monitor; fixed, from any thread. */
  default HealthTables health() {
    return HealthTables.NONE;
  }

  /** The lives of its interrupts since the last start, where it has virtual ones; any thread. */
  default Optional<InterruptHistory> interruptHistory() {
    return Optional.empty();
  }

  /** It stands now, and somebody looks: output that waits for more goes into the log. */
  default void stands() {}

  /** The consoles; fixed, from any thread. */
  List<ConsoleInfo> consoles();

  /** Input to a console, at the current instruction. */
  void consoleInput(int console, byte[] bytes) throws TargetException;

  /** Whether there is a PC keyboard; fixed, from any thread. */
  default boolean hasKeyboard() {
    return false;
  }

  /** Scan codes of set 1 from the keyboard, at the current instruction. */
  default void keyboardInput(byte[] scanCodes) throws TargetException {
    throw new TargetException(name() + " has no keyboard");
  }

  /**
   * Raises an interrupt line of a partition by hand, at the current instruction.
   *
   * @param context id of the partition or of its vCPU
   * @throws TargetException if it has no such line, or has not requested it
   */
  default void injectInterrupt(int context, int line) throws TargetException {
    throw new TargetException(name() + " has no virtual interrupts");
  }
}
