// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.trace.register;

import java.util.Optional;

/**
 * How two traces are compared.
 *
 * @param skipA states of the first trace to pass over
 * @param skipB states of the second
 * @param from where the comparison starts in both; if empty, at the first place that both have
 * @param ignored what is not looked at
 * @param undefinedToo whether flags that the manual leaves undefined count too
 * @param context how many states that agree are kept to be shown
 */
public record ComparisonOptions(
    long skipA,
    long skipB,
    Optional<Place> from,
    IgnoredRegisters ignored,
    boolean undefinedToo,
    int context) {
  /** All of both traces, nothing ignored. */
  public static ComparisonOptions plain() {
    return new ComparisonOptions(0, 0, Optional.empty(), new IgnoredRegisters(), false, 5);
  }

  /**
   * Where an instruction lies.
   *
   * @param cs selector, or -1 for any
   * @param eip offset in CS
   */
  public record Place(int cs, int eip) {
    /**
     * Reads "f000:fff0" or, for any CS, "c0100000" or "0xc0100000".
     *
     * @throws IllegalArgumentException with a message for the user
     */
    public static Place parse(String text) {
      int colon = text.indexOf(':');
      try {
        int cs = colon < 0 ? -1 : number(text.substring(0, colon), 0xffff);
        return new Place(cs, number(text.substring(colon + 1), 0xffffffffL));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "'" + text + "' is no address; write f000:fff0 or 0xc0100000, in hexadecimal", e);
      }
    }

    private static int number(String text, long max) {
      long value = Long.parseUnsignedLong(text.startsWith("0x") ? text.substring(2) : text, 16);
      if (value < 0 || value > max) {
        throw new NumberFormatException(text);
      }
      return (int) value;
    }

    boolean holds(RegisterState state) {
      return state.get(TraceRegister.EIP) == eip && (cs < 0 || state.get(TraceRegister.CS) == cs);
    }
  }
}
