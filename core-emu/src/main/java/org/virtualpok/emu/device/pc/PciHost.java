// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.device.pc;

import java.util.Arrays;
import org.virtualpok.emu.device.Device;
import org.virtualpok.emu.exec.PortIo;
import org.virtualpok.emu.state.StateGroup;

/**
 * PCI configuration mechanism 1 at ports CF8 to CFF (PCI local bus specification 2.1, 3.7.4.1),
 * with nothing on the bus but the host bridge, an Intel 440FX (data sheet 290549), and the reset
 * control register of its companion PIIX3 at CF9 (data sheet 290550).
 *
 * <p>The bridge's registers from 50 on can be written and read, but steer nothing: there is no
 * shadow RAM to be switched.
 */
public final class PciHost implements Device, PortIo {
  private static final int CONFADD = 0xcf8;
  private static final int TRC = 0xcf9;
  private static final int CONFDATA = 0xcfc;
  private static final int LAST = 0xcff;

  private static final int CONFADD_BITS = 0x80fffffc;
  private static final int TRC_SRST = 2;
  private static final int TRC_RCPU = 4;

  private static final int CONFIGURATION_BYTES = 256;
  private static final int PCICMD = 0x04;
  private static final int LATENCY_TIMER = 0x0d;
  private static final int BRIDGE_REGISTERS = 0x50;
  private static final int[] IDENTITY = {
    0x86, 0x80, 0x37, 0x12, 0x06, 0x00, 0x80, 0x02, 0x02, 0x00, 0x00, 0x06
  };

  private final Runnable resetMachine;
  private final byte[] configuration = new byte[CONFIGURATION_BYTES];
  private int confadd;
  private int trc;

  /**
   * A bridge.
   *
   * @param resetMachine is called when the guest asks for a reset at CF9
   */
  public PciHost(Runnable resetMachine) {
    this.resetMachine = resetMachine;
    reset();
  }

  @Override
  public void reset() {
    Arrays.fill(configuration, (byte) 0);
    for (int i = 0; i < IDENTITY.length; i++) {
      configuration[i] = (byte) IDENTITY[i];
    }
    confadd = 0;
    trc = 0;
  }

  @Override
  public int in(int port, int sizeBytes) {
    if (port == TRC && sizeBytes == 1) {
      return trc;
    }
    int value = 0;
    for (int i = 0; i < sizeBytes; i++) {
      value |= byteAt(port + i) << 8 * i;
    }
    return value;
  }

  private int byteAt(int port) {
    if (port < CONFDATA) {
      return confadd >>> 8 * (port - CONFADD) & 0xff;
    }
    return port <= LAST && bridgeSelected() ? configuration[register(port)] & 0xff : 0xff;
  }

  @Override
  public void out(int port, int value, int sizeBytes) {
    if (port >= CONFDATA) {
      for (int i = 0; i < sizeBytes && port + i <= LAST && bridgeSelected(); i++) {
        int at = register(port + i);
        int bits = writable(at);
        int b = value >>> 8 * i;
        configuration[at] = (byte) (configuration[at] & ~bits | b & bits);
      }
    } else if (port == CONFADD && sizeBytes == 4) {
      confadd = value & CONFADD_BITS; // other widths pass by, to whatever else is at these ports
    } else if (port == TRC && sizeBytes == 1) {
      trc = value & TRC_SRST;
      if ((value & TRC_RCPU) != 0) {
        resetMachine.run();
      }
    }
  }

  /** Enabled, bus 0, device 0, function 0. */
  private boolean bridgeSelected() {
    return (confadd & 0xffffff00) == 0x80000000;
  }

  private int register(int port) {
    return confadd & 0xfc | port & 3;
  }

  private static int writable(int register) {
    return switch (register) {
      case PCICMD -> 0x40;
      case PCICMD + 1 -> 0x01;
      case LATENCY_TIMER -> 0xf8;
      default -> register >= BRIDGE_REGISTERS ? 0xff : 0;
    };
  }

  @Override
  public void describe(StateGroup group) {
    group
        .register("CONFADD", 32, "configuration address", () -> confadd, v -> confadd = (int) v)
        .field(2, 6, "register", "register, in units of 4 bytes")
        .field(8, 3, "function", "function of the device")
        .field(11, 5, "device", "device on the bus; 0 is the host bridge")
        .field(16, 8, "bus", "bus; there is only 0")
        .bit(31, "enable", "CFC is configuration data");
    group
        .register("TRC", 8, "reset control, CF9", () -> trc, v -> trc = (int) v)
        .bit(1, "SRST", "resets are hard ones")
        .bit(2, "RCPU", "resets; never read as set");
    group.memory(
        "configuration",
        CONFIGURATION_BYTES,
        "configuration space of the host bridge",
        () -> configuration,
        b -> System.arraycopy(b, 0, configuration, 0, b.length));
  }
}
