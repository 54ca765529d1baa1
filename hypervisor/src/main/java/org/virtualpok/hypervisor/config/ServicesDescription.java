// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config;

import java.util.List;
import org.virtualpok.hypervisor.personality.ThreadPolicy;

/**
 * What a partition may use of the kernel beside its memory.
 *
 * @param threads how many it may have, the main thread and the error handler included; 1 to {@link
 *     #THREADS_MAX}
 * @param lockObjects mutexes, semaphores and events together; 0 to {@link #LOCK_OBJECTS_MAX}
 * @param faithful whether bugs of the real kernel that no guest could rely on are reproduced
 */
public record ServicesDescription(
    ThreadPolicy scheduler,
    int threads,
    int lockObjects,
    boolean faithful,
    List<PortDescription> ports) {
  public static final int THREADS_MAX = 64;
  public static final int LOCK_OBJECTS_MAX = 64;

  /** What a partition has that says nothing of it. */
  public static final ServicesDescription DEFAULT =
      new ServicesDescription(ThreadPolicy.RR, 16, 16, false, List.of());

  public ServicesDescription {
    ports = List.copyOf(ports);
  }
}
