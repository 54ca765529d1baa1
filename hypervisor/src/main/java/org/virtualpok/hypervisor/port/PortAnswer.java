// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.port;

/** What calls on ports answer (pok_ret_t). */
public final class PortAnswer {
  public static final int OK = 0;
  public static final int EXISTS = 7;
  public static final int PORT = 301;
  public static final int NOT_FOUND = 302;

  private PortAnswer() {}
}
