// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Headers that were made to exhaust their reader: a line or two, and a bounded stack. */
class HeaderBombsTest {
  private static final String VALUE = "#define POK_CONFIG_NB_THREADS ";

  /** A quarter of what the smallest of a JVM's threads have: depth is bounded, not the stack. */
  private static final int STACK_BYTES = 256 << 10;

  private static String chain(int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append("#define A").append(i).append(" (A").append(i + 1).append(")\n");
    }
    return text + "#define A" + length + " 1\n" + VALUE + "A0\n";
  }

  static Stream<Arguments> bombs() {
    return Stream.of(
        bomb(VALUE + "(".repeat(9000) + "1" + ")".repeat(9000), "nested deeper than 100"),
        bomb(VALUE + "(".repeat(10_000) + "1" + ")".repeat(10_000), "more than 20000 tokens"),
        bomb(VALUE + "(".repeat(10_000), "nested deeper than 100"),
        bomb(VALUE + "-".repeat(9000) + "1", "nested deeper than 100"),
        bomb(VALUE + "1?1:".repeat(4000) + "1", "nested deeper than 100"),
        bomb(VALUE + "1?".repeat(4000) + "1", "nested deeper than 100"),
        bomb(VALUE + "(int)".repeat(6000) + "1", "nested deeper than 100"),
        bomb(VALUE + "0||(0&&(1|(1^(".repeat(900) + "1", "nested deeper than 100"),
        bomb(chain(101), "nested deeper than 100"),
        bomb(chain(15_000), "nested deeper than 100"),
        bomb(chain(30_000), "more than 20000 macros"),
        bomb("#if 1\n".repeat(100_000), "257 #if are open up to here"),
        bomb("#if " + "defined ".repeat(4000) + "\n#endif\n", "is unexpected"),
        bomb("#include \"x.h\"\n".repeat(1000), "too many files include each other"),
        bomb("#define A 1 ## 2\n" + VALUE + "A\n", "A pastes tokens with ## (x.h:1)"),
        bomb("#if F(3) > 2\n#endif\n", "F is no macro with arguments"),
        bomb("#define F(x) x\n" + VALUE + "F(3)\n", "F takes arguments (x.h:1)"),
        bomb("#if __GNUC__ > 3\n#endif\n", "the compiler decides what __GNUC__ is"),
        bomb(VALUE + "1 / (2 - 2)\n", "1 / 0 divides by 0"),
        bomb("#if 5 % 0\n#endif\n", "5 % 0 divides by 0"),
        bomb(VALUE + "0x7fffffffffffffff + 1\n", "overflows 64 bits"),
        bomb(VALUE + "2 \\\n + \\\n x\n", "x is not defined"),
        bomb(VALUE + "\"\n", "is no number"));
  }

  private static Arguments bomb(String text, String words) {
    return Arguments.of(text, words);
  }

  private static List<String> read(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return DeploymentHeader.read("x.h", bytes, n -> Optional.of(bytes)).findings().stream()
        .map(f -> f.text())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("bombs")
  void isOneFindingOnASmallStack(String text, String words) throws InterruptedException {
    List<String> found = new ArrayList<>();
    List<Throwable> thrown = new ArrayList<>();
    Thread reader = new Thread(null, () -> found.addAll(read(text)), "reader", STACK_BYTES);
    reader.setUncaughtExceptionHandler((thread, e) -> thrown.add(e));
    reader.start();
    reader.join();
    assertEquals(List.of(), thrown);
    assertEquals(1, found.size(), found::toString);
    assertTrue(found.get(0).matches("x\\.h:[0-9]+: .*"), found::toString);
    assertTrue(found.get(0).contains(words), found::toString);
  }

  @Test
  void theDeepestThatIsReadNeedsASmallStackToo() throws InterruptedException {
    String sum = "(1 ? 0 || 1 && 2 | 4 ^ 1 & 3 == 3 < 9 << 1 + 2 * ";
    String text = VALUE + sum.repeat(45) + "1" + " : 0)".repeat(45) + "\n";
    List<Object> found = new ArrayList<>();
    Thread reader =
        new Thread(
            null,
            () -> {
              DeploymentHeader header = Headers.read(text, HeaderFiles.NONE);
              found.add(header.number("POK_CONFIG_NB_THREADS").getAsLong());
              found.addAll(header.findings());
            },
            "reader",
            STACK_BYTES);
    reader.start();
    reader.join();
    assertEquals(List.of(1L), found);
  }
}
