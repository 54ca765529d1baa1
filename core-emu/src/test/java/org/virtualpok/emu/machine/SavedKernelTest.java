// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.virtualpok.emu.debug.RunLimit;
import org.virtualpok.emu.trace.ChunkedEventLog;

/** Kernels that are saved in the middle go on as if nobody had looked. */
class SavedKernelTest {
  private static final Path IMAGES =
      Path.of("../bsp-virtualpok/src/main/resources/org/virtualpok/bsp/images");

  /** Another one may be tried with {@code -Dvirtualpok.seed=N}. */
  private static final long SEED = Long.getLong("virtualpok.seed", 20131);

  /** Enough for every image, and soon written. */
  private static final PcConfig PC = PcConfig.DEFAULT.withMemory(4 << 20);

  /** The longest go on for ever or for very long; that far they have shown what they do. */
  private static final RunLimit END = new RunLimit(40_000_000_000L, 8_000_000);

  @TestFactory
  List<DynamicTest> everyNativeImageShouldGoOnWhereItWasSaved() throws Exception {
    try (Stream<Path> files = Files.list(IMAGES)) {
      List<DynamicTest> tests =
          files
              .filter(f -> f.toString().endsWith("-native.elf"))
              .sorted()
              .map(f -> DynamicTest.dynamicTest(f.getFileName().toString(), () -> saved(f)))
              .toList();
      assertTrue(tests.size() >= 9, "native images: " + tests.size());
      return tests;
    }
  }

  private static void saved(Path image) throws Exception {
    byte[] file = Files.readAllBytes(image);
    KernelImage kernel = KernelImage.read(image.getFileName().toString(), file, "", List.of());
    BrokenRun run = new BrokenRun(() -> PcMachine.boot(PC, kernel, ChunkedEventLog::new), END);
    System.out.printf(
        "%s: %d instructions, %d ns, seed %d%n",
        kernel.name(), run.instructions(), run.nanos(), SEED);
    run.breakAtRandom(SEED, 8);
  }
}
