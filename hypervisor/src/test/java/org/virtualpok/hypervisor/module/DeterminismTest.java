// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.InterruptState;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.StepKind;
import org.virtualpok.hypervisor.config.ModuleDescription.Costs;
import org.virtualpok.hypervisor.interrupt.Gate;
import org.virtualpok.hypervisor.interrupt.RaiseSource;
import org.virtualpok.hypervisor.interrupt.VirtualInterrupts;

/** The same orders give the same run, however it is cut; and no interrupt is ever lost. */
class DeterminismTest {
  private static final RunLimit END = RunLimit.atTime(100_000_000);

  /** Works between ticks with the virtual IF off and on, idles now and then. */
  private static Asm busy(int length) {
    Asm guest = new Asm().request(0, "handler").request(5, "handler").request(4, "handler");
    guest.label("loop").hypercall(45, 28);
    guest.mov(1, length).label("closed").bytes(0x49, 0x75, 0xfd);
    guest.enable(1);
    guest.mov(1, length).label("open").bytes(0x49, 0x75, 0xfd);
    guest.hypercall(45, 1000).jump("loop");
    guest.label("handler").increment(Asm.DATA);
    // The scratch register of a loop must survive: the frame restores it.
    guest.mov(1, 3).bytes(0x49, 0x75, 0xfd);
    return guest.handlerReturn();
  }

  private static ModuleMachine machine() {
    Costs costs = new Costs(130, 70, 50, 900);
    return Guests.machine(ModuleOptions.DEFAULT, costs, busy(30_000), busy(77_777), busy(500));
  }

  @Test
  void shouldRepeatARunEventForEvent() {
    ModuleMachine first = machine();
    first.run(END);
    ModuleMachine second = machine();
    second.run(END);
    List<String> events = Guests.lines(first);
    assertEquals(events, Guests.lines(second));
    second.restart();
    second.run(END);
    assertEquals(events, Guests.lines(second));
    assertEquals(first.instructions(), second.instructions());
  }

  @RepeatedTest(5)
  void shouldNotDependOnHowARunIsCut(RepetitionInfo repetition) {
    long seed = 20130601 + repetition.getCurrentRepetition();
    Random random = new Random(seed);
    ModuleMachine whole = machine();
    whole.run(END);
    ModuleMachine cut = machine();
    while (cut.timeNanos() < END.timeNanos()) {
      RunLimit limit =
          random.nextBoolean()
              ? RunLimit.atTime(cut.timeNanos() + random.nextInt(300_000))
              : RunLimit.atInstruction(cut.instructions() + random.nextInt(20_000));
      cut.run(limit.min(END));
    }
    assertEquals(Guests.lines(whole), Guests.lines(cut), "seed " + seed);
    assertEquals(whole.instructions(), cut.instructions(), "seed " + seed);
  }

  @Test
  void shouldNotDependOnSteppingOrBreakpoints() throws Exception {
    ModuleMachine whole = machine();
    whole.run(RunLimit.atInstruction(400_000));
    ModuleMachine stepped = machine();
    int[] offsets = {busy(500).at("handler"), busy(500).at("loop"), busy(500).at("open")};
    StepKind[] kinds = {StepKind.INTO, StepKind.OVER, StepKind.NEXT_HYPERCALL};
    Random random = new Random(42);
    RunLimit end = RunLimit.atInstruction(400_000);
    while (stepped.instructions() < 400_000) {
      int id = stepped.setBreakpoint(Breakpoint.atAddress(0, offsets[random.nextInt(3)]));
      int call = stepped.setBreakpoint(Breakpoint.atHypercall(0, 45, 27, random.nextBoolean()));
      for (int i = 0; i < 50; i++) {
        if (random.nextBoolean()) {
          stepped.step(1 + random.nextInt(7), kinds[random.nextInt(3)], end);
        } else {
          RunLimit near = RunLimit.atInstruction(stepped.instructions() + random.nextInt(3_000));
          stepped.run(near.min(end));
        }
      }
      stepped.removeBreakpoint(id);
      stepped.removeBreakpoint(call);
    }
    assertEquals(Guests.lines(whole), Guests.lines(stepped));
    assertEquals(whole.timeNanos(), stepped.timeNanos());
    for (int p = 0; p < 3; p++) {
      assertArrayEquals(whole.partitionAt(p).cpu().gpr, stepped.partitionAt(p).cpu().gpr);
    }
  }

  @RepeatedTest(10)
  void shouldObeyTheLawUnderRandomMasking(RepetitionInfo repetition) throws Exception {
    long seed = 653 + repetition.getCurrentRepetition();
    Random random = new Random(seed);
    ModuleMachine machine = machine();
    for (int i = 0; i < 2_000; i++) {
      machine.run(RunLimit.atInstruction(machine.instructions() + random.nextInt(5_000)));
      int partition = random.nextInt(3);
      var interrupts = machine.partitionAt(partition).interrupts();
      switch (random.nextInt(5)) {
        case 0 -> interrupts.setMasked(0, random.nextBoolean(), VirtualInterrupts.CAUSE_PERSON);
        case 1 -> interrupts.setMasked(5, random.nextBoolean(), VirtualInterrupts.CAUSE_PERSON);
        case 2 -> interrupts.raise(5, RaiseSource.PERSON, Gate.OPEN);
        case 3 -> machine.consoleInput(2 * (partition + 1), new byte[] {1});
        default -> machine.run(RunLimit.atTime(machine.timeNanos() + random.nextInt(900_000)));
      }
      for (InterruptState state : machine.capture(1, true, null).interrupts()) {
        for (InterruptState.Line line : state.lines()) {
          assertEquals(
              line.raised(),
              line.delivered() + line.pending() + line.coalesced() + line.dropped(),
              "seed " + seed + ", " + line);
        }
      }
    }
    for (int p = 0; p < 3; p++) {
      machine.partitionAt(p).interrupts().setMasked(0, false, VirtualInterrupts.CAUSE_PERSON);
      machine.partitionAt(p).interrupts().setMasked(5, false, VirtualInterrupts.CAUSE_PERSON);
    }
    machine.run(RunLimit.atTime(machine.timeNanos() + 300_000_000));
    for (int p = 0; p < 3; p++) {
      long delivered =
          machine.capture(1, true, null).interrupts().get(p).lines().stream()
              .mapToLong(InterruptState.Line::delivered)
              .sum();
      int handled = Guests.word(machine, p + 1, Asm.DATA);
      boolean inHandler = !machine.partitionAt(p).interrupts().enabled();
      assertEquals(delivered, handled, inHandler ? 1 : 0, "seed " + seed + ", partition " + p);
    }
  }
}
