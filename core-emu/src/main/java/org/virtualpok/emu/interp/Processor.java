// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.interp;

import java.util.function.IntSupplier;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.exec.InterruptDelivery;
import org.virtualpok.emu.exec.PortIo;
import org.virtualpok.emu.isa.Op;
import org.virtualpok.emu.memory.PhysicalMemory;

/**
 * A whole processor: the interpreter, and the delivery of its exceptions and interrupts through the
 * guest's own IVT or IDT. What a bare machine has where a partition has the hypervisor model.
 *
 * <p>A delivered exception or external interrupt takes the time of one instruction and is counted
 * as one in {@link CpuState#retired}, so that a guest that only faults uses up its budget too. INT
 * n is counted once.
 */
public final class Processor {
  /** Why {@link #run} returned. */
  public enum Exit {
    /** The budget is used up, to the instruction. */
    BUDGET,
    /** A breakpoint stands at EIP; that instruction has not run. */
    BREAKPOINT,
    /** HLT ran, and no interrupt is requested that could end it. */
    HALT,
    /** A fault in the delivery of a double fault; only a reset goes on. */
    SHUTDOWN
  }

  private final CpuState cpu = new CpuState();
  private final Interpreter interpreter;
  private final InterruptDelivery delivery;
  private final IntSupplier acknowledge;
  private boolean shutdown;

  /**
   * A processor as after power on.
   *
   * @param acknowledge the interrupt controller's answer to INTA: a vector, 0 to 255
   */
  public Processor(PhysicalMemory memory, PortIo ports, IntSupplier acknowledge) {
    this.interpreter = new Interpreter(memory, ports);
    this.delivery = interpreter.delivery();
    this.acknowledge = acknowledge;
    cpu.reset();
  }

  /** The registers; to be changed only between runs. */
  public CpuState cpu() {
    return cpu;
  }

  /** For breakpoints. */
  public Interpreter interpreter() {
    return interpreter;
  }

  /** The exceptions of the last delivery, in words; behind a shutdown those that led to it. */
  public String lastExceptions() {
    return delivery.lastExceptions();
  }

  /** Pulls RESET. Memory and the level of INTR stay; the time stamp counter begins at 0. */
  public void reset() {
    long retired = cpu.retired;
    boolean interruptRequest = cpu.interruptRequest;
    cpu.reset();
    interpreter.flushTranslations();
    cpu.retired = retired;
    cpu.tscOffset = -retired;
    cpu.interruptRequest = interruptRequest;
    shutdown = false;
  }

  /**
   * Runs at most {@code budget} instructions.
   *
   * @param budget above 0
   * @param skipBreakpoint whether a breakpoint at the first instruction is passed over
   */
  public Exit run(long budget, boolean skipBreakpoint) {
    CpuState c = cpu;
    long end = c.retired + budget;
    boolean skip = skipBreakpoint;
    interpreter.attach(c);
    while (c.retired < end) {
      if (shutdown) {
        return Exit.SHUTDOWN;
      }
      if (c.interruptRequest && c.inhibit == 0 && (c.flagsOther & Eflags.IF) != 0) {
        c.halted = false;
        c.retired++;
        note(delivery.external(acknowledge.getAsInt()));
        skip = false;
        continue;
      }
      if (c.halted) {
        return Exit.HALT;
      }
      switch (interpreter.run(c, end - c.retired, skip)) {
        case BUDGET, ATTENTION -> {}
        case HALT -> c.halted = true;
        case BREAKPOINT -> {
          return Exit.BREAKPOINT;
        }
        case INTERRUPT -> software();
        case FAULT -> {
          // A trap comes behind an instruction that is counted.
          c.retired += interpreter.trapped() ? 0 : 1;
          note(delivery.exception(interpreter.fault()));
        }
      }
      skip = false;
    }
    return shutdown ? Exit.SHUTDOWN : c.halted && !wakes(c) ? Exit.HALT : Exit.BUDGET;
  }

  private static boolean wakes(CpuState c) {
    return c.interruptRequest && (c.flagsOther & Eflags.IF) != 0;
  }

  private void software() {
    Op op = interpreter.interruptOp();
    int at = interpreter.interruptEip();
    note(delivery.software(op, interpreter.vector(), at));
  }

  private void note(InterruptDelivery.Outcome outcome) {
    shutdown |= outcome == InterruptDelivery.Outcome.SHUTDOWN;
  }
}
