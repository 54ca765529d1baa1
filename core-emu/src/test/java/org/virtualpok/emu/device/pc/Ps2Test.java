// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device.pc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.state.StateException;

/** Keyboard and controller together, as a guest meets them. */
class Ps2Test {
  private final DeviceBench bench = new DeviceBench();
  private final Ps2Keyboard keyboard = build(bench);

  @BeforeEach
  void forgetReset() {
    bench.happened();
  }

  private static Ps2Keyboard build(DeviceBench bench) {
    Ps2Keyboard keyboard = new Ps2Keyboard(bench.clock);
    Ps2Controller8042 controller =
        new Ps2Controller8042(
            keyboard,
            bench.line("irq1"),
            bench.line("irq12"),
            bench.line("a20"),
            () -> bench.log.add("reset"));
    bench.bus.map(0x60, 1, controller);
    bench.bus.map(0x64, 1, controller);
    bench.add("keyboard", keyboard);
    bench.add("8042", controller);
    return keyboard;
  }

  private static byte[] bytes(int... values) {
    byte[] all = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      all[i] = (byte) values[i];
    }
    return all;
  }

  /** All bytes that are there now. */
  private List<Integer> available() {
    List<Integer> all = new ArrayList<>();
    while ((bench.in(0x64) & 1) != 0) {
      all.add(bench.in(0x60));
    }
    return all;
  }

  private int ask(int command) {
    bench.out(0x64, command);
    assertEquals(1, bench.in(0x64) & 0x21);
    return bench.in(0x60);
  }

  private void commandByte(int value) {
    bench.out(0x64, 0x60);
    bench.out(0x60, value);
  }

  @Test
  void shouldStandAsABiosLeavesIt() {
    assertEquals(0x1c, bench.in(0x64)); // as another emulator's BIOS does
    assertEquals(0x65, ask(0x20));
    assertEquals(0xcf | 0x10, ask(0xd0) | 0x10);
  }

  @Test
  void shouldGiveExactlyTheCodesOfSet1() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int make = 1; make < 0x80; make++) {
      if (make != 0x60 && make != 0x61) { // with bit 7 they are the prefixes
        all.writeBytes(bytes(make, make | 0x80, 0xe0, make, 0xe0, make | 0x80));
      }
    }
    all.writeBytes(bytes(0xe1, 0x1d, 0x45, 0xe1, 0x9d, 0xc5));
    byte[] typed = all.toByteArray();
    assertTrue(keyboard.keys(typed));
    for (byte code : typed) {
      bench.pass(1_000_000);
      assertEquals(List.of(code & 0xff), available());
    }
    bench.pass(10_000_000);
    assertEquals(List.of(), available());
  }

  @Test
  void shouldGiveSet2WithoutTranslation() {
    commandByte(0x24);
    keyboard.keys(bytes(0x1e, 0x9e, 0xe0, 0x48, 0xe0, 0xc8, 0xe1, 0x1d, 0x45, 0xe1, 0x9d, 0xc5));
    bench.pass(12_000_000);
    List<Integer> expected =
        List.of(
            0x1c, 0xf0, 0x1c, 0xe0, 0x75, 0xe0, 0xf0, 0x75, 0xe1, 0x14, 0x77, 0xe1, 0xf0, 0x14,
            0xf0, 0x77);
    assertEquals(expected, available());
    bench.out(0x60, 0xf0);
    bench.out(0x60, 1);
    keyboard.keys(bytes(0x1e, 0x9e));
    bench.pass(2_000_000);
    assertEquals(List.of(0xfa, 0xfa, 0x1e, 0x9e), available(), "set 1 by the keyboard itself");
  }

  @Test
  void shouldInterruptForEachByte() {
    keyboard.keys(bytes(0x1e, 0x9e));
    bench.pass(999_990);
    assertEquals(List.of(), bench.happened());
    bench.pass(10);
    assertEquals(List.of("irq1 up"), bench.happened());
    assertEquals(0x1e, bench.in(0x60));
    assertEquals(0x1e, bench.in(0x60), "still the last one");
    assertEquals(List.of("irq1 down"), bench.happened());
    bench.pass(1_000_000);
    assertEquals(List.of("irq1 up"), bench.happened());
    commandByte(0x64);
    assertEquals(List.of("irq1 down"), bench.happened(), "closed by the command byte");
    keyboard.keys(bytes(1, 2));
    bench.pass(5_000_000);
    commandByte(0x65);
    assertEquals(List.of("irq1 up"), bench.happened());
    available();
    assertEquals(
        List.of("irq1 down", "irq1 up", "irq1 down", "irq1 up", "irq1 down"), bench.happened());
  }

  @Test
  void shouldLoseNoKeyOfASlowGuest() {
    byte[] typed = new byte[Ps2Keyboard.INPUT_BYTES_MAX];
    for (int i = 0; i < typed.length; i++) {
      typed[i] = (byte) (0x10 + i % 37 | i % 2 << 7);
    }
    assertTrue(keyboard.keys(typed));
    assertFalse(keyboard.keys(bytes(1)), "no more fit");
    List<Integer> read = new ArrayList<>();
    while (read.size() < typed.length) {
      bench.pass(30_000_000);
      read.addAll(available());
    }
    for (int i = 0; i < typed.length; i++) {
      assertEquals(typed[i] & 0xff, read.get(i));
    }
    assertEquals(Long.MAX_VALUE, bench.clock.nextDueNanos());
  }

  @Test
  void shouldAnswerCommandsOfAKeyboard() {
    commandByte(0x25);
    int[][] dialogs = {
      // what is written, -1, what is read
      {0xed, 7, -1, 0xfa, 0xfa},
      {0xee, -1, 0xee},
      {0xf0, 0, -1, 0xfa, 0xfa, 2},
      {0xf0, 3, -1, 0xfa, 0xfe},
      {0xf2, -1, 0xfa, 0xab, 0x83},
      {0xf3, 0x20, -1, 0xfa, 0xfa},
      {0xf5, -1, 0xfa},
      {0xf4, -1, 0xfa},
      {0xf6, -1, 0xfa},
      {0xfe, -1, 0xfa},
      {0xff, -1, 0xfa, 0xaa},
      {0x12, -1, 0xfe},
      {0xed, 0xf4, -1, 0xfa, 0xfa},
    };
    for (int[] dialog : dialogs) {
      int i = 0;
      while (dialog[i] != -1) {
        bench.out(0x60, dialog[i++]);
      }
      List<Integer> expected = new ArrayList<>();
      while (++i < dialog.length) {
        expected.add(dialog[i]);
      }
      assertEquals(expected, available(), Integer.toHexString(dialog[0]));
    }
    commandByte(0x65);
    bench.out(0x60, 0xf2);
    assertEquals(List.of(0xfa, 0xab, 0x41), available(), "translated as all that it sends");
  }

  @Test
  void shouldAnswerBeforeKeysThatWait() {
    bench.out(0x64, 0xad);
    keyboard.keys(bytes(0x1e, 0x9e));
    bench.pass(5_000_000);
    assertEquals(List.of(), available(), "its clock is held");
    bench.out(0x60, 0xed);
    assertEquals(List.of(0xfa, 0x1e, 0x9e), available(), "sending lets it go");
    bench.out(0x60, 2);
    assertEquals(List.of(0xfa), available());
    bench.out(0x60, 0xf5);
    available();
    keyboard.keys(bytes(0x1e));
    bench.pass(5_000_000);
    assertEquals(List.of(), available(), "it does not scan");
    bench.out(0x60, 0xf4);
    keyboard.keys(bytes(0x1f));
    bench.pass(5_000_000);
    assertEquals(List.of(0xfa, 0x1f), available());
  }

  @Test
  void shouldSayWhenAnswersOverrun() {
    bench.out(0x64, 0xad);
    for (int i = 0; i < 20; i++) {
      bench.out(0x60, 0xee);
      bench.out(0x64, 0xad);
    }
    bench.out(0x64, 0xae);
    List<Integer> read = available();
    assertEquals(17, read.size());
    assertEquals(0xff, read.get(16), "set 2 says 0, which is translated");
  }

  @Test
  void shouldAnswerCommandsOfTheController() {
    assertEquals(0x55, ask(0xaa));
    assertEquals(0, ask(0xab));
    assertEquals(0, ask(0xa9));
    assertEquals(0xf1, ask(0xa4));
    assertEquals(0x80, ask(0xc0));
    for (int i = 1; i < 32; i++) {
      bench.out(0x64, 0x60 + i);
      bench.out(0x60, i * 7);
    }
    for (int i = 1; i < 32; i++) {
      assertEquals(i * 7 & 0xff, ask(0x20 + i));
    }
    bench.out(0x64, 0xa8);
    assertEquals(0, ask(0x20) & 0x20);
    bench.out(0x64, 0xa7);
    assertEquals(0x20, ask(0x20) & 0x20);
    bench.out(0x64, 0xa5);
    for (int b : new int[] {1, 2, 0}) {
      bench.out(0x60, b);
    }
    assertEquals(List.of(), available(), "a password is not for the keyboard");
    bench.out(0x60, 0xee);
    assertEquals(List.of(0xee), available());
  }

  @Test
  void shouldPutBytesInItsBuffers() {
    commandByte(0x67);
    bench.happened();
    bench.out(0x64, 0xd2);
    bench.out(0x60, 0x1c);
    assertEquals(List.of("irq1 up"), bench.happened());
    assertEquals(0x15, bench.in(0x64));
    bench.out(0x64, 0xd3);
    bench.out(0x60, 0x77);
    assertEquals(0x1c, bench.in(0x60), "not translated");
    assertEquals(List.of("irq1 down", "irq12 up"), bench.happened());
    assertEquals(0x35, bench.in(0x64));
    assertEquals(0x77, bench.in(0x60));
    assertEquals(0x14, bench.in(0x64));
    bench.out(0x64, 0xd4);
    bench.out(0x60, 0xf4);
    assertEquals(0x75, bench.in(0x64), "no mouse: time-out");
    assertEquals(0xfe, bench.in(0x60));
    assertEquals(List.of(), available());
  }

  @Test
  void shouldSwitchA20AndReset() {
    bench.out(0x64, 0xd1);
    bench.out(0x60, 0xdd);
    assertEquals(List.of("a20 down"), bench.happened());
    bench.out(0x64, 0xdf);
    assertEquals(List.of("a20 up"), bench.happened());
    bench.out(0x64, 0xdd);
    assertEquals(0, ask(0xd0) & 2);
    bench.out(0x64, 0xdf);
    assertEquals(2, ask(0xd0) & 2);
    bench.happened();
    bench.out(0x64, 0xff);
    assertEquals(List.of(), bench.happened());
    bench.out(0x64, 0xfe);
    assertEquals(List.of("reset"), bench.happened());
    bench.out(0x64, 0xd1);
    bench.out(0x60, 0xfe);
    assertEquals(List.of("reset"), bench.happened());
  }

  @Test
  void shouldLiveThroughAnything() throws StateException {
    DeviceBench.storm(
        b -> {
          Ps2Keyboard k = build(b);
          b.stormAt(0x60, 1);
          b.stormAt(0x64, 1);
          b.outside(random -> b.log.add("keys " + k.keys(bytes(random & 0xff, random >> 8))));
        },
        20260104);
  }
}
