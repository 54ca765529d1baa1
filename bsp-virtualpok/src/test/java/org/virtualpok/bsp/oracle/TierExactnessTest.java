// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.oracle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virtualpok.bsp.GuestImages;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.image.ElfImage;
import org.virtualpok.emu.image.ImageException;
import org.virtualpok.emu.interp.Interpreter;
import org.virtualpok.emu.memory.PhysicalMemory;

/** Whole blocks and single instructions give the same state, wherever a run is cut. */
class TierExactnessTest {
  private static final int BASE = 0x40000;
  private static final int SIZE = 1 << 20;
  private static final int INSTRUCTIONS = 300_000;

  private final PhysicalMemory memory = new PhysicalMemory(BASE + SIZE + 0x1000);
  private final Interpreter interpreter = new Interpreter(memory);
  private final CpuState cpu = new CpuState();

  @ParameterizedTest
  @ValueSource(strings = {"bench", "bench-O0", "bench-Os", "hello"})
  void shouldNotDependOnWhereARunIsCut(String image) throws ImageException {
    long seed = 653;
    Random random = new Random(seed);
    TierExactnessTest cut = new TierExactnessTest();
    start(image);
    cut.start(image);
    boolean running = true;
    while (running && cpu.retired < INSTRUCTIONS) {
      int turn = 1 + random.nextInt(2000);
      running = run(turn);
      while (cut.cpu.retired < cpu.retired) {
        cut.run(1);
      }
      assertEquals(cpu.eip, cut.cpu.eip, "seed " + seed + " at " + cpu.retired);
      assertEquals(cpu.eflags(), cut.cpu.eflags(), "seed " + seed + " at " + cpu.retired);
      assertArrayEquals(cpu.gpr, cut.cpu.gpr, "seed " + seed + " at " + cpu.retired);
    }
    assertArrayEquals(memory.read(BASE, SIZE), cut.memory.read(BASE, SIZE));
  }

  private void start(String name) throws ImageException {
    ElfImage elf = ElfImage.parse(name, GuestImages.read(name));
    for (ElfImage.Segment s : elf.segments()) {
      memory.write(BASE + s.vaddr(), s.fileBytes(), 0, s.fileBytes().length);
    }
    int low = (SIZE >> 12) - 1 | BASE << 16;
    int high = BASE >>> 16 | 0xc00000;
    cpu.segment(SegmentName.CS).load(0x23, low, high | 0xfb00);
    for (SegmentName s : new SegmentName[] {SegmentName.DS, SegmentName.ES, SegmentName.SS}) {
      cpu.segment(s).load(0x2b, low, high | 0xf300);
    }
    cpu.cpl = 3;
    cpu.eip = elf.entry();
    cpu.gpr[CpuState.ESP] = SIZE - 4 - 8096;
  }

  /** Runs some instructions; every hypercall answers 0; false at PARTITION_STOP. */
  private boolean run(int instructions) {
    long end = cpu.retired + instructions;
    while (cpu.retired < end) {
      switch (interpreter.run(cpu, end - cpu.retired, false)) {
        case INTERRUPT -> {
          if (cpu.gpr[CpuState.EAX] == 1001) {
            return false;
          }
          cpu.gpr[CpuState.EAX] = 0;
        }
        case BUDGET -> {}
        default -> throw new AssertionError(interpreter.fault().mnemonic() + " at " + cpu.eip);
      }
    }
    return true;
  }
}
