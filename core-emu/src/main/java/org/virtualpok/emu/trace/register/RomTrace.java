// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.trace.register;

import java.io.IOException;
import java.util.Arrays;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.interp.CodePeek;
import org.virtualpok.emu.interp.Processor;
import org.virtualpok.emu.isa.Disassembler;
import org.virtualpok.emu.isa.Insn;
import org.virtualpok.emu.machine.RomMachine;

/** Steps a machine with a boot ROM and writes the trace of its processor. */
public final class RomTrace {
  /** Why a trace ended. */
  public enum Ending {
    LIMIT("it goes on"),
    HALT("the processor halted, and nothing can wake it"),
    SHUTDOWN("the processor shut down: a fault while a double fault was delivered");

    private final String sentence;

    Ending(String sentence) {
      this.sentence = sentence;
    }

    public String sentence() {
      return sentence;
    }
  }

  private RomTrace() {}

  /** Runs to a count of instructions from the reset without writing anything. */
  public static void skip(RomMachine machine, long instructions) {
    if (instructions > machine.cpu().retired) {
      machine.processor().run(instructions - machine.cpu().retired, false);
    }
  }

  /** Writes each instruction up to a count from the reset, or until nothing can run any more. */
  public static Ending write(RomMachine machine, TraceWriter writer, long instructions)
      throws IOException {
    CpuState cpu = machine.cpu();
    CodePeek peek = new CodePeek(machine.memory());
    RegisterState state = new RegisterState();
    while (cpu.retired < instructions) {
      state.read(cpu);
      Insn n = peek.instruction(cpu);
      byte[] all = peek.bytes(cpu);
      byte[] code = n == null ? all : Arrays.copyOf(all, n.length);
      String text =
          Disassembler.line(
                  n, code, cpu.eip, Disassembler.Syntax.INTEL, cpu.segment(SegmentName.CS).big)
              .text();
      writer.write(cpu.retired, state, code, text);
      Processor.Exit exit = machine.processor().run(1, false);
      if (exit != Processor.Exit.BUDGET) {
        return exit == Processor.Exit.HALT ? Ending.HALT : Ending.SHUTDOWN;
      }
    }
    return Ending.LIMIT;
  }
}
