// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.shell;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javafx.application.Platform;
import org.virtualpok.app.autopsy.InterruptFeed;
import org.virtualpok.app.session.WorkbenchServices;
import org.virtualpok.emu.debug.Context;
import org.virtualpok.emu.debug.DebugTarget;
import org.virtualpok.emu.debug.TargetSnapshot;

/**
 * Brings the target's snapshots to the JavaFX thread. The machine's thread leaves the newest one in
 * a reference and asks for one pulse; however many come, the window applies only the last.
 */
final class Services implements WorkbenchServices {
  private final DebugTarget target;
  private final Consumer<String> messages;
  private final AtomicReference<TargetSnapshot> newest = new AtomicReference<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final Consumer<TargetSnapshot> listener = this::received;
  private final InterruptFeed interrupts;

  private Runnable refresh = () -> {};
  private AddressListener addressListener = (context, offset) -> {};
  private Runnable reveal = () -> {};
  private TargetSnapshot shown;
  private int selected;

  Services(DebugTarget target, Consumer<String> messages) {
    this.target = target;
    this.messages = messages;
    interrupts = new InterruptFeed(target::interruptHistory, Platform::runLater);
    interrupts.onSelection(() -> refresh.run());
    shown = target.snapshot();
    newest.set(shown);
    selected = selectionAtStop(shown);
    target.addListener(listener);
  }

  /** Called on the JavaFX thread whenever the views have to show something else. */
  void onRefresh(Runnable action) {
    refresh = action;
  }

  /** Called when an address was asked for, to bring its view to the front. */
  void onReveal(Runnable action) {
    reveal = action;
  }

  private void received(TargetSnapshot snapshot) {
    newest.set(snapshot);
    if (scheduled.compareAndSet(false, true)) {
      Platform.runLater(this::apply);
    }
  }

  private void apply() {
    scheduled.set(false);
    TargetSnapshot next = newest.get();
    boolean stopped = isNewStop(shown, next);
    shown = next;
    if (stopped && next.current() != 0) {
      selected = selectionAtStop(next);
    }
    if (next.context(selected).isEmpty()) {
      selected = firstSelection(next);
    }
    refresh.run();
  }

  /** Where the target stopped; {@code shown} is that snapshot. */
  private int selectionAtStop(TargetSnapshot stopped) {
    boolean somewhere = stopped.current() != 0 && stopped.stop().context() != 0;
    int at = somewhere ? vcpuOf(stopped.stop().context()) : 0;
    return at == 0 ? firstSelection(stopped) : at;
  }

  /** A new breakpoint makes a new snapshot too, and must not move the selection. */
  private static boolean isNewStop(TargetSnapshot before, TargetSnapshot now) {
    return !now.running()
        && (before.running()
            || before.instructions() != now.instructions()
            || before.timeNanos() != now.timeNanos()
            || !before.stop().equals(now.stop()));
  }

  /** The vCPU that runs or will run first; without one the root. */
  private static int firstSelection(TargetSnapshot snapshot) {
    if (snapshot.current() != 0) {
      return snapshot.current();
    }
    return snapshot.contexts().stream()
        .filter(c -> runs(c.kind()))
        .mapToInt(Context::id)
        .findFirst()
        .orElse(snapshot.contexts().isEmpty() ? 0 : snapshot.contexts().get(0).id());
  }

  private static boolean runs(Context.Kind kind) {
    return kind == Context.Kind.VCPU || kind == Context.Kind.CPU;
  }

  @Override
  public DebugTarget target() {
    return target;
  }

  @Override
  public TargetSnapshot snapshot() {
    return shown;
  }

  @Override
  public int selectedContext() {
    return selected;
  }

  @Override
  public void select(int context) {
    if (context != selected) {
      selected = context;
      refresh.run();
    }
  }

  @Override
  public int selectedVcpu() {
    return vcpuOf(selected);
  }

  private int vcpuOf(int context) {
    if (hasOwnRegisters(context) && shown.registers().containsKey(context)) {
      return context;
    }
    for (Context c : shown.contexts()) {
      boolean below = c.id() == context || c.parent() == context || grandparent(c) == context;
      if (runs(c.kind()) && below && (c.id() == context || !isModule(context))) {
        return c.id();
      }
    }
    // A module stands for whichever vCPU ran last.
    return isModule(context) ? firstSelection(shown) : 0;
  }

  private boolean isModule(int context) {
    return shown.context(context).map(c -> c.kind() == Context.Kind.MODULE).orElse(false);
  }

  private boolean hasOwnRegisters(int context) {
    return shown
        .context(context)
        .map(c -> !runs(c.kind()) && c.kind() != Context.Kind.MODULE)
        .orElse(false);
  }

  private int grandparent(Context c) {
    return shown.context(c.parent()).map(Context::parent).orElse(0);
  }

  @Override
  public InterruptFeed interrupts() {
    return interrupts;
  }

  @Override
  public void showAddress(int context, int offset) {
    reveal.run();
    addressListener.show(context, offset);
  }

  @Override
  public void onShowAddress(AddressListener newListener) {
    addressListener = newListener;
  }

  @Override
  public void follow(CompletableFuture<?> order) {
    order.whenComplete(
        (result, problem) -> {
          if (problem != null) {
            Throwable cause =
                problem instanceof CompletionException && problem.getCause() != null
                    ? problem.getCause()
                    : problem;
            report(cause.getMessage() == null ? cause.toString() : cause.getMessage());
          }
        });
  }

  @Override
  public void report(String message) {
    if (Platform.isFxApplicationThread()) {
      messages.accept(message);
    } else {
      Platform.runLater(() -> messages.accept(message));
    }
  }

  void close() {
    interrupts.close();
    target.removeListener(listener);
  }
}
