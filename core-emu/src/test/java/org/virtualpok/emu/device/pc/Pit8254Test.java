// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device.pc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.device.VirtualClock;
import org.virtualpok.emu.state.Snapshot;

/** Facts from the data sheet of the 8254 (Intel 231164). */
class Pit8254Test {
  private static final long SECOND = 1_000_000_000;
  private static final int CONTROL = 0x43;

  private static final class Board {
    final DeviceBench bench;
    final Pit8254 pit;
    boolean level;
    int rises;

    Board() {
      this(new DeviceBench());
    }

    Board(DeviceBench bench) {
      this.bench = bench;
      pit = new Pit8254(bench.clock, this::irq);
      bench.bus.map(0x40, 4, pit);
      bench.root.flag("IRQ0", "level", () -> level, v -> level = v);
      bench.root.register("rises", 32, "edges", () -> rises, v -> rises = (int) v);
      bench.add("pit", pit);
      bench.stormAt(0x3f, 6);
      bench.outside(random -> pit.setGate((random & 0xff) % 3, (random & 0x100) != 0));
      rises = 0;
    }

    private void irq(boolean newLevel) {
      rises += newLevel && !level ? 1 : 0;
      level = newLevel;
    }

    /** The instant at which a tick begins. */
    void tick(long number) {
      bench.until(VirtualClock.nanosOfTick(number, Pit8254.HERTZ));
    }

    long now() {
      return VirtualClock.ticks(bench.clock.nanos(), Pit8254.HERTZ);
    }

    void program(int channel, int mode, int count) {
      bench.out(CONTROL, channel << 6 | 3 << 4 | mode << 1);
      bench.out(0x40 + channel, count & 0xff, count >>> 8);
    }

    int word(int channel) {
      return bench.in(0x40 + channel) | bench.in(0x40 + channel) << 8;
    }

    int latched(int channel) {
      bench.out(CONTROL, channel << 6);
      return word(channel);
    }

    int status(int channel) {
      bench.out(CONTROL, 0xe0 | 2 << channel);
      return bench.in(0x40 + channel);
    }
  }

  private final Board board = new Board();
  private final DeviceBench bench = board.bench;

  @Test
  void shouldTickAsOftenAsPokWantsIt() {
    board.program(0, 2, 11);
    bench.until(SECOND);
    assertEquals(108_471, board.rises, "1193182 / 11 = 108471.09");
    bench.until(10 * SECOND);
    assertEquals(1_084_710, board.rises, "10 s without drift: 1084710.9, one tick to load");
  }

  @Test
  void shouldTickAThousandTimesASecond() {
    for (int mode = 2; mode <= 3; mode++) {
      Board b = new Board();
      b.program(0, mode, 1193);
      b.bench.until(SECOND);
      assertEquals(1000, b.rises, "1193182 / 1193 = 1000.15");
      b.bench.until(60 * SECOND);
      assertEquals(60_009, b.rises, "60009.15");
    }
  }

  @Test
  void shouldRiseAtTheTickOfTheDataSheet() {
    board.tick(100);
    board.program(0, 2, 4);
    assertTrue(board.level, "mode 2 begins high, so there is no edge");
    board.tick(104);
    assertFalse(board.pit.output(0), "low for the last tick of a period");
    assertEquals(0, board.rises);
    board.tick(105);
    assertTrue(board.pit.output(0));
    assertEquals(1, board.rises);
    board.tick(109);
    assertEquals(2, board.rises);
    board.program(0, 0, 10);
    assertFalse(board.level, "mode 0 begins low");
    board.tick(119);
    assertFalse(board.level);
    board.tick(120);
    assertTrue(board.level, "count + 1 pulses after the write");
    assertEquals(3, board.rises);
    bench.pass(SECOND);
    assertEquals(3, board.rises, "one-shot");
    assertEquals(VirtualClock.NEVER, bench.clock.nextDueNanos());
  }

