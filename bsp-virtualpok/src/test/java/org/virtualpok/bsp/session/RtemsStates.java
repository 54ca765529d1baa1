// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.session;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.debug.RtosState;
import org.virtualpok.emu.debug.RtosState.RtosObject;
import org.virtualpok.emu.debug.RtosState.RtosObject.Kind;
import org.virtualpok.emu.debug.RtosState.Task;
import org.virtualpok.emu.trace.EventLog;

/**
 * RTEMS with a task in every state: what is read out of its memory equals what gdb printed from the
 * same structures at the same instant. The images are not ours to keep: {@code
 * -Dvirtualpok.rtemsStates=DIRECTORY} says where they are; states.c, the scripts for gdb and what
 * it printed are test resources.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RtemsStates {
  /** How many bytes EIP takes where a switch leaves it, below what the task's stack then is. */
  private static final int RETURN_ADDRESS = 4;

  private static final int NO_EAX_ECX_EDX = 0b111;

  private final String table;
  private final String image;
  private final String system;
  private final long micros;
  private final Map<String, String> shorter;
  private final Map<String, String> interrupted;

  GdbTable gdb;
  private AwareGuest guest;
  private RtosState state;

  /**
   * A kernel to compare.
   *
   * @param table resource with what gdb printed
   * @param image file in the directory of the images
   * @param system how it is called
   * @param micros guest time at which its memory was taken
   * @param shorter names of states that are longer in RTEMS, without what is in front
   * @param interrupted functions in which those tasks were that an interrupt stopped, by task
   */
  RtemsStates(
      String table,
      String image,
      String system,
      long micros,
      Map<String, String> shorter,
      Map<String, String> interrupted) {
    this.table = table;
    this.image = image;
    this.system = system;
    this.micros = micros;
    this.shorter = shorter;
    this.interrupted = interrupted;
  }

  abstract AwareGuest open(Path file) throws Exception;

  /** How a lock of gdb's is, in the words that are to be shown. */
  abstract String lockWords(GdbTable.Row row);

  /** What a task waits for that waits for a time. */
  abstract String timeWords(String seconds);

  /** What a thread waits for whose queue is part of no object; else empty. */
  abstract String queueWords(GdbTable.Row row);

  @BeforeAll
  void runToTheInstant() throws Exception {
    gdb = new GdbTable("/org/virtualpok/bsp/rtems/" + table);
    Path file = file();
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    assertEquals(gdb.values.get("sha256"), HexFormat.of().formatHex(digest), file.toString());
    guest = open(file);
    guest.runTo(micros);
    state = guest.state();
  }

  @AfterAll
  void close() {
    guest.close();
  }

  Path file() {
    return Path.of(System.getProperty("virtualpok.rtemsStates"), image);
  }

  Task task(String name) {
    return state.tasks().stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
  }

  /** Compares one column of all rows at once, so that a failure shows which rows differ. */
  private <T> void assertTasks(
      String column, Function<GdbTable.Row, T> want, Function<Task, T> got) {
    assertEquals(
        gdb.tasks.stream().map(r -> r.text("id") + " " + want.apply(r)).toList(),
        state.tasks().stream().map(t -> String.format("%08x ", t.id()) + got.apply(t)).toList(),
        column);
  }

  private <T> void assertObjects(
      String column, Function<GdbTable.Row, T> want, Function<RtosObject, T> got) {
    assertEquals(
        sorted(gdb.objects.stream().map(r -> r.text("id") + " " + want.apply(r)).toList()),
        sorted(
            state.objects().stream()
                .map(o -> String.format("%08x ", o.id()) + got.apply(o))
                .toList()),
        column);
  }

  private static List<String> sorted(List<String> rows) {
    List<String> sorted = new ArrayList<>(rows);
    sorted.sort(null);
    return sorted;
  }

  @Test
  void shouldSeeAHealthySystem() {
    assertEquals(system, state.system());
    assertEquals(gdb.values.get("ticks"), String.valueOf(state.ticks().orElseThrow()));
    assertEquals(List.of(), state.problems());
    assertTrue(console().endsWith("states: ready\n"), console());
  }

  private String console() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    EventLog log = guest.machine.events();
    for (long i = 0; i < log.size(); i++) {
      if (log.get(i).kind().name().equals("console_output")) {
        text.writeBytes(log.get(i).text());
      }
    }
    return text.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
  }

  @Test
  void shouldSeeEachTaskAsGdbDoes() {
    assertAll(
        () -> assertTasks("address", r -> (int) r.hex("address"), Task::address),
        () -> assertTasks("name", r -> r.text("name"), Task::name),
        () -> assertTasks("state", r -> words(r.text("states")), t -> inAnyOrder(t.state())),
        () -> assertTasks("current", r -> isExecuting(r), Task::current),
        () -> assertTasks("priority", r -> r.optionalDecimal("priority"), Task::priority),
        () -> assertTasks("base priority", r -> r.optionalDecimal("base"), Task::basePriority),
        () -> assertTasks("waits for", r -> r.optionalHex("wait_id"), Task::waitsFor),
        () -> assertTasks("wakes", this::wakes, Task::wakes),
        () -> assertTasks("entry", r -> entry(r), Task::entry),
        () -> assertTasks("stack", r -> (int) r.hex("stack"), t -> t.stack().orElseThrow().low()),
        () ->
            assertTasks(
                "stack size",
                r -> (int) r.optionalDecimal("size").orElseThrow(),
                t -> t.stack().orElseThrow().sizeBytes()));
  }

  private boolean isExecuting(GdbTable.Row row) {
    return row.text("id").equals(gdb.values.get("executing"));
  }

  /** RTEMS's names without what they have in common, some of them shorter. */
  private String words(String states) {
    return inAnyOrder(
        Arrays.stream(states.split("\\+"))
            .map(s -> s.replaceFirst("STATES_(WAITING_FOR_)?", ""))
            .map(s -> shorter.getOrDefault(s, s))
            .collect(Collectors.joining("+")));
  }

  private static String inAnyOrder(String states) {
    return String.join("+", sorted(List.of(states.split("\\+"))));
  }

  /** One that waits for its period wakes when that is due: its own timer does not run. */
  private OptionalLong wakes(GdbTable.Row row) {
    return row.text("states").contains("PERIOD")
        ? gdb.object(row.hex("wait_id")).field("due")
        : row.optionalDecimal("wakes");
  }

  private static OptionalInt entry(GdbTable.Row row) {
    return row.hex("entry") == 0 ? OptionalInt.empty() : OptionalInt.of((int) row.hex("entry"));
  }

  /** In gdb's numbers: RTEMS says what a task waits for in four ways. */
  @Test
  void shouldSayInWordsWhatEachWaitsFor() {
    assertTasks("waits", this::waits, Task::waits);
  }

  private String waits(GdbTable.Row row) {
    String states = row.text("states");
    if (states.contains("EVENT")) {
      String pending = row.text("pending");
      return ((row.hex("option") & 2) != 0 ? "any" : "all")
          + String.format(" of events %08x", row.hex("count"))
          + (pending.equals("0") ? "" : String.format(", has %08x", row.hex("pending")));
    }
    if (!row.text("seconds").isEmpty()) {
      return timeWords(row.text("seconds"));
    }
    if (states.contains("WAITING_FOR_SIGNAL")) {
      return String.format("any of signals %08x", row.hex("option"));
    }
    if (row.text("wait_id").isEmpty()) {
      return queueWords(row);
    }
    GdbTable.Row object = gdb.object(row.hex("wait_id"));
    String name = object.text("name").isEmpty() ? "0x" + object.text("id") : object.text("name");
    boolean held = !object.text("owner").isEmpty() && !states.contains("PERIOD");
    String owner = held ? ", owned by " + gdb.task(object.hex("owner")).text("name") : "";
    return kindInWords(object) + " " + name + owner;
  }

  private static String kindInWords(GdbTable.Row object) {
    return switch (object.text("table")) {
      case "_Timer_Information" -> "timer";
      case "_Semaphore_Information" -> "semaphore";
      case "_Message_queue_Information" -> "message queue";
      case "_Partition_Information" -> "partition";
      case "_Region_Information" -> "region";
      case "_Rate_monotonic_Information" -> "period";
      case "_Barrier_Information" -> "barrier";
      case "_POSIX_Mutex_Information" -> "POSIX mutex";
      case "_POSIX_Semaphore_Information" -> "POSIX semaphore";
      default -> "condition variable";
    };
  }

  private static Kind kind(GdbTable.Row object) {
    return switch (object.text("table")) {
      case "_POSIX_Mutex_Information" -> Kind.MUTEX;
      case "_POSIX_Semaphore_Information" -> Kind.SEMAPHORE;
      case "_POSIX_Condition_variables_Information" -> Kind.CONDITION;
      default -> Kind.valueOf(kindInWords(object).toUpperCase(Locale.ROOT).replace(' ', '_'));
    };
  }

  @Test
  void shouldSeeEachObjectAsGdbDoes() {
    assertAll(
        () -> assertObjects("kind", r -> kind(r), RtosObject::kind),
        () -> assertObjects("address", r -> (int) r.hex("address"), RtosObject::address),
        () -> assertObjects("name", r -> r.text("name"), RtosObject::name),
        () -> assertObjects("state", r -> objectWords(r), RtosObject::state),
        () -> assertObjects("owner", r -> r.optionalHex("owner"), RtosObject::owner),
        () ->
            assertObjects(
                "waiting",
                r -> r.text("waiting"),
                o ->
                    o.waiting().stream()
                        .map(w -> String.format("%08x", w))
                        .collect(Collectors.joining(" "))));
  }

  private String objectWords(GdbTable.Row row) {
    return switch (row.text("table")) {
      case "_Message_queue_Information" ->
          row.fieldText("number_of_pending_messages")
              + " of "
              + row.fieldText("maximum_pending_messages")
              + " messages";
      case "_Timer_Information" ->
          row.fieldText("the_class").equals("TIMER_DORMANT")
              ? "dormant"
              : "after " + row.fieldText("initial") + " ticks, due at " + row.fieldText("due");
      case "_Rate_monotonic_Information" ->
          "every " + row.fieldText("next_length") + " ticks, due at " + row.fieldText("due");
      case "_Barrier_Information" ->
          "automatic, "
              + row.fieldText("number_of_waiting_threads")
              + " of "
              + row.fieldText("maximum_count")
              + " arrived";
      case "_Partition_Information" ->
          row.fieldText("number_of_used_blocks")
              + " buffer of "
              + row.fieldText("buffer_size")
              + " bytes in use";
      case "_Region_Information" ->
          row.fieldText("number_of_used_blocks")
              + " segment in use, "
              + row.fieldText("free_size")
              + " bytes free";
      default -> lockWords(row);
    };
  }

  /** A switch saves half of the registers; of who was interrupted there is more, above them. */
  @Test
  void shouldShowTheRegistersThatGdbSees() {
    for (Task task : state.tasks()) {
      GdbTable.Row row = gdb.task(task.id());
      OptionalInt esp = OptionalInt.of((int) row.hex("esp"));
      boolean dormant = row.text("states").contains("DORMANT");
      if (task.current() || dormant) {
        assertTrue(task.registers().isEmpty(), task.name());
        continue;
      }
      assertEquals(esp, task.stack().orElseThrow().pointer(), task.name());
      Registers saved = task.registers().orElseThrow();
      if (interrupted.containsKey(task.name())) {
        assertEquals(0, saved.unsaved(), task.name());
        String place = guest.symbols().describe(saved.eip());
        assertTrue(place.startsWith(interrupted.get(task.name())), task.name() + " at " + place);
        continue;
      }
      assertEquals(
          List.of(row.text("ebp"), row.text("ebx"), row.text("esi"), row.text("edi")),
          List.of(hex(saved.gpr(5)), hex(saved.gpr(3)), hex(saved.gpr(6)), hex(saved.gpr(7))),
          task.name());
      assertEquals(row.text("eip"), hex(saved.eip()), task.name());
      assertEquals(esp.getAsInt() + RETURN_ADDRESS, saved.gpr(4), task.name());
      assertEquals(row.text("eflags"), hex(saved.eflags()), task.name());
      assertEquals(NO_EAX_ECX_EDX, saved.unsaved(), task.name());
    }
  }

  private static String hex(int word) {
    return String.format("%08x", word);
  }
}
