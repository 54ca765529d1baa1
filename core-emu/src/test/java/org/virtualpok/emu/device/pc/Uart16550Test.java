// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device.pc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.state.StateException;

/** Section numbers are those of the data sheet of the PC16550D. */
class Uart16550Test {
  private static final int COM1 = 0x3f8;
  private static final int IER = COM1 + 1;
  private static final int IIR = COM1 + 2;
  private static final int FCR = COM1 + 2;
  private static final int LCR = COM1 + 3;
  private static final int MCR = COM1 + 4;
  private static final int LSR = COM1 + 5;
  private static final int MSR = COM1 + 6;
  private static final int SCR = COM1 + 7;

  /** Ten bits at 115200 baud, rounded up to a cycle. */
  private static final long CHARACTER_NANOS = 86_810;

  private final DeviceBench bench = new DeviceBench();
  private final Uart16550 uart = build(bench);

  private static Uart16550 build(DeviceBench bench) {
    Uart16550 uart = new Uart16550(COM1, bench.clock, bench.line("irq4"), bench.sink("tx"));
    bench.bus.map(COM1, 8, uart);
    bench.add("com1", uart);
    return uart;
  }

  private void divisor(int value) {
    int lcr = bench.in(LCR);
    bench.out(LCR, lcr | 0x80);
    bench.out(COM1, value & 0xff);
    bench.out(COM1 + 1, value >> 8);
    bench.out(LCR, lcr);
  }

  /** 115200 baud, interrupts open, FIFOs with a trigger level. */
  private void setUp(int ier, int fcr) {
    divisor(1);
    bench.out(LCR, 3);
    bench.out(FCR, fcr);
    bench.out(MCR, 0xb);
    bench.out(IER, ier);
    bench.happened();
  }

  @Test
  void shouldComeOutOfResetAsTheDataSheetSays() {
    assertEquals(0, bench.in(IER)); // table I
    assertEquals(1, bench.in(IIR));
    assertEquals(0, bench.in(LCR));
    assertEquals(0, bench.in(MCR));
    assertEquals(0x60, bench.in(LSR));
    assertEquals(0xb0, bench.in(MSR));
  }

  @Test
  void shouldPrintAsPokDoes() {
    bench.out(COM1, 'p'); // POK prints before it sets the UART up
    int[][] setUp = {{1, 0}, {3, 0x80}, {0, 1}, {1, 0}, {3, 3}, {4, 0xd}, {2, 0xc7}, {4, 0xb}};
    for (int[] write : setUp) {
      bench.out(COM1 + write[0], write[1]);
    }
    for (char c : "ok".toCharArray()) {
      assertEquals(0x20, bench.in(LSR) & 0x20);
      bench.out(COM1, c);
    }
    assertEquals(List.of("tx 70", "tx 6f", "tx 6b"), bench.happened());
    assertEquals(0xc1, bench.in(IIR));
  }

  @Test
  void shouldKeepItsDivisorBehindTheAccessBit() {
    divisor(0x1234);
    bench.out(LCR, 0x83);
    assertEquals(0x34, bench.in(COM1));
    assertEquals(0x12, bench.in(IER));
    bench.out(LCR, 3);
    assertEquals(0, bench.in(IER));
    bench.out(SCR, 0xa5);
    assertEquals(0xa5, bench.in(SCR));
    bench.out(IER, 0xff);
    assertEquals(0xf, bench.in(IER));
    bench.out(MCR, 0xff);
    assertEquals(0x1f, bench.in(MCR));
  }

  @Test
  void shouldReceiveAtTheBaudRate() {
    setUp(0, 0);
    divisor(12);
    assertTrue(uart.receive('a'));
    assertTrue(uart.receive('b'));
    long character = 10L * 12 * 1_000_000_000 / 115_200;
    bench.pass(character - 10);
    assertEquals(0x60, bench.in(LSR));
    bench.pass(20);
    assertEquals(0x61, bench.in(LSR));
    bench.pass(100 * character);
    assertEquals(0x61, bench.in(LSR), "no overrun while a byte waits to be read");
    assertEquals('a', bench.in(COM1));
    assertEquals(0x60, bench.in(LSR));
    bench.pass(character + 10);
    assertEquals('b', bench.in(COM1));
    assertEquals('b', bench.in(COM1), "the buffer keeps what was read");
  }

  @Test
  void shouldNotDriftOverManyCharacters() {
    setUp(0, 1);
    for (int i = 0; i < 1152; i++) {
      uart.receive(i & 0xff);
    }
    int read = 0;
    while (bench.clock.nanos() < 100_000_000) {
      bench.pass(50_000);
      while ((bench.in(LSR) & 1) != 0) {
        assertEquals(read++ & 0xff, bench.in(COM1));
      }
    }
    assertEquals(1152, read, "11520 characters a second");
    assertEquals(100_000_000, bench.clock.nanos());
  }

