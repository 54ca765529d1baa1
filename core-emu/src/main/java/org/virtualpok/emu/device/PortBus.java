// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device;

import org.virtualpok.emu.exec.PortIo;

/**
 * The I/O port space: who answers at which port. Where nobody does, reads give all ones and writes
 * are lost.
 */
public final class PortBus implements PortIo {
  private static final int PORTS = 0x10000;

  /**
   * Told of each access to a watched port: of a read when its value is there, of a write before.
   */
  public interface Watcher {
    void access(int port, int sizeBytes, boolean write, int value);
  }

  private final PortIo[] wide = new PortIo[PORTS];
  private final BytePorts[] narrow = new BytePorts[PORTS];
  private boolean[] watched;
  private Watcher watcher;

  /** Puts a device with byte-wide ports at some ports that are free. */
  public void map(int first, int count, BytePorts device) {
    claim(first, count);
    for (int port = first; port < first + count; port++) {
      narrow[port] = device;
    }
  }

  /** Puts a device that looks at the width of each access at some ports that are free. */
  public void mapWide(int first, int count, PortIo device) {
    claim(first, count);
    for (int port = first; port < first + count; port++) {
      wide[port] = device;
    }
  }

  private void claim(int first, int count) {
    for (int port = first; port < first + count; port++) {
      if (wide[port] != null || narrow[port] != null) {
        throw new IllegalArgumentException(String.format("two devices at port %04x", port));
      }
    }
  }

  /** Whether a device answers at a port. */
  public boolean isMapped(int port) {
    return wide[port] != null || narrow[port] != null;
  }

  /** Watches ports, or none if {@code watched} is null; it has an entry per port. */
  public void watch(boolean[] newWatched, Watcher newWatcher) {
    watched = newWatched;
    watcher = newWatcher;
  }

  @Override
  public int in(int port, int sizeBytes) {
    int value = read(port, sizeBytes);
    if (watched != null) {
      look(port, sizeBytes, false, value);
    }
    return value;
  }

  private int read(int port, int sizeBytes) {
    PortIo device = wide[port];
    if (device != null) {
      return device.in(port, sizeBytes) & (-1 >>> (32 - 8 * sizeBytes));
    }
    int value = 0;
    for (int i = 0; i < sizeBytes; i++) {
      int at = (port + i) & (PORTS - 1);
      BytePorts one = narrow[at];
      value |= (one == null ? 0xff : one.read(at) & 0xff) << (8 * i);
    }
    return value;
  }

  @Override
  public void out(int port, int value, int sizeBytes) {
    if (watched != null) {
      look(port, sizeBytes, true, value & (-1 >>> (32 - 8 * sizeBytes)));
    }
    PortIo device = wide[port];
    if (device != null) {
      device.out(port, value & (-1 >>> (32 - 8 * sizeBytes)), sizeBytes);
      return;
    }
    for (int i = 0; i < sizeBytes; i++) {
      int at = (port + i) & (PORTS - 1);
      BytePorts one = narrow[at];
      if (one != null) {
        one.write(at, value >>> (8 * i) & 0xff);
      }
    }
  }

  private void look(int port, int sizeBytes, boolean write, int value) {
    for (int i = 0; i < sizeBytes; i++) {
      if (watched[(port + i) & (PORTS - 1)]) {
        watcher.access(port, sizeBytes, write, value);
        return;
      }
    }
  }
}
