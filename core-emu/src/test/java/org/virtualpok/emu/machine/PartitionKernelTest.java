// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.debug.Address;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.trace.EventLog;

/** What a kernel with partitions needs of a PC, as POK does, in kernels of a few lines. */
class PartitionKernelTest {
  private static final int USER_CODE = 0x18;
  private static final int USER_DATA = 0x20;
  private static final int TASK = 0x28;

  private static final int TSS = 0x4000;
  private static final int KERNEL_STACK = 0x8800;

  /** The partition's memory, to the byte as large as POK makes one. */
  private static final int PARTITION = 0x20000;

  private static final int PARTITION_BYTES = 131072;
  private static final int PROGRAM = TinyKernel.ENTRY + 0x400;
  private static final int HANDLER = TinyKernel.ENTRY + 0x800;
  private static final int TICKS = 0x7000;
  private static final long SECOND = 1_000_000_000L;

  private static TinyKernel segment(TinyKernel k, int selector, int base, int limit, int access) {
    int high = base & 0xff000000 | 0x400000 | limit & 0xf0000 | access << 8 | base >>> 16 & 0xff;
    return k.descriptor(TinyKernel.GDT + selector, base << 16 | limit & 0xffff, high);
  }

  /**
   * A kernel that enters a program in ring 3, and says on COM1 how a #GP comes out of it: its error
   * code, the ring and the offset of the instruction, each as the character so far behind '0'.
   *
   * @param bitmap where in the TSS the I/O permission bitmap begins
   */
  private static TinyKernel kernel(int bitmap, int tssLimit, int... program) {
    TinyKernel k = new TinyKernel().settle().gate(13, HANDLER);
    segment(k, USER_CODE, PROGRAM, 0xfff, 0xfa);
    segment(k, USER_DATA, PARTITION, PARTITION_BYTES - 1, 0xf2);
    segment(k, TASK, TSS, tssLimit, 0x89);
    k.store(TSS + 4, KERNEL_STACK).store(TSS + 8, TinyKernel.DATA);
    k.store(TSS + 0x38, -1).store(TSS + 0x64, bitmap << 16);
    k.bytes(0x66, 0xb8, TASK, 0, 0x0f, 0x00, 0xd8); // LTR
    k.bytes(0x66, 0xb8, USER_DATA | 3, 0, 0x8e, 0xd8); // MOV DS
    k.bytes(0x68).word(USER_DATA | 3).bytes(0x68).word(0x1000);
    k.bytes(0x68).word(2).bytes(0x68).word(USER_CODE | 3).bytes(0x6a, 0, 0xcf); // IRET
    k.pad(PROGRAM).bytes(program).pad(HANDLER).print("#GP ");
    k.bytes(0x66, 0xba, 0xf8, 3);
    k.bytes(0x8a, 0x04, 0x24, 0x04, '0', 0xee); // AL = [ESP] + '0'; OUT
    k.bytes(0x8a, 0x44, 0x24, 8, 0x24, 3, 0x04, '0', 0xee); // CS
    k.bytes(0x8a, 0x44, 0x24, 4, 0x04, '0', 0xee); // EIP
    return k.powerOff();
  }

  private static String output(PcMachine pc, int console) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    EventLog log = pc.events();
    for (long i = 0; i < log.size(); i++) {
      if (log.get(i).kind() == PcEvents.CONSOLE_OUTPUT && log.get(i).context() == console) {
        out.writeBytes(log.get(i).text());
      }
    }
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  private static PcMachine finished(TinyKernel kernel) throws Exception {
    PcMachine pc = kernel.boot();
    pc.run(RunLimit.atTime(SECOND));
    assertEquals(PcEnding.Kind.POWER_OFF, pc.ending().orElseThrow().kind());
    return pc;
  }

