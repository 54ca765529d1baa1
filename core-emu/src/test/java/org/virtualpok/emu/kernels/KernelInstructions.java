// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.kernels;

import java.io.IOException;
import java.util.function.Consumer;
import org.virtualpok.emu.isa.Insn;

/** Which instructions the test kernels run. */
public final class KernelInstructions {
  private KernelInstructions() {}

  /** Runs every kernel and tells of each instruction before it runs. */
  public static void forEach(Consumer<Insn> consumer) throws IOException {
    for (String name : KernelTest.NAMES) {
      new TestBoard(KernelTest.rom(name)).forEachInstruction(consumer, KernelTest.BUDGET);
    }
  }
}
