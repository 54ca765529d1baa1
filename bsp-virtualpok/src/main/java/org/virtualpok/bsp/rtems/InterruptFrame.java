// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.rtems;

import java.util.Optional;
import java.util.OptionalInt;
import org.virtualpok.emu.awareness.GuestImage;
import org.virtualpok.emu.awareness.GuestMemory;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.image.SymbolTable;
import org.virtualpok.emu.image.SymbolTable.Symbol;

/**
 * The registers of a task that an interrupt stopped on a PC.
 *
 * <p>RTEMS's {@code _ISR_Handler} (bsps/i386/shared/irq/irq_asm.S) lays a frame of four words
 * (unused, EBX, EBP, and ESP as it was before) below EDX, ECX, EAX and what the processor pushed,
 * and calls the function that switches to another task. ESI and EDI are among the registers that
 * this function pushes first, if it uses them.
 */
final class InterruptFrame {
  private static final int EAX = 0;
  private static final int ECX = 1;
  private static final int EDX = 2;
  private static final int EBX = 3;
  private static final int ESP = 4;
  private static final int EBP = 5;

  /** Words of the switching function's frame that are looked at. */
  private static final int FRAME_WORDS_MAX = 48;

  /** Between the return address into the handler and its frame lie that many arguments at most. */
  private static final int ARGUMENTS_MAX = 8;

  /** The handler is as long at most; it ends where the entry of line 0 begins. */
  private static final int HANDLER_BYTES = 512;

  /** The frame, and the image of the FPU and SSE that it may hold. */
  private static final int FRAME_BYTES_MAX = 16 + 20 + 512;

  private static final int CALL = 0xe8;
  private static final int PUSH = 0x50;
  private static final int PUSHES_MAX = 4;

  private final GuestMemory memory;
  private final SymbolTable symbols;
  private final Optional<Symbol> handlerEnd;

  InterruptFrame(GuestImage image) {
    memory = image.memory();
    symbols = image.symbols();
    handlerEnd = symbols.named("rtems_irq_prologue_0");
  }

  /** All registers at the interrupt; what was given if it was none. */
  Registers read(Registers saved) {
    if (handlerEnd.isEmpty()) {
      return saved;
    }
    Optional<Symbol> function = symbols.functionAt(saved.eip());
    OptionalInt returns =
        function.isEmpty() ? OptionalInt.empty() : returnAddress(saved, function.get());
    return returns.isEmpty()
        ? saved
        : frame(saved, function.get(), returns.getAsInt()).orElse(saved);
  }

  /** Where the address lies to which a function returns: behind a call of that function. */
  private OptionalInt returnAddress(Registers saved, Symbol function) {
    for (int i = 0; i < FRAME_WORDS_MAX; i++) {
      int at = saved.gpr(ESP) + 4 * i;
      int address = word(at);
      byte[] call = memory.read(address - 5, 1);
      if (call.length == 1
          && (call[0] & 0xff) == CALL
          && address + word(address - 4) == function.address()) {
        boolean inHandler =
            Integer.compareUnsigned(handlerEnd.get().address() - address, HANDLER_BYTES) < 0;
        return inHandler ? OptionalInt.of(at) : OptionalInt.empty();
      }
    }
    return OptionalInt.empty();
  }

  private Optional<Registers> frame(Registers saved, Symbol function, int returns) {
    int selector = saved.segment(SegmentName.CS).selector();
    for (int i = 3; i < ARGUMENTS_MAX + 3; i++) {
      int at = returns + 4 * i;
      int before = word(at);
      boolean below = Integer.compareUnsigned(before - at - 4, FRAME_BYTES_MAX) <= 0;
      if (below && (word(before + 16) & 0xffff) == selector) {
        int[] gpr = saved.gpr();
        pushed(gpr, function, returns);
        gpr[EAX] = word(before + 8);
        gpr[ECX] = word(before + 4);
        gpr[EDX] = word(before);
        gpr[EBX] = word(at - 8);
        gpr[EBP] = word(at - 4);
        gpr[ESP] = before + 24;
        return Optional.of(
            new Registers(
                gpr, word(before + 12), word(before + 20), saved.cpl(), saved.segments()));
      }
    }
    return Optional.empty();
  }

  /** Registers that a function saves are pushed by its first instructions, of one byte each. */
  private void pushed(int[] gpr, Symbol function, int returns) {
    byte[] code = memory.read(function.address(), PUSHES_MAX);
    for (int i = 0; i < code.length && (code[i] & 0xf8) == PUSH; i++) {
      gpr[code[i] & 7] = word(returns - 4 * (i + 1));
    }
  }

  /** 0 where nothing can be read. */
  private int word(int address) {
    byte[] b = memory.read(address, 4);
    return b.length < 4
        ? 0
        : b[0] & 0xff | (b[1] & 0xff) << 8 | (b[2] & 0xff) << 16 | (b[3] & 0xff) << 24;
  }
}
