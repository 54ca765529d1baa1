// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.interp;

import java.util.HashMap;
import java.util.Map;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.DebugRegisters;
import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.cpu.Fault;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.cpu.SegmentRegister;
import org.virtualpok.emu.exec.InterruptDelivery;
import org.virtualpok.emu.exec.PortIo;
import org.virtualpok.emu.exec.VirtualFlags;
import org.virtualpok.emu.isa.Op;
import org.virtualpok.emu.memory.LinearMemory;
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
    /** An interrupt is requested and may be taken now. */
    ATTENTION,
    /** HLT ran at CPL 0: it is retired and EIP is behind it. */
    HALT
  }

  private static final int CS = SegmentName.CS.ordinal();

  private final Fault fault = new Fault();
  private final LinearMemory linear;
  private final InstructionLoop loop;
  private final BlockCache cache;
  private final BlockBuilder builder;
  private final Map<Integer, Integer> breakpoints = new HashMap<>();

  /** A processor without I/O ports. */
  public Interpreter(PhysicalMemory physicalMemory) {
    this(physicalMemory, PortIo.NONE);
  }

  public Interpreter(PhysicalMemory physicalMemory, PortIo ports) {
    linear = new LinearMemory(physicalMemory, fault);
    loop = new InstructionLoop(linear, ports, fault);
    cache = new BlockCache(physicalMemory);
    builder = new BlockBuilder(linear, fault, breakpoints);
  }

  /** The vector of the last INTERRUPT exit. */
  public int vector() {
    return loop.vector;
  }

  /** The instruction of the last INTERRUPT exit: INT, INT3, INTO or INT1. */
  public Op interruptOp() {
    return loop.interruptOp;
  }

  /** Offset in CS of the instruction of the last INTERRUPT exit. */
  public int interruptEip() {
    return loop.interruptEip;
  }

  /** The fault of the last FAULT exit; valid until the next run. */
  public Fault fault() {
    return fault;
  }

  /** Stops before instructions at this physical address. Counted: add and remove in pairs. */
  public void addBreakpoint(int address) {
    breakpoints.merge(address, 1, Integer::sum);
    cache.written(address, 1);
  }

  public void removeBreakpoint(int address) {
    breakpoints.computeIfPresent(address, (a, n) -> n > 1 ? n - 1 : null);
    cache.written(address, 1);
  }

  /** Takes exceptions and interrupts to the handlers of the CPU that is attached. */
  InterruptDelivery delivery() {
    return loop.delivery();
  }

  /** Forgets what paging has translated, as RESET does. */
  void flushTranslations() {
    linear.flush();
  }

  /** The CPU that runs, and is taken to its handlers, from now on. */
  void attach(CpuState newCpu) {
    loop.attach(newCpu);
  }

  /**
   * Runs at most {@code budget} instructions of a CPU; {@link CpuState#retired} counts them.
   *
   * @param budget above 0
   * @param skipBreakpoint whether a breakpoint at the first instruction is passed over
   */
  public Exit run(CpuState newCpu, long budget, boolean skipBreakpoint) {
    attach(newCpu);
    CpuState c = newCpu;
    long end = c.retired + budget;
    loop.exit = Exit.BUDGET;
    try {
      if (skipBreakpoint) {
        step(c, -1);
      }
      while (loop.exit == Exit.BUDGET && c.retired < end) {
        if (c.interruptRequest && (c.flagsOther & Eflags.IF) != 0 && c.inhibit == 0) {
          loop.exit = Exit.ATTENTION;
          break;
        }
        SegmentRegister cs = c.segments[CS];
        if (Integer.compareUnsigned(c.eip, cs.limit) > 0) {
          // Execution ran over the end; the page behind it is not asked for.
          throw fault.setAccess(Fault.GP, 0, SegmentName.CS, c.eip, false);
        }
        int index = linear.codeIndex(cs.base + c.eip);
        int closely =
            (c.flagsOther & (Eflags.TF | Eflags.RF | Eflags.VIP))
                | c.inhibit
                | (c.dr7 & DebugRegisters.DR7_ENABLED);
        if (closely != 0 || index < 0) {
          step(c, index);
          continue;
        }
        Block b = block(c, index, cs);
        long left = end - c.retired;
        long last = Integer.toUnsignedLong(c.eip) + b.lengthBytes - 1;
        if (last > Integer.toUnsignedLong(cs.limit)) {
          // Part of the block lies outside the segment: one by one, each fetch checked.
          step(c, index);
        } else if (b.spin && left >= b.insns.length) {
          c.retired += left - left % b.insns.length;
        } else {
          loop.execute(b, (int) Math.min(left, b.insns.length));
        }
      }
    } catch (Fault f) {
      // Only fetching faults out here, and that before EIP has moved.
      loop.exit = Exit.FAULT;
    }
    return loop.exit;
  }

  private Block block(CpuState c, int index, SegmentRegister cs) {
    Block b = cache.find(index, cs.big);
    if (b != null && b.secondPage >= 0) {
      // The page behind may be another one now.
      int room = PhysicalMemory.PAGE_BYTES - (index & (PhysicalMemory.PAGE_BYTES - 1));
      if (linear.codeIndex(cs.base + c.eip + room) != b.secondPage) {
        cache.drop(b);
        b = null;
      }
    }
    if (b == null) {
      b = builder.block(c, index);
      cache.add(b);
    }
    return b;
  }

  /**
   * One instruction, with all that may happen before and behind it: breakpoints of the debug
   * registers, the single-step trap, RF, interrupt shadows (Intel SDM vol. 3, 17.3 and 6.8.3).
   *
   * @param index where the instruction lies in memory; below 0 the user's breakpoints do not count
   */
  private void step(CpuState c, int index) {
    int linearEip = c.segments[CS].base + c.eip;
    boolean resume = (c.flagsOther & Eflags.RF) != 0;
    boolean trap = (c.flagsOther & Eflags.TF) != 0;
    int shadow = c.inhibit;
    if (DebugRegisters.anyEnabled(c.dr7) && !resume && (shadow & CpuState.INHIBIT_DEBUG) == 0) {
      int hits = DebugRegisters.instructionHits(c, linearEip);
      if (hits != 0) {
        c.dr6 = (c.dr6 & ~0xf) | hits;
        throw fault.set(Fault.DB, 0);
      }
    }
    if (VirtualFlags.overdue(c)) {
      throw fault.set(Fault.GP, 0);
    }
    Block b = builder.single(c, index);
    loop.setElementByElement(trap || DebugRegisters.watchesData(c.dr7));
    c.debugHits = 0;
    c.inhibit = 0;
    long before = c.retired;
    // An IRET or a task switch may set RF for the instruction behind it.
    c.flagsOther &= ~Eflags.RF;
    loop.execute(b, 1);
    loop.setElementByElement(false);
    if (loop.exit == Exit.FAULT || loop.exit == Exit.BREAKPOINT) {
      c.flagsOther |= resume ? Eflags.RF : 0;
      c.inhibit = shadow;
      return;
    }
    if (c.retired != before && loop.exit == Exit.BUDGET) {
      debugTrap(c, trap);
    }
  }

  private void debugTrap(CpuState c, boolean trap) {
    int hits = c.debugHits | (trap ? DebugRegisters.DR6_BS : 0);
    if (hits != 0 && (c.inhibit & CpuState.INHIBIT_DEBUG) == 0) {
      c.debugHits = 0;
      c.dr6 = (c.dr6 & ~0xf) | hits;
      fault.set(Fault.DB, 0);
      loop.exit = Exit.FAULT;
    }
  }
}
