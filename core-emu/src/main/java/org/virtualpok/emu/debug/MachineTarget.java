// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.virtualpok.emu.image.SymbolTable;
import org.virtualpok.emu.isa.Disassembler;
import org.virtualpok.emu.trace.EventLog;

/**
 * Makes a {@link DebugTarget} of a {@link Machine}: one daemon thread owns the machine, everybody
 * else posts commands to it and reads snapshots.
 *
 * <p>While the machine runs, the thread runs it in quanta of a few milliseconds of host time and
 * serves commands between them. Wall-clock time is used here only, for the length of quanta, the
 * rate of snapshots and the pace; none of it changes what happens inside the machine.
 *
 * <p>Futures complete, and listeners are called, on the machine's thread: what depends on them must
 * return at once. {@link Machine#symbols}, {@link Machine#hypercalls}, {@link Machine#events},
 * {@link Machine#interruptHistory} and {@link Machine#name} are called from any thread.
 */
public final class MachineTarget implements DebugTarget {
  private static final System.Logger LOG = System.getLogger(MachineTarget.class.getName());

  /** At most 30 snapshots per second while the machine runs. */
  private static final long SNAPSHOT_NANOS = 1_000_000_000L / 30;

  /** An order to the machine's thread. */
  private interface Work<T> {
    T run() throws TargetException;
  }

  private record Command<T>(Work<T> work, CompletableFuture<T> result) {}

  /** What the machine is doing; {@code step} is null for a plain run. */
  private record Activity(int context, StepKind step, RunLimit limit) {}

  private final Machine machine;
  private final Consoles consoles = new MachineConsoles();
  private final LinkedBlockingQueue<Command<?>> queue = new LinkedBlockingQueue<>();
  private final List<Consumer<TargetSnapshot>> listeners = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private final Object gate = new Object();

  /** Guarded by {@code gate}: after it is set nothing enters the queue. */
  private boolean closed;

  private volatile TargetSnapshot snapshot;
  private volatile double pace = Double.POSITIVE_INFINITY;

  // Below: the machine's thread alone.
  private final Quantum quantum = new Quantum();
  private final List<CompletableFuture<TargetSnapshot>> waitingForStop = new ArrayList<>();
  private Pacer pacer = new Pacer(Double.POSITIVE_INFINITY, 0, 0);
  private Activity activity;
  private StopReason stop = initial();
  private long lastPublished;
  private boolean terminated;
  private boolean finished;

  /** Takes the machine over; it stands until it is told to run. */
  public MachineTarget(Machine machine) {
    this.machine = machine;
    snapshot = machine.capture(1, false, stop);
    thread = new Thread(this::loop, "machine " + machine.name());
    thread.setDaemon(true);
    thread.start();
  }

  private static StopReason initial() {
    return new StopReason(StopReason.Kind.INITIAL, 0, 0, 0, "Suspended: not started yet", "");
  }

  // ---- what anybody calls -------------------------------------------------------------------

  @Override
  public String name() {
    return machine.name();
  }

  @Override
  public TargetSnapshot snapshot() {
    return snapshot;
  }

  @Override
  public void addListener(Consumer<TargetSnapshot> listener) {
    listeners.add(listener);
  }

  @Override
  public void removeListener(Consumer<TargetSnapshot> listener) {
    listeners.remove(listener);
  }

  @Override
  public CompletableFuture<Void> resume() {
    return post(
        () -> {
          if (activity == null) {
            start(new Activity(0, null, RunLimit.NONE));
          }
        });
  }

  @Override
  public CompletableFuture<Void> suspend() {
    return post(() -> stopIfRunning(StopReason.Kind.USER, "Suspended by the user"));
  }

  @Override
  public CompletableFuture<Void> step(int context, StepKind kind) {
    return startAndWait(new Activity(context, kind, RunLimit.NONE)).thenApply(s -> null);
  }

  @Override
  public CompletableFuture<TargetSnapshot> runUntil(RunLimit limit) {
    return startAndWait(new Activity(0, null, limit));
  }

  private CompletableFuture<TargetSnapshot> startAndWait(Activity wanted) {
    CompletableFuture<TargetSnapshot> stopped = new CompletableFuture<>();
    return post(() -> {
          if (activity != null) {
            throw new TargetException("The target is running; suspend it first");
          }
          start(wanted);
          waitingForStop.add(stopped);
        })
        .thenCompose(started -> stopped);
  }

