// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.awareness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.debug.Address;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.Context;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.debug.ScheduleState;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.debug.TargetSnapshot;
import org.virtualpok.emu.image.ElfImage;
import org.virtualpok.emu.image.dwarf.DwarfReader;
import org.virtualpok.emu.machine.KernelImage;
import org.virtualpok.emu.machine.PcConfig;
import org.virtualpok.emu.machine.PcMachine;
import org.virtualpok.emu.trace.ChunkedEventLog;
import org.virtualpok.hypervisor.personality.Personality;

/**
 * Unmodified kernels on the PC, seen at each hypercall of their partitions: what the partitions
 * give to CONSWRITE is, together, what the kernel printed in QEMU or Bochs. The kernels are no part
 * of the project: {@code -Dvirtualpok.pokKernels=DIRECTORY} has a directory for each, with {@code
 * pok.elf} and the text in {@code expected.txt}.
 */
class RealPokTest {
  private static final String PROPERTY = "virtualpok.pokKernels";
  private static final int CONSWRITE = 10;
  private static final int CALLS_MAX = 400;
  private static final int TEXT_MAX = 4096;
  private static final long CALL_NANOS_MAX = 20_000_000_000L;

  @Test
  void shouldBeToldWhereKernelsAre() {
    assumeTrue(
        System.getProperty(PROPERTY) != null, "no kernels: -D" + PROPERTY + " names no directory");
    assertTrue(directories().count() > 0, "no kernels in " + System.getProperty(PROPERTY));
  }

  @TestFactory
  Stream<DynamicTest> shouldSeeEveryPartitionAtItsCalls() {
    return directories()
        .map(d -> DynamicTest.dynamicTest(d.getFileName().toString(), () -> check(d)));
  }

  private static Stream<Path> directories() {
    String root = System.getProperty(PROPERTY);
    if (root == null) {
      return Stream.empty();
    }
    try (Stream<Path> all = Files.list(Path.of(root))) {
      return all.filter(d -> Files.exists(d.resolve("pok.elf"))).sorted().toList().stream();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void check(Path directory) throws Exception {
    PokPcMachine machine = boot(directory.resolve("pok.elf"));
    machine.setBreakpoint(Breakpoint.atHypercall(0, 0, CONSWRITE, true));
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    List<String> wrong = new ArrayList<>();
    int calls = 0;
    while (calls < CALLS_MAX) {
      StopReason stop = machine.run(RunLimit.atTime(machine.timeNanos() + CALL_NANOS_MAX));
      if (stop.kind() != StopReason.Kind.HYPERCALL_ENTRY) {
        break;
      }
      calls++;
      TargetSnapshot snapshot = machine.capture(calls, false, stop);
      wrong.addAll(look(machine, snapshot, stop));
      printed.write(text(machine, stop.context(), snapshot.registers().get(stop.context())));
    }
    assertEquals(List.of(), wrong.stream().limit(5).toList());
    String wanted = partitionsText(Files.readString(directory.resolve("expected.txt")));
    String got = partitionsText(printed.toString(StandardCharsets.ISO_8859_1));
    System.out.printf(
        "%s: %d calls, %d of %d characters%n",
        directory.getFileName(), calls, got.length(), wanted.length());
    int end = Math.min(wanted.length(), got.length());
    assertEquals(wanted.substring(0, end), got.substring(0, end));
    assertTrue(calls == CALLS_MAX || got.length() >= wanted.length(), "it ended too early");
  }

  /** Lines of the kernel itself are not the partitions'. */
  private static String partitionsText(String text) {
    StringBuilder own = new StringBuilder();
    for (String line : text.replace("\r", "").split("\n")) {
      own.append(line.matches("POK kernel initialized|\\[KERNEL\\].*") ? "" : line + "\n");
    }
    return own.toString().stripTrailing(); // Bochs loses the last two bytes at power off
  }

  private static PokPcMachine boot(Path kernel) throws Exception {
    KernelImage image = KernelImage.read("pok.elf", Files.readAllBytes(kernel), "", List.of());
    PcMachine pc = PcMachine.boot(PcConfig.DEFAULT, image, ChunkedEventLog::new);
    ElfImage elf = image.elf();
    return PokPcMachine.of(pc, elf, DwarfReader.read(elf)).orElseThrow();
  }

  /** What is not as it must be at a call. */
  private static List<String> look(PokPcMachine machine, TargetSnapshot s, StopReason stop) {
    List<String> wrong = new ArrayList<>();
    PokKernelState kernel = machine.kernel();
    String at = s.timeNanos() + " ns: ";
    kernel.problems().forEach(p -> wrong.add(at + p));
    Context thread = s.context(stop.context()).orElse(null);
    if (thread == null || thread.kind() != Context.Kind.THREAD) {
      wrong.add(at + "stopped in context " + stop.context());
      return wrong;
    }
    Context partition = s.context(thread.parent()).orElseThrow();
    if (partition.kind() != Context.Kind.PARTITION
        || partition.state() != Context.State.SUSPENDED
        || !thread.reason().contains("current, ")) {
      wrong.add(at + partition + ", " + thread);
    }
    ScheduleState schedule = s.schedule().orElseThrow();
    int owner = schedule.slots().get(schedule.slot()).context();
    if (owner != partition.id() || schedule.slotEndNanos() < s.timeNanos()) {
      wrong.add(at + "slot " + schedule.slot() + " of " + owner + ", not " + partition.id());
    }
    long running = s.contexts().stream().filter(c -> c.state() == Context.State.SUSPENDED).count();
    if (running != 4) { // the machine, its processor, the partition and the thread
      wrong.add(at + running + " contexts are where the machine stopped");
    }
    for (PokKernelState.Thread t : kernel.threads()) {
      boolean own = t.partition() >= 0 && t.created() && !t.state().equals("STOPPED");
      if (own && t.user().isEmpty()) {
        wrong.add(at + "no registers of thread " + t.id() + ", " + t.state());
      }
    }
    return wrong;
  }

  /** What the call is about to print: partition-relative address and length behind the count. */
  private static byte[] text(PokPcMachine machine, int context, Registers r) throws Exception {
    byte[] arguments = read(machine, context, r.gpr(3), 12);
    int length = SavedRegisters.word(arguments, 8);
    int from = SavedRegisters.word(arguments, 4);
    byte[] text =
        length < 0 || length > TEXT_MAX ? new byte[0] : read(machine, context, from, length);
    // Some partitions ask for what a kernel refuses: it lies outside of them. POK's segments reach
    // one byte further than its partitions.
    boolean strict = machine.kernel().variant().equals(Optional.of(Personality.POK_2025));
    boolean outside = Integer.toUnsignedLong(from) + length > size(machine, context);
    return text.length < length || strict && outside ? new byte[0] : text;
  }

  private static long size(PokPcMachine machine, int context) {
    PokKernelState kernel = machine.kernel();
    int partition = kernel.threads().get(PokContexts.threadId(context)).partition();
    return Integer.toUnsignedLong(kernel.partitions().get(partition).sizeBytes());
  }

  private static byte[] read(PokPcMachine machine, int context, int offset, int length)
      throws Exception {
    return machine.readMemory(new Address.Logical(context, SegmentName.DS, offset), length);
  }
}
