// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.error;

import java.util.Arrays;

/** The last error of a partition, which ERROR_GET tells again and again. */
public final class ErrorStatus {
  /** Longest message of an application error, in bytes. */
  public static final int MESSAGE_BYTES = 250;

  private int kind;
  private int thread;
  private int address;
  private byte[] message = {};

  /** The partition starts: no error. */
  public void clear() {
    kind = 0;
    thread = 0;
    address = 0;
    message = new byte[0];
  }

  /**
   * @param newThread local id of who made it
   * @param newAddress its EIP, or 0
   * @param newMessage at most MESSAGE_BYTES are kept
   */
  public void set(ErrorKind newKind, int newThread, int newAddress, byte[] newMessage) {
    kind = newKind.code();
    thread = newThread;
    address = newAddress;
    message = Arrays.copyOf(newMessage, Math.min(newMessage.length, MESSAGE_BYTES));
  }

  /** Whether there was an error. */
  public boolean present() {
    return kind != 0;
  }

  /** An ErrorKind's code. */
  public int kind() {
    return kind;
  }

  public int thread() {
    return thread;
  }

  public int address() {
    return address;
  }

  public byte[] message() {
    return message.clone();
  }
}
