// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.oracle;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.virtualpok.emu.cpu.Fault;
import org.virtualpok.emu.isa.Insn;
import org.virtualpok.emu.isa.InsnForm;
import org.virtualpok.emu.isa.InsnTable;

/** Which instructions {@link RecordedAnswersTest} compares with what a CPU answered. */
public final class SiliconForms {
  /** What was compared of a form: widths and kinds of those that ran to their end; exceptions. */
  public static final class Compared {
    public final TreeSet<String> columns = new TreeSet<>();
    public final TreeSet<String> exceptions = new TreeSet<>();
  }

  private SiliconForms() {}

  /** What is compared, by form. */
  public static Map<InsnForm, Compared> compared() throws IOException {
    Recording recording;
    try (InputStream in = RecordedAnswersTest.class.getResourceAsStream(RecordSilicon.NAME)) {
      recording = Recording.read(in);
    }
    Map<InsnForm, Compared> forms = new HashMap<>();
    for (InsnForm form : InsnTable.forms()) {
      Recording.Stream stream = recording.streams().get(form.toString());
      if (stream != null && Exclusions.reason(form) == null) {
        List<Vector> vectors = Recording.vectors(form, recording.seed(), stream.count());
        List<Answer> answers = stream.decode(vectors);
        for (int i = 0; i < vectors.size(); i++) {
          Insn n = vectors.get(i).decode();
          Compared compared = forms.computeIfAbsent(n.form, f -> new Compared());
          add(compared, n, answers.get(i));
        }
      }
    }
    return forms;
  }

  private static void add(Compared compared, Insn n, Answer answer) {
    // Behind each vector stands INT3.
    if (answer.vector == Fault.BP) {
      compared.columns.add(n.width + (n.hasMemory() ? " mem" : " reg"));
    } else {
      compared.exceptions.add(Fault.name(answer.vector));
    }
  }

  /** Why a form is not compared; null if it is. */
  public static String exclusion(InsnForm form) {
    return Exclusions.reason(form);
  }
}
