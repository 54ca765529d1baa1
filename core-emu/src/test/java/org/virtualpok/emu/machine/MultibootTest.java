// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.debug.Address;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.image.ImageException;
import org.virtualpok.emu.trace.ChunkedEventLog;

class MultibootTest {
  private static final StopReason NONE = new StopReason(StopReason.Kind.INITIAL, 0, 0, 0, "", "");

  private static int word(PcMachine pc, int at) throws Exception {
    byte[] b = pc.readMemory(new Address.Physical(at), 4);
    return b[0] & 0xff | (b[1] & 0xff) << 8 | (b[2] & 0xff) << 16 | b[3] << 24;
  }

  private static String text(PcMachine pc, int at) throws Exception {
    String s = new String(pc.readMemory(new Address.Physical(at), 200), StandardCharsets.UTF_8);
    return s.substring(0, s.indexOf('\0'));
  }

  private static Registers registers(PcMachine pc) {
    return pc.capture(1, false, NONE).registers().get(PcMachine.CPU_CONTEXT);
  }

  @Test
  void shouldEnterTheKernelAsTheSpecificationSays() throws Exception {
    KernelImage.Module a = new KernelImage.Module("a.img", new byte[] {1, 2, 3});
    KernelImage.Module b = new KernelImage.Module("b.img", new byte[5000]);
    KernelImage kernel = new TinyKernel().halt().image("--console=/dev/com1", a, b);
    PcMachine pc = PcMachine.boot(PcConfig.DEFAULT, kernel, ChunkedEventLog::new);
    Registers r = registers(pc);
    assertEquals(0x2badb002, r.gpr(0));
    assertEquals(TinyKernel.ENTRY, r.eip());
    assertEquals(0, r.eflags() & 0x200, "interrupts off");
    assertEquals(-1, r.segment(SegmentName.DS).limit());
    int info = r.gpr(3);
    assertEquals(639, word(pc, info + 4), "KiB of low memory");
    assertEquals(63 * 1024, word(pc, info + 8), "KiB above 1 MiB");
    assertEquals("tiny.elf --console=/dev/com1", text(pc, word(pc, info + 16)));
    assertEquals(2, word(pc, info + 20));
    int modules = word(pc, info + 24);
    assertEquals(0x101000, word(pc, modules));
    assertEquals(0x101003, word(pc, modules + 4));
    assertEquals("a.img", text(pc, word(pc, modules + 8)));
    assertEquals(0x102000, word(pc, modules + 16));
    assertEquals(0x102000 + 5000, word(pc, modules + 20));
    assertEquals(0x00030201, word(pc, 0x101000));
    int map = word(pc, info + 48);
    assertEquals(3 * 24, word(pc, info + 44));
    assertEquals(20, word(pc, map));
    assertEquals(0x9fc00, word(pc, map + 12));
    assertEquals(0x100000, word(pc, map + 48 + 4));
    assertEquals(63 << 20, word(pc, map + 48 + 12));
  }

  @Test
  void shouldLoadByTheHeaderWhereItSaysSo() throws Exception {
    TinyKernel kernel = new TinyKernel().halt();
    kernel.flags = 1 << 16;
    kernel.addresses =
        new int[] {0x200000, 0x200000, 0x200000 + TinyKernel.HEADER_BYTES + 1, 0x201000, 0x200020};
    PcMachine pc = kernel.boot();
    assertEquals(0x200020, registers(pc).eip());
    assertEquals(0xf4, word(pc, 0x200020) & 0xff);
    assertEquals(0x1badb002, word(pc, 0x200000));
    assertEquals(0, word(pc, 0x100000), "not as ELF");
  }

  private static String refused(TinyKernel kernel, PcConfig config, KernelImage.Module... modules) {
    return assertThrows(
            ImageException.class,
            () -> PcMachine.boot(config, kernel.image("", modules), ChunkedEventLog::new))
        .getMessage();
  }

  private static String refused(TinyKernel kernel) {
    return refused(kernel, PcConfig.DEFAULT);
  }

  @Test
  void shouldSayWhatIsWrongWithAKernel() {
    TinyKernel damaged = new TinyKernel().halt();
    damaged.checksumError = 1;
    assertEquals(
        "tiny.elf: the multiboot header at file offset 0x60 has a wrong checksum: magic, flags and"
            + " checksum must add up to 0",
        refused(damaged));
    TinyKernel wants = new TinyKernel().halt();
    wants.flags = 0x100;
    assertTrue(refused(wants).contains("requires what is not known here (flags 0x100)"));
    TinyKernel far = new TinyKernel().halt();
    far.paddr = 0x3ffff000;
    assertEquals(
        "tiny.elf: segment 0 needs memory from 0x3ffff000 to 0x3ffff021; the PC has 64 MiB"
            + " (--memory)",
        refused(far));
    TinyKernel hole = new TinyKernel().halt();
    hole.paddr = 0xa0000;
    assertTrue(refused(hole).contains("a PC has none from 0xa0000 to 0xfffff"));
    TinyKernel lost = new TinyKernel().halt();
    lost.entry = 0x5000000;
    assertEquals("tiny.elf: the entry point 0x5000000 lies in no loaded segment", refused(lost));
    TinyKernel large = new TinyKernel().halt();
    large.memSize = 2 << 20;
    assertTrue(refused(large, PcConfig.DEFAULT.withMemory(2 << 20)).contains("has 2 MiB"));
  }

  @Test
  void shouldSayWhatIsWrongWithLoadAddresses() {
    TinyKernel apart = new TinyKernel().halt();
    apart.flags = 1 << 16;
    apart.addresses = new int[] {0x200000, 0x300000, 0, 0, 0x200020};
    assertTrue(refused(apart).contains("do not belong together"));
    TinyKernel beyond = new TinyKernel().halt();
    beyond.flags = 1 << 16;
    beyond.addresses = new int[] {0x200000, 0x200000, 0x300000, 0x300000, 0x200020};
    assertTrue(refused(beyond).contains("wants 1048576 bytes loaded"));
    TinyKernel backwards = new TinyKernel().halt();
    backwards.flags = 1 << 16;
    backwards.addresses = new int[] {0x200000, 0x200000, 0x200010, 0x200008, 0x200020};
    assertTrue(refused(backwards).contains("out of order"));
  }

  @Test
  void shouldRefuseAModuleThatDoesNotFit() {
    KernelImage.Module large = new KernelImage.Module("big.img", new byte[1 << 20]);
    assertEquals(
        "tiny.elf: module big.img needs memory from 0x101000 to 0x201000; the PC has 2 MiB"
            + " (--memory)",
        refused(new TinyKernel().halt(), PcConfig.DEFAULT.withMemory(2 << 20), large));
  }

  @Test
  void shouldRefuseAnyDamageInOneLine() throws Exception {
    byte[] file = new TinyKernel().halt().elf();
    for (int i = 0; i < file.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] bad = file.clone();
        bad[i] ^= (byte) (1 << bit);
        try {
          KernelImage kernel = KernelImage.read("bad", bad, "", java.util.List.of());
          PcMachine.boot(PcConfig.DEFAULT.withMemory(4 << 20), kernel, ChunkedEventLog::new);
        } catch (ImageException e) {
          assertEquals(1, e.getMessage().lines().count(), e.getMessage());
        }
      }
    }
  }
}
