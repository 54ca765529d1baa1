// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.awareness;

import java.util.Optional;
import java.util.OptionalInt;
import org.virtualpok.emu.awareness.GuestImage;
import org.virtualpok.emu.awareness.GuestMemory;
import org.virtualpok.emu.awareness.GuestValue;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.image.SymbolTable.Symbol;

/**
 * The registers of a task that does not run.
 *
 * <p>A task gives up the processor in {@code _CPU_Context_switch} (context.S), which saves EFLAGS,
 * ESP, EBP, EBX, ESI and EDI; the word at ESP is where it goes on. If it did so at the end of an
 * interrupt, the frame of that interrupt is on its stack with all registers, and those are the
 * task's: upcall.S of the layer draws the frame, interrupt.S that of a PC.
 */
public final class SavedContext {
  private static final int ESP = 4;
  private static final int EAX_ECX_EDX = 0b111;

  /**
   * From the switch to the entry of the interrupt there are four functions, and nine in RTEMS of
   * 2013.
   */
  private static final int CALLS_MAX = 12;

  /** Below the frame of 2013 there are so many words at most. */
  private static final int MAGIC_WORDS_MAX = 24;

  private static final int MAGIC = 0xffeeddcc;

  private final GuestMemory memory;
  private final Symbol upcall;
  private final Symbol upcallOf2013;
  private final Symbol nativeEntry;

  public SavedContext(GuestImage image) {
    memory = image.memory();
    upcall = image.symbols().named("_virtualpok_upcall").orElse(null);
    upcallOf2013 = image.symbols().named("interrupt_middleman").orElse(null);
    nativeEntry = image.symbols().named("native_interrupt_entry").orElse(null);
  }

  /** The words of a switched-out context. */
  private record Words(int eflags, int esp, int ebp, int ebx, int esi, int edi) {}

  /**
   * Registers with which a task will go on; empty if they cannot be read.
   *
   * @param saved its Context_Control
   * @param vcpu for the segments, which all tasks share
   */
  public Optional<Registers> read(GuestValue saved, Registers vcpu) {
    OptionalInt esp = field(saved, "esp");
    OptionalInt ebp = field(saved, "ebp");
    if (esp.isEmpty() || ebp.isEmpty()) {
      return Optional.empty();
    }
    OptionalInt eip = word(esp.getAsInt());
    if (eip.isEmpty()) {
      return Optional.empty();
    }
    Words words =
        new Words(
            field(saved, "eflags").orElse(0),
            esp.getAsInt(),
            ebp.getAsInt(),
            field(saved, "ebx").orElse(0),
            field(saved, "esi").orElse(0),
            field(saved, "edi").orElse(0));
    Optional<Registers> interrupted = interrupted(words, vcpu);
    if (interrupted.isPresent()) {
      return interrupted;
    }
    int[] gpr = {0, 0, 0, words.ebx, words.esp + 4, words.ebp, words.esi, words.edi};
    return Optional.of(
        new Registers(gpr, eip.getAsInt(), words.eflags, vcpu.cpl(), vcpu.segments(), EAX_ECX_EDX));
  }

  private static OptionalInt field(GuestValue saved, String name) {
    GuestValue value = saved.member(name);
    return value.integer().isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of((int) value.integer().getAsLong());
  }

  /** Follows the frame pointers to the entry of an interrupt, if one is that near. */
  private Optional<Registers> interrupted(Words saved, Registers vcpu) {
    int frame = saved.ebp;
    for (int i = 0; i < CALLS_MAX; i++) {
      OptionalInt caller = word(frame);
      OptionalInt returns = word(frame + 4);
      boolean up = Integer.compareUnsigned(frame, saved.esp) > 0;
      if (!up || caller.isEmpty() || returns.isEmpty()) {
        return Optional.empty();
      }
      int argument = frame + 8;
      if (isIn(upcall, returns.getAsInt())) {
        return upcallFrame(argument, vcpu).or(() -> frameOf2013(argument, saved.eflags, vcpu));
      }
      if (isIn(upcallOf2013, returns.getAsInt())) {
        return frameOf2013(argument, saved.eflags, vcpu);
      }
      if (isIn(nativeEntry, returns.getAsInt())) {
        return nativeFrame(argument, vcpu);
      }
      if (Integer.compareUnsigned(caller.getAsInt(), frame) <= 0) {
        return Optional.empty();
      }
      frame = caller.getAsInt();
    }
    return Optional.empty();
  }

  /** upcall.S of the layer: the frame begins with the line, and has its own end at 16. */
  private Optional<Registers> upcallFrame(int argument, Registers vcpu) {
    for (int at = argument + 16; at != argument + 32; at += 4) {
      if (is(at, word(argument)) && is(at + 16, OptionalInt.of(at + 44))) {
        return registers(at + 4, word(at + 40), word(at + 36), at + 44, vcpu);
      }
    }
    return Optional.empty();
  }

  /** interrupt.S of the PC: PUSHA, the line, then what the processor pushed. */
  private Optional<Registers> nativeFrame(int argument, Registers vcpu) {
    for (int at = argument + 16; at != argument + 32; at += 4) {
      if (is(at + 32, word(argument)) && is(at + 12, OptionalInt.of(at + 32))) {
        return registers(at, word(at + 36), word(at + 44), at + 48, vcpu);
      }
    }
    return Optional.empty();
  }

  /** upcall.S of the layer of 2013: a magic word, the line, PUSHA; nobody saved the flags. */
  private Optional<Registers> frameOf2013(int argument, int eflags, Registers vcpu) {
    for (int i = 0; i < MAGIC_WORDS_MAX; i++) {
      int at = argument + 4 * i;
      if (is(at, OptionalInt.of(MAGIC))) {
        return registers(at + 8, word(at + 40), OptionalInt.of(eflags), at + 44, vcpu);
      }
    }
    return Optional.empty();
  }

  /**
   * All registers of an interrupted task.
   *
   * @param pushed where EDI lies, the first of eight as PUSHA leaves them
   */
  private Optional<Registers> registers(
      int pushed, OptionalInt eip, OptionalInt eflags, int esp, Registers vcpu) {
    int[] gpr = new int[8];
    for (int i = 0; i < gpr.length; i++) {
      OptionalInt value = word(pushed + 4 * (7 - i));
      if (value.isEmpty()) {
        return Optional.empty();
      }
      gpr[i] = value.getAsInt();
    }
    gpr[ESP] = esp;
    return eip.isEmpty() || eflags.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Registers(gpr, eip.getAsInt(), eflags.getAsInt(), vcpu.cpl(), vcpu.segments()));
  }

  private boolean is(int address, OptionalInt value) {
    OptionalInt there = word(address);
    return there.isPresent() && value.isPresent() && there.getAsInt() == value.getAsInt();
  }

  /** Whether a return address is one of a function; a call may be its last instruction. */
  private static boolean isIn(Symbol function, int returns) {
    return function != null
        && Integer.compareUnsigned(returns - function.address() - 1, function.size()) < 0;
  }

  private OptionalInt word(int address) {
    byte[] bytes = memory.read(address, 4);
    return bytes.length < 4
        ? OptionalInt.empty()
        : OptionalInt.of(
            bytes[0] & 0xff
                | (bytes[1] & 0xff) << 8
                | (bytes[2] & 0xff) << 16
                | (bytes[3] & 0xff) << 24);
  }
}
