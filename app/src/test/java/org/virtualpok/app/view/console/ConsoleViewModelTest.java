// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.virtualpok.app.view.LogTarget;
import org.virtualpok.emu.trace.ChunkedEventLog;
import org.virtualpok.hypervisor.event.HypervisorEvents;

/** What a console shows of the log, and how little it holds when a guest floods it. */
final class ConsoleViewModelTest {
  private final LogTarget target = new LogTarget();
  private final StringBuilder shown = new StringBuilder();

  private void write(int context, long time, String text) {
    target.log.appendText(
        time, 0, HypervisorEvents.CONSOLE_OUTPUT, context, text.getBytes(UTF_8), 0);
  }

  private ConsoleViewModel.Change advance(ConsoleViewModel model, int chars) {
    ConsoleViewModel.Change change = model.advance(chars, Long.MAX_VALUE);
    if (change.clear()) {
      shown.setLength(0);
    }
    shown.append(change.append());
    for (int i = 0; i < change.dropLines(); i++) {
      shown.delete(0, shown.indexOf("\n") + 1);
    }
    return change;
  }

  @Test
  void showsItsOwnPartitionWithTheTimeOfEachLine() {
    ConsoleViewModel model = new ConsoleViewModel(target, LogTarget.TICKER);
    write(LogTarget.TICKER, 214_600, "Hello ");
    write(LogTarget.MESSAGES, 300_000, "not this\n");
    write(LogTarget.TICKER, 400_000, "world\r\nnext");
    advance(model, 1000);
    assertEquals("Hello world\nnext", shown.toString());
    assertEquals("0.000 214 60", ConsoleViewModel.time(model.timeOf(0)));
    assertEquals("0.000 400 00", ConsoleViewModel.time(model.timeOf(1)));
    assertEquals("", ConsoleViewModel.time(model.timeOf(2)));
    assertFalse(model.behind());
  }

  @Test
  void aFrameAddsNoMoreThanAPieceBeyondItsShare() {
    ConsoleViewModel model = new ConsoleViewModel(target, LogTarget.TICKER);
    for (int i = 0; i < 100; i++) {
      write(LogTarget.TICKER, i, "0123456789\n");
    }
    ConsoleViewModel.Change change = advance(model, 100);
    assertTrue(change.append().length() < 100 + 11, change.append());
    assertTrue(model.behind());
  }

  @Test
  void aFloodIsPassedOverAndTheNewestShown() {
    ConsoleViewModel model = new ConsoleViewModel(target, LogTarget.TICKER, 50, 2000);
    for (int i = 0; i < 5000; i++) {
      write(LogTarget.TICKER, i, "line " + i + "\n");
    }
    int frames = 0;
    while (model.behind()) {
      advance(model, 500);
      frames++;
      assertTrue(shown.length() <= 2500, "holds " + shown.length());
      assertTrue(frames < 100);
    }
    assertTrue(shown.toString().endsWith("line 4998\nline 4999\n"));
    assertTrue(shown.chars().filter(c -> c == '\n').count() < 50);
  }

  @Test
  void textAndTimesStayInStepWhateverTheGuestWrites() {
    long seed = 20261122;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    ConsoleViewModel model = new ConsoleViewModel(target, LogTarget.TICKER, 20, 3000);
    for (int round = 0; round < 500; round++) {
      int pieces = random.nextInt(5);
      for (int i = 0; i < pieces; i++) {
        int length = random.nextInt(10) == 0 ? random.nextInt(5000) : random.nextInt(40);
        StringBuilder text = new StringBuilder();
        for (int c = 0; c < length; c++) {
          text.append(random.nextInt(12) == 0 ? '\n' : (char) ('a' + random.nextInt(26)));
        }
        write(LogTarget.TICKER, round, text.toString());
      }
      advance(model, 400);
      long lines = shown.chars().filter(c -> c == '\n').count() + 1;
      boolean empty = shown.length() == 0 || shown.charAt(shown.length() - 1) == '\n';
      assertEquals(!empty, model.timeOf((int) lines - 1) >= 0, "seed " + seed);
      assertEquals(-1, model.timeOf((int) lines), "seed " + seed);
    }
  }

  @Test
  void clearingForgetsWhatWaits() {
    ConsoleViewModel model = new ConsoleViewModel(target, LogTarget.TICKER);
    write(LogTarget.TICKER, 0, "old\n");
    model.clear();
    write(LogTarget.TICKER, 1, "new");
    assertTrue(advance(model, 100).clear());
    assertEquals("new", shown.toString());
  }

  @Test
  void aNewLogStartsAnEmptyConsole() {
    ConsoleViewModel model = new ConsoleViewModel(target, LogTarget.TICKER);
    write(LogTarget.TICKER, 0, "old\n");
    advance(model, 100);
    target.log = new ChunkedEventLog();
    write(LogTarget.TICKER, 0, "again");
    assertTrue(model.behind());
    advance(model, 100);
    assertEquals("again", shown.toString());
  }

  @Test
  void bytesWithoutAShapeShowAsDots() {
    ConsoleViewModel model = new ConsoleViewModel(target, LogTarget.TICKER);
    write(LogTarget.TICKER, 0, "a\u001b[1mb\u0000\tc");
    advance(model, 100);
    assertEquals("a·[1mb·\tc", shown.toString());
  }

  @Test
  void whatWasSentComesBack() {
    ConsoleViewModel model = new ConsoleViewModel(target, LogTarget.TICKER);
    model.sent("one");
    model.sent("two");
    assertEquals("two", model.recall(-1));
    assertEquals("one", model.recall(-1));
    assertEquals("one", model.recall(-1));
    assertEquals("two", model.recall(1));
    assertEquals("", model.recall(1));
  }
}
