// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.cpu.Fault;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.cpu.SegmentRegister;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.debug.TargetException;
import org.virtualpok.emu.image.SymbolTable;
import org.virtualpok.emu.interp.DeliveryObserver;
import org.virtualpok.emu.isa.Disassembler;
import org.virtualpok.emu.memory.PhysicalMemory;
import org.virtualpok.emu.memory.ProcessorMode;
import org.virtualpok.emu.trace.EventLog;
import org.virtualpok.emu.trace.EventTail;

/** Why a PC stops, in the user's words. */
final class PcStops {
  private static final String NULL_JUMP = ", where a call or return through a null pointer leads";

  private static final int STACK_WORDS = 256;
  private static final int STACK_ENTRIES = 16;

  private final CpuState cpu;
  private final PcBoard board;
  private final PcMemory memory;
  private final SymbolTable symbols;
  private PcPrograms programs = PcPrograms.NONE;

  PcStops(PcBoard board, PcMemory memory, SymbolTable symbols) {
    this.board = board;
    this.cpu = board.processor.cpu();
    this.memory = memory;
    this.symbols = symbols;
  }

  void setPrograms(PcPrograms newPrograms) {
    programs = newPrograms;
  }

  private static String say(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }

  /** "0008:00101234 <main+0x1c>". */
  String place() {
    SegmentRegister cs = cpu.segment(SegmentName.CS);
    String at = say("%04x:%08x", cs.selector, cpu.eip);
    String symbol =
        cs.base == 0
            ? symbols.describe(cpu.eip)
            : program().map(p -> p.symbols().describe(cpu.eip)).orElse("");
    return symbol.isEmpty() ? at : at + " <" + symbol + ">";
  }

  static StopReason limit() {
    return new StopReason(
        StopReason.Kind.LIMIT,
        0,
        0,
        0,
        "Suspended: end of the run",
        "The run was asked to go no further than here.");
  }

  private Optional<PcProgram> program() {
    return programs.find(programs.running());
  }

  /**
   * @param whole whether the processor was stepped, and not one of its programs
   */
  StopReason step(boolean whole) {
    StopReason stop = at(StopReason.Kind.STEP, 0, "Suspended: step", "at " + place());
    return whole
        ? new StopReason(
            stop.kind(), PcMachine.CPU_CONTEXT, stop.offset(), 0, stop.title(), stop.detail())
        : stop;
  }

  StopReason breakpoint(Breakpoint hit) {
    String program = program().map(p -> p.name() + " ").orElse("");
    return at(
        StopReason.Kind.BREAKPOINT,
        hit.id(),
        "Suspended: breakpoint " + hit.id(),
        program + "at " + place());
  }

  /** At the entry the call has not run; at the exit EAX holds its answer. */
  StopReason hypercall(PcHypercalls.Boundary at) {
    return at(
        at.entry() ? StopReason.Kind.HYPERCALL_ENTRY : StopReason.Kind.HYPERCALL_EXIT,
        at.breakpoint() == null ? 0 : at.breakpoint().id(),
        "Suspended: hypercall "
            + programs.describeCall(at.vector(), at.number())
            + (at.entry() ? ", entry" : ", exit")
            + program().map(p -> ", " + p.name()).orElse(""),
        programs.meaningOfCall(at.vector(), at.number()));
  }

  StopReason vector(
      Breakpoint hit, DeliveryObserver.Cause cause, int vector, int error, int eip, int irq) {
    String what =
        switch (cause) {
          case EXTERNAL -> say("interrupt 0x%02x, IRQ %d", vector, irq);
          case EXCEPTION ->
              "exception "
                  + Fault.name(vector)
                  + (Fault.hasErrorCode(vector) ? say("(%04x)", error) : "");
          case SOFTWARE -> say("INT 0x%02x, EAX 0x%x", vector, cpu.gpr[CpuState.EAX]);
        };
    return at(
        StopReason.Kind.BREAKPOINT,
        hit.id(),
        "Suspended: " + what,
        say("Handler at %s; it came at 0x%x", place(), eip));
  }

  StopReason modeChange(Breakpoint hit, ProcessorMode before, ProcessorMode after) {
    return at(
        StopReason.Kind.BREAKPOINT,
        hit.id(),
        "Suspended: " + after.text(),
        "Until this instruction it was " + before.text() + ".");
  }

  StopReason port(Breakpoint hit, int port, int sizeBytes, boolean write, int value) {
    String title =
        say(
            "Suspended: %s port 0x%x, %0" + 2 * sizeBytes + "x",
            write ? "write to" : "read of",
            port,
            value);
    return at(StopReason.Kind.BREAKPOINT, hit.id(), title, "The instruction is done.");
  }