  @Test
  void storePastTheLimitShouldRaiseGeneralProtection() throws Exception {
    int[] program = {
      0xc6,
      0x05,
      0x00,
      0x00,
      0x00,
      0x00,
      'a', // MOV BYTE PTR [0]
      0xc6,
      0x05,
      0xff,
      0xff,
      0x01,
      0x00,
      'b', // the last byte
      0xc7,
      0x05,
      0xfd,
      0xff,
      0x01,
      0x00,
      1,
      2,
      3,
      4 // four bytes, one of them past the end
    };
    PcMachine pc = finished(kernel(0x68, 0x67, program));
    assertEquals("#GP 03" + (char) ('0' + 14), output(pc, PcBoard.COM1));
    assertEquals('a', pc.readMemory(new Address.Physical(PARTITION), 1)[0]);
    assertArrayEquals(
        new byte[] {0, 0, 'b', 0},
        pc.readMemory(new Address.Physical(PARTITION + PARTITION_BYTES - 3), 4),
        "nothing of the last store");
  }

  @Test
  void bitmapBehindTheTssShouldSayWhichPortsAProgramHas() throws Exception {
    int[] program = {
      0x66,
      0xba,
      0xf8,
      0x03,
      0xb0,
      'u',
      0xee, // COM1
      0x66,
      0xba,
      0x00,
      0x04,
      0xee // port 400 lies behind the bitmap's end
    };
    PcMachine pc = finished(kernel(0x68, 0x68 + 0x400 / 8, program));
    assertEquals("u#GP 03" + (char) ('0' + 11), output(pc, PcBoard.COM1));
  }

  @Test
  void bitmapMayLieInsideTheTss() throws Exception {
    // From 28 on: port E9 has a bit at 45, which is 0, port 80 one at 38, which is 1.
    int[] program = {0xb0, 'u', 0xe6, 0xe9, 0xe6, 0x80};
    PcMachine pc = finished(kernel(0x28, 0x67, program));
    assertEquals("u", output(pc, PcBoard.DEBUG));
    assertEquals("#GP 034", output(pc, PcBoard.COM1));
  }

  @Test
  void timerShouldInterruptAsOftenAsItsDivisorSays() throws Exception {
    TinyKernel k = new TinyKernel().settle().gate(0x20, HANDLER).out(0x21, 0xfe);
    k.bytes(0xfb).timer(11).sleep().pad(HANDLER).count(TICKS).endOfInterrupt();
    PcMachine pc = k.boot();
    int id = pc.setBreakpoint(Breakpoint.atPort(0x40, 0x40, false, true));
    pc.run(RunLimit.NONE);
    pc.run(RunLimit.NONE);
    pc.removeBreakpoint(id);
    // 1,193,182 / 11 a second; a count takes a clock of 0.8 us to be loaded.
    StopReason stop = pc.run(RunLimit.atTime(pc.timeNanos() + SECOND + 2000));
    assertEquals(StopReason.Kind.LIMIT, stop.kind());
    byte[] b = pc.readMemory(new Address.Physical(TICKS), 4);
    assertEquals(108_471, b[0] & 0xff | (b[1] & 0xff) << 8 | (b[2] & 0xff) << 16 | b[3] << 24);
    assertEquals(108_471, pc.interrupts());
  }

  @Test
  void hourOfHltShouldTakeNoInstructions() throws Exception {
    TinyKernel k = new TinyKernel().settle().gate(0x20, HANDLER).out(0x43, 0x30).bytes(0xfb);
    PcMachine pc = k.sleep().boot();
    StopReason stop = pc.run(RunLimit.atTime(3600 * SECOND));
    assertEquals(StopReason.Kind.LIMIT, stop.kind());
    assertEquals(3600 * SECOND, pc.timeNanos());
    assertEquals(0, pc.interrupts());
    assertTrue(pc.instructions() < 100, "instructions: " + pc.instructions());
    assertEquals(StopReason.Kind.FINISHED, pc.run(RunLimit.NONE).kind());
    assertEquals(PcEnding.Kind.HALTED, pc.ending().orElseThrow().kind());
  }
}
