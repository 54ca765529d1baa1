// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.awareness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virtualpok.emu.awareness.GuestMemory;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.debug.Context;
import org.virtualpok.emu.debug.PortState;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.image.ElfImage;
import org.virtualpok.emu.image.dwarf.DebugInfo;
import org.virtualpok.emu.image.dwarf.DwarfReader;
import org.virtualpok.hypervisor.personality.Personality;

/** Structures with known values, through DWARF, without it, corrupt, and at random. */
class PokKernelTest {
  private static final long SEED = Long.getLong("virtualpok.seed", 20136);
  private static final int KERNEL_CS = 8;

  @TempDir Path directory;

  private FakeKernel kernel(int year, String options) throws Exception {
    return FakeKernel.of(FakeKernel.compile(directory, "pok.c", "-DYEAR=" + year + " " + options));
  }

  private static PokKernel recognise(FakeKernel k) {
    return PokKernel.recognise(k.elf(), DwarfReader.read(k.elf())).orElseThrow();
  }

  private static PokKernelState read(FakeKernel k, int cs) {
    return recognise(k).read(k, FakeKernel.cpu(cs), k.system());
  }

  @ParameterizedTest
  @ValueSource(ints = {2013, 2014, 2025})
  void shouldReadPartitionsAndSlots(int year) throws Exception {
    FakeKernel k = kernel(year, "-g");
    PokKernelState s = read(k, KERNEL_CS);
    long unit = year == 2025 ? 1 : 1_000_000;
    assertEquals("pok-" + year, s.variant().map(Personality::abi).orElse(""));
    assertTrue(s.initialised());
    assertEquals(OptionalLong.of(42 * unit), s.nanos());
    assertEquals(2, s.partitions().size());
    PokKernelState.Partition second = s.partitions().get(1);
    assertEquals(k.address("partition2"), second.base());
    assertEquals(0x1000, second.sizeBytes());
    assertEquals("partition 2", second.name());
    assertEquals("INIT_WARM", second.mode());
    assertEquals("RR", second.scheduler());
    assertEquals("PARTITION_RESTART", second.startCondition());
    assertEquals(OptionalLong.of(3), second.lockLevel());
    assertEquals(2, second.mainThread());
    assertEquals(-1, second.errorThread());
    assertEquals(
        Optional.of(new PokKernelState.Descriptor(0x33, k.address("partition2"), 0x1000, false)),
        second.descriptors());
    assertEquals(
        Optional.of(
            new PokKernelState.Schedule(
                List.of(
                    new PokKernelState.Slot(0, 1, 0, 10 * unit),
                    new PokKernelState.Slot(1, 0, 10 * unit, 20 * unit)),
                30 * unit,
                1,
                OptionalLong.of(60 * unit))),
        s.schedule());
    assertEquals(List.of(), onlyReal(s.problems()));
  }

  /** Without what the test's kernel does not have. */
  private static List<String> onlyReal(List<String> problems) {
    return problems.stream().filter(p -> !p.contains("__archive2_begin")).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {2013, 2014, 2025})
  void shouldReadThreadsWithTheirRegisters(int year) throws Exception {
    FakeKernel k = kernel(year, "-g");
    PokKernelState s = read(k, KERNEL_CS);
    assertEquals(1, s.currentThread());
    assertEquals(0, s.currentPartition());
    PokKernelState.Thread main = s.threads().get(0);
    assertEquals(PokKernelState.ThreadKind.MAIN, main.kind());
    assertEquals("STOPPED", main.state());
    Registers user = main.user().orElseThrow();
    assertEquals(0x234, user.eip());
    assertEquals(0x246, user.eflags());
    assertEquals(3, user.cpl());
    assertEquals(List.of(0xa1, 0xc1, 0xd2, 0xb1, 0x7f0, 0xb9, 0x51, 0xd1), gpr(user));
    assertEquals(k.address("partition1"), user.segment(SegmentName.CS).base());
    assertEquals(0x2b, user.segment(SegmentName.SS).selector());
    assertFalse(user.segment(SegmentName.FS).usable());
    Registers inKernel = main.kernel().orElseThrow();
    assertEquals(0x101234, inKernel.eip());
    assertEquals(7, inKernel.gpr(0));

    PokKernelState.Thread locked = s.threads().get(1);
    assertEquals("LOCK", locked.state());
    assertEquals("lock object 0", locked.waits());
    assertEquals(OptionalLong.of(5), locked.priority());
    assertEquals(OptionalLong.of(4), locked.basePriority());
    assertEquals(OptionalLong.of(3), locked.capacity());
    long unit = year == 2025 ? 1 : 1_000_000;
    assertEquals(OptionalLong.of(20 * unit), locked.periodNanos());
    assertEquals(OptionalLong.of(40 * unit), locked.nextActivationNanos());

    PokKernelState.Thread fresh = s.threads().get(2);
    assertEquals(1, fresh.partition());
    assertEquals(1, fresh.number());
    Registers first = fresh.user().orElseThrow();
    assertEquals(0x456, first.eip());
    assertEquals(List.of(0xdead, 0, 0, 0xbeaf, 0x8f0, 0, 0, 0), gpr(first));
    assertEquals(0x33, first.segment(SegmentName.CS).selector());
    assertFalse(s.threads().get(3).created());
    assertEquals(
        year == 2025 ? PokKernelState.ThreadKind.KERNEL : PokKernelState.ThreadKind.IDLE,
        s.threads().get(5).kind());
  }

