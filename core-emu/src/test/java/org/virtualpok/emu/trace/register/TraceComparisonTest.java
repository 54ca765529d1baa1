// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.trace.register;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virtualpok.emu.trace.register.ComparisonOptions.Place;

/** Where two traces part. */
class TraceComparisonTest {
  private static final ComparisonOptions PLAIN = ComparisonOptions.plain();

  /** A trace under construction: EIP, EFLAGS, EAX, ECX; everything else is 0. */
  private static final class Maker {
    private final StringWriter text = new StringWriter();
    private final TraceWriter writer;
    private final RegisterState state = new RegisterState();

    Maker() throws IOException {
      writer = new TraceWriter(text, "made");
    }

    Maker add(int eip, int eflags, int eax, int ecx, String code) throws IOException {
      state.set(TraceRegister.EIP, eip);
      state.set(TraceRegister.EFLAGS, eflags);
      state.set(TraceRegister.EAX, eax);
      state.set(TraceRegister.ECX, ecx);
      writer.write(0, state, HexFormat.of().parseHex(code), "");
      return this;
    }

    RegisterTrace trace() throws IOException, TraceException {
      return Samples.open("made", text.toString());
    }
  }

  private static ComparisonOptions ignoring(String... names) {
    IgnoredRegisters ignored = new IgnoredRegisters();
    List.of(names).forEach(ignored::ignore);
    return new ComparisonOptions(0, 0, Optional.empty(), ignored, false, 5);
  }

  private static ComparisonOptions from(String place) {
    Optional<Place> from = Optional.of(Place.parse(place));
    return new ComparisonOptions(0, 0, from, new IgnoredRegisters(), false, 5);
  }

  private static ComparisonResult compare(Maker a, Maker b) throws IOException, TraceException {
    return TraceComparison.compare(a.trace(), b.trace(), PLAIN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"qemu-exec", "qemu-asm"})
  void shouldFindThatTwoEmulatorsAgreeButForEdxAtReset(String qemu)
      throws IOException, TraceException {
    ComparisonResult all =
        TraceComparison.compare(Samples.recorded(qemu), Samples.recorded("bochs-trace"), PLAIN);
    assertEquals(List.of(TraceRegister.EDX), all.differing());
    assertEquals(0, all.compared());
    ComparisonResult rest =
        TraceComparison.compare(
            Samples.recorded(qemu), Samples.recorded("bochs-trace"), from("f000:22"));
    assertFalse(rest.different());
    // 56 printed, less the three before the address, less the iterations of REP.
    assertEquals(47, rest.compared());
  }

  @Test
  void shouldAlignTracesThatStartApart() throws IOException, TraceException {
    RegisterTrace steps = Samples.recorded("bochs-steps");
    ComparisonResult result =
        TraceComparison.compare(steps, Samples.recorded("qemu-asm"), ignoring("edx"));
    assertFalse(result.different());
    assertEquals("f000:0000001e", result.startB().place());
    assertEquals(1, result.startB().index());
    assertEquals(null, result.a());
    assertTrue(result.b() != null, "B goes on");
  }

  @Test
  void shouldShowTheInstructionBeforeTheFirstDifference() throws IOException, TraceException {
    String bochs = Samples.text("bochs-trace");
    int mul = bochs.indexOf(": mul ");
    int rax = bochs.indexOf("rax: ", mul);
    String broken = bochs.substring(0, rax) + "rax: 00000000_00001156" + bochs.substring(rax + 22);
    RegisterTrace a = Samples.recorded("qemu-asm");
    RegisterTrace b = Samples.open("broken.log", broken);
    ComparisonResult result = TraceComparison.compare(a, b, ignoring("edx"));
    assertEquals(List.of(TraceRegister.EAX), result.differing());
    String report = ComparisonReport.of(a, b, result);
    assertTrue(report.contains(", behind 'mulb %bl' at f000:00000048:\n"), report);
    assertTrue(report.contains("eax        0000007f   0000115d   00001156  <--\n"), report);
    assertTrue(report.contains("f6e3                    mulb %bl\n"), report);
  }

  @Test
  void shouldPassOverUndefinedFlagsUntilSomethingDefinesThem() throws IOException, TraceException {
    // mul cl; mov eax,ecx; inc eax; with SF set in one trace only.
    Maker a =
        new Maker().add(0, 2, 1, 1, "f6e1").add(2, 0x82, 1, 1, "89c8").add(4, 0x82, 1, 1, "40");
    Maker b = new Maker().add(0, 2, 1, 1, "f6e1").add(2, 2, 1, 1, "89c8").add(4, 2, 1, 1, "40");
    assertFalse(compare(a, b).different());
    a.add(5, 0x82, 2, 1, "90");
    b.add(5, 2, 2, 1, "90");
    ComparisonResult result = compare(a, b);
    assertEquals(List.of(TraceRegister.EFLAGS), result.differing());
    assertEquals(0x80, result.differingFlags());
    assertEquals(3, result.compared());
  }

