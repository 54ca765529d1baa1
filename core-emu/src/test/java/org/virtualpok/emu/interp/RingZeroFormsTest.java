// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.interp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.exec.PortIo;
import org.virtualpok.emu.memory.PhysicalMemory;

/** Forms that ring 3 cannot run and that no test kernel uses, in real mode. */
public class RingZeroFormsTest {
  private static final int CODE = 0x1000;
  private static final int READ = 0x44332211;

  private final List<String> bus = new ArrayList<>();
  private final PhysicalMemory memory = new PhysicalMemory(0x20000);
  private final Processor processor =
      new Processor(
          memory,
          new PortIo() {
            @Override
            public int in(int port, int sizeBytes) {
              bus.add(String.format(Locale.ROOT, "in %x %d", port, sizeBytes));
              return sizeBytes == 4 ? READ : READ & (1 << 8 * sizeBytes) - 1;
            }

            @Override
            public void out(int port, int value, int sizeBytes) {
              long low = Integer.toUnsignedLong(value) & (1L << 8 * sizeBytes) - 1;
              bus.add(String.format(Locale.ROOT, "out %x %x %d", port, low, sizeBytes));
            }
          },
          () -> 0);
  private final CpuState cpu = processor.cpu();

  private void run(int... code) {
    cpu.segment(SegmentName.CS).loadReal(CODE >>> 4);
    cpu.eip = 0;
    for (int i = 0; i < code.length; i++) {
      memory.write8(CODE + i, code[i]);
    }
    assertEquals(Processor.Exit.BUDGET, processor.run(1, false));
    assertEquals(code.length, cpu.eip, "it faulted");
  }

  @Test
  void shouldReadAPortThatTheInstructionNames() {
    cpu.gpr[CpuState.EAX] = 0xaaaaaaaa;
    run(0xe5, 0x80); // in ax,80h
    assertEquals(0xaaaa2211, cpu.gpr[CpuState.EAX]);
    run(0x66, 0xe5, 0xfe); // in eax,feh
    assertEquals(READ, cpu.gpr[CpuState.EAX]);
    assertEquals(List.of("in 80 2", "in fe 4"), bus);
  }

  @Test
  void shouldWriteAPortThatTheInstructionNames() {
    cpu.gpr[CpuState.EAX] = 0x12345678;
    run(0xe7, 0x80); // out 80h,ax
    run(0x66, 0xe7, 0x81); // out 81h,eax
    assertEquals(List.of("out 80 5678 2", "out 81 12345678 4"), bus);
  }

  @Test
  void shouldStoreWordsFromAPort() {
    cpu.gpr[CpuState.EDX] = 0x1f0;
    cpu.gpr[CpuState.EDI] = 0x500;
    run(0x6d); // insw
    run(0x66, 0x6d); // insd
    assertEquals(0x506, cpu.gpr[CpuState.EDI]);
    assertEquals(0x2211, memory.read16(0x500));
    assertEquals(READ, memory.read32(0x502));
    assertEquals(List.of("in 1f0 2", "in 1f0 4"), bus);
  }

  @Test
  void shouldSendBytesToAPort() {
    cpu.gpr[CpuState.EDX] = 0x3f8;
    cpu.gpr[CpuState.ESI] = 0x500;
    memory.write16(0x500, 0x4241);
    run(0x6e); // outsb
    run(0x6e);
    assertEquals(0x502, cpu.gpr[CpuState.ESI]);
    assertEquals(List.of("out 3f8 41 1", "out 3f8 42 1"), bus);
  }

  @Test
  void shouldHaveNoCacheToWriteBack() {
    memory.write32(0x500, READ);
    run(0x0f, 0x08); // invd
    run(0x0f, 0x09); // wbinvd
    assertEquals(READ, memory.read32(0x500));
    assertEquals(2, cpu.retired);
  }
}
