// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.interrupt;

/**
 * One interrupt line of one vCPU. At any moment raised = delivered + pending + coalesced + dropped.
 */
public final class VirtualLine {
  /** Line of the module's clock. */
  public static final int CLOCK = 0;

  /** Line of the partition's console input. */
  public static final int CONSOLE = 4;

  final int number;
  final boolean coalesces;
  final InstanceQueue pending = new InstanceQueue();
  boolean requested;
  boolean everRequested;
  int handler;
  boolean masked;

  /** The frame whose service has not ended; null if the line is not in service. */
  OpenFrame service;

  /** The gate that was logged for the first waiting instance; null if none was. */
  Gate loggedGate;

  long raised;
  long delivered;
  long coalesced;
  long dropped;

  VirtualLine(int number, boolean coalesces) {
    this.number = number;
    this.coalesces = coalesces;
  }

  /** The name that users know a line by. */
  public static String name(int number) {
    return switch (number) {
      case CLOCK -> "clock";
      case CONSOLE -> "console";
      default -> "line " + number;
    };
  }

  public int number() {
    return number;
  }

  public boolean requested() {
    return requested;
  }

  /** Whether it was requested at any time. */
  public boolean everRequested() {
    return everRequested;
  }

  /** Offset of the handler in the partition; meaningless unless requested. */
  public int handler() {
    return handler;
  }

  public boolean masked() {
    return masked;
  }

  public boolean inService() {
    return service != null;
  }

  public long raised() {
    return raised;
  }

  public long delivered() {
    return delivered;
  }

  public long pending() {
    return pending.size();
  }

  public long coalesced() {
    return coalesced;
  }

  public long dropped() {
    return dropped;
  }
}
