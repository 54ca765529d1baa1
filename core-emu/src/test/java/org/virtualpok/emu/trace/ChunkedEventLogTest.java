// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.trace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.trace.EventLog.Event;

class ChunkedEventLogTest {
  private static final EventKind PLAIN = new EventKind(1, "plain", List.of("x", "y", "z"), false);
  private static final EventKind TEXT = new EventKind(2, "text", List.of("o", "n", "z"), true);

  /** Record {@code i} as {@link #check} expects it. */
  private static void append(EventLog log, long i) {
    if (i % 7 == 3) {
      log.appendText(i * 10, i, TEXT, (int) i % 5, ("text " + i).getBytes(utf8()), (int) i);
    } else {
      log.append(i * 10, i, PLAIN, (int) i % 5, (int) i, (int) ~i, (int) i * 3);
    }
  }

  private static void check(EventLog log, long i) {
    Event e = log.get(i);
    assertEquals(i, e.index());
    assertEquals(i * 10, e.timeNanos());
    assertEquals(i, e.instruction());
    assertEquals((int) i % 5, e.context());
    if (i % 7 == 3) {
      assertSame(TEXT, e.kind());
      assertEquals("text " + i, new String(e.text(), utf8()));
      assertEquals((int) i, e.c());
    } else {
      assertSame(PLAIN, e.kind());
      assertEquals((int) i, e.a());
      assertEquals((int) ~i, e.b());
      assertEquals((int) i * 3, e.c());
      assertEquals(0, e.text().length);
    }
  }

  private static java.nio.charset.Charset utf8() {
    return StandardCharsets.UTF_8;
  }

  @Test
  void shouldReadBackWhatWasAppended() {
    try (ChunkedEventLog log = new ChunkedEventLog()) {
      long n = 3L * EventChunk.RECORDS + 5;
      for (long i = 0; i < n; i++) {
        append(log, i);
      }
      assertEquals(n, log.size());
      for (long i = 0; i < n; i++) {
        check(log, i);
      }
      assertTrue(log.spillPath().isEmpty());
      assertThrows(IndexOutOfBoundsException.class, () -> log.get(n));
      assertThrows(IndexOutOfBoundsException.class, () -> log.get(-1));
    }
  }

  @Test
  void shouldSpillOldChunksToAFileThatCloseDeletes() {
    ChunkedEventLog log = new ChunkedEventLog(2L * EventChunk.RECORD_BYTES);
    long n = 12L * EventChunk.RECORDS + 17;
    for (long i = 0; i < n; i++) {
      append(log, i);
    }
    Path file = log.spillPath().orElseThrow();
    assertTrue(Files.exists(file));
    for (long i = 0; i < n; i++) {
      check(log, i);
    }
    for (long i = n - 1; i >= 0; i -= 1009) {
      check(log, i);
    }
    log.close();
    assertFalse(Files.exists(file));
    check(log, n - 1);
    assertThrows(java.io.UncheckedIOException.class, () -> log.get(7L * EventChunk.RECORDS));
    log.close();
  }

  @Test
  void shouldKeepToItsLimits() throws Exception {
    long diskBytes = 24L << 20;
    ChunkedEventLog log = new ChunkedEventLog(1 << 20, diskBytes);
    List<Path> files = new ArrayList<>();
    long count = 3_000_000;
    for (long i = 0; i < count; i++) {
      append(log, i);
      if (i % 16_384 == 0) {
        log.spillPath().filter(p -> !files.contains(p)).ifPresent(files::add);
      }
    }
    long onDisk = 0;
    for (Path p : files) {
      onDisk += Files.exists(p) ? Files.size(p) : 0;
    }
    assertTrue(files.size() > 16, files.size() + " files");
    assertTrue(onDisk <= diskBytes && onDisk > diskBytes / 2, onDisk + " bytes");
    assertEquals(count, log.size());
    long first = log.first();
    assertTrue(first > count / 2 && first < count, "first " + first);
    assertThrows(java.io.UncheckedIOException.class, () -> log.get(first - 1));
    for (long i = first; i < count; i += 101) {
      check(log, i);
    }
    StringWriter out = new StringWriter();
    new JsonLinesExport(id -> null).write(log, log.first(), log.first() + 1, out);
    assertTrue(out.toString().contains("\"insn\":" + first), out.toString());
    log.close();
    assertTrue(files.stream().noneMatch(Files::exists));
    check(log, count - 1);
    // Nothing is written any more; it still takes events, and only so many.
    for (long i = count; i < 2 * count; i++) {
      append(log, i);
    }
    assertTrue(2 * count - log.first() < 200_000, "first " + log.first());
    check(log, 2 * count - 1);
  }

