// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.lockobject;

import java.util.ArrayList;
import java.util.List;
import org.virtualpok.emu.debug.ObjectState;
import org.virtualpok.hypervisor.thread.PokThread;
import org.virtualpok.hypervisor.thread.ThreadTable;

/** The lock objects that a partition may create; their ids go on from those of the one before. */
public final class LockObjects {
  /** Ids have this many bits. */
  private static final int ID_MASK = 0xff;

  private final int firstId;
  private final List<LockObject> objects = new ArrayList<>();
  private boolean woke;

  /**
   * @param count how many there may be
   * @param firstId id of the first in the module
   * @param lateIsTimeout whether a wait that is over in time counts as over time if its thread runs
   *     too late, as in POK
   */
  public LockObjects(ThreadTable threads, int count, int firstId, boolean lateIsTimeout) {
    this.firstId = firstId;
    for (int i = 0; i < count; i++) {
      objects.add(new LockObject(threads, firstId + i, lateIsTimeout));
    }
  }

  /** The partition starts anew. */
  public void forget() {
    objects.forEach(LockObject::forget);
  }

  /** Index of the first that is not created; -1 if there is none. */
  public int free() {
    for (int i = 0; i < objects.size(); i++) {
      if (!objects.get(i).created()) {
        return i;
      }
    }
    return -1;
  }

  /** What the guest knows it by. */
  public int id(int index) {
    return firstId + index & ID_MASK;
  }

  /**
   * Creates the free one that {@link #free} found.
   *
   * @param byPriority whether threads wait in the order of their priorities
   * @param initial of a semaphore, 0 to 65535
   * @param maximum of a semaphore, 0 to 65535
   */
  public void create(int index, LockKind kind, boolean byPriority, int initial, int maximum) {
    objects.get(index).create(kind, byPriority, initial, maximum);
  }

  /** By id, created or not; null if it is none of this partition. */
  public LockObject find(int id) {
    int index = id - firstId & ID_MASK;
    return index < objects.size() ? objects.get(index) : null;
  }

  /**
   * Takes an object for a thread of the partition.
   *
   * @param deadlineNanos guest time at which the wait ends, ns; NEVER if it does not
   * @return a {@link LockAnswer}
   */
  public int lock(PokThread thread, LockObject object, long deadlineNanos, long nowNanos) {
    return object.created() ? object.lock(thread, deadlineNanos, nowNanos) : LockAnswer.NOT_READY;
  }

  public int unlock(LockObject object) {
    if (!object.created()) {
      return LockAnswer.NOT_READY;
    }
    woke |= object.unlock();
    return LockAnswer.OK;
  }

  /** Releases an event and waits for its signal. */
  public int await(PokThread thread, LockObject object, long deadlineNanos) {
    if (!object.created()) {
      return LockAnswer.NOT_READY;
    }
    if (object.kind() != LockKind.EVENT) {
      return LockAnswer.EINVAL;
    }
    object.await(thread, deadlineNanos);
    return LockAnswer.WAITS;
  }

  /** Wakes the first thread that waits for the signal. */
  public int signal(LockObject object) {
    if (!object.created()) {
      return LockAnswer.NOT_READY;
    }
    boolean found = object.signal();
    woke |= found;
    return found ? LockAnswer.OK : LockAnswer.NOT_FOUND;
  }

  /** Wakes all that wait for the signal. */
  public int broadcast(LockObject object) {
    if (!object.created()) {
      return LockAnswer.NOT_READY;
    }
    boolean more = true;
    while (more) {
      more = object.signal();
      woke |= more;
    }
    return LockAnswer.OK;
  }

  /** Whether a thread may run now that waited before the last operation; false from then on. */
  public boolean takeWoke() {
    boolean was = woke;
    woke = false;
    return was;
  }

  /** Those that exist, for views. */
  public List<ObjectState> states(int context) {
    return objects.stream().filter(LockObject::created).map(o -> o.state(context)).toList();
  }
}
