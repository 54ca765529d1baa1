// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.trace.register;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Traces as QEMU, Bochs and we write them. */
class RegisterTracesTest {
  private static final String OURS =
      "# vpok-trace 1 test\n"
          + "0 f000:0000fff0 00000002 00000000 00000001 00000002 00000003 00000004 00000005"
          + " 00000006 00000007 0000 0001 0002 0003 0004 cr0=60000010 ; e92b00 jmp 0x1e\n";

  private static String refused(String text) {
    TraceException e =
        assertThrows(TraceException.class, () -> Samples.states(Samples.open("t.log", text)));
    return e.getMessage();
  }

  @ParameterizedTest
  @CsvSource({
    "qemu-exec,QEMU log,56", "qemu-asm,QEMU log,56",
    "bochs-trace,Bochs log,56", "bochs-steps,Bochs log,12"
  })
  void shouldTellARecordedLogByItsContent(String name, String format, int states)
      throws IOException, TraceException {
    RegisterTrace trace = Samples.recorded(name);
    assertEquals(format, trace.format());
    assertEquals(states, Samples.states(trace).size());
  }

  @Test
  void shouldReadAllThatQemuPrints() throws IOException, TraceException {
    List<RegisterState> states = Samples.states(Samples.recorded("qemu-asm"));
    RegisterState first = states.get(0);
    assertEquals("f000:0000fff0", first.place());
    assertEquals(0x673, first.get(TraceRegister.EDX));
    assertEquals(2, first.get(TraceRegister.EFLAGS));
    assertEquals(0x60000010, first.get(TraceRegister.CR0));
    assertArrayEquals(new byte[] {(byte) 0xe9, 0x2b, 0}, first.code());
    assertEquals("jmp 0x1e", first.text());
    RegisterState last = states.get(states.size() - 1);
    assertEquals(0x10, last.get(TraceRegister.ES));
    assertEquals(8, last.get(TraceRegister.CS));
    assertEquals(0x7ffc, last.get(TraceRegister.ESP));
    assertEquals("hlt", last.text());
  }

  @Test
  void shouldReadAllThatBochsPrints() throws IOException, TraceException {
    List<RegisterState> states = Samples.states(Samples.recorded("bochs-trace"));
    RegisterState last = states.get(states.size() - 1);
    assertEquals(8, last.get(TraceRegister.CS));
    assertEquals(0x7ffc, last.get(TraceRegister.ESP));
    assertEquals("hlt", last.text());
    assertArrayEquals(new byte[] {(byte) 0xf4}, last.code());
    assertFalse(last.has(TraceRegister.CR0));
  }

  @Test
  void shouldReadWhatAPersonPrintsInBochs() throws IOException, TraceException {
    RegisterState state = Samples.states(Samples.recorded("bochs-steps")).get(1);
    assertTrue(state.has(TraceRegister.CR0));
    assertTrue(state.has(TraceRegister.GS));
    assertEquals("f000:0000001f", state.place());
    assertEquals("xor edx, edx", state.text());
  }

  @Test
  void shouldReadWhatItWrites() throws IOException, TraceException {
    RegisterState written = Samples.states(Samples.open("t", OURS)).get(0);
    assertEquals(7, written.get(TraceRegister.EDI));
    assertEquals(4, written.get(TraceRegister.GS));
    StringWriter text = new StringWriter();
    TraceWriter writer = new TraceWriter(text, "name of it");
    writer.remark("partition 1");
    writer.write(0, written, written.code(), written.text());
    written.set(TraceRegister.EAX, -1);
    writer.write(1, written, new byte[0], "");
    List<RegisterState> read = Samples.states(Samples.open("t", text.toString()));
    assertEquals(2, read.size());
    assertEquals("jmp 0x1e", read.get(0).text());
    assertEquals(-1, read.get(1).get(TraceRegister.EAX));
    assertEquals("", read.get(1).text());
    assertEquals(0, read.get(1).code().length);
    // Told once, and carried on.
    assertEquals(text.toString().indexOf("cr0="), text.toString().lastIndexOf("cr0="));
    assertEquals(0x60000010, read.get(1).get(TraceRegister.CR0));
  }

  @Test
  void shouldReadAPackedTrace() throws IOException, TraceException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(OURS.getBytes(StandardCharsets.ISO_8859_1));
    }
    RegisterTrace trace =
        RegisterTraces.open("t.gz", new ByteArrayInputStream(packed.toByteArray()));
    assertEquals(1, Samples.states(trace).size());
  }

  @Test
  void shouldNameFileAndLineOfWhatItCannotRead() throws IOException {
    assertEquals("t.log: line 2: the instruction's bytes is missing", refused(cut("; e92b00")));
    assertEquals("t.log: line 2: esi is missing", refused(cut(" 00000006 00000007")));
    assertEquals(
        "t.log: line 2: 'f00x' is no hexadecimal number", refused(OURS.replace("f000:", "f00x:")));
    assertEquals(
        "t.log: line 1: a trace of version 2; this program reads version 1",
        refused(OURS.replace("trace 1", "trace 2")));
    String qemu = Samples.text("qemu-exec");
    assertEquals(
        "t.log: line 22: '0000000z' is no hexadecimal number",
        refused(replaceSecond(qemu, "EBX=00000000", "EBX=0000000z")));
    String bochs = Samples.text("bochs-trace");
    assertEquals(
        "t.log: line 28: '0000z000' is no hexadecimal number",
        refused(replaceSecond(bochs, "rbx: 00000000_00000000", "rbx: 00000000_0000z000")));
  }

  private static String cut(String from) {
    return OURS.substring(0, OURS.indexOf(from) + (from.startsWith(";") ? 1 : 0));
  }

  private static String replaceSecond(String text, String what, String by) {
    int second = text.indexOf(what, text.indexOf(what) + 1);
    return text.substring(0, second) + by + text.substring(second + what.length());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hello\nworld\n", "\u007fELF", "#\n#\n"})
  void shouldRefuseWhatIsNoTrace(String text) {
    assertTrue(refused(text).startsWith("t.log: no register trace: "), text);
  }

  @Test
  void shouldEndWhereALogWasCutOffInTheMiddleOfAState() throws IOException, TraceException {
    String qemu = Samples.text("qemu-exec");
    String cut = qemu.substring(0, qemu.lastIndexOf("ESI="));
    assertEquals(55, Samples.states(Samples.open("t", cut)).size());
  }

  @Test
  void shouldReadLinesOfAnyLengthInConstantMemory() throws IOException {
    long size = 64L << 20;
    InputStream endless =
        new InputStream() {
          private long left = size;

          @Override
          public int read() {
            return left-- > 0 ? 'x' : -1;
          }

          @Override
          public int read(byte[] to, int from, int length) {
            int n = (int) Math.min(left, length);
            java.util.Arrays.fill(to, from, from + n, (byte) 'x');
            left -= n;
            return n == 0 ? -1 : n;
          }
        };
    TraceLines lines = new TraceLines(endless);
    assertEquals(TraceLines.MAX_CHARS, lines.next().length());
    assertEquals(null, lines.next());
  }
}
