// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.interp;

import java.util.function.IntSupplier;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.cpu.Fault;
import org.virtualpok.emu.exec.InterruptDelivery;
import org.virtualpok.emu.exec.PortIo;
import org.virtualpok.emu.exec.fpu.FpuErrorLine;
import org.virtualpok.emu.isa.Op;
import org.virtualpok.emu.memory.ModeListener;
import org.virtualpok.emu.memory.PhysicalMemory;
import org.virtualpok.emu.memory.TranslationListener;

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
    /** {@link #pause} was called. */
    PAUSED,
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
  private boolean paused;
  private DeliveryObserver observer = DeliveryObserver.NONE;

  /**
   * A processor as after power on.
   *
   * @param acknowledge the interrupt controller's answer to INTA: a vector, 0 to 255
   */
  public Processor(PhysicalMemory memory, PortIo ports, IntSupplier acknowledge) {
    this(memory, ports, acknowledge, FpuErrorLine.NONE);
  }

  /**
   * The same with its FERR# pin connected.
   *
   * @param fpuErrors where FPU exceptions are told while CR0.NE is clear
   */
  public Processor(
      PhysicalMemory memory, PortIo ports, IntSupplier acknowledge, FpuErrorLine fpuErrors) {
    this.interpreter = new Interpreter(memory, ports, fpuErrors);
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

  /** Who is told of deliveries from now on. */
  public void setDeliveryObserver(DeliveryObserver newObserver) {
    observer = newObserver;
  }

  /** Who is told of changes of the processor's mode from now on. */
  public void setModeListener(ModeListener listener) {
    interpreter.setModeListener(listener);
  }

  /** Who is told where a linear page lies, when that is looked up anew. */
  public void setTranslationListener(TranslationListener listener) {
    interpreter.setTranslationListener(listener);
  }

  /**
   * Lets the present run end behind the instruction that it is in; for devices and observers, which
   * are called in the middle of one.
   */
  public void pause() {
    paused = true;
    interpreter.pause();
  }

  /** Whether it is shut down: a fault came in the delivery of a double fault. */
  public boolean isShutdown() {
    return shutdown;
  }

  /** The registers were changed from outside, or memory under the page tables. */
  public void stateChanged(boolean isShutdown) {
    shutdown = isShutdown;
    interpreter.flushTranslations();
    interpreter.attach(cpu);
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
    paused = false;
    interpreter.attach(c);
    while (c.retired < end) {
      if (paused) {
        return Exit.PAUSED;
      }
      if (shutdown) {
        return Exit.SHUTDOWN;
      }
      if (c.interruptRequest && c.inhibit == 0 && (c.flagsOther & Eflags.IF) != 0) {
        c.halted = false;
        c.retired++;
        external();
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
          exception(interpreter.fault());
        }
      }
      skip = false;
    }
    if (shutdown) {
      return Exit.SHUTDOWN;
    }
    return paused ? Exit.PAUSED : c.halted && !wakes(c) ? Exit.HALT : Exit.BUDGET;
  }

  private static boolean wakes(CpuState c) {
    return c.interruptRequest && (c.flagsOther & Eflags.IF) != 0;
  }

  private void software() {
    Op op = interpreter.interruptOp();
    int at = interpreter.interruptEip();
    int number = interpreter.vector();
    note(delivery.software(op, number, at), DeliveryObserver.Cause.SOFTWARE, number, 0, at);
  }

  private void external() {
    int number = acknowledge.getAsInt();
    int at = cpu.eip;
    note(delivery.external(number), DeliveryObserver.Cause.EXTERNAL, number, 0, at);
  }

  private void exception(Fault fault) {
    int number = fault.vector();
    int code = fault.errorCode();
    int at = cpu.eip;
    note(delivery.exception(fault), DeliveryObserver.Cause.EXCEPTION, number, code, at);
  }

  private void note(
      InterruptDelivery.Outcome outcome,
      DeliveryObserver.Cause cause,
      int number,
      int code,
      int at) {
    if (outcome == InterruptDelivery.Outcome.SHUTDOWN) {
      shutdown = true;
    } else {
      observer.delivered(cause, number, code, at);
    }
  }
}
