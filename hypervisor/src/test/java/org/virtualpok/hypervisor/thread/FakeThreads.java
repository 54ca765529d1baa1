// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.thread;

import java.util.List;
import org.virtualpok.emu.cpu.CpuState;
import org.virtualpok.hypervisor.config.ServicesDescription;
import org.virtualpok.hypervisor.personality.Personality;
import org.virtualpok.hypervisor.personality.ThreadPolicy;

/** Threads that no scheduler elects but a test. */
public final class FakeThreads {
  private final CpuState cpu = new CpuState();
  private final ThreadTable table;
  private long now;

  public FakeThreads(int count) {
    ServicesDescription services =
        new ServicesDescription(ThreadPolicy.RR, count, 0, false, List.of());
    table = new ThreadTable(cpu, Personality.VIRTUALPOK, services, 0);
    table.start(0);
  }

  public ThreadTable table() {
    return table;
  }

  public PokThread thread(int id) {
    return table.all().get(id);
  }

  public long now() {
    return now;
  }

  public void passTo(long nanos) {
    now = nanos;
  }

  /** The thread is elected, and goes on in the call in which it waits; answers what is in EAX. */
  public int resume(int id) {
    return resume(id, -1);
  }

  /**
   * As {@link #resume(int)}.
   *
   * @param before what is in EAX before
   */
  public int resume(int id, int before) {
    PokThread thread = thread(id);
    table.setAnswer(thread, before);
    Waiter waiter = thread.waiter();
    thread.setWaiter(null);
    waiter.resume(now);
    return thread == table.current()
        ? cpu.gpr[CpuState.EAX]
        : thread.saved().register(CpuState.EAX);
  }
}
