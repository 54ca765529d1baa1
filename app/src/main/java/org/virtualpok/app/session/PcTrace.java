// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.session;

import java.io.IOException;
import java.util.List;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.debug.TargetException;
import org.virtualpok.emu.isa.Disassembler.Line;
import org.virtualpok.emu.isa.Disassembler.Syntax;
import org.virtualpok.emu.machine.PcMachine;
import org.virtualpok.emu.trace.register.RegisterState;
import org.virtualpok.emu.trace.register.TraceWriter;

/** Steps a PC and writes the trace of its processor; a halted one runs on to what wakes it. */
public final class PcTrace {
  private final PcMachine machine;
  private final TraceWriter writer;
  private final RegisterState state = new RegisterState();

  public PcTrace(PcMachine machine, TraceWriter writer) {
    this.machine = machine;
    this.writer = writer;
  }

  /** Runs to a limit, or until the machine ends, and gives the reason. */
  public StopReason run(RunLimit limit) throws IOException {
    while (true) {
      if (!machine.cpu().halted) {
        write(machine.cpu());
      }
      RunLimit step = RunLimit.atInstruction(machine.instructions() + 1);
      StopReason stop = machine.run(limit.min(step));
      boolean over =
          machine.timeNanos() >= limit.timeNanos()
              || machine.instructions() >= limit.instructions();
      if (over || stop.kind() != StopReason.Kind.LIMIT) {
        return stop;
      }
    }
  }

  private void write(CpuState cpu) throws IOException {
    List<Line> lines;
    try {
      lines = machine.disassemble(PcMachine.CPU_CONTEXT, cpu.eip, 1, Syntax.INTEL);
    } catch (TargetException e) {
      throw new AssertionError(e);
    }
    Line line = lines.isEmpty() ? null : lines.get(0);
    state.read(cpu);
    byte[] code = line == null ? new byte[0] : line.bytes();
    writer.write(machine.instructions(), state, code, line == null ? "(bad)" : line.text());
  }
}
