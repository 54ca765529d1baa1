// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug;

import java.util.List;

/**
 * One row of the target's table of hypercalls.
 *
 * @param vector interrupt vector the guest uses, 42 or 45
 * @param number what the guest puts into EAX
 * @param meaning one sentence
 */
public record HypercallInfo(
    int vector, int number, String name, List<String> arguments, String meaning) {
  public HypercallInfo {
    arguments = List.copyOf(arguments);
  }
}
