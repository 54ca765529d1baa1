// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device.pc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.device.VirtualClock;
import org.virtualpok.emu.state.RegisterValues;

/** Facts from the data sheet of the MC146818A. */
class RtcCmosTest {
  private static final long SECOND = 1_000_000_000;
  private static final LocalDateTime START = LocalDateTime.of(2027, 12, 31, 23, 59, 58);
  private static final int B_24H = 0x02;

  private static Consumer<DeviceBench> at(LocalDateTime start) {
    return bench -> {
      RtcCmos rtc = new RtcCmos(bench.clock, bench.line("IRQ8"), start, 128 << 20);
      bench.bus.map(0x70, 2, rtc);
      bench.add("rtc", rtc);
      bench.stormAt(0x6f, 4);
      bench.outside(random -> rtc.reset());
    };
  }

  private DeviceBench bench = new DeviceBench();

  RtcCmosTest() {
    at(START).accept(bench);
  }

  private int cell(int address) {
    bench.out(0x70, address);
    return bench.in(0x71);
  }

  private void cell(int address, int value) {
    bench.out(0x70, address);
    bench.out(0x71, value);
  }

  /** Century, year, month, day, hours, minutes, seconds, as the cells have them. */
  private String time() {
    StringBuilder all = new StringBuilder();
    for (int address : new int[] {0x32, 9, 8, 7, 4, 2, 0}) {
      all.append(String.format("%02x", cell(address)));
    }
    return all.toString();
  }

  private int interrupts() {
    return Collections.frequency(bench.happened(), "IRQ8 up");
  }

  /** As a handler does: reads register C at each interrupt. */
  private int serve(long nanos) {
    int served = 0;
    long end = bench.clock.nanos() + nanos;
    while (bench.clock.nextDueNanos() <= end) {
      bench.pass(bench.clock.nextDueNanos() - bench.clock.nanos());
      served += interrupts();
      assertTrue((cell(0x0c) & 0x80) != 0);
    }
    bench.pass(end - bench.clock.nanos());
    return served;
  }

  @Test
  void shouldTellTheTime() {
    assertEquals("20271231235958", time());
    assertEquals(6, cell(6), "a Friday");
    bench.pass(2 * SECOND);
    assertEquals("20280101000000", time());
    assertEquals(7, cell(6));
    bench.pass(59 * 86_400 * SECOND - 10);
    assertEquals("20280228235959", time());
    bench.pass(10);
    assertEquals("20280229", time().substring(0, 8), "a leap year");
    assertEquals(3, cell(6), "a Tuesday");
    assertEquals(VirtualClock.NEVER, bench.clock.nextDueNanos(), "no events for that");
  }

  @Test
  void shouldCountBinaryAndWithTwelveHours() {
    cell(0x0b, 0x04 | B_24H);
    assertEquals("141b0c1f173b3a", time());
    cell(0x0b, 0);
    assertEquals("20271231" + "91" + "5958", time(), "11 pm");
    bench.pass(2 * SECOND);
    assertEquals("20280101" + "12" + "0000", time(), "12 am");
    bench.pass(12 * 3600 * SECOND);
    assertEquals("20280101" + "92" + "0000", time(), "12 pm");
    bench.pass(3600 * SECOND);
    assertEquals("20280101" + "81" + "0000", time(), "1 pm");
  }

  @Test
  void shouldBeSet() {
    bench.pass(SECOND / 4);
    cell(0x0b, 0x80 | B_24H);
    bench.pass(10 * SECOND);
    assertEquals("20271231235958", time(), "updates are stopped");
    int[] cells = {0x32, 9, 8, 7, 4, 2, 0};
    int[] values = {0x19, 0x99, 0x12, 0x31, 0x23, 0x59, 0x59};
    for (int i = 0; i < cells.length; i++) {
      cell(cells[i], values[i]);
    }
    cell(0x0b, B_24H);
    assertEquals("19991231235959", time());
    bench.pass(3 * SECOND / 4 - 10);
    assertEquals("19991231235959", time(), "the divider goes on while the time is set");
    bench.pass(10);
    assertEquals("20000101000000", time());
    cell(0x0a, 0x76);
    bench.pass(SECOND);
    cell(0x0a, 0x26);
    bench.pass(SECOND / 2 - 10);
    assertEquals("20000101000000", time());
    bench.pass(10);
    assertEquals("20000101000001", time(), "half a second after the divider is released");
  }

