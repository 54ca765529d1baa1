// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.rtems;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.virtualpok.emu.awareness.GuestImage;
import org.virtualpok.emu.awareness.GuestMemory;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.image.SymbolTable.Symbol;

/**
 * Whether the processor is on its way from one task to another. The next one is the executing one
 * then, but the stack still that of the boot, or of a task that is no more.
 */
final class Switch {
  private static final List<String> FUNCTIONS =
      List.of(
          "_Thread_Dispatch",
          "_Thread_Do_dispatch",
          "_Thread_Start_multitasking",
          "_CPU_Context_switch",
          "__wrap__CPU_Context_switch",
          "_CPU_Context_restore",
          "_CPU_Context_Restart_self",
          "_Thread_Handler");

  /** As deep as what a switch calls may be. */
  private static final int STACK_BYTES = 512;

  private final GuestMemory memory;
  private final List<Symbol> functions;

  Switch(GuestImage image) {
    memory = image.memory();
    functions = FUNCTIONS.stream().flatMap(n -> image.symbols().named(n).stream()).toList();
  }

  /** Whether EIP is in a function that switches, or one of those returns into it. */
  boolean isIn(Registers vcpu, int esp) {
    if (isIn(vcpu.eip())) {
      return true;
    }
    ByteBuffer stack =
        ByteBuffer.wrap(memory.read(esp, STACK_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
    while (stack.remaining() >= 4) {
      if (isIn(stack.getInt())) {
        return true;
      }
    }
    return false;
  }

  private boolean isIn(int address) {
    return functions.stream()
        .anyMatch(f -> Integer.compareUnsigned(address - f.address(), Math.max(1, f.size())) < 0);
  }
}
