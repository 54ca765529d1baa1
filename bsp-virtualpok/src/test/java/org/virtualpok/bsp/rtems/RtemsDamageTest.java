// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.rtems;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.virtualpok.emu.debug.RtosState;
import org.virtualpok.emu.debug.RtosState.RtosObject;
import org.virtualpok.emu.image.SymbolTable.Symbol;

/**
 * Whatever RTEMS's structures hold, its awareness answers, says what is wrong, and reads no more
 * than so often. {@code -Dvirtualpok.seed=N} repeats one case, {@code -Dvirtualpok.seeds=N} tries
 * so many.
 */
class RtemsDamageTest {
  private static final int SEEDS = Integer.getInteger("virtualpok.seeds", 1000);
  private static final int READS_MAX = 200_000;

  @TempDir Path directory;

  private static RtosState check(SmallRtems rtems, String what) {
    RtosState state;
    rtems.reads = 0;
    try {
      state = rtems.state();
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError(what, e);
    }
    assertTrue(rtems.reads < READS_MAX, what + ": " + rtems.reads + " reads");
    assertTrue(state.problems().size() <= 21, what);
    assertTrue(state.tasks().stream().filter(RtosState.Task::current).count() <= 1, what);
    state.problems().forEach(p -> assertFalse(p.contains("\n"), what));
    for (RtosObject object : state.objects()) {
      assertEquals(object.waiting().size(), object.waiting().stream().distinct().count(), what);
    }
    return state;
  }

  @ParameterizedTest
  @ValueSource(strings = {"rtems4.c", "rtems6.c"})
  void shouldAnswerWhateverMemoryHolds(String source) throws Exception {
    SmallRtems sound = SmallRtems.compile(directory, source);
    List<Symbol> variables =
        sound.symbols.all().stream()
            .filter(s -> !s.function() && s.size() >= 4 && !s.name().equals("stacks"))
            .toList();
    assertTrue(variables.size() > 20, variables + "");
    Integer one = Integer.getInteger("virtualpok.seed");
    int wrong = 0;
    int most = 0;
    for (int seed = one == null ? 0 : one; seed < (one == null ? SEEDS : one + 1); seed++) {
      Random random = new Random(seed);
      SmallRtems damaged = sound.copy();
      int changes = 1 + random.nextInt(random.nextBoolean() ? 3 : 60);
      for (int i = 0; i < changes; i++) {
        int at = place(variables, random);
        damaged.put(at, value(variables, at, random));
      }
      wrong += check(damaged, source + ", seed " + seed).problems().isEmpty() ? 0 : 1;
      most = Math.max(most, damaged.reads);
    }
    System.out.printf(
        "%s: %d of %d seeds, problems named; at most %d reads%n", source, wrong, SEEDS, most);
    assertTrue(one != null || wrong > SEEDS / 4, wrong + " of " + SEEDS + " were seen to be wrong");
  }

  private static int place(List<Symbol> variables, Random random) {
    Symbol variable = variables.get(random.nextInt(variables.size()));
    return variable.address() + 4 * random.nextInt(variable.size() / 4);
  }

  private static int value(List<Symbol> variables, int at, Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> 0;
      case 1 -> -1;
      case 2 -> at;
      case 3 -> 0xffff;
      case 4, 5 -> place(variables, random);
      case 6 -> 0x0a010000 + random.nextInt(14);
      default -> random.nextInt();
    };
  }

  /** Bytes, not pointers, all over one variable. */
  @ParameterizedTest
  @ValueSource(strings = {"rtems4.c", "rtems6.c"})
  void shouldAnswerWhenAWholeVariableIsNoise(String source) throws Exception {
    SmallRtems sound = SmallRtems.compile(directory, source);
    for (Symbol variable : sound.symbols.all()) {
      for (int seed = 0; seed < (variable.function() ? 0 : 20); seed++) {
        SmallRtems damaged = sound.copy();
        Random random = new Random(seed);
        for (int i = 0; i < variable.size(); i += 4) {
          damaged.put(variable.address() + i, random.nextInt());
        }
        check(damaged, source + ", " + variable.name() + ", seed " + seed);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rtems4.c", "rtems6.c"})
  void shouldAnswerOfMemoryThatIsTheSameEverywhere(String source) throws Exception {
    SmallRtems rtems = SmallRtems.compile(directory, source);
    for (int value = 0; value < 256; value++) {
      rtems.fill((byte) value);
      check(rtems, source + " full of " + value);
    }
    rtems.fill((byte) 0);
    RtosState state = check(rtems, "zeros");
    assertEquals(List.of(), state.tasks());
    assertEquals(List.of("RTEMS is not initialised yet."), state.problems());
  }

  /** A thread that waits is followed by itself, or by what is no thread. */
  @ParameterizedTest
  @CsvSource({"rtems4.c, Threads, Object", "rtems6.c, Nodes, Wait"})
  void shouldNameAListThatLeadsBackIntoItselfOrAstray(String source, String array, String first)
      throws Exception {
    SmallRtems rtems = SmallRtems.compile(directory, source);
    int link =
        first.equals("Object")
            ? rtems.at(array, 4, "Object", "Node", "next")
            : rtems.at(array, 4, "Wait", "Priority", "Node", "Node", "Chain", "next");
    rtems.put(link, link);
    RtosState cyclic = check(rtems, "cyclic");
    assertEquals(
        List.of("The list of those that wait for semaphore SEM1 is cyclic."), cyclic.problems());
    assertEquals(List.of(0x0a010003L, 0x0a010004L), cyclic.objects().get(0).waiting());

    rtems.put(link, 0x1234);
    assertEquals(
        List.of(
            "The list of those that wait for semaphore SEM1 leads to 0x00001234, which is no"
                + " task."),
        check(rtems, "astray").problems());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rtems4.c"})
  void shouldNameAChainOfTimersThatIsCyclic(String source) throws Exception {
    SmallRtems rtems = SmallRtems.compile(directory, source);
    int timer = rtems.at("Threads", 7, "Timer");
    rtems.put(timer, rtems.at("Threads", 2, "Timer"));
    RtosState state = check(rtems, "cyclic");
    assertEquals(List.of("The chain of timers in ticks is cyclic."), state.problems());
    assertEquals(1080, state.tasks().get(7).wakes().orElseThrow());
    rtems.put(timer, 0x1234);
    assertEquals(
        List.of("The chain of timers in ticks leads to 0x00001234, where nothing can be read."),
        check(rtems, "astray").problems());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rtems4.c", "rtems6.c"})
  void shouldNameEntriesThatAreNoObjects(String source) throws Exception {
    SmallRtems rtems = SmallRtems.compile(directory, source);
    rtems.put(rtems.address("semaphores") + (source.contains("4") ? 8 : 4), 0x1234);
    RtosState state = check(rtems, "entry");
    assertEquals(
        List.of(
            "Entry 2 of the table of semaphores leads to 0x00001234, where nothing can be read."),
        state.problems());
    assertEquals(13, state.tasks().size());

    rtems.put(rtems.at("Semaphores", 2, "Object", "id"), 0x1a010009);
    assertTrue(
        check(rtems, "id")
            .problems()
            .contains(
                "Entry 3 of the table of semaphores has the id 0x1a010009, which it cannot have."));
  }
}
