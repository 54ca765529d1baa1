// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.hypervisor.config.ConfigurationException;
import org.virtualpok.hypervisor.config.ModuleDescription;
import org.virtualpok.hypervisor.module.ModuleOptions;
import org.virtualpok.hypervisor.personality.Personality;

/**
 * RTEMS of 2013, unmodified, under the reliable policy: hello, base_sp and ticker print their whole
 * text wherever in its period the clock starts. The images are not ours to keep: {@code
 * -Dvirtualpok.rtems2013=DIRECTORY} says where hello.elf, base_sp.elf and ticker.elf are.
 *
 * <p>In ours/ the same samples are linked with our own virtualization layer and BSP drivers.
 *
 * <p>They are phipse/rtems, branch virt-bsp (bd3d606), BSP virtualpok, linked with the layer of the
 * example rtems-guest of pok-kernel/pok (652de88); the texts are those of RTEMS's samples.
 */
@EnabledIfSystemProperty(named = "virtualpok.rtems2013", matches = ".+")
class Rtems2013Test {
  private static final int PHASES = Integer.getInteger("virtualpok.phases", 100);
  private static final int BYTES = 8 << 20;

  private static final ModuleOptions.Kernel OF_2013 = ModuleOptions.Kernel.of(Personality.POK_2013);

  private static final String OURS = "/ours/";

  private static Path image(String name) {
    return Path.of(System.getProperty("virtualpok.rtems2013"), name + ".elf");
  }

  /** What is linked with our own layer says so in its note. */
  private static GuestSession open(ModuleDescription module, long hertz, long phase)
      throws ConfigurationException {
    boolean ours = module.partitions().get(0).image().contains(OURS);
    return new GuestSession(
        module,
        reference -> Files.readAllBytes(Path.of(reference)),
        GuestSession.options(hertz, phase, ours ? ModuleOptions.Kernel.AS_CONFIGURED : OF_2013));
  }

  private static List<String> want(String image) {
    return switch (image.substring(image.indexOf('/') + 1)) {
      case "hello" -> SampleTextTest.HELLO;
      case "base_sp" -> SampleTextTest.BASE_SP;
      default -> SampleTextTest.TICKER;
    };
  }

  /** These images never end: they stand in a loop behind their last line. */
  private static List<String> run(GuestSession session, List<String> want) {
    String last = want.get(want.size() - 1);
    List<String> lines = List.of();
    for (long time = 200_000_000; time <= 60_000_000_000L; time += 200_000_000) {
      session.machine.run(RunLimit.atTime(time));
      lines = session.lines();
      if (lines.stream().anyMatch(line -> isInside(last, line))) {
        break;
      }
    }
    return lines;
  }

  /**
   * Whether a line that was printed is the wanted one. The example's layer prints one character as
   * a string: whatever follows it on the stack up to a NUL comes out between any two, as it did in
   * QEMU.
   */
  private static boolean isInside(String want, String printed) {
    int next = 0;
    for (int i = 0; i < printed.length() && next < want.length(); i++) {
      next += printed.charAt(i) == want.charAt(next) ? 1 : 0;
    }
    return next == want.length();
  }

  /** The order of tasks that wake in one tick is the kernel's: their lines are a set. */
  private static boolean same(List<String> want, List<String> printed) {
    List<String> left = new ArrayList<>(printed);
    for (String line : want) {
      int at = 0;
      while (at < left.size() && !isInside(line, left.get(at))) {
        at++;
      }
      if (at == left.size()) {
        return false;
      }
      left.remove(at);
    }
    return left.stream().noneMatch(line -> line.contains("TA"));
  }

  @ParameterizedTest
  @CsvSource({
    "hello, 100",
    "hello, 1000",
    "hello, 5000",
    "base_sp, 100",
    "base_sp, 1000",
    "base_sp, 5000",
    "ticker, 100",
    "ticker, 1000",
    "ticker, 5000",
    "ours/hello, 100",
    "ours/hello, 1000",
    "ours/hello, 5000",
    "ours/base_sp, 100",
    "ours/base_sp, 1000",
    "ours/base_sp, 5000",
    "ours/ticker, 100",
    "ours/ticker, 1000",
    "ours/ticker, 5000"
  })
  void shouldRunToItsLastLineAtEveryClockPhase(String name, long hertz)
      throws ConfigurationException {
    List<String> want = want(name);
    long period = TimeUnit.SECONDS.toNanos(1) / hertz;
    List<Long> failing = new ArrayList<>();
    List<String> first = want;
    for (int i = 0; i < PHASES; i++) {
      long phase = period * i / PHASES;
      ModuleDescription module =
          ModuleDescription.ofSingleImage(name, image(name).toString(), BYTES);
      try (GuestSession session = open(module, hertz, phase)) {
        List<String> got = run(session, want);
        if (!same(want, got)) {
          first = failing.isEmpty() ? got : first;
          failing.add(phase);
        }
      }
    }
    System.out.printf(
        "RTEMS of 2013, %s at %d Hz: %d phases, failing: %s%n", name, hertz, PHASES, failing);
    assertEquals(want, first, "failing phases, ns: " + failing);
  }
}
