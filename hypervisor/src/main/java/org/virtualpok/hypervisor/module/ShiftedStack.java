// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.isa.Disassembler;
import org.virtualpok.hypervisor.partition.Partition;

/**
 * Follows a guest whose ESP is one word too high, instruction by instruction, until one pops or
 * reads a word that it does not mean, or ESP is set anew (LEAVE, MOV ESP, another thread's stack).
 */
final class ShiftedStack {
  private static final Set<String> POPS =
      Set.of("pop", "popa", "popad", "popf", "popfd", "ret", "retf");

  private static final Pattern RELATIVE = Pattern.compile("\\[esp(?:\\+0x([0-9a-f]+))?\\]");

  /** Further away it is another stack. */
  private static final int STACK_BYTES = 1 << 16;

  private final int top;

  /** Words that were written through ESP since: the guest means these when it reads them so. */
  private final Set<Integer> written = new HashSet<>();

  /**
   * @param top ESP behind the return, an offset in SS
   */
  ShiftedStack(int top) {
    this.top = top;
  }

  /** What the next instruction does. */
  enum Verdict {
    HARMLESS,
    /** ESP is right again, or belongs to somebody else. */
    HEALED,
    /** It takes a word for the one below it. */
    HURT
  }

  /** Offset in SS of the word that the hurt instruction takes. */
  private int taken;

  int taken() {
    return taken;
  }

  /** Judges the instruction at the vCPU's EIP. */
  Verdict judge(Partition partition, Disassembler.Line line) {
    int esp = partition.cpu().gpr[CpuState.ESP];
    if (Integer.compareUnsigned(esp - top + STACK_BYTES, 2 * STACK_BYTES) >= 0) {
      return Verdict.HEALED;
    }
    String mnemonic = line.mnemonic();
    if (POPS.contains(mnemonic)) {
      return hurtIfAbove(esp);
    }
    String operands = line.operands();
    boolean setsEsp = operands.startsWith("esp,") && !operands.contains("[esp");
    if (mnemonic.equals("leave")
        || (setsEsp && (mnemonic.equals("mov") || mnemonic.equals("lea")))) {
      // A frame that was begun on the shifted stack is as wrong as the stack.
      boolean own = mnemonic.equals("leave") || operands.contains("ebp");
      int frame = partition.cpu().gpr[CpuState.EBP];
      return own && Integer.compareUnsigned(frame, top) < 0 ? Verdict.HARMLESS : Verdict.HEALED;
    }
    if (mnemonic.equals("lea") || isProbe(line)) {
      return Verdict.HARMLESS;
    }
    Optional<Integer> address = address(operands, esp);
    if (address.isEmpty()) {
      return Verdict.HARMLESS;
    }
    boolean destination = operands.indexOf('[') < operands.indexOf(',');
    if (mnemonic.equals("mov") && destination) {
      written.add(address.get());
      return Verdict.HARMLESS;
    }
    return written.contains(address.get()) ? Verdict.HARMLESS : hurtIfAbove(address.get());
  }

  /** -fstack-check touches a word without meaning it. */
  private static boolean isProbe(Disassembler.Line line) {
    return line.mnemonic().equals("or") && line.operands().endsWith("[esp],0x0");
  }

  private static Optional<Integer> address(String operands, int esp) {
    Matcher matcher = RELATIVE.matcher(operands);
    if (!matcher.find()) {
      return Optional.empty();
    }
    String hex = matcher.group(1);
    return Optional.of(esp + (hex == null ? 0 : Integer.parseUnsignedInt(hex, 16)));
  }

  private Verdict hurtIfAbove(int address) {
    taken = address;
    return Integer.compareUnsigned(address, top) >= 0 ? Verdict.HURT : Verdict.HARMLESS;
  }
}
