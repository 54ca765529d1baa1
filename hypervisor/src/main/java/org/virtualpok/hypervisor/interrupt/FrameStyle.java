// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.interrupt;

import java.util.List;
import java.util.function.Consumer;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.emu.memory.PhysicalMemory;
import org.virtualpok.hypervisor.personality.FrameLayout;
import org.virtualpok.hypervisor.personality.Personality;

/**
 * How a delivery enters the guest's handler and how the interrupted context comes back: {@code
 * --abi} and {@code --frame}. One for each vCPU.
 */
abstract class FrameStyle {
  /** A word of the guest's that the last delivery overwrote; null if it overwrote none. */
  Overwrite overwrite;

  /**
   * @param address offset in SS
   * @param old what the guest had there
   * @param now what is there since
   */
  record Overwrite(int address, int old, int now) {}

  static FrameStyle of(Personality personality, FrameLayout layout, ReturnWatch watch) {
    boolean published = layout == FrameLayout.PUBLISHED;
    return switch (personality) {
      case POK_2013 -> new PoppedFrames(published, watch);
      case POK_2014 -> published ? new KernelContexts() : new CalledFrames(false);
      case VIRTUALPOK, POK_2025 -> new CalledFrames(published);
    };
  }

  /**
   * Stores the interrupted context and enters the handler. Changes nothing if it does not fit.
   *
   * @param slot number of the kernel's descriptor of the line
   * @return offset of the frame's line word in SS; 0 if the guest has no frame
   */
  abstract int enter(
      CpuState cpu,
      PhysicalMemory memory,
      VirtualLine line,
      int slot,
      int handler,
      int instance,
      boolean virtualIf)
      throws FrameException;

  /** Whether a delivery turns the virtual IF off, and the return turns it to what it was. */
  boolean turnsOff() {
    return false;
  }

  /** Whether the guest returns by hypercall 32, through a frame in its own memory. */
  boolean returnsByCall() {
    return false;
  }

  /** Whether an open frame keeps the next delivery away; as of the last {@link #look}. */
  boolean holds() {
    return false;
  }

  /** Whether a frame below the stack pointer as it is now could hit what is not the stack. */
  boolean defers(CpuState cpu, PhysicalMemory memory) {
    return false;
  }

  /**
   * Looks at the open frames anew, at a moment that does not depend on how a run is cut.
   *
   * @param abandoned is told of each frame that the guest has overwritten, which is forgotten
   */
  void look(CpuState cpu, PhysicalMemory memory, Consumer<OpenFrame> abandoned) {}

  /** The frame that the guest has returned from just now, its flags restored; null if none. */
  OpenFrame returned(CpuState cpu, PhysicalMemory memory) {
    return null;
  }

  /** Whether the guest has returned through the frame of an instance just now, by itself. */
  boolean isReturnOf(int instance, CpuState cpu) {
    return false;
  }

  /** Frames that hypercall 32 knows nothing of, the oldest first. */
  List<OpenFrame> open() {
    return List.of();
  }

  /** Numbers that tell this state from any other, for a hash of the machine. */
  List<Long> state() {
    return List.of();
  }

  /** No frame is open. */
  void forget() {
    overwrite = null;
  }
}
