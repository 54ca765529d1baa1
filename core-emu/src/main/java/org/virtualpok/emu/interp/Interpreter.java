// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.interp;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.DebugRegisters;
import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.cpu.Fault;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.cpu.SegmentRegister;
import org.virtualpok.emu.exec.InterruptDelivery;
import org.virtualpok.emu.exec.PortIo;
import org.virtualpok.emu.exec.VirtualFlags;
import org.virtualpok.emu.exec.fpu.FpuErrorLine;
import org.virtualpok.emu.isa.Insn;
import org.virtualpok.emu.isa.Op;
import org.virtualpok.emu.memory.LinearMemory;
import org.virtualpok.emu.memory.ModeListener;
import org.virtualpok.emu.memory.PhysicalMemory;
import org.virtualpok.emu.memory.TranslationListener;

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

  /** The last FAULT exit is a #DB behind an instruction, which is retired. */
  private boolean trapped;

  /** Offset in CS of the instruction that {@link #step} ran last. */
  private int steppedEip;

  /** The count of retired instructions at which the run ends. */
  private long end;

  /** A processor without I/O ports. */
  public Interpreter(PhysicalMemory physicalMemory) {
    this(physicalMemory, PortIo.NONE);
  }

  public Interpreter(PhysicalMemory physicalMemory, PortIo ports) {
    this(physicalMemory, ports, FpuErrorLine.NONE);
  }

  Interpreter(PhysicalMemory physicalMemory, PortIo ports, FpuErrorLine fpuErrors) {
    linear = new LinearMemory(physicalMemory, fault);
    loop = new InstructionLoop(linear, ports, fpuErrors, fault);
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

  /** Whether the fault of the last FAULT exit is a trap: the instruction before EIP is retired. */
  public boolean trapped() {
    return trapped;
  }

  /** Offset in CS of the instruction behind which the last FAULT exit trapped. */
  public int trappedEip() {
    return steppedEip;
  }

  /**
   * Stops before instructions at this physical address, in RAM or ROM. Counted: add and remove in
   * pairs.
   */
  public void addBreakpoint(int address) {
    addBreakpointAt(linear.physical().indexOf(address));
  }

  public void removeBreakpoint(int address) {
    removeBreakpointAt(linear.physical().indexOf(address));
  }

  /** The same at an index of {@link PhysicalMemory}, which A20 does not move. */
  public void addBreakpointAt(int index) {
    breakpoints.merge(index, 1, Integer::sum);
    cache.written(index, 1);
  }

  public void removeBreakpointAt(int index) {
    breakpoints.computeIfPresent(index, (a, n) -> n > 1 ? n - 1 : null);
    cache.written(index, 1);
  }

  /**
   * Stops, as at a breakpoint, before certain instructions wherever they stand; between runs only.
   * All blocks are decoded anew.
   *
   * @param watch what to stop before; null for nothing
   */
  public void setWatch(Predicate<Insn> watch) {
    builder.setWatch(watch);
    cache.clear();
  }

  /** Takes exceptions and interrupts to the handlers of the CPU that is attached. */
  InterruptDelivery delivery() {
    return loop.delivery();
  }

  /** Lets the present run end, with BUDGET, behind the instruction that it is in. */
  void pause() {
    end = Long.MIN_VALUE;
  }

  /** Who is told of changes of the processor's mode. */
  void setModeListener(ModeListener listener) {
    linear.setModeListener(listener);
  }

  /** Who is told when a page is looked up anew. */
  void setTranslationListener(TranslationListener listener) {
    linear.setTranslationListener(listener);
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
    end = c.retired + budget;
    loop.exit = Exit.BUDGET;
    trapped = false;
    try {
      if (skipBreakpoint) {
        step(c, false);
      }
      while (loop.exit == Exit.BUDGET && c.retired < end) {
        if (c.interruptRequest && (c.flagsOther & Eflags.IF) != 0 && c.inhibit == 0) {
          loop.exit = Exit.ATTENTION;
          break;
        }
        int closely =
            (c.flagsOther & (Eflags.TF | Eflags.RF | Eflags.VIP))
                | c.inhibit
                | (c.dr7 & DebugRegisters.DR7_ENABLED);
        if (closely != 0) {
          step(c, true);
          continue;
        }
        SegmentRegister cs = c.segments[CS];
        int index = codeIndex(c);
        if (index < 0) {
          step(c, true);
          continue;
        }
        Block b = block(c, index, cs);
        long left = end - c.retired;
        long last = Integer.toUnsignedLong(c.eip) + b.lengthBytes - 1;
        if (last > Integer.toUnsignedLong(cs.limit)) {
          // Part of the block lies outside the segment: one by one, each fetch checked.
          step(c, true);
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

  /** A block whose first instruction is the one at CS:EIP, breakpoints included. */
  private Block first(CpuState c) {
    SegmentRegister cs = c.segments[CS];
    int index = codeIndex(c);
    if (index >= 0) {
      Block b = block(c, index, cs);
      long last = Integer.toUnsignedLong(c.eip) + b.insns[0].length - 1;
      if (last <= Integer.toUnsignedLong(cs.limit)) {
        return b;
      }
    }
    return builder.single(c, index);
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
      int room = PhysicalMemory.PAGE_BYTES - (index & (PhysicalMemory.PAGE_BYTES - 1));
      if (b.lengthBytes <= room || b.secondPage >= 0) {
        cache.add(b);
      }
    }
    return b;
  }

  /**
   * One instruction, with all that may happen before and behind it: breakpoints of the debug
   * registers, the single-step trap, RF, interrupt shadows (Intel SDM vol. 3, 17.3 and 6.8.3).
   *
   * @param breakpoints whether the user's breakpoints count
   */
  private void step(CpuState c, boolean breakpoints) {
    steppedEip = c.eip;
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
    // An instruction that goes on has met its breakpoint when it began.
    Block b = breakpoints && !resume ? first(c) : builder.single(c, -1);
    loop.setElementByElement(trap || DebugRegisters.watchesData(c.dr7));
    if ((shadow & CpuState.INHIBIT_DEBUG) == 0) {
      // Those of MOV SS wait for the instruction behind it.
      c.debugHits = 0;
    }
    c.inhibit = 0;
    long before = c.retired;
    // An IRET or a task switch may set RF for the instruction behind it.
    c.flagsOther &= ~Eflags.RF;
    loop.execute(b, 1);
    loop.setElementByElement(false);
    if (loop.exit == Exit.FAULT || loop.exit == Exit.BREAKPOINT) {
      if (loop.exit == Exit.BREAKPOINT || !fault.inNewContext()) {
        c.flagsOther |= resume ? Eflags.RF : 0;
        c.inhibit = shadow;
      }
      return;
    }
    if (c.retired != before && (loop.exit == Exit.BUDGET || loop.exit == Exit.HALT)) {
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
      trapped = true;
    }
  }

  /** Where the instruction at CS:EIP lies in memory; the limit is checked before the page. */
  private int codeIndex(CpuState c) {
    SegmentRegister cs = c.segments[CS];
    if (Integer.compareUnsigned(c.eip, cs.limit) > 0) {
      throw fault.setAccess(Fault.GP, 0, SegmentName.CS, c.eip, false);
    }
    return linear.codeIndex(cs.base + c.eip);
  }
}
