// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug;

import java.util.List;

/**
 * A lock object that a partition has created.
 *
 * @param id as guests see it, unique in the module
 * @param context id of the partition
 * @param value how often it can be taken now; 0 or 1 but for semaphores
 * @param maximum of a semaphore's value; 1 for others
 * @param byPriority whether threads wait in the order of their priorities; else of their coming
 * @param owner id of the thread that took it last while none else can; -1 if it is free or a
 *     semaphore
 * @param waiting ids of the threads that wait to take it, first to get it first
 * @param awaitingSignal ids of the threads that wait for an event, first to wake first
 */
public record ObjectState(
    int id,
    int context,
    Kind kind,
    int value,
    int maximum,
    boolean byPriority,
    int owner,
    List<Integer> waiting,
    List<Integer> awaitingSignal) {
  /** What it is for. */
  public enum Kind {
    MUTEX,
    SEMAPHORE,
    EVENT
  }

  public ObjectState {
    waiting = List.copyOf(waiting);
    awaitingSignal = List.copyOf(awaitingSignal);
  }
}
