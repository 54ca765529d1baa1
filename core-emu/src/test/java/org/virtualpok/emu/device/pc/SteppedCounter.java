// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device.pc;

/**
 * A counter of the 8254 as its data sheet tells it, pulse by pulse (Intel 231164, "Mode
 * definitions"): slow, and an oracle. A count of 1 in modes 2 and 3 is illegal and not modelled.
 */
final class SteppedCounter {
  int mode;
  boolean bcd;
  boolean gate;
  boolean out = true;
  int ce;
  int rises;

  private int cr;
  private int loadedCount;
  private boolean written;
  private boolean loaded;
  private boolean load;
  private boolean expired;
  private boolean fresh;

  SteppedCounter(boolean gate) {
    this.gate = gate;
  }

  private void set(boolean level) {
    if (level && !out) {
      rises++;
    }
    out = level;
  }

  void program(int newMode, boolean newBcd) {
    mode = newMode;
    bcd = newBcd;
    set(mode != 0);
    written = false;
    loaded = false;
    load = false;
    fresh = false;
    ce = 0;
  }

  /** The first of two bytes. */
  void halfWritten() {
    if (mode == 0) {
      loaded = false;
      load = false;
      set(false);
    }
  }

  void write(int count) {
    cr = count;
    written = true;
    fresh = true;
    switch (mode) {
      case 0 -> {
        set(false);
        load = true;
      }
      case 4 -> load = true;
      case 2, 3 -> load |= !loaded;
      default -> {
        // a trigger loads it
      }
    }
  }

  void gate(boolean level) {
    boolean trigger = level && !gate && written;
    gate = level;
    if (mode == 1 || mode == 2 || mode == 3 || mode == 5) {
      load |= trigger;
    }
    if ((mode == 2 || mode == 3) && !level) {
      set(true);
    }
  }

  boolean nullCount() {
    return fresh || !loaded;
  }

  /** Whether what CE shows is told by the data sheet. */
  boolean shown() {
    return !load;
  }

  private int modulus() {
    return bcd ? 10_000 : 0x10000;
  }

  private void reload() {
    loadedCount = cr;
    ce = mode == 3 ? cr & ~1 : cr;
    fresh = false;
  }

  void clk() {
    if (load) {
      load = false;
      loaded = true;
      expired = false;
      reload();
      if (mode == 1) {
        set(false);
      } else if (mode == 4 || mode == 5) {
        set(true);
      }
      return;
    }
    if (!loaded || !gate && mode != 1 && mode != 5) {
      return;
    }
    switch (mode) {
      case 2 -> {
        ce--;
        if (ce == 0) {
          reload();
        }
        set(ce != 1);
      }
      case 3 -> square();
      default -> {
        ce = (ce + modulus() - 1) % modulus();
        boolean strobe = mode >= 4;
        if (ce == 0 && !expired) {
          expired = true;
          set(!strobe);
        } else if (strobe) {
          set(true);
        }
      }
    }
  }

  private void square() {
    boolean late = (loadedCount & 1) != 0 && out;
    boolean over = late ? ce == 0 : ce == 2;
    if (over) {
      reload();
      set(!out);
    } else {
      ce -= 2;
    }
  }
}
