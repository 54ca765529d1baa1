// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.awareness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.debug.Address;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.Context;
import org.virtualpok.emu.debug.HypercallInfo;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.StepKind;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.debug.TargetSnapshot;
import org.virtualpok.emu.image.ElfImage;
import org.virtualpok.emu.image.SymbolTable;
import org.virtualpok.emu.image.dwarf.DwarfReader;
import org.virtualpok.emu.machine.KernelImage;
import org.virtualpok.emu.machine.PcConfig;
import org.virtualpok.emu.machine.PcMachine;
import org.virtualpok.emu.trace.ChunkedEventLog;

/** A PC with a kernel that has POK's structures and runs, {@code pok.c} with RUNS. */
class PokPcMachineTest {
  private static final String RUNS = " -DRUNS -fno-stack-protector -Wl,-Ttext-segment=0x100000 -O1";
  private static final RunLimit SOON = RunLimit.atTime(1_000_000_000);
  private static final StopReason START =
      new StopReason(StopReason.Kind.LIMIT, 0, 0, 0, "Suspended", "");
  private static final int CONSWRITE = 10;

  /** Of the program's INT, behind it its JMP. */
  private static final int CALL = 0x1a;

  private static final int PARTITION_1 = 1001;
  private static final int PARTITION_2 = 1002;
  private static final int THREAD_OF_1 = 2001 + 1;
  private static final int THREAD_OF_2 = 2001 + 2;

  @TempDir Path directory;

  private PcMachine pc;

  private PokPcMachine boot(String options) throws Exception {
    Path part = FakeKernel.compile(directory, "part.c", "-g");
    Path kernel =
        FakeKernel.compile(directory, "pok.c", options + RUNS + " -DPART=\"" + part + "\"");
    KernelImage image = KernelImage.read("pok.elf", Files.readAllBytes(kernel), "", List.of());
    pc = PcMachine.boot(PcConfig.DEFAULT, image, ChunkedEventLog::new);
    ElfImage elf = image.elf();
    return PokPcMachine.of(pc, elf, DwarfReader.read(elf)).orElseThrow();
  }

  private static String text(PokPcMachine machine, int context) throws Exception {
    byte[] text = machine.readMemory(new Address.Logical(context, SegmentName.DS, 0x50), 4);
    return new String(text, StandardCharsets.US_ASCII);
  }

  @ParameterizedTest
  @ValueSource(ints = {2013, 2014, 2025})
  void hypercallByNameAndPartitionShouldHit(int year) throws Exception {
    PokPcMachine machine = boot("-g -DYEAR=" + year);
    machine.setBreakpoint(Breakpoint.atHypercall(PARTITION_2, 42, CONSWRITE, true));
    for (int i = 0; i < 3; i++) {
      StopReason stop = machine.run(SOON);
      assertEquals(StopReason.Kind.HYPERCALL_ENTRY, stop.kind());
      assertEquals("Suspended: hypercall 10 CONSWRITE, entry, partition 2", stop.title());
      assertEquals(THREAD_OF_2, stop.context());
      assertEquals(CALL, stop.offset());
      assertEquals("two\n", text(machine, stop.context()));
    }
    assertEquals("one\n", text(machine, PARTITION_1));
  }

  @ParameterizedTest
  @ValueSource(ints = {2013, 2014, 2025})
  void treeAndSlotsShouldFollowTheKernel(int year) throws Exception {
    PokPcMachine machine = boot("-g -DYEAR=" + year);
    machine.setBreakpoint(Breakpoint.atHypercall(0, 42, CONSWRITE, true));
    for (int i = 0; i < 6; i++) {
      StopReason stop = machine.run(SOON);
      int partition = i % 2 == 0 ? PARTITION_1 : PARTITION_2;
      TargetSnapshot s = machine.capture(i, false, stop);
      assertEquals(i % 2 == 0 ? THREAD_OF_1 : THREAD_OF_2, stop.context());
      assertEquals(partition, s.context(stop.context()).orElseThrow().parent());
      assertEquals(Context.State.SUSPENDED, s.context(partition).orElseThrow().state());
      int other = partition == PARTITION_1 ? PARTITION_2 : PARTITION_1;
      assertEquals(Context.State.NOT_SCHEDULED, s.context(other).orElseThrow().state());
      var schedule = s.schedule().orElseThrow();
      assertEquals(partition, schedule.slots().get(schedule.slot()).context());
      assertEquals(s.timeNanos() + (year == 2025 ? 9 : 9_000_000), schedule.slotEndNanos());
      assertEquals(CALL, s.registers().get(stop.context()).eip());
    }
  }