  @Test
  void shouldDoNothingBeforeItIsProgrammed() {
    bench.pass(SECOND);
    assertEquals(0, board.rises);
    assertEquals(VirtualClock.NEVER, bench.clock.nextDueNanos());
    assertEquals(0xf6, board.status(0), "OUT, null count, two bytes, mode 3");
    board.program(1, 2, 18);
    board.program(2, 3, 100);
    assertEquals(VirtualClock.NEVER, bench.clock.nextDueNanos(), "nobody sees 1 and 2");
  }

  @Test
  void shouldLatchWhileCounting() {
    board.tick(1000);
    board.program(0, 2, 1000);
    board.tick(1001);
    assertEquals(1000, board.latched(0));
    board.tick(1011);
    bench.out(CONTROL, 0x00);
    board.tick(1021);
    bench.out(CONTROL, 0x00);
    assertEquals(990, board.word(0), "a second latch is ignored until the first is read");
    assertEquals(980, board.latched(0));
    assertEquals(980, board.word(0), "not latched: as it is now");
    board.tick(2000);
    assertEquals(1, board.latched(0));
    board.tick(2001);
    assertEquals(1000, board.latched(0));
  }

  @Test
  void shouldReadBackCountAndStatus() {
    board.program(0, 3, 6);
    assertEquals(0xf6, board.status(0), "null count until the next pulse");
    board.tick(1);
    assertEquals(0xb6, board.status(0));
    board.tick(4);
    bench.out(CONTROL, 0xc2);
    bench.out(CONTROL, 0xc2);
    board.tick(6);
    assertEquals(0x36, bench.in(0x40), "the status first: OUT was low");
    assertEquals(6, board.word(0));
    assertEquals(2, board.word(0));
    board.program(0, 2, 100);
    board.program(2, 0, 100);
    bench.out(CONTROL, 0xde);
    bench.in(0x40);
    bench.out(CONTROL, 0x80);
    assertEquals(100, board.word(2), "latched by the read-back command");
    board.program(0, 2, 100);
    board.tick(board.now() + 10);
    bench.out(0x40, 50, 0);
    assertEquals(0xf4, board.status(0), "null count until the end of the period");
    board.tick(board.now() + 100);
    assertEquals(0xb4, board.status(0));
  }

  @Test
  void shouldPollAOneShotAsPokDoes() {
    board.program(0, 0, 500);
    int polls = 0;
    while ((board.status(0) & 0x80) == 0) {
      bench.pass(1000);
      polls++;
    }
    assertEquals(420, polls, "501 ticks are 419.9 us");
  }

  @Test
  void shouldTakeBytesAsTheControlWordSays() {
    bench.out(CONTROL, 0x14);
    bench.out(0x40, 0x20);
    board.tick(1);
    assertEquals(0x20, bench.in(0x40));
    assertEquals(0x20, bench.in(0x40));
    bench.out(CONTROL, 0x24);
    bench.out(0x40, 0x20);
    board.tick(2);
    assertEquals(0x20, bench.in(0x40));
    board.tick(3);
    assertEquals(0x1f, bench.in(0x40), "1fff");
    bench.out(CONTROL, 0x34);
    bench.out(0x40, 0x34);
    assertEquals(0xf4, board.status(0), "half a count is none");
    bench.out(0x40, 0x12);
    board.tick(4);
    assertEquals(0x1234, board.word(0));
    bench.out(CONTROL, 0x35);
    bench.out(0x40, 0x00, 0x10);
    board.tick(6);
    assertEquals(0x0999, board.word(0), "BCD");
    board.program(0, 2, 0);
    board.tick(8);
    assertEquals(0xffff, board.word(0), "0 is 65536");
    assertEquals(0, bench.in(CONTROL));
  }

