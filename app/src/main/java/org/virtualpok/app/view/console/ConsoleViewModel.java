// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.console;

import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.virtualpok.emu.debug.DebugTarget;
import org.virtualpok.emu.trace.EventLog;
import org.virtualpok.emu.trace.EventLog.Event;
import org.virtualpok.emu.trace.EventText;

/**
 * What a console shows, fed from the event log in bounded pieces: however much a guest writes, a
 * frame reads, and adds, no more than so much, and what has become too old to be shown is passed
 * over.
 */
final class ConsoleViewModel {
  static final int LINES_MAX = 20_000;
  static final int CHARS_MAX = 1_000_000;

  /** Longer lines are broken, for the sake of the text control. */
  static final int LINE_MAX = 2000;

  private static final String OUTPUT = "console_output";

  /** The clock is looked at after so many events. */
  private static final int EVENTS_PER_LOOK = 128;

  private static final int HISTORY_MAX = 100;

  private record Piece(long time, String text) {}

  /**
   * A change of the text.
   *
   * @param clear whether everything goes first
   * @param append what joins the end
   * @param dropLines how many lines then go at the beginning
   */
  record Change(boolean clear, String append, int dropLines) {
    boolean nothing() {
      return !clear && append.isEmpty() && dropLines == 0;
    }
  }

  private final DebugTarget target;
  private final int console;
  private final ConsoleLines lines;
  private final int charsMax;
  private final Deque<Piece> pending = new ArrayDeque<>();
  private final List<String> history = new ArrayList<>();

  private EventLog log;
  private long next;
  private int pendingChars;
  private long skipped;
  private boolean clear;
  private int recalled;

  ConsoleViewModel(DebugTarget target, int console) {
    this(target, console, LINES_MAX, CHARS_MAX);
  }

  ConsoleViewModel(DebugTarget target, int console, int linesMax, int charsMax) {
    this.target = target;
    this.console = console;
    this.charsMax = charsMax;
    lines = new ConsoleLines(linesMax, charsMax);
    log = target.events();
  }

  /** When a line's first character was written, ns; -1 for none. */
  long timeOf(int line) {
    return lines.time(line);
  }

  /** Whether there is more to show. */
  boolean behind() {
    return clear || !pending.isEmpty() || target.events() != log || next < log.size();
  }

  /** Forgets what is shown and what waits to be. */
  void clear() {
    next = log.size();
    pending.clear();
    pendingChars = 0;
    skipped = 0;
    lines.clear();
    clear = true;
  }

  /**
   * What to change now.
   *
   * @param chars about how many characters it may add
   * @param budgetNanos how long it may read the log, in the host's time
   */
  Change advance(int chars, long budgetNanos) {
    if (target.events() != log) {
      clear();
      log = target.events();
      next = 0;
    }
    try {
      read(budgetNanos);
    } catch (UncheckedIOException e) {
      next = log.size(); // the log was closed under us: a restart, or the end of the session
    }
    return show(chars);
  }

  private void read(long budgetNanos) {
    long start = System.nanoTime();
    long end = log.size();
    while (next < end) {
      Event event = log.get(next);
      next++;
      if (event.context() == console && event.kind().name().equals(OUTPUT)) {
        String text = EventText.decode(event.text());
        pending.add(new Piece(event.timeNanos(), text));
        pendingChars += text.length();
        passOver();
      }
      if (next % EVENTS_PER_LOOK == 0 && System.nanoTime() - start >= budgetNanos) {
        break;
      }
    }
  }

  /** More than the console can hold waits: the oldest of it will never be shown. */
  private void passOver() {
    while (pendingChars > charsMax && pending.size() > 1) {
      int length = pending.remove().text.length();
      pendingChars -= length;
      skipped += length;
    }
  }

  private Change show(int chars) {
    StringBuilder text = new StringBuilder();
    int dropped = 0;
    if (skipped > 0 && !pending.isEmpty()) {
      long time = pending.element().time;
      dropped += put(text, time, "\n… " + skipped + " characters too fast to show …\n");
      skipped = 0;
    }
    while (!pending.isEmpty() && text.length() < chars) {
      Piece piece = pending.remove();
      pendingChars -= piece.text.length();
      dropped += put(text, piece.time, piece.text);
    }
    boolean cleared = clear;
    clear = false;
    return new Change(cleared, text.toString(), dropped);
  }

  private int put(StringBuilder out, long time, String text) {
    int dropped = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\r') {
        continue;
      }
      if (c != '\n' && lines.lastLength() >= LINE_MAX) {
        out.append('\n');
        dropped += lines.end(time);
      }
      if (c == '\n') {
        out.append('\n');
        dropped += lines.end(time);
      } else {
        out.append(printable(c));
        lines.character(time);
      }
    }
    return dropped;
  }

  private static char printable(char c) {
    return c >= ' ' && c != 0x7f || c == '\t' ? c : '·';
  }

  /** "0.000 214 60": seconds down to tens of nanoseconds, in groups; empty for no time. */
  static String time(long nanos) {
    if (nanos < 0) {
      return "";
    }
    long tens = nanos / 10 % 100_000_000;
    String digits = Long.toString(100_000_000 + tens).substring(1);
    return nanos / 1_000_000_000L
        + "."
        + digits.substring(0, 3)
        + " "
        + digits.substring(3, 6)
        + " "
        + digits.substring(6);
  }

  /** Remembers what the user sent. */
  void sent(String line) {
    if (!line.isEmpty() && (history.isEmpty() || !history.get(history.size() - 1).equals(line))) {
      history.add(line);
      if (history.size() > HISTORY_MAX) {
        history.remove(0);
      }
    }
    recalled = history.size();
  }

  /** An earlier (-1) or later (1) line that the user sent; empty behind the last. */
  String recall(int by) {
    recalled = Math.max(0, Math.min(history.size(), recalled + by));
    return recalled < history.size() ? history.get(recalled) : "";
  }
}