  @Test
  void shouldKnowWhatAShiftCountDefines() throws IOException, TraceException {
    // shl eax,cl: OF is defined for a count of 1 only, and a count of 0 changes nothing.
    assertEquals(0x800, differingBehind("d3e0", 1));
    assertEquals(0, differingBehind("d3e0", 2));
    assertEquals(0x800, differingBehind("d3e0", 0));
  }

  private static int differingBehind(String code, int ecx) throws IOException, TraceException {
    Maker a = new Maker().add(0, 2, 0, ecx, code).add(2, 0x802, 0, ecx, "90");
    Maker b = new Maker().add(0, 2, 0, ecx, code).add(2, 2, 0, ecx, "90");
    return compare(a, b).differingFlags();
  }

  @Test
  void shouldCompareUndefinedFlagsIfAsked() throws IOException, TraceException {
    Maker a = new Maker().add(0, 2, 1, 1, "f6e1").add(2, 0x82, 1, 1, "90");
    Maker b = new Maker().add(0, 2, 1, 1, "f6e1").add(2, 2, 1, 1, "90");
    ComparisonOptions all =
        new ComparisonOptions(0, 0, Optional.empty(), new IgnoredRegisters(), true, 5);
    assertTrue(TraceComparison.compare(a.trace(), b.trace(), all).different());
  }

  @Test
  void shouldTakeTheIterationsOfARepAsOne() throws IOException, TraceException {
    Maker a = new Maker().add(0, 2, 0, 2, "f3aa").add(0, 2, 0, 1, "f3aa").add(2, 2, 0, 0, "90");
    Maker b = new Maker().add(0, 2, 0, 2, "f3aa").add(2, 2, 0, 0, "90");
    ComparisonResult result = compare(a, b);
    assertFalse(result.different());
    assertEquals(2, result.compared());
  }

  @Test
  void shouldIgnoreWhatItIsTold() throws IOException, TraceException {
    Maker a = new Maker().add(0, 0x12, 0x10001, 0, "90").add(1, 2, 0, 0, "90");
    Maker b = new Maker().add(0, 2, 1, 0, "90").add(1, 2, 0, 0, "90");
    ComparisonResult all = compare(a, b);
    assertEquals(List.of(TraceRegister.EAX, TraceRegister.EFLAGS), all.differing());
    assertFalse(
        TraceComparison.compare(a.trace(), b.trace(), ignoring("eax.high", "af")).different());
    assertTrue(TraceComparison.compare(a.trace(), b.trace(), ignoring("af")).different());
    for (String bad : new String[] {"foo", "eax.mid", "eip", "", "eax.af"}) {
      assertThrows(IllegalArgumentException.class, () -> ignoring(bad), bad);
    }
  }

  @Test
  void shouldSkipWhatItIsTold() throws IOException, TraceException {
    Maker a = new Maker().add(0, 2, 7, 0, "90").add(1, 2, 7, 0, "90").add(0, 2, 1, 0, "90");
    Maker b = new Maker().add(0, 2, 1, 0, "90");
    ComparisonOptions skip =
        new ComparisonOptions(2, 0, Optional.empty(), new IgnoredRegisters(), false, 5);
    assertFalse(TraceComparison.compare(a.trace(), b.trace(), skip).different());
    assertTrue(compare(a, b).different());
  }

  @Test
  void shouldShowNoMoreContextThanAsked() throws IOException, TraceException {
    Maker a = new Maker();
    Maker b = new Maker();
    for (int i = 0; i < 20; i++) {
      a.add(i, 2, 0, 0, "90");
      b.add(i, 2, i == 19 ? 1 : 0, 0, "90");
    }
    ComparisonResult result = compare(a, b);
    assertEquals(5, result.agreed().size());
    assertEquals(19, result.compared());
    assertEquals("0000:00000012", result.agreed().get(4).a().place());
  }

  @Test
  void shouldSayWhereNothingIsCommon() throws IOException, TraceException {
    Maker a = new Maker().add(0, 2, 0, 0, "90");
    Maker b = new Maker().add(1, 2, 0, 0, "90");
    String problem = assertThrows(TraceException.class, () -> compare(a, b)).getMessage();
    assertTrue(problem.contains("no address is common"), problem);
    assertThrows(
        TraceException.class, () -> TraceComparison.compare(a.trace(), b.trace(), from("0008:0")));
    for (String bad : new String[] {"x", "12345:0", "1:", "", "100000000"}) {
      assertThrows(IllegalArgumentException.class, () -> Place.parse(bad), bad);
    }
  }
}
