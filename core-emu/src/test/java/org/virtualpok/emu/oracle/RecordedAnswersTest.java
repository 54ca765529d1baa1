// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.virtualpok.emu.isa.InsnForm;
import org.virtualpok.emu.isa.InsnTable;

/** The emulator answers as a CPU did when {@link RecordSilicon} asked it; on every machine. */
class RecordedAnswersTest {
  @AfterAll
  static void writeCoverage() throws IOException {
    FormCoverage.write(Path.of("target/form-coverage.tsv"));
  }

  @Test
  void answersAsTheRecordedSiliconDid() throws Exception {
    Recording recording;
    try (InputStream in = RecordedAnswersTest.class.getResourceAsStream(RecordSilicon.NAME)) {
      assertNotNull(in, "no recorded answers: run RecordSilicon");
      recording = Recording.read(in);
    }
    EmulatedCpu emulated = new EmulatedCpu();
    Tally tally = new Tally();
    List<String> stale = new ArrayList<>();
    for (InsnForm form : InsnTable.forms()) {
      Recording.Stream stream = recording.streams().get(form.toString());
      if (Exclusions.reason(form) != null) {
        continue;
      }
      List<Vector> vectors =
          stream == null ? List.of() : Recording.vectors(form, recording.seed(), stream.count());
      if (stream == null || Recording.checksum(vectors) != stream.checksum()) {
        stale.add(form.toString());
        continue;
      }
      List<Answer> answers = stream.decode(vectors);
      for (int i = 0; i < vectors.size(); i++) {
        tally.compare(vectors.get(i), answers.get(i), emulated.run(vectors.get(i)));
      }
    }
    System.out.printf(
        "recorded silicon (%s; %s; seed %d): %s%n",
        recording.cpu(), recording.system(), recording.seed(), tally.summary());
    assertEquals(0, tally.mismatches(), tally.examples());
    assertTrue(stale.isEmpty(), "other vectors than were recorded: run RecordSilicon: " + stale);
  }

  @Test
  void asksAboutEveryFormOrSaysWhyNot() {
    for (InsnForm form : InsnTable.forms()) {
      if (Exclusions.reason(form) == null) {
        boolean meant =
            Recording.vectors(form, 1, 64).stream().anyMatch(v -> form.equals(v.decode().form));
        assertTrue(meant, "no vector runs " + form);
      }
    }
  }
}
