// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.rtos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.virtualpok.app.view.rtos.RtosViewModel.Cell;
import org.virtualpok.app.view.rtos.RtosViewModel.Row;
import org.virtualpok.app.view.rtos.RtosViewModel.Shown;
import org.virtualpok.emu.debug.Context;
import org.virtualpok.emu.debug.RtosState;
import org.virtualpok.emu.debug.RtosState.RtosObject;
import org.virtualpok.emu.debug.RtosState.Stack;
import org.virtualpok.emu.debug.RtosState.Task;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.debug.TargetSnapshot;
import org.virtualpok.emu.image.SymbolTable;
import org.virtualpok.emu.image.SymbolTable.Symbol;

class RtosViewModelTest {
  private static final int MODULE = 1;
  private static final int TICKER = 2;
  private static final int TICKER_VCPU = 3;
  private static final int SENSOR = 4;
  private static final int SENSOR_VCPU = 5;
  private static final int CPU = 77;
  private static final int OWNER_CONTEXT = 1001;
  private static final long OWNR = 0x0a010002;
  private static final long MTXW = 0x0a010003;
  private static final long MTX1 = 0x1a010001;

  private final RtosViewModel model =
      new RtosViewModel(
          context -> new SymbolTable(List.of(new Symbol("owner_task", 0x1040, 0x40, true))));

  private static Task task(long id, String name, String state, long priority, long base) {
    boolean waits = state.equals("SEMAPHORE");
    return new Task(
        id == OWNR ? OWNER_CONTEXT : 1002,
        0x5000,
        id,
        name,
        state,
        false,
        OptionalLong.of(priority),
        OptionalLong.of(base),
        waits ? OptionalLong.of(MTX1) : OptionalLong.empty(),
        waits ? "semaphore MTX1, owned by OWNR" : "",
        waits ? OptionalLong.of(0xffff_fff0L) : OptionalLong.empty(),
        OptionalInt.of(0x1040),
        Optional.of(
            new Stack(0x8000, 4096, OptionalInt.of(waits ? 0x7000 : 0x8c00), OptionalInt.empty())),
        Optional.empty());
  }

  private static RtosState state(long priority, String... problems) {
    return new RtosState(
        TICKER_VCPU,
        "RTEMS 4.11",
        OptionalLong.of(0xffff_ff00L),
        List.of(task(OWNR, "OWNR", "READY", priority, 40), task(MTXW, "MTXW", "SEMAPHORE", 15, 15)),
        List.of(
            new RtosObject(
                RtosObject.Kind.MUTEX,
                0x6000,
                MTX1,
                "MTX1",
                "taken",
                OptionalLong.of(OWNR),
                List.of(MTXW)),
            new RtosObject(
                RtosObject.Kind.MESSAGE_QUEUE,
                0x6100,
                0x22010001,
                "Q\n1",
                "2 of 10 messages",
                OptionalLong.empty(),
                List.of())),
        List.of(problems));
  }

  private static Context context(int id, int parent, Context.Kind kind, int number, String name) {
    return new Context(id, parent, kind, number, name, Context.State.SUSPENDED, "");
  }

  private static TargetSnapshot at(long instructions, boolean running, RtosState... states) {
    List<Context> contexts =
        new ArrayList<>(
            List.of(
                context(MODULE, 0, Context.Kind.MODULE, 0, "/a/b/demo.xml"),
                context(TICKER, MODULE, Context.Kind.PARTITION, 1, "ticker"),
                context(TICKER_VCPU, TICKER, Context.Kind.VCPU, 0, "vCPU"),
                context(SENSOR, MODULE, Context.Kind.PARTITION, 2, "sensor"),
                context(SENSOR_VCPU, SENSOR, Context.Kind.VCPU, 0, "vCPU"),
                context(OWNER_CONTEXT, TICKER_VCPU, Context.Kind.TASK, 0, "OWNR"),
                context(CPU, MODULE, Context.Kind.CPU, 0, "CPU")));
    return new TargetSnapshot(
            instructions,
            running,
            new StopReason(StopReason.Kind.STEP, 0, 0, 0, "", ""),
            instructions * 10,
            instructions,
            TICKER_VCPU,
            contexts,
            Map.of(),
            List.of(),
            Optional.empty(),
            List.of())
        .withRtos(contexts, Map.of(), List.of(states));
  }

  private static String text(Row row) {
    return row.cells().stream().map(Cell::text).collect(Collectors.joining("|"));
  }