  @Test
  void shouldKeepLongTexts() {
    try (ChunkedEventLog log = new ChunkedEventLog(EventChunk.RECORD_BYTES)) {
      byte[] big = new byte[300_000];
      big[0] = 1;
      big[big.length - 1] = 2;
      log.appendText(0, 0, TEXT, 1, "first".getBytes(utf8()), 0);
      log.appendText(1, 1, TEXT, 1, big, 0);
      log.appendText(2, 2, TEXT, 1, new byte[0], 0);
      assertEquals("first", new String(log.get(0).text(), utf8()));
      assertArrayEquals(big, log.get(1).text());
      assertEquals(0, log.get(2).text().length);
    }
  }

  @Test
  void shouldGiveConcurrentReadersOnlyWholeRecords() throws Exception {
    try (ChunkedEventLog log = new ChunkedEventLog(3L * EventChunk.RECORD_BYTES)) {
      long n = 20L * EventChunk.RECORDS;
      CountDownLatch started = new CountDownLatch(3);
      List<CompletableFuture<Void>> readers = new ArrayList<>();
      // The common pool may have one thread only, and each reader keeps its own until the end.
      ExecutorService threads = Executors.newFixedThreadPool(3);
      for (int r = 0; r < 3; r++) {
        int stride = 1 + 6 * r;
        readers.add(
            CompletableFuture.runAsync(
                () -> {
                  started.countDown();
                  long next = 0;
                  while (next < n) {
                    long size = log.size();
                    for (; next < size; next += stride) {
                      check(log, next);
                    }
                    if (size > 0) {
                      check(log, size - 1);
                    }
                  }
                },
                threads));
      }
      threads.shutdown();
      assertTrue(started.await(30, TimeUnit.SECONDS));
      for (long i = 0; i < n; i++) {
        append(log, i);
      }
      for (CompletableFuture<Void> reader : readers) {
        reader.get(60, TimeUnit.SECONDS);
      }
      assertTrue(log.spillPath().isPresent());
    }
  }

  @Test
  void shouldRefuseTwoKindsWithOneId() {
    try (ChunkedEventLog log = new ChunkedEventLog()) {
      log.append(0, 0, PLAIN, 0, 0, 0, 0);
      EventKind other = new EventKind(1, "other", List.of(), false);
      assertThrows(IllegalArgumentException.class, () -> log.append(0, 0, other, 0, 0, 0, 0));
      assertThrows(IllegalArgumentException.class, () -> log.append(0, 0, TEXT, 0, 0, 0, 0));
      assertThrows(
          IllegalArgumentException.class, () -> log.appendText(0, 0, PLAIN, 0, new byte[0], 0));
      assertSame(PLAIN, log.kind(1));
      assertThrows(IllegalArgumentException.class, () -> log.kind(99));
      assertEquals(1, log.size());
    }
  }

  @Test
  void shouldGiveTheLastEvents() {
    try (ChunkedEventLog log = new ChunkedEventLog()) {
      assertTrue(EventTail.of(log, 20).isEmpty());
      for (long i = 0; i < 30; i++) {
        append(log, i);
      }
      List<Event> tail = EventTail.of(log, EventTail.POST_MORTEM);
      assertEquals(20, tail.size());
      assertEquals(10, tail.get(0).index());
      assertEquals(29, tail.get(19).index());
    }
  }
}