  @Test
  void treeShouldHavePartitionsWithTheirThreads() throws Exception {
    PokPcMachine machine = boot("-g -DYEAR=2013");
    machine.setBreakpoint(Breakpoint.atHypercall(PARTITION_2, 0, CONSWRITE, true));
    TargetSnapshot s = machine.capture(1, false, machine.run(SOON));
    String tree =
        s.contexts().stream()
            .map(c -> c.parent() + " " + c.id() + " " + c.kind() + " " + c.name() + ": ")
            .map(String::strip)
            .collect(Collectors.joining("\n"));
    assertEquals(
        """
        0 1 MODULE pok.elf:
        1 2 CPU CPU:
        2 2005 THREAD kernel thread:
        2 2006 THREAD idle thread:
        1 1001 PARTITION part1:
        1001 2001 THREAD 1:
        1001 2002 THREAD 2:
        1 1002 PARTITION part2:
        1002 2003 THREAD 1:""",
        tree);
    assertEquals(
        "Suspended: hypercall 10 CONSWRITE, entry, partition 2, current, RUNNABLE",
        s.context(THREAD_OF_2).orElseThrow().reason());
    assertEquals("LOCK for lock object 0", s.context(THREAD_OF_1).orElseThrow().reason());
    assertEquals("in slot 0, INIT_WARM", s.context(PARTITION_2).orElseThrow().reason());
    assertEquals(2, s.ports().size());
    assertEquals(1, s.objects().size());
    assertTrue(
        s.interrupts().stream().flatMap(i -> i.lines().stream()).noneMatch(l -> l.counted()));
  }

  @Test
  void addressOfAPartitionShouldMeanThatPartition() throws Exception {
    PokPcMachine machine = boot("-g -DYEAR=2025");
    machine.setBreakpoint(Breakpoint.atAddress(PARTITION_2, CALL + 2));
    for (int i = 0; i < 3; i++) {
      StopReason stop = machine.run(SOON);
      assertEquals(StopReason.Kind.BREAKPOINT, stop.kind());
      assertEquals(CALL + 2, stop.offset());
      assertEquals(THREAD_OF_2, stop.context());
    }
    assertEquals(1, pc.capture(1, false, START).breakpoints().size());
  }

  @Test
  void aThreadAsScopeShouldMeanThatThread() throws Exception {
    PokPcMachine machine = boot("-g -DYEAR=2014");
    machine.setBreakpoint(Breakpoint.atHypercall(THREAD_OF_2, 42, CONSWRITE, true));
    machine.setBreakpoint(Breakpoint.atAddress(2001, 0x10)); // the other thread of partition 1
    for (int i = 0; i < 3; i++) {
      StopReason stop = machine.run(SOON);
      assertEquals(StopReason.Kind.HYPERCALL_ENTRY, stop.kind());
      assertEquals(THREAD_OF_2, stop.context());
    }
  }

  @Test
  void nextHypercallShouldBeThePartitions() throws Exception {
    PokPcMachine machine = boot("-g -DYEAR=2013");
    machine.step(PARTITION_2, StepKind.NEXT_HYPERCALL, SOON);
    StopReason stop = machine.step(PARTITION_2, StepKind.NEXT_HYPERCALL, SOON);
    assertEquals(THREAD_OF_2, stop.context());
    assertEquals(CALL, stop.offset());
  }

  @Test
  void stepOfAThreadShouldStayInIt() throws Exception {
    PokPcMachine machine = boot("-g -DYEAR=2025");
    machine.setBreakpoint(Breakpoint.atHypercall(PARTITION_2, 42, CONSWRITE, true));
    machine.run(SOON);
    // The call lets the other partition run, whose next call comes back.
    StopReason stop = machine.step(THREAD_OF_2, StepKind.INTO, SOON);
    assertEquals(THREAD_OF_2, stop.context());
    assertEquals(CALL + 2, stop.offset());
  }

