// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.trace.register;

import java.util.Locale;
import org.virtualpok.emu.cpu.CpuState;

/**
 * The registers before one instruction, as a trace tells them. Mutable: readers fill the same
 * object again and again, so that a long trace makes no garbage.
 */
public final class RegisterState {
  private static final TraceRegister[] REGISTERS = TraceRegister.values();

  private final int[] values = new int[REGISTERS.length];

  /** Bit n: the trace has told register n. */
  private int known;

  /** Line of the file that begins this state, from 1. */
  long line;

  /** Which state of its trace it is, from 0. */
  long index;

  /** Linear address of EIP, for readers that look instructions up by it. */
  int linear;

  /** The bytes of the instruction at CS:EIP; empty if the trace has none. */
  byte[] code = {};

  /** That instruction as the trace spells it; empty if it does not. */
  String text = "";

  /** Forgets all. */
  public void clear() {
    known = 0;
    code = new byte[0];
    text = "";
  }

  public void set(TraceRegister register, int value) {
    values[register.ordinal()] = value;
    known |= 1 << register.ordinal();
  }

  /** Takes all from a processor. */
  public void read(CpuState cpu) {
    for (int i = 0; i < cpu.gpr.length; i++) {
      set(REGISTERS[i], cpu.gpr[i]);
    }
    set(TraceRegister.EIP, cpu.eip);
    set(TraceRegister.EFLAGS, cpu.eflags());
    for (int i = 0; i < cpu.segments.length; i++) {
      set(REGISTERS[TraceRegister.ES.ordinal() + i], cpu.segments[i].selector);
    }
    set(TraceRegister.CR0, cpu.cr0);
    set(TraceRegister.CR2, cpu.cr2);
    set(TraceRegister.CR3, cpu.cr3);
    set(TraceRegister.CR4, cpu.cr4);
  }

  public boolean has(TraceRegister register) {
    return (known & 1 << register.ordinal()) != 0;
  }

  /** The register's value; 0 if the trace does not tell it. */
  public int get(TraceRegister register) {
    return has(register) ? values[register.ordinal()] : 0;
  }

  /** The registers that the trace tells, bit n for the ordinal n. */
  int known() {
    return known;
  }

  public long line() {
    return line;
  }

  public long index() {
    return index;
  }

  public byte[] code() {
    return code.clone();
  }

  /** The instruction about to run, as well as it can be told; may be empty. */
  public String text() {
    return text;
  }

  /** "f000:0000fff0". */
  public String place() {
    return String.format(Locale.ROOT, "%04x:%08x", get(TraceRegister.CS), get(TraceRegister.EIP));
  }

  boolean samePlace(RegisterState other) {
    return get(TraceRegister.EIP) == other.get(TraceRegister.EIP)
        && (!has(TraceRegister.CS)
            || !other.has(TraceRegister.CS)
            || get(TraceRegister.CS) == other.get(TraceRegister.CS));
  }

  void copyFrom(RegisterState other) {
    System.arraycopy(other.values, 0, values, 0, values.length);
    known = other.known;
    line = other.line;
    index = other.index;
    linear = other.linear;
    code = other.code;
    text = other.text;
  }
}
