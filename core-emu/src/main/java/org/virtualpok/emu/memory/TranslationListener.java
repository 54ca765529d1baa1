// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.memory;

/** Told where a linear page lies, when it is looked up anew. */
public interface TranslationListener {
  /** Nobody listens. */
  TranslationListener NONE = (page, arrayPage) -> {};

  /**
   * A page was looked up; until it is again, its code is run from there.
   *
   * @param page number of the linear page
   * @param arrayPage its page in the array of {@link PhysicalMemory}
   */
  void opened(int page, int arrayPage);
}
