// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.session;

import java.util.concurrent.CompletableFuture;
import org.virtualpok.app.autopsy.InterruptFeed;
import org.virtualpok.emu.debug.DebugTarget;
import org.virtualpok.emu.debug.TargetSnapshot;

/** What a view may ask of the workbench. Views know this and no other view. */
public interface WorkbenchServices {
  DebugTarget target();

  /** The newest snapshot that the views were shown. */
  TargetSnapshot snapshot();

  /** Id of the context the user looks at (module, partition, vCPU, thread); 0 before the first. */
  int selectedContext();

  /** Looks at another context; every view follows. */
  void select(int context);

  /** Id of the CPU, vCPU or thread whose registers the selected context means; 0 if it has none. */
  int selectedVcpu();

  /** The history of interrupts, and the one that the user looks at. */
  InterruptFeed interrupts();

  /** Brings the disassembly to an offset in CS of a context's vCPU, and to the front. */
  void showAddress(int context, int offset);

  /** Hears {@link #showAddress}: the disassembly registers here. */
  void onShowAddress(AddressListener listener);

  /** Follows an order; a refusal becomes one line in the status bar. */
  void follow(CompletableFuture<?> order);

  /** Tells the user something in the status bar. */
  void report(String message);

  /** Told to bring an address into view. */
  interface AddressListener {
    void show(int context, int offset);
  }
}
