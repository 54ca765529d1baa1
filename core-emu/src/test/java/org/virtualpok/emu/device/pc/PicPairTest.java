// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device.pc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Facts from the data sheet of the 8259A (Intel 231468) and from what QEMU does. */
class PicPairTest {
  private static final int M = 0x20;
  private static final int MD = 0x21;
  private static final int S = 0xa0;
  private static final int SD = 0xa1;

  /** A pair on a bench, and the level of INTR. */
  private static final class Board {
    final DeviceBench bench;
    boolean intr;
    int changes;
    final PicPair pic = new PicPair(this::interrupt);

    Board() {
      this(new DeviceBench());
    }

    Board(DeviceBench bench) {
      this.bench = bench;
      bench.bus.map(0x20, 2, pic);
      bench.bus.map(0xa0, 2, pic);
      bench.bus.map(0x4d0, 2, pic);
      bench.add("pic", pic);
      bench.stormAt(0x1f, 4);
      bench.stormAt(0x9f, 4);
      bench.stormAt(0x4cf, 4);
      bench.outside(this::fromOutside);
    }

    private void interrupt(boolean level) {
      intr = level;
      changes++;
    }

    /** A line moves, or the processor acknowledges. */
    private void fromOutside(int random) {
      int irq = random & 15;
      if (irq != 2) {
        pic.line(irq).set((random & 0x10) != 0);
      }
      if (intr && (random & 0x60) != 0) {
        bench.log.add("vector " + pic.acknowledge());
      }
    }

    /** As most kernels do: vectors 20 and 28, given ICW4, all unmasked. */
    Board initialized(int icw4) {
      bench.out(M, 0x11);
      bench.out(S, 0x11);
      bench.out(MD, 0x20, 4, icw4, 0);
      bench.out(SD, 0x28, 2, icw4, 0);
      return this;
    }

    void pulse(int... irqs) {
      for (int irq : irqs) {
        pic.line(irq).set(true);
        pic.line(irq).set(false);
      }
    }

    int acknowledge() {
      assertTrue(intr);
      return pic.acknowledge();
    }

    int register(int port, int ocw3) {
      bench.out(port, ocw3);
      return bench.in(port);
    }

    int irr(int port) {
      return register(port, 0x0a);
    }

    int isr(int port) {
      return register(port, 0x0b);
    }
  }

  private final Board board = new Board().initialized(1);
  private final DeviceBench bench = board.bench;

  @Test
  void shouldDeliverByPriority() {
    board.pulse(5, 3, 7);
    assertEquals(0xa8, board.irr(M));
    assertEquals(0x23, board.acknowledge());
    assertFalse(board.intr, "IR3 in service blocks IR5 and IR7");
    assertEquals(0x08, board.isr(M));
    assertEquals(0xa0, board.irr(M));
    board.pulse(0);
    assertEquals(0x20, board.acknowledge(), "a higher one nests");
    assertEquals(0x09, board.isr(M));
    bench.out(M, 0x20);
    assertFalse(board.intr);
    bench.out(M, 0x20);
    assertEquals(0x25, board.acknowledge());
    bench.out(M, 0x65);
    assertEquals(0x27, board.acknowledge());
    bench.out(M, 0x67);
    assertFalse(board.intr);
    assertEquals(0, board.isr(M));
  }

  @Test
  void shouldCascade() {
    board.pulse(12, 9);
    assertEquals(0x04, board.irr(M));
    assertEquals(0x29, board.acknowledge());
    assertEquals(0x02, board.isr(S));
    assertEquals(0x04, board.isr(M));
    bench.out(S, 0x20);
    assertFalse(board.intr, "the master still has IR2 in service");
    bench.out(M, 0x20);
    assertEquals(0x2c, board.acknowledge());
    bench.out(S, 0x20);
    bench.out(M, 0x62);
    assertFalse(board.intr);
    board.pulse(1, 8);
    assertEquals(0x21, board.acknowledge());
    bench.out(M, 0x20);
    assertEquals(0x28, board.acknowledge());
  }

  @Test
  void shouldKeepAnEdgeThatIsGone() {
    bench.out(MD, 0xff);
    board.pulse(0);
    assertFalse(board.intr);
    assertEquals(1, board.irr(M), "also while masked");
    bench.out(MD, 0xfe);
    assertEquals(0x20, board.acknowledge());
    assertEquals(0, board.irr(M));
    bench.out(M, 0x20);
    board.pic.line(0).set(true);
    board.pic.line(0).set(true);
    assertEquals(0x20, board.acknowledge());
    bench.out(M, 0x20);
    assertFalse(board.intr, "high is not an edge");
  }