  @Test
  void shouldStopAndStartByItsGate() {
    board.program(2, 0, 10);
    board.tick(50);
    assertFalse(board.pit.output(2), "the gate of counter 2 is low at first");
    assertEquals(10, board.latched(2));
    board.pit.setGate(2, true);
    board.tick(55);
    board.pit.setGate(2, false);
    board.tick(90);
    assertEquals(5, board.latched(2));
    board.pit.setGate(2, true);
    board.tick(94);
    assertFalse(board.pit.output(2));
    board.tick(95);
    assertTrue(board.pit.output(2));
    board.pit.setGate(2, false);
    board.program(2, 1, 10);
    board.tick(200);
    assertTrue(board.pit.output(2), "a one-shot waits for its trigger");
    board.pit.setGate(2, true);
    board.tick(201);
    assertFalse(board.pit.output(2));
    board.tick(211);
    assertTrue(board.pit.output(2));
  }

  @Test
  void shouldBeWhatTheDataSheetTellsPulseByPulse() throws Exception {
    long seed = 20261205;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    Board b = board;
    SteppedCounter[] chips = {new SteppedCounter(true), null, new SteppedCounter(false)};
    chips[0].program(3, false);
    chips[2].program(3, false);
    long tick = 0;
    for (int step = 0; step < 40_000; step++) {
      int channel = random.nextBoolean() ? 0 : 2;
      SteppedCounter chip = chips[channel];
      switch (random.nextInt(8)) {
        case 0 -> {
          boolean bcd = random.nextInt(4) == 0;
          int mode = random.nextInt(6);
          b.bench.out(CONTROL, channel << 6 | 0x30 | mode << 1 | (bcd ? 1 : 0));
          chip.program(mode, bcd);
          if (random.nextInt(8) != 0) {
            write(b, channel, chip, random);
          }
        }
        case 1 -> write(b, channel, chip, random);
        case 2, 3 -> {
          boolean level = random.nextBoolean();
          b.pit.setGate(channel, level);
          chip.gate(level);
        }
        case 4 -> {
          Board other = new Board();
          Snapshot.of(b.bench.root).restoreTo(other.bench.root);
          assertEquals(b.bench.hash(), other.bench.hash());
          b = other;
        }
        default -> {
          long until = tick + random.nextInt(random.nextInt(4) == 0 ? 300 : 6);
          for (; tick < until; tick++) {
            chips[0].clk();
            chips[2].clk();
          }
          b.tick(tick);
        }
      }
      String where = "step " + step + ", counter " + channel + ", mode " + chip.mode;
      assertEquals(chips[0].rises, b.rises, where);
      for (int c = 0; c <= 2; c += 2) {
        assertEquals(chips[c].out, b.pit.output(c), where);
        int status = b.status(c);
        assertEquals(chips[c].nullCount(), (status & 0x40) != 0, where);
        int count = b.latched(c);
        if (chips[c].shown()) {
          int value = chips[c].bcd ? Integer.parseInt(Integer.toHexString(count)) : count;
          assertEquals(chips[c].ce % (chips[c].bcd ? 10_000 : 0x10000), value, where);
        }
      }
    }
    assertTrue(b.rises > 5_000, "few edges");
  }

  private static void write(Board b, int channel, SteppedCounter chip, Random random) {
    int count = 2 + random.nextInt(random.nextInt(8) == 0 ? 9_000 : 40);
    int register = chip.bcd ? Integer.parseInt(Integer.toString(count), 16) : count;
    b.bench.out(0x40 + channel, register & 0xff);
    chip.halfWritten();
    b.bench.out(0x40 + channel, register >>> 8);
    chip.write(count);
  }

  @Test
  void shouldStayFastWhenReprogrammedAllTheTime() {
    for (int i = 0; i < 1_000_000; i++) {
      board.program(0, 2 + (i & 1), 2 + i % 5);
      bench.pass(1000);
    }
    assertEquals(SECOND, bench.clock.nanos());
    bench.out(CONTROL, 0x34);
    bench.out(0x40, 1, 0);
    assertEquals(VirtualClock.NEVER, bench.clock.nextDueNanos(), "a count of 1 is illegal");
  }

  @Test
  void shouldGoOnInAStormWhereASnapshotWasTaken() throws Exception {
    DeviceBench.storm(Board::new, 20261206);
  }
}
