// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.trace.register;

import java.util.List;

/**
 * What a comparison found.
 *
 * @param compared states that agree
 * @param startA the first state that was compared, of the first trace
 * @param startB of the second
 * @param agreed the last states that agree, the oldest first; pairs of both traces
 * @param a the state of the first trace behind them; null where it ends
 * @param b of the second
 * @param differing registers that differ between a and b; empty if none
 * @param differingFlags EFLAGS bits that differ
 */
public record ComparisonResult(
    long compared,
    RegisterState startA,
    RegisterState startB,
    List<Pair> agreed,
    RegisterState a,
    RegisterState b,
    List<TraceRegister> differing,
    int differingFlags) {
  /** The same instant in both traces. */
  public record Pair(RegisterState a, RegisterState b) {
    /** The instruction about to run, as one of both spells it; empty if none does. */
    public String instruction() {
      return a.text().isEmpty() ? b.text() : a.text();
    }
  }

  public boolean different() {
    return !differing.isEmpty();
  }
}
