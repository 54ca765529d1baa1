// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.machine;

import java.util.Optional;

/**
 * Tells a PC what its kernel's programs are: contexts inside the machine that have segments of
 * their own and call the kernel by software interrupts. The PC asks on its own thread, when an
 * instruction is complete; the answers may come out of the guest's memory.
 */
public interface PcPrograms {
  /** A PC in which nobody knows programs. */
  PcPrograms NONE =
      new PcPrograms() {
        @Override
        public boolean isProgram(int context) {
          return false;
        }

        @Override
        public Optional<PcProgram> find(int context) {
          return Optional.empty();
        }

        @Override
        public int running() {
          return 0;
        }

        @Override
        public boolean runs(int context) {
          return false;
        }

        @Override
        public int ofSelector(int selector) {
          return 0;
        }

        @Override
        public boolean isCall(int vector) {
          return false;
        }

        @Override
        public String describeCall(int vector, int number) {
          return Integer.toUnsignedString(number);
        }

        @Override
        public String meaningOfCall(int vector, int number) {
          return "";
        }
      };

  /** Whether a context is a program, be it that the kernel has not made it yet. */
  boolean isProgram(int context);

  /** The program of a context; empty for any other context, or as long as it does not lie there. */
  Optional<PcProgram> find(int context);

  /** The smallest context whose code the processor runs now; 0 if it runs the kernel's. */
  int running();

  /** Whether the processor runs code of this program now; of a thread, whether it is that one. */
  boolean runs(int context);

  /** The program to which a code selector belongs; 0 if there is none. */
  int ofSelector(int selector);

  /** Whether INT with this vector is a hypercall, its number in EAX. */
  boolean isCall(int vector);

  /** "10 CONSWRITE". */
  String describeCall(int vector, int number);

  /** One sentence. */
  String meaningOfCall(int vector, int number);
}
