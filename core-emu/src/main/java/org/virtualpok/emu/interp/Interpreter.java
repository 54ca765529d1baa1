// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.interp;

import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Fault;
import org.virtualpok.emu.memory.PhysicalMemory;

/** Tier 0: runs predecoded blocks, exact at every instruction. */
public final class Interpreter {
  /** Why {@link #run} returned. */
  public enum Exit {
    /** The budget is used up, to the instruction. */
    BUDGET,
    /** A breakpoint stands at EIP; that instruction has not run. */
    BREAKPOINT,
    /** INT n ran: it is retired, EIP is behind it, {@link #vector()} is n. */
    INTERRUPT,
    /** The instruction at EIP faulted and changed nothing; see {@link #fault()}. */
    FAULT,
    /** HLT ran at CPL 0: it is retired and EIP is behind it. */
    HALT
  }

  public Interpreter(PhysicalMemory memory) {}

  /**
   * Runs at most {@code budget} instructions of a CPU; {@link CpuState#retired} counts them.
   *
   * @param budget above 0
   * @param skipBreakpoint whether a breakpoint at the first instruction is passed over
   */
  public Exit run(CpuState cpu, long budget, boolean skipBreakpoint) {
    return Exit.BUDGET;
  }

  /** The vector of the last INTERRUPT exit. */
  public int vector() {
    return 0;
  }

  /** The fault of the last FAULT exit; valid until the next run. */
  public Fault fault() {
    return new Fault();
  }

  /** Stops before instructions at this physical address. Counted: add and remove in pairs. */
  public void addBreakpoint(int physical) {}

  public void removeBreakpoint(int physical) {}
}