  @Test
  void symbolsShouldBeThePartitions() throws Exception {
    PokPcMachine machine = boot("-g -DYEAR=2025");
    machine.capture(1, false, START);
    SymbolTable own = machine.symbols(PARTITION_2).orElseThrow();
    assertTrue(own.named("part_point").isPresent());
    assertEquals(own, machine.symbols(THREAD_OF_2).orElseThrow());
    assertTrue(machine.symbols(PcMachine.CPU_CONTEXT).orElseThrow().named("idt").isPresent());
    assertEquals(List.of(PARTITION_1, PARTITION_2), List.copyOf(machine.programs().keySet()));
  }

  @Test
  void callsShouldBeThoseOfTheKernel() throws Exception {
    List<HypercallInfo> of2013 = boot("-g -DYEAR=2013").hypercalls();
    List<HypercallInfo> of2014 = boot("-g -DYEAR=2014").hypercalls();
    assertTrue(of2013.stream().allMatch(h -> h.vector() == 42));
    assertTrue(of2014.stream().anyMatch(h -> h.vector() == 45));
  }

  @Test
  void strippedKernelShouldShowWhatTheGdtTells() throws Exception {
    PokPcMachine machine = boot("-s -DYEAR=2025 -DBANNER");
    machine.setBreakpoint(Breakpoint.atHypercall(0, 42, CONSWRITE, true));
    TargetSnapshot s = machine.capture(1, false, machine.run(SOON));
    assertEquals(PARTITION_1, s.stop().context());
    assertEquals(
        List.of(1, 2, PARTITION_1, PARTITION_2), s.contexts().stream().map(Context::id).toList());
    assertEquals("suspended, POK, variant unknown", s.contexts().get(0).reason());
    assertTrue(
        s.notes().stream().anyMatch(n -> n.startsWith("no symbols and no debug information")),
        s.notes().toString());
    assertEquals(CALL, s.registers().get(PARTITION_1).eip());
    assertEquals("one\n", text(machine, PARTITION_1));
    machine.setBreakpoint(Breakpoint.atHypercall(PARTITION_2, 42, CONSWRITE, true));
    assertEquals(PARTITION_2, machine.run(SOON).context());
  }

  @ParameterizedTest
  @ValueSource(ints = {2013, 2014, 2025})
  void corruptStructuresShouldBeMarked(int year) throws Exception {
    PokPcMachine machine = boot("-g -DBAD=1 -DYEAR=" + year);
    machine.setBreakpoint(Breakpoint.atHypercall(PARTITION_2, 42, CONSWRITE, true));
    for (int i = 0; i < 3; i++) {
      TargetSnapshot s = machine.capture(i, false, machine.run(SOON));
      assertEquals(StopReason.Kind.HYPERCALL_ENTRY, s.stop().kind());
      assertEquals("two\n", text(machine, PARTITION_2));
      assertTrue(s.notes().size() > 3, s.notes().toString());
      assertTrue(s.context(PARTITION_2).isPresent());
    }
  }

  @Test
  void lookingShouldChangeNothing() throws Exception {
    PokPcMachine looked = boot("-g -DYEAR=2025");
    looked.setBreakpoint(Breakpoint.atHypercall(0, 42, CONSWRITE, true));
    for (int i = 0; i < 50; i++) {
      looked.capture(i, false, looked.run(SOON));
    }
    long instructions = looked.instructions();
    String state = pc.save().hash();
    PokPcMachine plain = boot("-g -DYEAR=2025");
    plain.run(RunLimit.atInstruction(instructions));
    assertEquals(state, pc.save().hash());
  }

  @Test
  void aBreakpointInAPartitionThatIsNotMadeYetShouldWait() throws Exception {
    PokPcMachine machine = boot("-g -DYEAR=2025");
    TargetSnapshot before = machine.capture(1, false, START);
    assertEquals(
        "the kernel has not made it yet", before.context(PARTITION_2).orElseThrow().reason());
    machine.setBreakpoint(Breakpoint.atAddress(PARTITION_2, 0x10));
    StopReason stop = machine.run(SOON);
    assertEquals(THREAD_OF_2, stop.context());
    assertEquals(0x10, stop.offset());
  }
}
