// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.coverage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Fault;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.interp.Interpreter;
import org.virtualpok.emu.memory.PhysicalMemory;

/** What stands in no row of the table raises #UD, in ring 0 too, and changes nothing. */
class UndefinedOpcodesTest {
  private static final int CODE = 0x1000;
  private static final int FLAT_LOW = 0x0000ffff;
  private static final int FLAT_CODE = 0x00cf9b00;
  private static final int FLAT_DATA = 0x00cf9300;

  private final PhysicalMemory memory = new PhysicalMemory(0x10000);
  private final Interpreter interpreter = new Interpreter(memory);
  private final CpuState cpu = new CpuState();

  UndefinedOpcodesTest() {
    for (SegmentName name : SegmentName.values()) {
      cpu.segment(name).load(8, FLAT_LOW, name == SegmentName.CS ? FLAT_CODE : FLAT_DATA);
    }
  }

  @Test
  void shouldRefuseWhatNoRowHas() {
    List<UndefinedOpcodes.Undefined> all = UndefinedOpcodes.all();
    assertTrue(all.stream().anyMatch(u -> u.opcode() == 0x0fff), "0F FF is none");
    List<String> run = new ArrayList<>();
    for (UndefinedOpcodes.Undefined u : all) {
      for (int modrm = 0; modrm < 256; modrm++) {
        if (u.modrm()[modrm] && !refuses(u.bytes(modrm))) {
          run.add(String.format("%s %02X", u.name(), modrm));
        }
      }
    }
    assertEquals(List.of(), run);
  }

  private boolean refuses(int[] bytes) {
    memory.write(CODE, new byte[16], 0, 16);
    for (int i = 0; i < bytes.length; i++) {
      memory.write8(CODE + i, bytes[i]);
    }
    cpu.eip = CODE;
    boolean faulted = interpreter.run(cpu, 1, false) == Interpreter.Exit.FAULT;
    return faulted && interpreter.fault().vector() == Fault.UD && cpu.eip == CODE;
  }
}
