// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.lockobject;

/** What calls on lock objects answer (pok_ret_t). */
public final class LockAnswer {
  public static final int OK = 0;
  public static final int EINVAL = 1;
  public static final int TIMEOUT = 250;
  public static final int NOT_FOUND = 302;
  public static final int NOT_READY = 501;

  /** The caller waits; it gets its answer when it is elected again. */
  public static final int WAITS = -1;

  private LockAnswer() {}
}