  @Test
  void shouldWarnBeforeAnUpdate() {
    bench.pass(SECOND - 244_150);
    assertEquals(0x26, cell(0x0a));
    bench.pass(10);
    assertEquals(0xa6, cell(0x0a), "244 us before");
    bench.pass(244_130);
    assertEquals(0xa6, cell(0x0a));
    assertEquals("58", time().substring(12));
    bench.pass(10);
    assertEquals(0x26, cell(0x0a));
    assertEquals("59", time().substring(12));
    cell(0x0b, 0x80);
    bench.pass(SECOND - 100);
    assertEquals(0x26, cell(0x0a), "not while updates are stopped");
  }

  @Test
  void shouldInterruptPeriodically() {
    int[] hertz = {0, 256, 128, 8192, 4096, 2048, 1024, 512, 256, 128, 64, 32, 16, 8, 4, 2};
    for (int rate = 0; rate < 16; rate++) {
      bench = new DeviceBench();
      at(START).accept(bench);
      cell(0x0a, 0x20 | rate);
      cell(0x0b, 0x40 | B_24H);
      assertEquals(3 * hertz[rate], serve(3 * SECOND), "rate " + rate);
    }
    cell(0x0c);
    bench.pass(3 * SECOND);
    assertEquals(1, interrupts(), "one, until register C is read");
    assertEquals(VirtualClock.NEVER, bench.clock.nextDueNanos());
    assertEquals(0xd0, cell(0x0c));
    assertEquals(List.of("IRQ8 down"), bench.happened());
    assertEquals(0, cell(0x0c));
  }

  @Test
  void shouldInterruptWhenAnUpdateEnded() {
    cell(0x0b, 0x10 | B_24H);
    assertEquals(5, serve(5 * SECOND));
    cell(0x0b, 0x90 | B_24H);
    assertEquals(0x80 | B_24H, cell(0x0b), "SET clears UIE");
    assertEquals(VirtualClock.NEVER, bench.clock.nextDueNanos());
  }

  @Test
  void shouldSetFlagsThatAreNotEnabled() {
    bench.pass(2 * SECOND);
    assertEquals(0, interrupts());
    assertEquals(0x70, cell(0x0c), "update, periodic, and the alarm of midnight");
    assertEquals(0, cell(0x0c));
    bench.pass(2 * SECOND);
    cell(0x0b, 0x50 | B_24H);
    assertEquals(1, interrupts(), "at once, if the flag is set");
    assertEquals(0xd0, cell(0x0c));
  }

  @Test
  void shouldAlarm() {
    cell(1, 0x30);
    cell(3, 0x15);
    cell(5, 0x07);
    cell(0x0b, 0x20 | B_24H);
    bench.pass((7 * 3600 + 15 * 60 + 32) * SECOND - 10);
    assertEquals(0, interrupts());
    bench.pass(10);
    assertEquals(1, interrupts());
    assertEquals("20280101071530", time());
    assertEquals(0xf0, cell(0x0c));
    assertEquals(10, serve(10 * 86_400 * SECOND), "every day");
    cell(5, 0xc0);
    assertEquals(48, serve(2 * 86_400 * SECOND), "don't care: every hour");
    cell(3, 0xff);
    assertEquals(60, serve(3600 * SECOND), "every minute");
    cell(1, 0xff);
    assertEquals(60, serve(60 * SECOND), "every second");
    cell(3, 0x60);
    assertEquals(VirtualClock.NEVER, bench.clock.nextDueNanos(), "no such minute");
  }

  @Test
  void shouldFindTheNextAlarmAsASearchWould() {
    long seed = 20261208;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    byte[] cells = new byte[128];
    RtcCalendar calendar = new RtcCalendar(cells);
    for (int i = 0; i < 300; i++) {
      boolean hours24 = random.nextBoolean();
      calendar.format(true, hours24);
      LocalDateTime now = START.plusSeconds(random.nextInt(10_000_000));
      calendar.set(now);
      int hour = random.nextInt(26);
      int minute = random.nextInt(62);
      int second = random.nextInt(62);
      boolean anyHour = random.nextInt(3) == 0;
      boolean anyMinute = random.nextInt(3) == 0;
      boolean anySecond = random.nextInt(3) == 0;
      int hour12 = (hour + 11) % 12 + 1 | (hour >= 12 ? 0x80 : 0);
      hour = hours24 ? hour : hour % 12 + (hour >= 12 ? 12 : 0);
      cells[5] = (byte) (anyHour ? 0xc7 : hours24 ? hour : hour12);
      cells[3] = (byte) (anyMinute ? 0xff : minute);
      cells[1] = (byte) (anySecond ? 0xc0 : second);
      int found = RtcCalendar.NEVER;
      for (int s = 1; s <= 86_400 && found == RtcCalendar.NEVER; s++) {
        LocalDateTime t = now.plusSeconds(s);
        if ((anyHour || t.getHour() == hour)
            && (anyMinute || t.getMinute() == minute)
            && (anySecond || t.getSecond() == second)) {
          found = s;
        }
      }
      assertEquals(found, calendar.secondsToAlarm(), now + " " + hour + ":" + minute);
    }
  }