  private static List<Integer> gpr(Registers r) {
    return java.util.Arrays.stream(r.gpr()).boxed().toList();
  }

  @Test
  void currentThreadInRing3ShouldHaveTheProcessorsRegisters() throws Exception {
    FakeKernel k = kernel(2025, "-g");
    PokKernelState s = read(k, 0x23);
    assertEquals(0x99, s.threads().get(1).user().orElseThrow().eip());
    assertEquals(OptionalInt.of(k.address("stack1") + 28 * 4), s.threads().get(1).kernelStackTop());
  }

  @ParameterizedTest
  @ValueSource(ints = {2013, 2014, 2025})
  void shouldReadPortsAndLocks(int year) throws Exception {
    PokKernelState s = read(kernel(year, "-g"), KERNEL_CS);
    PokKernelState.Port out = s.ports().get(0);
    assertEquals("OUT", out.name());
    assertEquals(0, out.partition());
    assertEquals(Optional.of(PortState.Kind.QUEUEING), out.kind());
    assertEquals(Optional.of(PortState.Direction.SOURCE), out.direction());
    assertEquals(16, out.sizeBytes());
    assertEquals(8, out.usedBytes());
    assertTrue(out.mustBeFlushed());
    assertEquals(List.of(1), out.destinations());
    PokKernelState.Port in = s.ports().get(1);
    assertEquals(1, in.partition());
    assertFalse(in.created());
    assertEquals(Optional.of(PortState.Kind.SAMPLING), in.kind());
    assertEquals(
        List.of(new PokKernelState.Lock(0, 0, "SEMAPHORE", 0, 4, List.of(1), List.of())),
        s.locks());
  }

  @Test
  void shouldReadVirtualInterrupts() throws Exception {
    PokKernelState s = read(kernel(2014, "-g"), KERNEL_CS);
    assertEquals(
        List.of(
            new PokKernelState.Line(
                0, 0x100abc, List.of(new PokKernelState.Handler(1, 0x77, true, 2)))),
        s.lines());
    assertEquals(
        List.of(
            new PokKernelState.Vcpu(
                0, 0x345, true, 2, List.of(new PokKernelState.Pending(32, true, 7)))),
        s.vcpus());
  }

  @Test
  void shouldFindTheEmbeddedPrograms() throws Exception {
    Path part = FakeKernel.compile(directory, "part.c", "-g -Wl,-Ttext=0,-Tdata=0x100");
    FakeKernel k = kernel(2025, "-g -DPART=\"" + part.toString().replace("\\", "/") + "\"");
    PokKernelState s = read(k, KERNEL_CS);
    assertEquals(List.of(), s.problems());
    for (PokKernelState.Partition p : s.partitions()) {
      PokArchive.Program program = p.image().orElseThrow();
      assertEquals(0x100, program.symbols().named("part_point").orElseThrow().address());
      assertEquals(
          OptionalInt.of(0x100),
          program.debugInfo().variable("part_point").orElseThrow().address());
    }

    byte[] file = Files.readAllBytes(directory.resolve("pok.elf"));
    String text = new String(file, StandardCharsets.ISO_8859_1);
    file[text.indexOf("\u007fELF", 4) + 4] = 2;
    PokArchive damaged = PokArchive.of(ElfImage.parse("pok.elf", file));
    assertTrue(damaged.program(0).isEmpty());
    assertTrue(damaged.program(1).isPresent());
    assertEquals(1, damaged.problems().size());
    assertTrue(damaged.problems().get(0).contains("pok.elf, partition 1"));
  }

  @Test
  void shouldSayWhatIsMissingWithoutDebugInformation() throws Exception {
    FakeKernel k = kernel(2013, "-g0");
    PokKernelState s =
        PokKernel.recognise(k.elf(), DebugInfo.NONE)
            .orElseThrow()
            .read(k, FakeKernel.cpu(0x33), k.system());
    assertEquals(Optional.of(Personality.POK_2013), s.variant());
    assertEquals(OptionalLong.of(42), s.ticks());
    assertEquals(k.address("partition2"), s.partitions().get(1).base());
    assertEquals(0, s.currentPartition());
    assertEquals(OptionalInt.of(k.address("stack1") + 28 * 4), s.esp0());
    assertEquals(List.of(), s.threads());
    assertTrue(s.problems().stream().anyMatch(p -> p.startsWith("no debug information")));
    assertTrue(s.problems().stream().anyMatch(p -> p.matches("pok_threads: .* layout unknown")));
  }

