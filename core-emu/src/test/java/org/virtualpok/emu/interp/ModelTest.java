// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.interp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.virtualpok.emu.cpu.CpuModel;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.cpu.Fault;

/** What each processor model has and refuses. */
public class ModelTest {
  private static final int HANDLER = 0x300;

  static Stream<Arguments> instructions() {
    return Stream.of(
        Arguments.of("bswap eax", CpuModel.I486, new int[] {0x66, 0x0f, 0xc8}),
        Arguments.of("xadd al, al", CpuModel.I486, new int[] {0x0f, 0xc0, 0xc0}),
        Arguments.of("wbinvd", CpuModel.I486, new int[] {0x0f, 0x09}),
        Arguments.of("invlpg [bx]", CpuModel.I486, new int[] {0x0f, 0x01, 0x3f}),
        Arguments.of("cpuid", CpuModel.PENTIUM, new int[] {0x0f, 0xa2}),
        Arguments.of("rdtsc", CpuModel.PENTIUM, new int[] {0x0f, 0x31}),
        Arguments.of("mov eax, cr4", CpuModel.PENTIUM, new int[] {0x0f, 0x20, 0xe0}),
        Arguments.of("cmpxchg8b [bx]", CpuModel.PENTIUM, new int[] {0x0f, 0xc7, 0x0f}),
        Arguments.of("cmove ax, ax", CpuModel.PENTIUM_III, new int[] {0x0f, 0x44, 0xc0}),
        Arguments.of("fcomi st, st", CpuModel.PENTIUM_III, new int[] {0xdb, 0xf0}),
        Arguments.of("paddb mm0, mm0", CpuModel.PENTIUM_III, new int[] {0x0f, 0xfc, 0xc0}),
        Arguments.of("rdpmc", CpuModel.PENTIUM_III, new int[] {0x0f, 0x33}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("instructions")
  void shouldRefuseWhatCameLater(String text, CpuModel since, int[] code) {
    for (CpuModel model : CpuModel.values()) {
      RealMachine m = new RealMachine(code).model(model);
      m.vector(Fault.UD, HANDLER, 0x99);
      m.run(1);
      assertEquals(model.has(since) ? code.length : 0x99, m.cpu.eip, text + " on " + model);
    }
  }

  @Test
  void shouldSetOnlyTheFlagsThatThereAre() {
    for (CpuModel model : CpuModel.values()) {
      RealMachine m = new RealMachine(0x66, 0x9d).model(model); // popfd
      m.memory.write32(RealMachine.STACK + RealMachine.SP, Eflags.AC | Eflags.ID);
      m.run(1);
      int expected =
          (model.has(CpuModel.I486) ? Eflags.AC : 0)
              | (model.has(CpuModel.PENTIUM) ? Eflags.ID : 0);
      assertEquals(expected | Eflags.ALWAYS_ONE, m.cpu.eflags(), model.name());
    }
  }

  @Test
  void shouldTellTheFeaturesOfTheModel() {
    RealMachine m = new RealMachine(0x0f, 0xa2).model(CpuModel.PENTIUM);
    m.cpu.gpr[CpuState.EAX] = 1;
    m.run(1);
    assertEquals(0x543, m.cpu.gpr[CpuState.EAX]);
    assertEquals(0, m.cpu.gpr[CpuState.EDX] & 1 << 15, "CMOV");
    assertTrue((m.cpu.gpr[CpuState.EDX] & 1 << 4) != 0, "TSC");
  }

  @Test
  void shouldReadTheTimeStampCounterAtItsOwnPlaceWhateverTheBudget() {
    int[] code = {0x40, 0x40, 0x40, 0x0f, 0x31}; // inc ax x3; rdtsc
    for (int first = 1; first <= 3; first++) {
      RealMachine m = new RealMachine(code);
      m.run(first);
      m.run(4 - first);
      assertEquals(3, m.cpu.gpr[CpuState.EAX]);
      assertEquals(4, m.cpu.retired);
    }
  }

  @Test
  void shouldKeepItsModelSpecificRegisters() {
    RealMachine m =
        new RealMachine(0x0f, 0x30, 0x33, 0xc0, 0x0f, 0x32, 0x41, 0x41, 0x41, 0x0f, 0x32);
    m.vector(Fault.GP, HANDLER, 0x99);
    m.cpu.gpr[CpuState.ECX] = 0x174;
    m.cpu.gpr[CpuState.EAX] = 0x28;
    m.run(3);
    assertEquals(0x28, m.cpu.gpr[CpuState.EAX]);
    assertEquals(0x28, m.cpu.sysenter[0]);
    m.run(4); // inc cx x3; rdmsr of 177h, which there is not
    assertEquals(0x99, m.cpu.eip);
  }
}