  private static String changed(Row row) {
    return row.cells().stream().filter(Cell::changed).map(Cell::text).collect(Collectors.joining());
  }

  /** A PC's, below which there are partitions. */
  @Test
  void processorShouldShowTheOnlySystem() {
    RtosViewModel model = new RtosViewModel(c -> SymbolTable.EMPTY);
    assertEquals(
        "RTEMS 4.11 in ■ 1 ticker, tick 4294967040",
        model.update(at(1, false, state(15)), CPU).system());
  }

  @Test
  void shouldShowAnInheritedPriorityAndWhoHoldsWhat() {
    Shown shown = model.update(at(1, false, state(15)), TICKER_VCPU);
    assertEquals("RTEMS 4.11 in ■ 1 ticker, tick 4294967040", shown.system());
    List<Row> tasks = shown.rows(Section.TASKS);
    assertEquals(
        "OWNR|READY|15, base 40||MTX1 (MTXW waits)||1024 of 4096|owner_task|0a010002",
        text(tasks.get(0)));
    assertEquals("held", tasks.get(0).cells().get(2).tone());
    assertEquals(0.25, tasks.get(0).cells().get(6).fill());
    assertEquals(
        "MTXW|SEMAPHORE|15|semaphore MTX1, owned by OWNR||4294967280, in 240"
            + "|outside, 4096|owner_task|0a010003",
        text(tasks.get(1)));
    assertEquals("bad", tasks.get(1).cells().get(6).tone());
  }

  @Test
  void shouldLeadFromATaskToWhatItWaitsForAndOnToItsOwner() {
    Shown shown = model.update(at(1, false, state(15)), TICKER_VCPU);
    Row waiting = shown.rows(Section.TASKS).get(1);
    assertEquals(MTX1, waiting.link());
    Row mutex = shown.rows(Section.LOCKS).get(0);
    assertEquals("MTX1|mutex|taken|OWNR|MTXW|1a010001", text(mutex));
    assertEquals(OWNR, mutex.link());
    assertEquals(0, shown.rows(Section.TASKS).get(0).link());
  }

  @Test
  void shouldMakeNamesPrintable() {
    Shown shown = model.update(at(1, false, state(15)), TICKER_VCPU);
    assertEquals("Q·1|2 of 10 messages||22010001", text(shown.rows(Section.QUEUES).get(0)));
  }

  @Test
  void shouldMarkWhatChangedSinceTheLastStop() {
    model.update(at(1, false, state(40)), TICKER_VCPU);
    Row running = model.update(at(2, true, state(15)), TICKER_VCPU).rows(Section.TASKS).get(0);
    assertEquals("", changed(running));
    Row stopped = model.update(at(3, false, state(15)), TICKER_VCPU).rows(Section.TASKS).get(0);
    assertEquals("15, base 40", changed(stopped));
    Row again = model.update(at(3, false, state(15)), TICKER_VCPU).rows(Section.TASKS).get(0);
    assertEquals("15, base 40", changed(again));
    Row restarted = model.update(at(0, false, state(40)), TICKER_VCPU).rows(Section.TASKS).get(0);
    assertEquals("", changed(restarted));
  }

  @Test
  void shouldFollowTheSelectedContext() {
    TargetSnapshot now = at(1, false, state(15));
    assertEquals(0, model.update(now, TICKER_VCPU).selected());
    assertEquals(OWNR, model.update(now, OWNER_CONTEXT).selected());
    assertFalse(model.update(now, TICKER).empty());
    assertFalse(model.update(now, MODULE).empty());
    Shown other = model.update(now, SENSOR_VCPU);
    assertTrue(other.empty());
    assertTrue(other.hint().contains("● 2 sensor has none; there is RTEMS 4.11 in ■ 1 ticker"));
  }

  @Test
  void shouldSayWhatIsMissing() {
    Shown shown = model.update(at(1, false), MODULE);
    assertTrue(shown.empty());
    assertTrue(shown.hint().contains("In demo.xml there is none."), shown.hint());
    assertTrue(shown.hint().contains("-g"));
  }

  @Test
  void shouldTellProblemsInOneLineEach() {
    String hostile = "x".repeat(1000) + "\n";
    Shown shown = model.update(at(1, false, state(15, "MTX1: cyclic", hostile)), TICKER_VCPU);
    assertEquals("MTX1: cyclic", shown.problems().get(0));
    assertTrue(shown.problems().get(1).length() < 250);
  }
}
