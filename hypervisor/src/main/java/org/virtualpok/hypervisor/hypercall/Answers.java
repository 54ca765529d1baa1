// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.hypercall;

import java.util.List;

/**
 * What each call may answer; a test holds random calls to it. Beside these, every call answers 1 if
 * its argument structure does not lie in the partition.
 */
final class Answers {
  private Answers() {}

  /** Ascending; empty for a call that does not return. */
  static List<Integer> of(Hypercall call) {
    return switch (call) {
      case CONSWRITE, GETCHAR, GETTICK -> List.of(0, 1);
      case PARTITION_SET_MODE -> List.of(0, 49, 601);
      case PARTITION_STOP -> List.of();
      case PARTITION_GET_ID,
          PARTITION_GET_PERIOD,
          PARTITION_GET_DURATION,
          PARTITION_GET_LOCK_LEVEL,
          PARTITION_GET_OPERATING_MODE,
          PARTITION_GET_START_CONDITION ->
          List.of(0, 1);
      case IRQ_PARTITION_ENABLE, IRQ_ENABLE_2013, IRQ_DISABLE_2013, VCPU_IDLE -> List.of(0);
      case IRQ_PARTITION_DISABLE,
          IRQ_PARTITION_ACK,
          IRQ_ACK_2013,
          UNREGISTER_VCPU,
          IRQ_REGISTER_HANDLER,
          IRQ_UNREGISTER_HANDLER ->
          List.of(0, 1);
      case REGISTER_VCPU -> List.of(0, 1, 2);
      case DO_IRET -> List.of(0);
      case THREAD_CREATE -> List.of(0, 1, 5, 251);
      case THREAD_SLEEP, THREAD_SLEEP_UNTIL, THREAD_SUSPEND, THREAD_PERIOD, THREAD_STOPSELF ->
          List.of(0);
      case THREAD_RESTART, THREAD_STOP -> List.of(0, 49, 50);
      case THREAD_ID -> List.of(0, 1, 49);
      case THREAD_STATUS -> List.of(0, 1, 3);
      case THREAD_SET_PRIORITY -> List.of(0, 3);
      case THREAD_RESUME, THREAD_SUSPEND_TARGET, THREAD_DELAYED_START -> List.of(0, 50);
      case SAMPLING_ID, QUEUEING_ID, VIRTUAL_CREATE -> List.of(0, 1, 301, 302);
      case SAMPLING_READ -> List.of(0, 1, 251, 301, 308);
      case SAMPLING_STATUS, QUEUEING_STATUS -> List.of(0, 1, 301);
      case SAMPLING_WRITE -> List.of(0, 1, 301, 303);
      case SAMPLING_CREATE -> List.of(0, 1, 7, 301, 302);
      case QUEUEING_CREATE -> List.of(0, 1, 301, 302, 305);
      case QUEUEING_SEND -> List.of(0, 1, 250, 301, 303, 304, 309, 311);
      case QUEUEING_RECEIVE -> List.of(0, 1, 250, 301, 303, 308, 309);
      case NODE_MAC_ADDR, VIRTUAL_NODE -> List.of(0, 1);
      case VIRTUAL_NB_DESTINATIONS, VIRTUAL_DESTINATION, VIRTUAL_GET_GLOBAL -> List.of(0, 1, 301);
      case LOCKOBJ_CREATE -> List.of(0, 1, 251, 500, 502, 503);
      case LOCKOBJ_OPERATION -> List.of(0, 1, 250, 302, 501);
      case ERROR_HANDLER_CREATE -> List.of(0, 5, 251);
      case ERROR_HANDLER_SET_READY -> List.of(1);
      case ERROR_RAISE_APPLICATION_ERROR -> List.of(0, 1);
      case ERROR_GET -> List.of(0, 1, 2);
      case INB -> List.of(-6, 0xff);
      case OUTB -> List.of(-6, 0);
      case PCI_REGISTER -> List.of(-1, 1);
      case RTL8029_READ,
          RTL8029_POLL_AND_READ,
          RTL8029_WRITE,
          RTL8029_POLL,
          RTL8029_CLEAR,
          RTL8029_INIT,
          SHUTDOWN ->
          List.of(1);
    };
  }

  /** POK's name of an answer. */
  static String name(int answer) {
    return switch (answer) {
      case -6 -> "refused";
      case -1 -> "no such device";
      case 0 -> "OK";
      case 1 -> "EINVAL";
      case 2 -> "UNAVAILABLE";
      case 3 -> "PARAM";
      case 5 -> "TOOMANY";
      case 7 -> "EXISTS";
      case 49 -> "THREAD";
      case 50 -> "THREADATTR";
      case 0xff -> "what an empty bus reads";
      case 250 -> "TIMEOUT";
      case 251 -> "MODE";
      case 301 -> "PORT";
      case 302 -> "NOTFOUND";
      case 303 -> "DIRECTION";
      case 304 -> "SIZE";
      case 305 -> "DISCIPLINE";
      case 308 -> "EMPTY";
      case 309 -> "KIND";
      case 311 -> "FULL";
      case 500 -> "LOCKOBJ_UNAVAILABLE";
      case 501 -> "LOCKOBJ_NOTREADY";
      case 502 -> "LOCKOBJ_KIND";
      case 503 -> "LOCKOBJ_POLICY";
      case 601 -> "PARTITION_MODE";
      default -> throw new IllegalArgumentException("answer " + answer);
    };
  }
}
