// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.cpu.SegmentRegister;
import org.virtualpok.emu.debug.Context;
import org.virtualpok.emu.debug.HardwareState;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.debug.SystemRegisters;
import org.virtualpok.emu.debug.TargetSnapshot;
import org.virtualpok.emu.memory.ProcessorMode;
import org.virtualpok.emu.state.RegisterValues;

/** Makes the snapshots that views show of a PC. */
final class PcView {
  private final String name;
  private final PcBoard board;
  private final PcBreakpoints breakpoints;
  private final PcRunLoop runLoop;
  private final RegisterValues.Reader devices;

  PcView(String name, PcBoard board, PcBreakpoints breakpoints, PcRunLoop runLoop) {
    this.name = name;
    this.board = board;
    this.breakpoints = breakpoints;
    this.runLoop = runLoop;
    devices = new RegisterValues.Reader(board.devices);
  }

  TargetSnapshot capture(long sequence, boolean running, StopReason stop) {
    CpuState cpu = board.processor.cpu();
    return new TargetSnapshot(
        sequence,
        running,
        stop,
        board.clock.nanos(),
        cpu.retired,
        PcMachine.CPU_CONTEXT,
        contexts(cpu, running, stop),
        Map.of(PcMachine.CPU_CONTEXT, registers(cpu)),
        breakpoints.all(),
        Optional.empty(),
        List.of(),
        Optional.of(new HardwareState(devices.read(), board.vga.screen(), system(cpu))));
  }

  private List<Context> contexts(CpuState cpu, boolean running, StopReason stop) {
    Context.State state = state(cpu, running);
    String mode = ProcessorMode.of(cpu).text() + ", ring " + cpu.cpl;
    String reason =
        switch (state) {
          case RUNNING -> mode;
          case IDLE -> running ? "halted, waits for an interrupt" : stop.title() + ", halted";
          default -> stop.title() + ", " + mode;
        };
    String whole = running ? "running" : state == Context.State.STOPPED ? "ended" : "suspended";
    return List.of(
        new Context(PcMachine.MACHINE_CONTEXT, 0, Context.Kind.MODULE, 0, name, state, whole),
        new Context(
            PcMachine.CPU_CONTEXT,
            PcMachine.MACHINE_CONTEXT,
            Context.Kind.CPU,
            0,
            "CPU",
            state,
            reason));
  }

  private Context.State state(CpuState cpu, boolean running) {
    PcEnding ending = runLoop.ending().orElse(null);
    if (ending != null) {
      return ending.kind() == PcEnding.Kind.TRIPLE_FAULT
          ? Context.State.FAULTED
          : Context.State.STOPPED;
    }
    if (cpu.halted && (cpu.flagsOther & Eflags.IF) != 0) {
      return Context.State.IDLE;
    }
    return running ? Context.State.RUNNING : Context.State.SUSPENDED;
  }

  static Registers registers(CpuState cpu) {
    SegmentName[] names = SegmentName.values();
    Registers.Segment[] segments = new Registers.Segment[names.length];
    for (SegmentName segment : names) {
      SegmentRegister from = cpu.segment(segment);
      segments[segment.ordinal()] =
          new Registers.Segment(from.selector, from.base, from.limit, from.usable());
    }
    return new Registers(cpu.gpr, cpu.eip, cpu.eflags(), cpu.cpl, segments);
  }

  static SystemRegisters system(CpuState c) {
    return new SystemRegisters(
        ProcessorMode.of(c).text(),
        c.cr0,
        c.cr2,
        c.cr3,
        c.cr4,
        c.gdtBase,
        c.gdtLimit,
        c.idtBase,
        c.idtLimit,
        system(c.ldtr),
        system(c.tr),
        c.dr,
        c.dr6,
        c.dr7,
        c.retired + c.tscOffset);
  }

  private static SystemRegisters.SystemSegment system(SegmentRegister s) {
    boolean usable = (s.access & 0x80) != 0;
    return new SystemRegisters.SystemSegment(s.selector, s.base, s.limit, usable);
  }
}