  StopReason ended(PcEnding ending) {
    boolean fault = ending.kind() == PcEnding.Kind.TRIPLE_FAULT;
    String title =
        switch (ending.kind()) {
          case POWER_OFF -> "Finished: power off";
          case DEBUG_EXIT -> "Finished: debug exit " + ending.value();
          case RESET -> "Finished: reset";
          case TRIPLE_FAULT -> "Shut down: triple fault";
          case HALTED -> "Finished: halted";
        };
    return at(
        fault ? StopReason.Kind.FAULT : StopReason.Kind.FINISHED, 0, title, ending.sentence());
  }

  /**
   * A sentence on a processor that nothing wakes.
   *
   * @param exception vector of the last one that was delivered; -1 if there was none
   * @param eip where it was raised
   */
  String haltedForEver(int exception, int eip) {
    String halted =
        "The processor is halted with interrupts off, by the instruction before " + place();
    if (exception < 0) {
      return halted + ".";
    }
    boolean runaway = Integer.compareUnsigned(eip, PhysicalMemory.PAGE_BYTES) < 0;
    return say(
        "%s; the last exception was %s at EIP 0x%x%s.",
        halted, Fault.name(exception), eip, runaway ? NULL_JUMP : "");
  }

  private StopReason at(StopReason.Kind kind, int breakpoint, String title, String detail) {
    int program = programs.running();
    int context = program == 0 ? PcMachine.CPU_CONTEXT : program;
    return new StopReason(kind, context, cpu.eip, breakpoint, title, detail);
  }

  /**
   * A sentence on a shutdown.
   *
   * @param chain the exceptions that led to it: "#UD, #GP(0032), #DF(0000), #GP(0042)"; empty if it
   *     was restored so
   */
  String tripleFault(String chain) {
    SegmentRegister cs = cpu.segment(SegmentName.CS);
    boolean real = (cpu.cr0 & org.virtualpok.emu.cpu.Cr0.PE) == 0;
    String where =
        real
            ? say("In real mode at %s", place())
            : say("In ring %d at EIP 0x%x (%s)", cpu.cpl, cpu.eip, place());
    boolean runaway =
        cs.base == 0 && Integer.compareUnsigned(cpu.eip, PhysicalMemory.PAGE_BYTES) < 0;
    String why = runaway ? NULL_JUMP : "";
    if (chain.isEmpty()) {
      return say(
          "Triple fault: %s%s; the processor was shut down before this PC was saved.",
          lower(where), why);
    }
    return say(
        "Triple fault: %s%s, the exceptions %s met one another; the processor is shut down.",
        lower(where), why, chain);
  }

  private static String lower(String s) {
    return Character.toLowerCase(s.charAt(0)) + s.substring(1);
  }

  PcFaultReport report(String sentence, EventLog log) {
    String instruction = "";
    try {
      List<Disassembler.Line> lines =
          memory.disassemble(PcMachine.CPU_CONTEXT, cpu.eip, 1, Disassembler.Syntax.INTEL);
      instruction = lines.isEmpty() ? "" : lines.get(0).text();
    } catch (TargetException e) {
      throw new AssertionError(e);
    }
    return new PcFaultReport(
        sentence,
        board.clock.nanos(),
        cpu.retired,
        PcView.registers(cpu),
        PcView.system(cpu),
        instruction,
        stack(),
        EventTail.of(log, EventTail.POST_MORTEM));
  }

  /** EIP, then the words on the stack that point behind a function's first byte. */
  private List<String> stack() {
    List<String> found = new ArrayList<>();
    found.add(place());
    int at = cpu.segment(SegmentName.SS).base + cpu.gpr[CpuState.ESP];
    for (int i = 0; i < STACK_WORDS && found.size() < STACK_ENTRIES; i++, at += 4) {
      long physical = memory.physicalOf(at);
      if (physical < 0 || (at & (PhysicalMemory.PAGE_BYTES - 1)) > PhysicalMemory.PAGE_BYTES - 4) {
        break;
      }
      int word = board.memory.read32((int) physical);
      String symbol = symbols.describe(word);
      if (symbol.contains("+")) {
        found.add(say("0x%08x <%s>", word, symbol));
      }
    }
    return found;
  }

  /** Whether interrupts are taken. */
  boolean interruptsOn() {
    return (cpu.flagsOther & Eflags.IF) != 0;
  }
}