  @Test
  void shouldTakeANewDivisorForTheByteOnTheLine() {
    divisor(0xffff);
    uart.receive(1);
    divisor(0); // counts as 1
    bench.pass(CHARACTER_NANOS);
    assertEquals(0x61, bench.in(LSR));
  }

  @Test
  void shouldRefuseMoreInputThanItKeeps() {
    for (int i = 0; i < Uart16550.INPUT_BYTES_MAX; i++) {
      assertTrue(uart.receive(i & 0xff));
    }
    assertFalse(uart.receive(0));
    bench.out(FCR, 1);
    bench.pass(1_000_000_000);
    for (int i = 0; i < 16; i++) {
      assertEquals(0x61, bench.in(LSR));
      assertEquals(i, bench.in(COM1));
    }
    assertEquals(0x60, bench.in(LSR));
  }

  @Test
  void shouldInterruptForEachByteWithoutFifos() {
    setUp(1, 0);
    uart.receive('x');
    bench.pass(CHARACTER_NANOS);
    assertEquals(List.of("irq4 up"), bench.happened());
    assertEquals(4, bench.in(IIR));
    assertEquals('x', bench.in(COM1));
    assertEquals(1, bench.in(IIR));
    assertEquals(List.of("irq4 down"), bench.happened());
  }

  @Test
  void shouldInterruptAtItsTriggerLevel() {
    int[] levels = {1, 4, 8, 14};
    for (int i = 0; i < levels.length; i++) {
      setUp(1, 0x03 | i << 6); // 8.4, FCR
      for (int n = 0; n < 16; n++) {
        uart.receive(n);
      }
      bench.pass((levels[i] - 1) * CHARACTER_NANOS);
      assertEquals(List.of(), bench.happened(), "level " + levels[i]);
      bench.pass(CHARACTER_NANOS);
      assertEquals(List.of("irq4 up"), bench.happened());
      assertEquals(0xc4, bench.in(IIR));
      bench.in(COM1);
      assertEquals(List.of("irq4 down"), bench.happened());
      bench.pass(100 * CHARACTER_NANOS);
      for (int n = 1; n < 16; n++) {
        assertEquals(n, bench.in(COM1));
      }
    }
  }

  @Test
  void shouldTimeOutAfterFourCharacters() {
    setUp(1, 0xc1);
    uart.receive(1);
    uart.receive(2);
    bench.pass(2 * CHARACTER_NANOS + 346_500);
    assertEquals(0xc1, bench.in(IIR)); // 8.10, FIFO interrupt mode
    bench.pass(1_500);
    assertEquals(List.of("irq4 up"), bench.happened());
    assertEquals(0xcc, bench.in(IIR));
    assertEquals(0xcc, bench.in(IIR), "reading a byte clears it, nothing else");
    assertEquals(1, bench.in(COM1));
    assertEquals(List.of("irq4 down"), bench.happened());
    bench.pass(346_500);
    assertEquals(0xc1, bench.in(IIR));
    bench.pass(1_500);
    assertEquals(0xcc, bench.in(IIR));
    assertEquals(2, bench.in(COM1));
    bench.happened();
    bench.pass(1_000_000_000);
    assertEquals(List.of(), bench.happened());
    assertEquals(Long.MAX_VALUE, bench.clock.nextDueNanos(), "nothing is left to pace");
  }

  @Test
  void shouldInterruptWhenTheTransmitterIsEmpty() {
    setUp(0, 1);
    bench.out(IER, 2);
    assertEquals(List.of("irq4 up"), bench.happened(), "it is empty when enabled");
    assertEquals(0xc2, bench.in(IIR));
    assertEquals(0xc1, bench.in(IIR), "reading it clears it");
    assertEquals(List.of("irq4 down"), bench.happened());
    bench.out(COM1, 'a');
    bench.out(COM1, 'b');
    assertEquals(List.of("tx 61", "irq4 up", "irq4 down", "tx 62", "irq4 up"), bench.happened());
    bench.out(IER, 0);
    assertEquals(List.of("irq4 down"), bench.happened());
    bench.out(IER, 2);
    assertEquals(List.of("irq4 up"), bench.happened());
    bench.out(IER, 2);
    assertEquals(0xc2, bench.in(IIR));
    bench.out(IER, 2);
    assertEquals(0xc1, bench.in(IIR), "enabled already");
  }