  @Override
  public CompletableFuture<Void> terminate() {
    return post(
        () -> {
          if (!terminated) {
            terminated = true;
            stopNow(new StopReason(StopReason.Kind.TERMINATED, 0, 0, 0, "Terminated", ""));
          }
        });
  }

  @Override
  public CompletableFuture<Void> restart() {
    return post(
        () -> {
          stopIfRunning(StopReason.Kind.USER, "Suspended for a restart");
          machine.restart();
          terminated = false;
          stop = initial();
          publish();
        });
  }

  @Override
  public CompletableFuture<Integer> setBreakpoint(Breakpoint breakpoint) {
    return post(
        () -> {
          int id = machine.setBreakpoint(breakpoint);
          publish();
          return id;
        });
  }

  @Override
  public CompletableFuture<Void> removeBreakpoint(int id) {
    return post(
        () -> {
          machine.removeBreakpoint(id);
          publish();
        });
  }

  @Override
  public void setPace(double guestSecondsPerHostSecond) {
    if (!(guestSecondsPerHostSecond > 0)) {
      throw new IllegalArgumentException("pace " + guestSecondsPerHostSecond);
    }
    pace = guestSecondsPerHostSecond;
    CompletableFuture<Void> unused = post(this::startPacer);
  }

  @Override
  public double pace() {
    return pace;
  }

  @Override
  public CompletableFuture<byte[]> readMemory(Address address, int lengthBytes) {
    return post(() -> machine.readMemory(address, lengthBytes));
  }

  @Override
  public CompletableFuture<List<Disassembler.Line>> disassemble(
      int context, int offset, int count, Disassembler.Syntax syntax) {
    return post(() -> machine.disassemble(context, offset, count, syntax));
  }

  @Override
  public Optional<SymbolTable> symbols(int context) {
    return machine.symbols(context);
  }

  @Override
  public EventLog events() {
    return machine.events();
  }

  @Override
  public List<HypercallInfo> hypercalls() {
    return machine.hypercalls();
  }

  @Override
  public HealthTables health() {
    return machine.health();
  }

  @Override
  public Optional<InterruptHistory> interruptHistory() {
    return machine.interruptHistory();
  }

  @Override
  public Optional<Consoles> consoles() {
    return Optional.of(consoles);
  }

  @Override
  public CompletableFuture<Void> injectInterrupt(int context, int line) {
    return post(
        () -> {
          machine.injectInterrupt(context, line);
          publish();
        });
  }

  private final class MachineConsoles implements Consoles {
    @Override
    public List<ConsoleInfo> list() {
      return machine.consoles();
    }

    @Override
    public CompletableFuture<Void> input(int console, byte[] bytes) {
      byte[] copy = bytes.clone();
      return post(() -> machine.consoleInput(console, copy));
    }
  }

  @Override
  public Optional<Keyboard> keyboard() {
    return machine.hasKeyboard()
        ? Optional.of(
            scanCodes -> {
              byte[] copy = scanCodes.clone();
              return post(() -> machine.keyboardInput(copy));
            })
        : Optional.empty();
  }

  /** Ends the session and its thread, at once if it stands, else after the current quantum. */
  @Override
  public void close() {
    synchronized (gate) {
      if (closed) {
        return;
      }
      closed = true;
      queue.add(
          new Command<Void>(
              () -> {
                finished = true;
                return null;
              },
              new CompletableFuture<>()));
    }
  }

  /** The thread that owns the machine, for tests that wait for its end. */
  Thread thread() {
    return thread;
  }

  /** An order without a result. */
  private interface Order {
    void run() throws TargetException;
  }

  private CompletableFuture<Void> post(Order order) {
    return post(
        () -> {
          order.run();
          return null;
        });
  }

  private <T> CompletableFuture<T> post(Work<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    synchronized (gate) {
      if (!closed) {
        queue.add(new Command<>(work, result));
        return result;
      }
    }
    result.completeExceptionally(new TargetException("The session is closed"));
    return result;
  }

  // ---- the machine's thread -----------------------------------------------------------------

  private void loop() {
    while (!finished) {
      try {
        Command<?> command = activity == null ? queue.take() : queue.poll();
        if (command != null) {
          execute(command);
        } else {
          advance();
        }
      } catch (InterruptedException e) {
        finished = true; // nobody interrupts this thread but a host that shuts down
      } catch (Throwable e) {
        fail(e);
      }
    }
    try {
      stopIfRunning(StopReason.Kind.TERMINATED, "Terminated: the session was closed");
    } finally {
      machine.events().close();
    }
  }

