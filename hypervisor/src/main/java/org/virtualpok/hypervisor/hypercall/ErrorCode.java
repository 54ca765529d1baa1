// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.hypercall;

/** What POK answers in EAX (pok_ret_t). */
final class ErrorCode {
  static final int OK = 0;
  static final int EINVAL = 1;
  static final int UNAVAILABLE = 2;
  static final int PARAM = 3;
  static final int TOO_MANY = 5;
  static final int THREAD = 49;
  static final int THREAD_ATTRIBUTE = 50;
  static final int MODE = 251;
  static final int EPERM = 6;
  static final int TIMEOUT = 250;
  static final int PORT = 301;
  static final int DIRECTION = 303;
  static final int SIZE = 304;
  static final int DISCIPLINE = 305;
  static final int EMPTY = 308;
  static final int KIND = 309;
  static final int FULL = 311;
  static final int LOCKOBJ_UNAVAILABLE = 500;
  static final int LOCKOBJ_KIND = 502;
  static final int LOCKOBJ_POLICY = 503;
  static final int PARTITION_MODE = 601;

  private ErrorCode() {}
}
