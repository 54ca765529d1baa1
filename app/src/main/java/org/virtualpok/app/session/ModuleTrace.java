// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.debug.TargetException;
import org.virtualpok.emu.isa.Disassembler.Line;
import org.virtualpok.emu.isa.Disassembler.Syntax;
import org.virtualpok.emu.trace.register.RegisterState;
import org.virtualpok.emu.trace.register.TraceWriter;
import org.virtualpok.hypervisor.module.ModuleMachine;

/** Steps a module and writes the trace of its vCPUs. A remark tells where another one goes on. */
public final class ModuleTrace {
  private final ModuleMachine machine;
  private final TraceWriter writer;
  private final String partition;
  private final RegisterState state = new RegisterState();
  private int last;

  /**
   * @param partition name of the one whose instructions are written; null for all
   */
  public ModuleTrace(ModuleMachine machine, TraceWriter writer, String partition) {
    this.machine = machine;
    this.writer = writer;
    this.partition = partition;
  }

  /** Runs to a limit, or until nothing can run, and gives the reason. */
  public StopReason run(RunLimit limit) throws IOException {
    machine.setObserver(this::write);
    try {
      return machine.run(limit);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      machine.setObserver(null);
    }
  }

  private void write(int vcpu, CpuState cpu) {
    String name = machine.partitionName(vcpu);
    if (partition != null && !partition.equals(name)) {
      return;
    }
    try {
      if (vcpu != last) {
        last = vcpu;
        writer.remark("partition " + name);
      }
      state.read(cpu);
      Line line =
          machine.disassemble(vcpu, cpu.eip, 1, Syntax.INTEL).stream().findFirst().orElse(null);
      byte[] code = line == null ? new byte[0] : line.bytes();
      writer.write(machine.instructions(), state, code, line == null ? "(bad)" : line.text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (TargetException e) {
      throw new AssertionError(e);
    }
  }
}
