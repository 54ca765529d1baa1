// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.virtualpok.emu.isa.InsnForm;
import org.virtualpok.emu.isa.InsnTable;

/**
 * The emulator answers every vector as the silicon does. {@code -Dvirtualpok.vectors=2000000} and
 * {@code -Dvirtualpok.x87vectors=500000} ask more of them, {@code -Dvirtualpok.seed=1} others, and
 * {@code -Dvirtualpok.form=DIV} only those of forms with that in their names. Skipped where there
 * is no {@code gcc -m32}; {@link RecordedAnswersTest} then still compares with a CPU.
 */
class SiliconTest {
  private static final int VECTORS = Integer.getInteger("virtualpok.vectors", 200_000);
  private static final int X87_VECTORS = Integer.getInteger("virtualpok.x87vectors", 100_000);
  private static final long SEED = Long.getLong("virtualpok.seed", 20_130_601);
  private static final String ONLY = System.getProperty("virtualpok.form", "");

  private final Tally tally = new Tally();
  private final EmulatedCpu emulated = new EmulatedCpu();

  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void integerInstructionsAnswerAsTheSiliconUnderThisJvm() throws Exception {
    askAll(VECTORS, form -> !X87Values.apply(form));
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void fpuInstructionsAnswerAsTheSiliconUnderThisJvm() throws Exception {
    askAll(X87_VECTORS, X87Values::apply);
  }

  private void askAll(int vectors, Predicate<InsnForm> which) throws Exception {
    try (NativeSilicon silicon = NativeSilicon.start()) {
      List<InsnForm> forms =
          InsnTable.forms().stream()
              .filter(f -> Exclusions.reason(f) == null && which.test(f))
              .filter(f -> f.toString().contains(ONLY))
              .toList();
      int perForm = forms.isEmpty() ? 0 : (vectors + forms.size() - 1) / forms.size();
      for (InsnForm form : forms) {
        VectorGenerator generator = new VectorGenerator(form, SEED);
        for (int left = perForm; left > 0; left -= NativeSilicon.MAX_BATCH) {
          ask(silicon, generator, Math.min(left, NativeSilicon.MAX_BATCH));
        }
      }
      System.out.printf(
          "silicon under this JVM (seed %d, %d forms): %s%n", SEED, forms.size(), tally.summary());
      assertEquals(0, tally.mismatches(), "seed " + SEED + "\n" + tally.examples());
    } catch (NativeSilicon.Unavailable e) {
      abort("no live comparison: " + e.getMessage());
    }
  }

  private void ask(NativeSilicon silicon, VectorGenerator generator, int count) throws IOException {
    List<Vector> batch = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      batch.add(generator.next());
    }
    silicon.send(batch);
    List<Answer> ours = new ArrayList<>(count);
    for (Vector v : batch) {
      ours.add(emulated.run(v));
    }
    List<Answer> theirs = silicon.receive(batch);
    for (int i = 0; i < count; i++) {
      Vector v = batch.get(i);
      boolean differs = Comparison.difference(v, v.decode(), theirs.get(i), ours.get(i)) != null;
      tally.compare(v, differs ? again(silicon, v) : theirs.get(i), ours.get(i));
    }
  }

  /**
   * A second answer counts: when the host's scheduler comes in between, Linux gives FS and GS back
   * as 0 where they held another null selector (1 to 3).
   */
  private static Answer again(NativeSilicon silicon, Vector v) throws IOException {
    silicon.send(List.of(v));
    return silicon.receive(List.of(v)).get(0);
  }
}
