// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import org.virtualpok.hypervisor.hypercall.Hypercall;
import org.virtualpok.hypervisor.personality.Personality;

/**
 * A guest that makes random hypercalls for ever: every number that any kernel knows and others, on
 * both vectors, with small numbers, wild pointers, pointers to the very end and to good memory. Its
 * random numbers come from a state in its own memory, which a test sets before each start. A
 * handler, a thread, whatever runs does the same.
 */
final class HostileGuest {
  /** Bytes at the start that small pointers hit; the first five are the jump to the code. */
  private static final int HARMLESS_BYTES = 0x1000;

  /** State of its generator. */
  static final int SEED = 0x6000;

  /** How many calls it has made since it started. */
  static final int CALLS = 0x6004;

  private static final int ARGUMENTS = 0x6010;
  private static final int SCRATCH = 0x8000;
  private static final int MULTIPLIER = 1664525;
  private static final int INCREMENT = 1013904223;

  private HostileGuest() {}

  static Asm guest(Personality personality) {
    // Where int 45 has no gate it is a fault, which ends the partition: seldom.
    boolean gate = Hypercall.DO_IRET.in(personality, Hypercall.VECTOR_HYPERCALL);
    int sixteenths = gate ? 8 : 15;
    Asm asm = new Asm().jump("main");
    while (asm.here() < HARMLESS_BYTES) {
      asm.bytes(0);
    }
    asm.label("numbers");
    int count = 0;
    for (Hypercall call : Hypercall.values()) {
      // Powers the whole machine off: no other partition can be the same behind it.
      if (call != Hypercall.SHUTDOWN) {
        asm.word(call.number());
        count++;
      }
    }
    random(asm);
    asm.label("handler").label("main");
    asm.label("loop").increment(CALLS);
    asm.call("random").storeRegister(ARGUMENTS, 0);
    for (int i = 1; i <= 5; i++) {
      asm.call("random").storeRegister(ARGUMENTS + 4 * i, 0);
    }
    asm.call("random"); // EDX: raw
    asm.bytes(0x89, 0xd0, 0xc1, 0xe8, 8); // mov eax, edx; shr eax, 8
    asm.bytes(0x31, 0xd2).mov(1, count).bytes(0xf7, 0xf1); // xor edx, edx; div ecx
    asm.bytes(0xc1, 0xe2, 2).bytes(0x81, 0xc2).word(asm.at("numbers")); // edx = &numbers[edx]
    asm.bytes(0x8b, 0x32); // mov esi, [edx]
    asm.call("random").bytes(0xf7, 0xc2).word(0xf000_0000); // test edx, 0xf0000000
    asm.bytes(0x75, 0x02).bytes(0x89, 0xc6); // jnz +2; mov esi, eax: any number at all
    asm.bytes(0x81, 0xe2).word(0x00f0_0000); // and edx, four bits
    asm.bytes(0x81, 0xfa).word(sixteenths << 20); // cmp edx, how many of 16
    asm.bytes(0x89, 0xf0).mov(3, ARGUMENTS); // mov eax, esi
    asm.bytes(0x73, 0x07).interrupt(42).jump("loop"); // jae over both
    asm.interrupt(45).jump("loop");
    return asm;
  }

  /** EDX = the next number, EAX = an argument made of it; changes ECX. */
  private static void random(Asm asm) {
    asm.label("random");
    asm.bytes(0x69, 0x15).word(SEED).word(MULTIPLIER); // imul edx, [SEED], MULTIPLIER
    asm.bytes(0x81, 0xc2).word(INCREMENT); // add edx, INCREMENT
    asm.storeRegister(SEED, 2);
    asm.bytes(0x89, 0xd0, 0xc1, 0xe8, 8); // mov eax, edx; shr eax, 8
    asm.bytes(0x89, 0xd1, 0xc1, 0xe9, 29); // mov ecx, edx; shr ecx, 29
    asm.bytes(0x83, 0xf9, 3, 0x73, 4); // cmp ecx, 3; jae +4
    asm.bytes(0x83, 0xe0, 0x3f).ret(); // and eax, 0x3f: a small number
    asm.bytes(0x83, 0xf9, 5, 0x73, 11); // cmp ecx, 5; jae +11
    asm.bytes(0x25).word(0xffc).bytes(0x05).word(SCRATCH).ret(); // good memory
    asm.bytes(0x83, 0xf9, 6, 0x73, 11); // cmp ecx, 6; jae +11
    asm.bytes(0x83, 0xe0, 0x3f, 0xf7, 0xd8, 0x05).word(Asm.SIZE_BYTES).ret(); // near the end
    asm.bytes(0x83, 0xf9, 7, 0x73, 3); // cmp ecx, 7; jae +3
    asm.bytes(0x89, 0xd0).ret(); // anything
    asm.movLabel(0, "handler").ret();
  }
}
