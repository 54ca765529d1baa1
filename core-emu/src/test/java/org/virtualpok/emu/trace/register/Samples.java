// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.trace.register;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The recorded traces of walk.S, and traces from texts. */
final class Samples {
  private Samples() {}

  static String text(String name) throws IOException {
    try (InputStream in = Samples.class.getResourceAsStream("walk." + name + ".txt")) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  static RegisterTrace recorded(String name) throws IOException, TraceException {
    return open(name, text(name));
  }

  static RegisterTrace open(String file, String text) throws IOException, TraceException {
    return RegisterTraces.open(
        file, new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  static List<RegisterState> states(RegisterTrace trace) throws IOException, TraceException {
    List<RegisterState> all = new ArrayList<>();
    RegisterState state = new RegisterState();
    while (trace.next(state)) {
      RegisterState copy = new RegisterState();
      copy.copyFrom(state);
      all.add(copy);
    }
    return all;
  }
}
