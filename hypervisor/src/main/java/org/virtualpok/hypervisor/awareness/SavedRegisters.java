// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.awareness;

import java.util.Optional;
import java.util.OptionalInt;
import org.virtualpok.emu.awareness.GuestMemory;
import org.virtualpok.emu.debug.Registers;

/**
 * Registers on a thread's kernel stack. What was saved in ring 3 stands in 64 bytes below ESP0, as
 * POK's common stub pushes it; a thread that never ran has a context of its first ones at ESP0
 * instead, which knows its own address.
 */
final class SavedRegisters {
  /** Bytes of a kernel stack. */
  private static final int STACK_BYTES = 8192;

  private static final int FRAME_BYTES = 64;

  /** A context that the kernel's switch leaves: EDI .. EAX, EIP, CS, EFLAGS. */
  private static final int CONTEXT_BYTES = 44;

  /** In such a context. */
  private static final int EIP = 32;

  private static final int EFLAGS_IF = 0x202;

  /** Indices in the encoding's order of what PUSHA leaves from low to high; -1 for its ESP. */
  private static final int[] PUSHA = {7, 6, 5, -1, 3, 2, 1, 0};

  private static final int ESP = 4;

  private final SegmentTables tables;
  private final GuestMemory linear;
  private final int kernelSp;
  private final int userPc;
  private final int userSp;
  private final int argument1;
  private final int argument2;
  private final int dispatch;

  SavedRegisters(KernelData data, SegmentTables tables) {
    this.tables = tables;
    this.linear = data.memory();
    userPc = data.offset("space_context_t", "user_pc", 52);
    userSp = data.offset("space_context_t", "user_sp", 56);
    kernelSp = data.offset("space_context_t", "kernel_sp", data.variant().countsNanos() ? 64 : 60);
    argument1 = data.offset("space_context_t", "arg1", kernelSp + 4);
    argument2 = data.offset("space_context_t", "arg2", kernelSp + 8);
    dispatch = data.function("pok_dispatch_space");
  }

  static int word(byte[] b, int at) {
    return b[at] & 0xff | (b[at + 1] & 0xff) << 8 | (b[at + 2] & 0xff) << 16 | b[at + 3] << 24;
  }

  /**
   * Where a thread's ESP0 is: its stack holds, at a fixed place above, that very address.
   *
   * @param stackPointer linear, as saved, or any place in the thread's kernel stack
   */
  OptionalInt top(int stackPointer) {
    int aligned = stackPointer + 3 & ~3;
    byte[] stack = linear.read(aligned, STACK_BYTES);
    for (int at = 0; at + kernelSp + 4 <= stack.length; at += 4) {
      if (word(stack, at + kernelSp) == aligned + at) {
        return OptionalInt.of(aligned + at);
      }
    }
    return OptionalInt.empty();
  }

  /**
   * Registers of ring 3.
   *
   * @param top the thread's ESP0, linear
   * @param stackPointer where the kernel saved its own
   * @param partition index; its selectors must be those that were saved
   */
  Optional<Registers> user(int top, int stackPointer, int partition) {
    Optional<Registers> first = first(stackPointer, partition); // of a new or restarted thread
    return first.isPresent() ? first : frame(top, partition);
  }

  /** The frame below ESP0; empty if what lies there is none of this partition. */
  Optional<Registers> frame(int top, int partition) {
    byte[] f = linear.read(top - FRAME_BYTES, FRAME_BYTES);
    if (f.length < FRAME_BYTES) {
      return Optional.empty();
    }
    int cs = word(f, 48) & 0xffff;
    if (tables.ofSelector(cs) != partition || partition < 0) {
      return Optional.empty();
    }
    int[] gpr = pusha(f, 8);
    gpr[ESP] = word(f, 56);
    return Optional.of(
        new Registers(
            gpr,
            word(f, 44),
            word(f, 52),
            cs & 3,
            tables.ring3(cs, word(f, 60), word(f, 4), word(f, 0))));
  }

  /** First registers: of a thread that never ran, or one that was restarted. */
  Optional<Registers> first(int stackPointer, int partition) {
    byte[] c = linear.read(stackPointer, argument2 + 4);
    Optional<PokKernelState.Descriptor> code = tables.partition(partition);
    if (c.length < argument2 + 4 || code.isEmpty()) {
      return Optional.empty();
    }
    boolean restarted = dispatch != 0 && word(c, EIP) == dispatch;
    if (!restarted && word(c, kernelSp) != stackPointer) {
      return Optional.empty();
    }
    int[] gpr = new int[8];
    gpr[0] = word(c, argument1);
    gpr[3] = word(c, argument2);
    gpr[ESP] = word(c, userSp);
    int cs = code.get().codeSelector();
    int ds = cs + 8;
    return Optional.of(
        new Registers(gpr, word(c, userPc), EFLAGS_IF, 3, tables.ring3(cs, ds, ds, ds)));
  }

  /** Registers of ring 0 where the kernel switched away from a thread. */
  Optional<Registers> kernel(int stackPointer) {
    byte[] c = linear.read(stackPointer, CONTEXT_BYTES);
    if (c.length < CONTEXT_BYTES) {
      return Optional.empty();
    }
    int cs = word(c, 36) & 0xffff;
    Registers.Segment code = tables.segment(cs);
    if ((cs & 3) != 0 || !code.usable()) {
      return Optional.empty();
    }
    int[] gpr = pusha(c, 0);
    gpr[ESP] = stackPointer + CONTEXT_BYTES;
    int ds = cs + 8;
    return Optional.of(
        new Registers(gpr, word(c, 32), word(c, 40), 0, tables.ring3(cs, ds, ds, ds)));
  }

  private static int[] pusha(byte[] bytes, int at) {
    int[] gpr = new int[8];
    for (int i = 0; i < PUSHA.length; i++) {
      if (PUSHA[i] >= 0) {
        gpr[PUSHA[i]] = word(bytes, at + 4 * i);
      }
    }
    return gpr;
  }
}