  @Test
  void shouldGiveNoSpuriousInterruptsFromATimerAtAnyPhase() {
    long seed = 20261203;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    int taken = 0;
    boolean level = true;
    for (int i = 0; i < 100_000; i++) {
      level = !level;
      board.pic.line(0).set(level);
      if (random.nextInt(4) == 0 && board.intr) {
        assertEquals(0x20, board.pic.acknowledge());
        taken++;
      } else if (random.nextBoolean()) {
        bench.out(M, 0x20);
      }
    }
    assertTrue(taken > 5_000, () -> "few interrupts");
  }

  @Test
  void shouldAnswerWithIr7WhenTheRequestIsGone() {
    bench.out(0x4d0, 0xff);
    assertEquals(0xf8, bench.in(0x4d0), "IRQ 0 to 2 are edge triggered");
    board.pic.line(5).set(true);
    assertTrue(board.intr);
    board.pic.line(5).set(false);
    assertFalse(board.intr);
    assertEquals(0x27, board.pic.acknowledge());
    assertEquals(0, board.isr(M), "a spurious one is not in service");
  }

  @Test
  void shouldAnswerWithIr15WhenTheSlavesRequestIsGone() {
    bench.out(0x4d1, 0xff);
    assertEquals(0xde, bench.in(0x4d1), "IRQ 8 and 13 are edge triggered");
    board.pic.line(11).set(true);
    board.pic.line(11).set(false);
    assertEquals(0x2f, board.acknowledge());
    assertEquals(0, board.isr(S));
    assertEquals(4, board.isr(M), "to be ended at the master");
    bench.out(M, 0x20);
    assertFalse(board.intr);
  }

  @Test
  void shouldRequestAgainWhileALevelIsHigh() {
    bench.out(0x4d1, 0x08);
    board.pic.line(11).set(true);
    for (int i = 0; i < 3; i++) {
      assertEquals(0x2b, board.acknowledge());
      assertFalse(board.intr);
      assertEquals(0x08, board.irr(S));
      bench.out(S, 0x20);
      bench.out(M, 0x20);
    }
    board.pic.line(11).set(false);
    assertEquals(0, board.irr(S));
    bench.out(M, 0x19);
    bench.out(MD, 0x20, 4, 1);
    assertFalse(board.intr);
    board.pic.line(0).set(true);
    assertEquals(0x20, board.acknowledge());
    bench.out(M, 0x20);
    assertEquals(0x20, board.acknowledge(), "LTIM makes every input level triggered");
  }

  @Test
  void shouldTakeTheInitializationWordByWord() {
    bench.out(M, 0x12);
    bench.out(MD, 0x47, 0xa5);
    assertEquals(0xa5, bench.in(MD), "single and without ICW4: the second one is OCW1");
    bench.out(M, 0x13);
    assertEquals(0, bench.in(MD), "ICW1 clears the mask");
    bench.out(MD, 0x40, 3, 0xfe);
    board.pulse(0);
    assertEquals(0x40, board.acknowledge());
    assertEquals(0, board.isr(M), "automatic EOI");
    bench.out(M, 0x10);
    bench.out(MD, 0x50, 4, 0);
    board.pulse(0);
    assertEquals(0x50, board.acknowledge());
    assertEquals(1, board.isr(M), "without ICW4 its functions are off");
    bench.out(M, 0x11);
    assertEquals(0, board.isr(M));
    assertEquals(0, bench.in(M));
  }

  @Test
  void shouldNeedANewEdgeAfterInitialization() {
    board.pic.line(4).set(true);
    board.initialized(1);
    assertFalse(board.intr);
    board.pic.line(4).set(false);
    board.pic.line(4).set(true);
    assertEquals(0x24, board.acknowledge());
  }

  @Test
  void shouldEndAutomatically() {
    board.initialized(3);
    board.pulse(6, 8, 9, 12);
    assertEquals(0x28, board.acknowledge());
    assertEquals(0x29, board.acknowledge(), "the slave requests again at the master");
    assertEquals(0x2c, board.acknowledge());
    assertEquals(0x26, board.acknowledge());
    assertFalse(board.intr);
    bench.out(M, 0x80);
    board.pulse(3, 4);
    assertEquals(0x23, board.acknowledge());
    board.pulse(3);
    assertEquals(0x24, board.acknowledge(), "IR3 went to the end");
    assertEquals(0x23, board.acknowledge());
    bench.out(M, 0x00);
    board.pulse(5, 4);
    assertEquals(0x24, board.acknowledge());
    board.pulse(4);
    assertEquals(0x24, board.acknowledge(), "rotation is off, IR3 is still the lowest");
  }

