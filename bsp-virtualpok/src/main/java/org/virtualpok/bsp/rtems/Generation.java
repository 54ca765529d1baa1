// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.bsp.rtems;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.virtualpok.bsp.awareness.Problems;
import org.virtualpok.emu.awareness.GuestValue;

/** What differs between the generations of RTEMS in how threads, queues and timers are kept. */
interface Generation {
  /** "RTEMS 4.11". */
  String system();

  StateBits states();

  /** Notes what is needed of the image. */
  void needs(Layout layout);

  /** The idle thread's table. */
  String internalThreads();

  /** The priority that a thread has now, as a user writes it; empty if unreadable. */
  OptionalLong priority(GuestValue thread);

  /** Its priority without what it inherited. */
  OptionalLong ownPriority(GuestValue thread);

  /** Address of its first instruction; 0 or empty if it has not been given one. */
  OptionalInt entry(GuestValue thread);

  /** The watchdogs as they are now. */
  Clock clock(Problems problems);

  /**
   * The threads of a queue, first to get it first.
   *
   * @param queue what {@code Wait.queue} points to
   * @param what it belongs to, in words
   */
  List<Found> waiting(GuestValue queue, Threads threads, String what, Problems problems);

  /** When watchdogs expire. */
  interface Clock {
    /** The tick at which a watchdog expires; empty if it is not set, or not by ticks. */
    OptionalLong tick(GuestValue watchdog);

    /** The same of the one by which a thread wakes or times out. */
    OptionalLong wakes(GuestValue thread);

    /** "in 5 s" for a thread that waits for a time of day; else empty. */
    String timeOfDay(GuestValue thread);
  }
}