  @Test
  void shouldGiveInterruptsInTheirPriority() {
    setUp(0xf, 0xc1);
    uart.receive('k');
    bench.pass(6 * CHARACTER_NANOS);
    assertTrue(uart.receiveBreak());
    assertEquals('k', bench.in(COM1));
    bench.pass(5 * CHARACTER_NANOS);
    bench.out(MCR, 0x10);
    bench.out(MCR, 0x0b);
    assertEquals(0xc6, bench.in(IIR)); // 8.5, IIR
    assertEquals(0xf1, bench.in(LSR), "break, and an error in the FIFO");
    assertEquals(0xcc, bench.in(IIR));
    assertEquals(0x61, bench.in(LSR));
    assertEquals(0, bench.in(COM1));
    assertEquals(0xc2, bench.in(IIR));
    assertEquals(0xc0, bench.in(IIR));
    assertEquals(0xb0, bench.in(MSR) & 0xf0);
    assertEquals(0xc1, bench.in(IIR));
    bench.happened();
    bench.pass(1_000_000_000);
    assertEquals(List.of(), bench.happened());
  }

  @Test
  void shouldShowAnErrorWithItsByte() {
    setUp(4, 1);
    uart.receive('a');
    bench.pass(CHARACTER_NANOS);
    uart.receiveBreak();
    assertEquals(0xe1, bench.in(LSR), "somewhere in the FIFO");
    assertEquals(List.of(), bench.happened());
    bench.in(COM1);
    assertEquals(List.of("irq4 up"), bench.happened());
    assertEquals(0xf1, bench.in(LSR));
    assertEquals(0x61, bench.in(LSR));
    assertEquals(List.of("irq4 down"), bench.happened());
  }

  @Test
  void shouldLoopBytesAndModemLines() {
    setUp(0, 0);
    bench.out(MCR, 0x10);
    assertEquals(0x0b, bench.in(MSR), "CTS, DSR and DCD are gone"); // 8.7, MCR bit 4
    for (int bit = 0; bit < 4; bit++) {
      bench.out(MCR, 0x10 | 1 << bit);
      int line = new int[] {0x20, 0x10, 0x40, 0x80}[bit];
      assertEquals(line, bench.in(MSR) & 0xf0);
    }
    bench.out(MCR, 0x14);
    bench.in(MSR);
    bench.out(MCR, 0x10);
    assertEquals(4, bench.in(MSR), "the ring indicator has ended");
    bench.out(MCR, 0x14);
    assertEquals(0x40, bench.in(MSR), "and does not count when it begins");
    uart.receive('h');
    bench.pass(10 * CHARACTER_NANOS);
    assertEquals(0x60, bench.in(LSR), "the line is not connected");
    bench.out(COM1, 0xae);
    assertEquals(0x61, bench.in(LSR));
    bench.out(COM1, 0xaf);
    assertEquals(0x63, bench.in(LSR), "overrun");
    assertEquals(0x61, bench.in(LSR));
    assertEquals(0xaf, bench.in(COM1));
    assertEquals(List.of(), bench.happened(), "nothing left the machine");
    bench.out(MCR, 0xb);
    bench.pass(CHARACTER_NANOS);
    assertEquals('h', bench.in(COM1));
  }

  @Test
  void shouldFindSixteenBytesInItsFifo() {
    setUp(0, 7);
    bench.out(MCR, 0x13); // as kernels measure it
    for (int i = 0; i < 256; i++) {
      bench.out(COM1, i);
    }
    assertEquals(0x63, bench.in(LSR));
    for (int i = 0; i < 16; i++) {
      assertEquals(0x61, bench.in(LSR));
      assertEquals(i, bench.in(COM1));
    }
    assertEquals(0x60, bench.in(LSR));
    bench.out(COM1, 1);
    bench.out(FCR, 0);
    assertEquals(0x60, bench.in(LSR), "emptied when they are switched off");
    bench.out(FCR, 6);
    bench.out(COM1, 1);
    bench.out(FCR, 2);
    assertEquals(0x61, bench.in(LSR), "resets count only with FIFOs on");
  }

  @Test
  void shouldInterruptThroughOut2Only() {
    setUp(0, 0);
    bench.out(IER, 2);
    bench.happened();
    bench.out(MCR, 3);
    bench.out(COM1, 'a');
    assertEquals(List.of("irq4 down", "tx 61"), bench.happened());
    bench.out(MCR, 0xb);
    assertEquals(List.of("irq4 up"), bench.happened());
    bench.out(MCR, 0x1b);
    assertEquals(List.of("irq4 down"), bench.happened(), "loopback takes OUT2 off its pin");
  }

  @Test
  void shouldLiveThroughAnything() throws StateException {
    DeviceBench.storm(
        b -> {
          Uart16550 u = build(b);
          b.outside(random -> extra(u, random));
          b.stormAt(COM1, 8);
        },
        20260101);
  }

  private static void extra(Uart16550 u, int random) {
    if ((random & 7) == 0) {
      u.receiveBreak();
    }
    for (int i = random & 0x3f; i > 0; i--) {
      u.receive(i);
    }
  }
}