  @Test
  void shouldRotate() {
    board.pulse(2 + 1, 4);
    assertEquals(0x23, board.acknowledge());
    bench.out(M, 0xa0);
    board.pulse(3);
    assertEquals(0x24, board.acknowledge(), "IR3 is the lowest now");
    bench.out(M, 0xe4);
    board.pulse(6, 5, 4);
    assertEquals(0x25, board.acknowledge(), "IR4 is the lowest now");
    bench.out(M, 0x60 | 5);
    bench.out(M, 0xc0 | 5);
    assertEquals(0x26, board.acknowledge());
    bench.out(M, 0x20);
    assertEquals(0x23, board.acknowledge());
    bench.out(M, 0x40 | 3);
    assertEquals(0x08, board.isr(M), "010 is no operation");
    bench.out(M, 0x20);
    assertEquals(0x24, board.acknowledge());
    bench.out(M, 0x20, 0x20, 0xa0);
    board.pulse(5, 6);
    assertEquals(0x26, board.acknowledge(), "an EOI without service rotates nothing");
  }

  @Test
  void shouldLetMaskedServicesBeInterruptedInSpecialMaskMode() {
    board.pulse(1);
    assertEquals(0x21, board.acknowledge());
    board.pulse(6);
    assertFalse(board.intr);
    bench.out(MD, 0x02);
    assertFalse(board.intr);
    bench.out(M, 0x68);
    assertEquals(0x26, board.acknowledge());
    bench.out(M, 0x20);
    assertEquals(0x02, board.isr(M), "the non-specific EOI leaves the masked one");
    bench.out(M, 0x20);
    assertEquals(0x02, board.isr(M));
    board.pulse(1);
    assertFalse(board.intr);
    bench.out(M, 0x48);
    bench.out(M, 0x20);
    assertEquals(0, board.isr(M));
    bench.out(MD, 0);
    assertEquals(0x21, board.acknowledge());
  }

  @Test
  void shouldNestWithinTheSlaveInSpecialFullyNestedMode() {
    board.pulse(12);
    assertEquals(0x2c, board.acknowledge());
    board.pulse(9);
    assertFalse(board.intr, "locked out in normal mode");
    board.initialized(0x11);
    board.pulse(12);
    assertEquals(0x2c, board.acknowledge());
    board.pulse(13, 4);
    assertFalse(board.intr);
    board.pulse(9);
    assertEquals(0x29, board.acknowledge());
    board.pulse(0);
    assertEquals(0x20, board.acknowledge());
    board.pulse(8);
    assertFalse(board.intr, "IR0 of the master is in service");
    bench.out(M, 0x20);
    assertEquals(0x28, board.acknowledge());
  }

  @Test
  void shouldPoll() {
    bench.out(M, 0x0c);
    assertEquals(0, bench.in(M), "no request");
    assertEquals(0, bench.in(M), "the next read is of IRR again");
    board.pulse(6, 10);
    bench.out(M, 0x0c);
    assertEquals(0x82, bench.in(M));
    bench.out(S, 0x0c);
    assertEquals(0x82, bench.in(SD), "whatever A0 is");
    assertEquals(0x04, board.isr(S));
    assertEquals(0x04, board.isr(M));
    bench.out(S, 0x20);
    bench.out(M, 0x20);
    assertEquals(0x26, board.acknowledge());
  }

  @Test
  void shouldChangeNothingOnRepeatedLevels() {
    board.pic.line(3).set(true);
    int changes = board.changes;
    board.pic.line(3).set(true);
    board.pulse(7);
    assertEquals(changes, board.changes);
    assertThrows(IllegalArgumentException.class, () -> board.pic.line(2));
    assertThrows(IllegalArgumentException.class, () -> board.pic.line(16));
  }

  @Test
  void shouldBeAsAfterPowerOnWhenReset() {
    String fresh = new Board().bench.hash();
    board.pulse(0, 9);
    bench.out(0x4d0, 0xff);
    board.pic.reset();
    assertFalse(board.intr);
    assertEquals(fresh, bench.hash());
  }

  @Test
  void shouldGoOnInAStormWhereASnapshotWasTaken() throws Exception {
    DeviceBench.storm(Board::new, 20261204);
  }
}
