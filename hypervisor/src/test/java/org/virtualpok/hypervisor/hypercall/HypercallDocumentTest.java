// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.hypercall;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.virtualpok.hypervisor.personality.Personality;

/**
 * docs/hypercalls.md is made of the table of calls. To write it anew: {@code
 * -Dvirtualpok.write=true}.
 */
class HypercallDocumentTest {
  private static final Path PAGE = Path.of("../docs/hypercalls.md");

  private static final String HEAD =
      """
      <!-- SPDX-License-Identifier: BSD-2-Clause -->
      # Hypercalls

      Made from the table of calls by `HypercallDocumentTest`. A guest puts the number into EAX and the
      partition-relative address of {u32 count, arg1 .. arg5} into EBX, executes `int 42` or `int 45`,
      and finds the answer in EAX; all other registers and EFLAGS are kept. A structure that does not
      lie in the partition is answered with 1, as is a number that the partition's kernel does not
      know. The count of arguments matters for SHUTDOWN alone, which takes none.

      A pointer must have all of its bytes in the partition, else the answer is 1; offset 0 is a
      pointer like any other. Where a kernel does otherwise, [pok-bugs.md](pok-bugs.md) says so.

      Columns v, A, C, B: which kernels have the call, by which vectors: v is virtualpok, A pok-2025, C
      pok-2014, B pok-2013.

      """;

  @Test
  void shouldDescribeEveryCall() throws Exception {
    String page = page();
    if (Boolean.getBoolean("virtualpok.write")) {
      Files.writeString(PAGE, page);
    }
    assertEquals(
        page, Files.readString(PAGE).replace("\r\n", "\n"), "stale; see this test's comment");
  }

  private static String page() {
    StringBuilder out = new StringBuilder(HEAD);
    out.append("| call | name | arguments | v | A | C | B | answers | what it does |\n");
    out.append("|---|---|---|---|---|---|---|---|---|\n");
    TreeSet<Integer> used = new TreeSet<>();
    List<Hypercall> calls =
        Arrays.stream(Hypercall.values())
            .sorted(Comparator.comparingInt(Hypercall::number).thenComparing(Enum::ordinal))
            .toList();
    for (Hypercall call : calls) {
      used.addAll(Answers.of(call));
      out.append(
          String.format(
              Locale.ROOT,
              "| %d | %s | %s | %s | %s | %s | %s | %s | %s |%n",
              call.number(),
              call.pokName(),
              String.join(", ", call.arguments()),
              vectors(call, Personality.VIRTUALPOK),
              vectors(call, Personality.POK_2025),
              vectors(call, Personality.POK_2014),
              vectors(call, Personality.POK_2013),
              answers(call),
              call.meaning()));
    }
    out.append("\n## Answers\n\n| answer | POK's name |\n|---|---|\n");
    used.forEach(a -> out.append("| " + a + " | " + Answers.name(a) + " |\n"));
    return out.toString().replace("\r\n", "\n");
  }

  private static String vectors(Hypercall call, Personality personality) {
    return call.vectors().stream()
        .filter(v -> call.in(personality, v))
        .map(String::valueOf)
        .collect(Collectors.joining(", "));
  }

  private static String answers(Hypercall call) {
    List<Integer> answers = Answers.of(call);
    return answers.isEmpty()
        ? "does not return"
        : answers.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
