// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.memory;

/** Told when the processor's mode has changed. */
public interface ModeListener {
  /** Nobody listens. */
  ModeListener NONE = (before, after) -> {};

  void changed(ProcessorMode before, ProcessorMode after);
}
