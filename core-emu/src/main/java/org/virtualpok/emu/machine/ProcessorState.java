// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.FpuState;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.cpu.SegmentRegister;
import org.virtualpok.emu.interp.Processor;
import org.virtualpok.emu.state.StateGroup;
import org.virtualpok.emu.state.Stateful;

/**
 * Names what a processor is. Translations that its TLB holds are no part of it: a kernel that
 * changes a page table and forgets INVLPG may go on otherwise behind a restore, as it may on two
 * processors of silicon.
 */
final class ProcessorState implements Stateful {
  private static final String[] GENERAL = {"EAX", "ECX", "EDX", "EBX", "ESP", "EBP", "ESI", "EDI"};

  private final Processor processor;
  private final CpuState cpu;
  private boolean shutdown;

  ProcessorState(Processor processor) {
    this.processor = processor;
    this.cpu = processor.cpu();
  }

  @Override
  public void describe(StateGroup group) {
    for (int i = 0; i < GENERAL.length; i++) {
      int n = i;
      word(group, GENERAL[i], "general register", () -> cpu.gpr[n], v -> cpu.gpr[n] = v);
    }
    word(group, "EIP", "instruction pointer", () -> cpu.eip, v -> cpu.eip = v);
    word(group, "EFLAGS", "flags", cpu::eflags, cpu::setEflags);
    group.register("CPL", 2, "privilege level", () -> cpu.cpl, v -> cpu.cpl = (int) v);
    word(group, "CR0", "control register 0", () -> cpu.cr0, v -> cpu.cr0 = v);
    word(group, "CR2", "page fault address", () -> cpu.cr2, v -> cpu.cr2 = v);
    word(group, "CR3", "page directory", () -> cpu.cr3, v -> cpu.cr3 = v);
    word(group, "CR4", "control register 4", () -> cpu.cr4, v -> cpu.cr4 = v);
    word(group, "GDTR-base", "descriptor table", () -> cpu.gdtBase, v -> cpu.gdtBase = v);
    word(group, "GDTR-limit", "its limit", () -> cpu.gdtLimit, v -> cpu.gdtLimit = v);
    word(group, "IDTR-base", "interrupt table", () -> cpu.idtBase, v -> cpu.idtBase = v);
    word(group, "IDTR-limit", "its limit", () -> cpu.idtLimit, v -> cpu.idtLimit = v);
    array(group, "DR", "breakpoint address", cpu.dr);
    word(group, "DR6", "debug status", () -> cpu.dr6, v -> cpu.dr6 = v);
    word(group, "DR7", "debug control", () -> cpu.dr7, v -> cpu.dr7 = v);
    array(group, "SYSENTER", "its MSR", cpu.sysenter);
    rest(group);
    for (SegmentName name : SegmentName.values()) {
      segment(group.group(name.name(), "segment register"), cpu.segment(name));
    }
    segment(group.group("LDTR", "local descriptor table"), cpu.ldtr);
    segment(group.group("TR", "task register"), cpu.tr);
    fpu(group.group("fpu", "floating point"), cpu.fpu);
    group.onRestored(() -> processor.stateChanged(shutdown));
  }

  private void rest(StateGroup group) {
    group.register("retired", 64, "instructions", () -> cpu.retired, v -> cpu.retired = v);
    group.register("TSC-offset", 64, "TSC less cycles", () -> cpu.tscOffset, this::setTscOffset);
    group.register("inhibit", 2, "shadow of STI, MOV SS", () -> cpu.inhibit, this::setInhibit);
    group.register("debug-hits", 4, "data met", () -> cpu.debugHits, v -> cpu.debugHits = (int) v);
    group.flag("INTR", "interrupt pin", () -> cpu.interruptRequest, v -> cpu.interruptRequest = v);
    group.flag("halted", "behind HLT", () -> cpu.halted, v -> cpu.halted = v);
    group.flag("shutdown", "triple fault", processor::isShutdown, v -> shutdown = v);
  }

  private void setTscOffset(long value) {
    cpu.tscOffset = value;
  }

  private void setInhibit(long value) {
    cpu.inhibit = (int) value;
  }

  private static void word(
      StateGroup group, String name, String meaning, IntSupplier get, IntConsumer set) {
    group.register(
        name, 32, meaning, () -> Integer.toUnsignedLong(get.getAsInt()), v -> set.accept((int) v));
  }

  private static void array(StateGroup group, String name, String meaning, int[] values) {
    for (int i = 0; i < values.length; i++) {
      int n = i;
      word(group, name + i, meaning, () -> values[n], v -> values[n] = v);
    }
  }

  private static void segment(StateGroup group, SegmentRegister s) {
    group.register("selector", 16, "visible part", () -> s.selector, v -> s.selector = (int) v);
    word(group, "base", "linear address", () -> s.base, v -> s.base = v);
    word(group, "limit", "last offset", () -> s.limit, v -> s.limit = v);
    group.register("access", 8, "access byte", () -> s.access, v -> s.access = (int) v);
    group.flag("big", "D/B", () -> s.big, v -> s.big = v);
    group.flag("readable", "may be read", () -> s.readable, v -> s.readable = v);
    group.flag("writable", "may be written", () -> s.writable, v -> s.writable = v);
    group.flag("expand-down", "E", () -> s.expandDown, v -> s.expandDown = v);
    // What is cached for speed follows from the rest.
    group.onRestored(() -> s.copyFrom(s));
  }

  private static void fpu(StateGroup group, FpuState f) {
    word(group, "control", "control word", () -> f.control, v -> f.control = v);
    word(group, "status", "status word, TOP 0", () -> f.status, v -> f.status = v);
    group.register("top", 3, "ST(0)", () -> f.top, v -> f.top = (int) v);
    group.register("full", 8, "not empty", () -> f.full, v -> f.full = (int) v);
    word(group, "FIP", "instruction", () -> f.instructionOffset, v -> f.instructionOffset = v);
    word(group, "FCS", "its segment", () -> f.instructionSelector, v -> f.instructionSelector = v);
    word(group, "FDP", "operand", () -> f.operandOffset, v -> f.operandOffset = v);
    word(group, "FDS", "its segment", () -> f.operandSelector, v -> f.operandSelector = v);
    word(group, "FOP", "opcode", () -> f.opcode, v -> f.opcode = v);
    word(group, "MXCSR", "SSE control", () -> f.mxcsr, v -> f.mxcsr = v);
    array(group, "exponent", "sign and exponent", f.signExponent);
    longs(group, "significand", f.significand);
    longs(group, "XMM", f.xmm);
  }

  private static void longs(StateGroup group, String name, long[] values) {
    for (int i = 0; i < values.length; i++) {
      int n = i;
      group.register(name + i, 64, "", () -> values[n], v -> values[n] = v);
    }
  }
}
