// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.virtualpok.hypervisor.config.Finding;
import org.virtualpok.hypervisor.config.deployment.DeploymentHeader.Kind;
import org.virtualpok.hypervisor.config.deployment.DeploymentHeader.Variant;

class DeploymentHeaderTest {
  private static OptionalLong number(String expression) {
    return Headers.read("#define POK_CONFIG_NB_PORTS " + expression + "\n", HeaderFiles.NONE)
        .number("POK_CONFIG_NB_PORTS");
  }

  private static HeaderFiles files(Map<String, String> texts) {
    return name ->
        Optional.ofNullable(texts.get(name)).map(t -> t.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void goodHeadersHaveNoFinding() {
    assertEquals(List.of(), Headers.findings(Headers.KERNEL_2025));
    assertEquals(List.of(), Headers.findings(Headers.KERNEL_2013));
    assertEquals(List.of(), Headers.findings(Headers.PARTITION));
    assertEquals(List.of(), Headers.findings(Headers.KERNEL_2025.replace("\n", "\r\n")));
  }

  @Test
  void valuesAreThoseOfACompiler() {
    DeploymentHeader header = Headers.read(Headers.KERNEL_2025, HeaderFiles.NONE);
    assertEquals(Kind.KERNEL, header.kind());
    assertEquals(Variant.POK_2025, header.variant());
    assertEquals(OptionalLong.of(8L), header.number("POK_CONFIG_NB_THREADS"));
    assertEquals(OptionalLong.of(8192L), header.number("POK_USER_STACK_SIZE"));
    assertEquals(
        Optional.of(List.of(131072L, 98304L)), header.numbers("POK_CONFIG_PARTITIONS_SIZE"));
    assertEquals(
        Optional.of(List.of(20_000_000L, 30_000_000L)),
        header.numbers("POK_CONFIG_SCHEDULING_SLOTS"));
    assertEquals(
        Optional.of(List.of("pr1/pr1.elf", "pr2/pr2.elf")),
        header.strings("POK_CONFIG_PROGRAM_NAME"));
    assertEquals(Variant.POK_2013, Headers.read(Headers.KERNEL_2013, HeaderFiles.NONE).variant());
    assertEquals(Kind.PARTITION, Headers.read(Headers.PARTITION, HeaderFiles.NONE).kind());
  }

  @Test
  void expressionsAreC() {
    assertEquals(OptionalLong.of(14L), number("1 + 2 * 3 << 1"));
    assertEquals(OptionalLong.of(2L), number("(1 ? 2 : 1 / 0)"));
    assertEquals(OptionalLong.of(0xffff_fffeL), number("(1 ? -2 : 1u / 0)"));
    assertEquals(OptionalLong.of(0L), number("0 && 1 / 0"));
    assertEquals(OptionalLong.of(-3L), number("-7 / 2"));
    assertEquals(OptionalLong.of(-3L), number("-7 % 4"));
    assertEquals(OptionalLong.of(89L), number("0x10 + 010 + 'A'"));
    assertEquals(OptionalLong.of(44L), number("(uint8_t) 300"));
    assertEquals(OptionalLong.of(-1L), number("(signed char) 0xff"));
    assertEquals(OptionalLong.of(0xffff_ffffL), number("~0U"));
    assertEquals(OptionalLong.of(0L), number("-1 < 0u"));
    assertEquals(OptionalLong.of(5_000_000_000L), number("5000000000"));
    assertEquals(OptionalLong.of(0L), number("0xffffffff + 1"));
    assertEquals(OptionalLong.of(1L), number("(unsigned long) 4 - 5 > 0"));
    assertEquals(OptionalLong.of(2L), number("1 == 1 != 0 ^ 3 | 8 & ~8"));
  }

  @Test
  void whatCannotBeEvaluatedIsNamed() {
    assertTrue(number("5 * 1000 * 1000 * 1000").isEmpty());
    for (String bad :
        List.of(
            "",
            "1 /",
            "1 / 0",
            "1 << 32",
            "sizeof(int)",
            "1.5",
            "12abc",
            "08",
            "\"text\"",
            "(1",
            "1)",
            "{ 1 }",
            "a ? 1 : 2",
            "0xfffffffffffffffff",
            "99999999999999999999",
            "2147483647 + 1",
            "@",
            "0x",
            "''",
            "1 ? 2",
            "POK_CONFIG_NB_PORTS + 1")) {
      String header = "#define POK_CONFIG_NB_BUFFERS 1\n#define POK_CONFIG_NB_THREADS " + bad;
      assertContains(
          "deployment.h:2: cannot be evaluated: POK_CONFIG_NB_THREADS: ",
          Headers.findings(header + "\n"));
    }
  }

  @Test
  void macrosThatReferToThemselvesOrMultiplyEnd() {
    String loop = "#define A B\n#define B A\n#define POK_CONFIG_NB_THREADS A\n";
    assertEquals(
        List.of("deployment.h:3: cannot be evaluated: POK_CONFIG_NB_THREADS: A refers to itself"),
        Headers.findings(loop));
    StringBuilder bomb = new StringBuilder("#define M0 1\n#define E0\n");
    for (int i = 1; i < 60; i++) {
      bomb.append("#define M" + i + " M" + (i - 1) + "+M" + (i - 1) + "\n");
      bomb.append("#define E" + i + " E" + (i - 1) + " E" + (i - 1) + "\n");
    }
    bomb.append("#define POK_CONFIG_NB_THREADS M59\n#define POK_CONFIG_NB_BUFFERS E59\n");
    List<String> findings = Headers.findings(bomb.toString());
    assertEquals(2, findings.size());
    findings.forEach(f -> assertContains("grows to more than 20000 tokens", List.of(f)));
    String deep = "#define POK_CONFIG_NB_THREADS " + "(".repeat(5000) + "1" + ")".repeat(5000);
    assertContains("nested deeper", Headers.findings(deep));
    assertContains(
        "nested deeper",
        Headers.findings("#define POK_CONFIG_NB_THREADS " + "!".repeat(9999) + "1"));
  }

  @Test
  void includedFilesAreReadIfTheyLieBeside() {
    String header = "#include \"sizes.h\"\n" + Headers.KERNEL_2013.replace("{90000}", "{ SIZE }");
    assertEquals(
        List.of(), Headers.findings(header, files(Map.of("sizes.h", "#define SIZE 90000\n"))));
    List<String> small =
        Headers.findings(header, files(Map.of("sizes.h", "#define SIZE 3\n#if\n#endif\n")));
    assertEquals(
        List.of(
            "sizes.h:2: cannot be evaluated: #if: the condition is empty",
            "deployment.h:11: partition 0 has 3 bytes; the stacks of its 2 threads alone take"
                + " 24292"),
        small);
    assertEquals(
        List.of(
            "deployment.h:1: warning: \"sizes.h\" does not lie beside this file; what it defines is"
                + " not known",
            "deployment.h:11: cannot be evaluated: POK_CONFIG_PARTITIONS_SIZE: SIZE is not defined"),
        Headers.findings(header));
    assertEquals(
        2, Headers.findings("#include \"../x.h\"\n#include \"/etc/x.h\"\n", n -> fail(n)).size());
    assertContains(
        "too many files include each other",
        Headers.findings("#include \"a.h\"\n", files(Map.of("a.h", "#include \"a.h\"\n"))));
  }

  private static Optional<byte[]> fail(String name) {
    throw new AssertionError(name);
  }

  @Test
  void whatConditionsHideIsNotCalledMissing() {
    String header =
        Headers.with(
            Headers.KERNEL_2013,
            "#define POK_CONFIG_NB_PARTITIONS 1",
            "#if __GNUC__ > 3\n#define POK_CONFIG_NB_PARTITIONS 1\n#else\n#endif");
    assertEquals(
        List.of("deployment.h:7: cannot be evaluated: #if: the compiler decides what __GNUC__ is"),
        Headers.findings(header));
  }

  @Test
  void theSameMacroMayBeDefinedTwice() {
    String twice = "#define KIB(x) ((x) * 1024)\n#define A 1 /* one */\n";
    assertEquals(List.of(), Headers.findings(twice + twice));
    assertContains("defined again", Headers.findings(twice + "#define KIB (x) ((x) * 1024)\n"));
    assertEquals(List.of(), Headers.findings(twice + "#undef A\n#define A 2\n"));
  }

  @Test
  void anIncludeThatMayCountHidesWhatIsMissing() {
    String header =
        Headers.with(
            Headers.KERNEL_2013,
            "#define POK_CONFIG_NB_PARTITIONS 1",
            "#if __GNUC__ > 3\n#include \"more.h\"\n#endif");
    assertContains("the compiler decides what __GNUC__ is", Headers.findings(header));
  }

  @Test
  void whatIsNoTextIsOneLine() {
    byte[] elf = {0x7f, 'E', 'L', 'F', 1, 1, 1, 0};
    assertEquals("x.h:1: a byte 0x01 stands here; this is no text file", only(elf));
    assertEquals(
        "x.h:2: a byte 0x00 stands here; this is no text file",
        only("#define A 1\n\0".getBytes(StandardCharsets.ISO_8859_1)));
    assertEquals(
        "x.h: the header has 1048577 bytes; there may be 1048576",
        only(new byte[SourceLines.BYTES_MAX + 1]));
    assertEquals(
        "x.h:2: the comment that begins here never ends",
        only("\n/* never".getBytes(StandardCharsets.ISO_8859_1)));
    String endless = "a".repeat(SourceLines.LINE_CHARACTERS_MAX) + "\\\n" + "b";
    assertEquals(
        "x.h:1: the line has more than 65536 characters",
        only(endless.getBytes(StandardCharsets.ISO_8859_1)));
    assertEquals(List.of(), DeploymentHeader.read("x.h", new byte[0], HeaderFiles.NONE).findings());
  }

  private static String only(byte[] bytes) {
    List<Finding> findings = DeploymentHeader.read("x.h", bytes, HeaderFiles.NONE).findings();
    assertEquals(1, findings.size());
    return findings.get(0).text();
  }

  @Test
  void randomDamageNeverThrows() {
    long seed = 20251123;
    Random random = new Random(seed);
    String letters = "#\\\n\"'()/*,{}?:&|<>=!~%^+-0x1 aPOK_CONFIG_NB_THREADS\t;defined";
    for (int round = 0; round < 1000; round++) {
      StringBuilder text = new StringBuilder(Headers.KERNEL_2025);
      for (int i = 0; i < 1 + random.nextInt(12); i++) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.insert(at, letters.charAt(random.nextInt(letters.length())));
          default -> text.setCharAt(at, letters.charAt(random.nextInt(letters.length())));
        }
      }
      String header = text.toString();
      List<String> findings = Headers.findings(header);
      assertTrue(findings.stream().noneMatch(String::isBlank), "seed " + seed + " round " + round);
    }
  }

  private static void assertContains(String fragment, List<String> findings) {
    assertEquals(1, findings.size(), findings::toString);
    assertTrue(findings.get(0).contains(fragment), findings::toString);
  }
}
