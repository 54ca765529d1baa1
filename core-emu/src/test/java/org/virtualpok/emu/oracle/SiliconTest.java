// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.virtualpok.emu.isa.Insn;
import org.virtualpok.emu.isa.InsnForm;
import org.virtualpok.emu.isa.InsnTable;

/**
 * The emulator answers every vector as the silicon does. {@code -Dvirtualpok.vectors=2000000} asks
 * more of them, {@code -Dvirtualpok.seed=1} others.
 */
class SiliconTest {
  private static final int VECTORS = Integer.getInteger("virtualpok.vectors", 200_000);
  private static final int X87_VECTORS = Integer.getInteger("virtualpok.x87vectors", 100_000);
  private static final long SEED = Long.getLong("virtualpok.seed", System.nanoTime());
  private static final String ONLY = System.getProperty("virtualpok.form", "");
  private static final int SHOWN_PER_FORM = Integer.getInteger("virtualpok.shown", 1);

  private final Map<String, Integer> mismatches = new TreeMap<>();
  private final StringBuilder examples = new StringBuilder();
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
      int perForm = forms.isEmpty() ? 0 : Math.max(1, vectors / forms.size());
      int asked = 0;
      for (InsnForm form : forms) {
        VectorGenerator generator = new VectorGenerator(form, SEED);
        for (int left = perForm; left > 0; left -= NativeSilicon.MAX_BATCH) {
          asked += ask(silicon, generator, Math.min(left, NativeSilicon.MAX_BATCH));
        }
      }
      System.out.printf(
          "silicon: %d vectors, %d forms, seed %d, mismatches %s%n",
          asked, forms.size(), SEED, mismatches);
      assertEquals("", examples.toString(), "seed " + SEED);
    } catch (NativeSilicon.Unavailable e) {
      abort("no live comparison: " + e.getMessage());
    }
  }

  private int ask(NativeSilicon silicon, VectorGenerator generator, int count) throws Exception {
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
      Insn n = batch.get(i).decode();
      FormCoverage.ran(n);
      compare(batch.get(i), n, theirs.get(i), ours.get(i));
    }
    return count;
  }

  private void compare(Vector v, Insn n, Answer silicon, Answer ours) {
    String difference = Comparison.difference(v, n, silicon, ours);
    if (difference == null) {
      return;
    }
    if (mismatches.merge(v.form.toString(), 1, Integer::sum) <= SHOWN_PER_FORM) {
      examples.append(v).append("\n  silicon ").append(silicon);
      examples
          .append("\n  emulator ")
          .append(ours)
          .append("\n  ")
          .append(difference)
          .append("\n\n");
    }
  }
}