  @Test
  void shouldShowPartitionsOfAStrippedKernel() throws Exception {
    FakeKernel whole = kernel(2025, "-DBANNER");
    Path stripped = FakeKernel.compile(directory, "pok.c", "-DYEAR=2025 -DBANNER -s");
    ElfImage elf = ElfImage.parse("pok.elf", Files.readAllBytes(stripped));
    FakeKernel k = new FakeKernel(elf, whole.elf().symbols());
    PokKernelState s =
        PokKernel.recognise(elf, DebugInfo.NONE)
            .orElseThrow()
            .read(k, FakeKernel.cpu(0x33), k.system());
    assertEquals(Optional.empty(), s.variant());
    assertEquals(2, s.partitions().size());
    assertEquals(1, s.currentPartition());
    assertTrue(s.problems().get(1).startsWith("no symbols and no debug information"));
  }

  @ParameterizedTest
  @ValueSource(ints = {2013, 2014, 2025})
  void shouldNameWhatIsCorrupt(int year) throws Exception {
    PokKernelState s = read(kernel(year, "-g -DBAD=1"), KERNEL_CS);
    String all = String.join("\n", s.problems());
    for (String problem :
        List.of(
            "partition 1: its range of threads is none",
            "in pok_partitions, 0x",
            "99 threads created, room for 2",
            "port 0 (OUT): its ring reaches beyond its 16 bytes",
            "slot 1: its length or its partition is none",
            "the current thread is none of 6",
            year == 2014 ? "partition 1: its vCPU belongs to another" : "")) {
      assertTrue(all.contains(problem), () -> problem + "\nis not in\n" + all);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2013, 2014, 2025})
  void randomMemoryShouldGiveProblemsOnly(int year) throws Exception {
    FakeKernel k = kernel(year, "-g");
    PokKernel kernel = recognise(k);
    Random random = new Random(SEED + year);
    for (int i = 0; i < 300; i++) {
      long seed = random.nextLong();
      GuestMemory noise = noise(k, seed);
      int cs = random.nextInt(0x10000);
      PokKernelState s = kernel.read(noise, FakeKernel.cpu(cs), k.system());
      assertFalse(s.problems().isEmpty(), "seed " + SEED + ", round " + i);
      assertTrue(s.problems().size() <= 65);
      show(kernel, s, "seed " + SEED + ", round " + i);
    }
  }

  /** What a snapshot would say of a state: contexts with a parent, each once. */
  private static void show(PokKernel kernel, PokKernelState s, String round) {
    long now = 1_000_000;
    var schedule = PokSlots.of(s, now);
    schedule.ifPresent(
        t -> assertTrue(t.slot() < t.slots().size() && t.slotEndNanos() >= now, round));
    StopReason stop = new StopReason(StopReason.Kind.LIMIT, 2001, 0, 0, "Suspended", "");
    PokTree tree = new PokTree(kernel, s, schedule, false, stop, now);
    List<Context> contexts = tree.all();
    Map<Integer, Registers> registers = new HashMap<>();
    tree.addRegisters(registers, -1, FakeKernel.cpu(KERNEL_CS));
    assertEquals(contexts.size(), contexts.stream().map(Context::id).distinct().count(), round);
    for (Context c : contexts) {
      boolean below = contexts.stream().anyMatch(p -> p.id() == c.parent());
      assertTrue(below || c.parent() == 1 || c.parent() == 2, () -> round + ": " + c);
    }
    PokObjects.interrupts(s);
    PokObjects.ports(s);
    PokObjects.locks(s);
  }

  /** The kernel's memory with bytes of noise: all, or every so manieth one, or short reads. */
  private static GuestMemory noise(FakeKernel k, long seed) {
    int kind = (int) Math.floorMod(seed, 3L);
    return (address, length) -> {
      byte[] real = kind == 0 ? new byte[length] : k.read(address, length);
      for (int i = 0; i < real.length; i++) {
        long h = (address + i + seed) * 0x9E3779B97F4A7C15L;
        if (kind == 0 || (h >>> 20 & 15) == 0) {
          real[i] = (byte) (h >>> 40);
        }
      }
      return kind == 2 && (address >> 10 & 3) == 0
          ? java.util.Arrays.copyOf(real, real.length / 2)
          : real;
    };
  }

  @Test
  void shouldNotTakeAnotherImageForPok() throws Exception {
    Path part = FakeKernel.compile(directory, "part.c", "-g");
    ElfImage elf = ElfImage.parse("part.elf", Files.readAllBytes(part));
    assertTrue(PokKernel.recognise(elf, DwarfReader.read(elf)).isEmpty());
  }
}