  private <T> void execute(Command<T> command) {
    T value;
    try {
      value = command.work.run();
    } catch (TargetException e) {
      command.result.completeExceptionally(e);
      return;
    } catch (Throwable e) {
      fail(e);
      command.result.completeExceptionally(new TargetException("Internal error: " + e));
      return;
    }
    command.result.complete(value);
  }

  private void start(Activity wanted) throws TargetException {
    if (terminated) {
      throw new TargetException("The session has ended; restart it first");
    }
    activity = wanted;
    startPacer();
    if (wanted.step == null) {
      publish();
    }
  }

  private void startPacer() {
    pacer = new Pacer(pace, System.nanoTime(), machine.timeNanos());
  }

  /** One quantum, or a short wait where the pace holds the guest back. */
  private void advance() throws InterruptedException {
    Activity now = activity;
    long host = System.nanoTime();
    long time = machine.timeNanos();
    long instruction = machine.instructions();
    RunLimit limit = now.limit.min(quantum.from(time, instruction));
    if (now.step == null && !reached(now.limit)) {
      long allowed = pacer.allowed(host, time);
      if (allowed <= time) {
        publishSometimes(host);
        Command<?> command = queue.poll(pacer.waitNanos(host, time), TimeUnit.NANOSECONDS);
        if (command != null) {
          execute(command);
        }
        return;
      }
      limit = limit.min(RunLimit.atTime(allowed));
    }
    StopReason reason;
    try {
      reason = now.step == null ? machine.run(limit) : machine.step(now.context, now.step, limit);
    } catch (TargetException e) {
      refuse(e);
      return;
    }
    long end = System.nanoTime();
    quantum.measured(end - host, machine.timeNanos() - time, machine.instructions() - instruction);
    if (reason.kind() == StopReason.Kind.LIMIT && !reached(now.limit)) {
      publishSometimes(end);
    } else {
      stopNow(reason);
    }
  }

  private boolean reached(RunLimit limit) {
    return machine.timeNanos() >= limit.timeNanos()
        || machine.instructions() >= limit.instructions();
  }

  /** A step that the machine will not take: it stands where it stood. */
  private void refuse(TargetException e) {
    activity = null;
    publish();
    List<CompletableFuture<TargetSnapshot>> waiting = List.copyOf(waitingForStop);
    waitingForStop.clear();
    waiting.forEach(w -> w.completeExceptionally(e));
  }

  private void stopIfRunning(StopReason.Kind kind, String title) {
    if (activity != null) {
      stopNow(new StopReason(kind, 0, 0, 0, title, ""));
    }
  }

  private void stopNow(StopReason reason) {
    activity = null;
    stop = reason;
    machine.stands();
    publish();
    completeWaiting();
  }

  private void completeWaiting() {
    List<CompletableFuture<TargetSnapshot>> waiting = List.copyOf(waitingForStop);
    waitingForStop.clear();
    waiting.forEach(w -> w.complete(snapshot));
  }

  private void publishSometimes(long hostNanos) {
    if (hostNanos - lastPublished >= SNAPSHOT_NANOS) {
      publish();
    }
  }

  private void publish() {
    lastPublished = System.nanoTime();
    publish(machine.capture(snapshot.sequence() + 1, activity != null, stop));
  }

  private void publish(TargetSnapshot next) {
    snapshot = next;
    for (Consumer<TargetSnapshot> listener : listeners) {
      try {
        listener.accept(next);
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "A listener of " + machine.name() + " failed", e);
      }
    }
  }

  /** A bug of ours ends the session; what was last seen stays readable. */
  private void fail(Throwable e) {
    LOG.log(
        Level.ERROR,
        () -> "Internal error in " + machine.name() + " after snapshot " + snapshot.sequence(),
        e);
    activity = null;
    terminated = true;
    stop =
        new StopReason(
            StopReason.Kind.TERMINATED,
            0,
            0,
            0,
            "Terminated: internal error: " + e,
            "This is a fault of the program, not of the guest; restart the session to go on.");
    publish(snapshot.standing(snapshot.sequence() + 1, stop));
    completeWaiting();
  }
}