  @Test
  void shouldTellTheSizeOfMemory() {
    assertEquals(640, cell(0x15) | cell(0x16) << 8);
    assertEquals(0xffff, cell(0x17) | cell(0x18) << 8, "KiB above 1 MiB, at most 65535");
    assertEquals(0xffff, cell(0x30) | cell(0x31) << 8);
    assertEquals((128 - 16) * 16, cell(0x34) | cell(0x35) << 8, "64 KiB above 16 MiB");
    assertEquals(0, cell(0x10));
    assertEquals(0x02, cell(0x14));
    cell(0x7f, 0xa5);
    assertEquals(0xa5, cell(0xff), "bit 7 of the address is none");
    assertEquals(0x80, cell(0x0d));
    cell(0x0d, 0);
    assertEquals(0x80, cell(0x0d));
    assertEquals(0xff, bench.in(0x70));
  }

  @Test
  void shouldKeepItsBatteryThroughAResetOnly() {
    DeviceBench own = new DeviceBench();
    RtcCmos rtc = new RtcCmos(own.clock, own.line("IRQ8"), START, 1 << 20);
    own.bus.map(0x70, 2, rtc);
    own.add("rtc", rtc);
    String fresh = own.hash();
    own.pass(5 * SECOND);
    own.out(0x70, 0x8b);
    own.out(0x71, 0x70 | B_24H);
    own.out(0x70, 0x40);
    own.out(0x71, 0xa5);
    own.pass(SECOND);
    rtc.reset();
    assertEquals(List.of("IRQ8 up", "IRQ8 down"), own.happened());
    assertEquals(VirtualClock.NEVER, own.clock.nextDueNanos(), "no interrupt is enabled");
    assertFalse(rtc.nmiMasked());
    own.out(0x70, 0x40);
    assertEquals(0xa5, own.in(0x71));
    own.out(0x70, 0);
    assertEquals(0x04, own.in(0x71));
    own.out(0x70, 0x0a);
    own.out(0x71, 0x76, 0x21);
    own.clock.setIdleCycles(0);
    rtc.powerOn();
    assertEquals(fresh, own.hash());
  }

  @Test
  void shouldMaskNmi() {
    RtcCmos rtc = new RtcCmos(bench.clock, level -> {}, START, 1 << 20);
    assertFalse(rtc.nmiMasked());
    rtc.write(0x70, 0x8f);
    assertTrue(rtc.nmiMasked());
    rtc.write(0x70, 0x0f);
    assertFalse(rtc.nmiMasked());
  }

  @Test
  void shouldShowTheTimeWithoutCatchingUp() {
    RegisterValues.Reader reader = new RegisterValues.Reader(bench.root);
    bench.pass(3661 * SECOND);
    assertEquals(0x010059, reader.read().value("pc/rtc/time"));
    assertEquals(0x20280101, reader.read().value("pc/rtc/date"));
    assertEquals(0, reader.read().value("pc/rtc/updates"));
    assertEquals("20280101010059", time());
    assertEquals(3661, reader.read().value("pc/rtc/updates"));
  }

  @Test
  void shouldCountTheFractionOfItsStart() {
    bench = new DeviceBench();
    at(START.plus(250, ChronoUnit.MILLIS)).accept(bench);
    bench.pass(3 * SECOND / 4 - 10);
    assertEquals("58", time().substring(12));
    bench.pass(10);
    assertEquals("59", time().substring(12));
  }

  @Test
  void shouldGoOnInAStormWhereASnapshotWasTaken() throws Exception {
    DeviceBench.storm(at(START), 20261209);
  }
}
