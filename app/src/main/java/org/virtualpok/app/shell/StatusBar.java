// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.shell;

import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.shape.Circle;
import javafx.scene.shape.Rectangle;
import org.virtualpok.app.widget.PartitionMark;
import org.virtualpok.emu.cpu.Eflags;
import org.virtualpok.emu.debug.Context;
import org.virtualpok.emu.debug.InterruptState;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.debug.ScheduleState;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.debug.TargetSnapshot;

/** One line about the whole target: state, time, slot, partition, CPU, speed. */
final class StatusBar {
  private static final double STRIP_WIDTH = 72;
  private static final long MEASURE_NANOS = 500_000_000L;

  private final HBox root = new HBox();
  private final Circle dot = new Circle(4);
  private final Label state = new Label();
  private final Label reason = new Label();
  private final Label message = new Label();
  private final Label time = mono();
  private final Label slot = mono();
  private final Pane strip = new Pane();
  private final Label partition = new Label();
  private final HBox partitionCell;
  private final HBox slotCell;
  private final Label cpl = mono();
  private final Label virtualIf = mono();
  private final Label instructions = mono();
  private final Label speed = mono();

  private final Rectangle marker = new Rectangle(0, -1, 2, 10);
  private List<ScheduleState.Slot> plan = List.of();
  private int partitionShown;
  private long measuredAt = System.nanoTime();
  private long measuredInstructions;

  StatusBar() {
    root.getStyleClass().add("status-bar");
    root.setId("status-bar");
    state.getStyleClass().add("status-state");
    state.setId("status-state");
    state.setMinWidth(Region.USE_PREF_SIZE);
    reason.getStyleClass().add("secondary");
    // A message for the user takes the place of what the banner says too.
    reason.visibleProperty().bind(message.textProperty().isEmpty());
    reason.managedProperty().bind(reason.visibleProperty());
    message.getStyleClass().add("secondary");
    message.setId("status-message");
    time.setId("status-time");
    marker.getStyleClass().add("held");
    strip.setMinSize(STRIP_WIDTH, 8);
    strip.setMaxSize(STRIP_WIDTH, 8);
    HBox first = cell(dot, state, reason, message);
    first.getStyleClass().add("first");
    HBox.setHgrow(first, Priority.ALWAYS);
    partitionCell = cell(new Label(), partition);
    slotCell = cell(strip, slot);
    speed.setMinWidth(84);
    speed.setAlignment(javafx.geometry.Pos.CENTER_RIGHT);
    root.getChildren()
        .addAll(
            first,
            cell(time),
            slotCell,
            partitionCell,
            cell(cpl),
            cell(virtualIf),
            cell(instructions),
            cell(speed));
  }

  Node node() {
    return root;
  }

  private static Label mono() {
    Label label = new Label();
    label.getStyleClass().add("mono");
    label.setMinWidth(Region.USE_PREF_SIZE);
    return label;
  }

  private static HBox cell(Node... nodes) {
    HBox box = new HBox(nodes);
    box.getStyleClass().add("status-cell");
    return box;
  }

  void report(String text) {
    message.setText(text);
  }

  void update(TargetSnapshot s) {
    StopReason stop = s.stop();
    String kind =
        s.running()
            ? "running"
            : switch (stop.kind()) {
              case FINISHED, KERNEL_CRASH, TERMINATED -> "ended";
              case FAULT -> "broken";
              default -> "suspended";
            };
    if (!dot.getStyleClass().contains(kind)) {
      dot.getStyleClass().setAll("status-dot", kind);
    }
    state.setText(s.running() ? "Running" : headline(stop.title()));
    reason.setText(s.running() ? "" : afterHeadline(stop.title()));
    time.setText(GuestTime.seconds(s.timeNanos()));
    boolean pc = s.hardware().isPresent();
    boolean scheduled = !pc || s.schedule().isPresent();
    slotCell.setVisible(scheduled);
    slotCell.setManaged(scheduled);
    if (scheduled) {
      showSchedule(s);
    }
    if (pc) {
      showProcessor(s);
    } else {
      showOwner(s.context(s.current()).flatMap(vcpu -> s.context(vcpu.parent())));
      showCpu(s);
    }
    instructions.setText(GuestTime.grouped(s.instructions()) + " instructions");
    measure(s);
  }

  private static String headline(String title) {
    int colon = title.indexOf(':');
    return colon > 0 ? title.substring(0, colon) : title;
  }

  private static String afterHeadline(String title) {
    int colon = title.indexOf(':');
    return colon > 0 ? title.substring(colon + 1).strip() : "";
  }

  private void showSchedule(TargetSnapshot s) {
    Optional<ScheduleState> schedule = s.schedule();
    slot.setText(
        schedule
            .map(x -> "frame " + GuestTime.grouped(x.frame()) + " · slot " + x.slot())
            .orElse(""));
    if (schedule.isEmpty()) {
      strip.getChildren().clear();
      plan = List.of();
      return;
    }
    ScheduleState now = schedule.get();
    double scale = STRIP_WIDTH / now.majorFrameNanos();
    if (!plan.equals(now.slots())) {
      plan = now.slots();
      drawPlan(s, scale);
    }
    marker.setX(place(now, s.timeNanos()) * scale - 1);
  }

  /** Time since the start of the major frame, ns; a kernel's frames need not start at 0. */
  private static long place(ScheduleState now, long nanos) {
    if (now.slot() < 0 || now.slot() >= now.slots().size()) {
      return nanos % Math.max(1, now.majorFrameNanos());
    }
    ScheduleState.Slot in = now.slots().get(now.slot());
    long left = Math.max(0, Math.min(in.durationNanos(), now.slotEndNanos() - nanos));
    return in.startNanos() + in.durationNanos() - left;
  }

  private void drawPlan(TargetSnapshot s, double scale) {
    strip.getChildren().clear();
    for (ScheduleState.Slot window : plan) {
      Rectangle r =
          new Rectangle(
              window.startNanos() * scale, 1, Math.max(1, window.durationNanos() * scale - 1), 6);
      int number = s.context(window.context()).map(Context::number).orElse(1);
      r.getStyleClass().add(PartitionMark.styleClass(number));
      r.setStrokeWidth(0);
      r.setOpacity(0.7);
      strip.getChildren().add(r);
    }
    strip.getChildren().add(marker);
  }

  /** A PC has one processor, and its own interrupt flag. */
  private void showProcessor(TargetSnapshot s) {
    Registers registers = s.registers().get(s.current());
    if (s.partitioned()) {
      showOwner(ownerOfSlot(s));
    } else {
      partition.setText(s.hardware().map(h -> h.system().mode()).orElse(""));
    }
    cpl.setText(registers == null ? "CPL –" : "CPL " + registers.cpl());
    boolean open = registers != null && (registers.eflags() & Eflags.IF) != 0;
    virtualIf.setText(open ? "IF 1" : "IF 0");
  }

  /** By the kernel's schedule; without one, the partition that runs. */
  private static Optional<Context> ownerOfSlot(TargetSnapshot s) {
    Optional<Context> scheduled =
        s.schedule()
            .filter(now -> now.slot() >= 0 && now.slot() < now.slots().size())
            .flatMap(now -> s.context(now.slots().get(now.slot()).context()));
    return scheduled.isPresent()
        ? scheduled
        : s.contexts().stream()
            .filter(c -> c.kind() == Context.Kind.PARTITION)
            .filter(c -> c.state() == Context.State.RUNNING || c.state() == Context.State.SUSPENDED)
            .findFirst();
  }

  /** The partition that runs, if any does. */
  private void showOwner(Optional<Context> owner) {
    partition.setText(owner.map(c -> c.number() + " " + c.name()).orElse("–"));
    if (owner.isEmpty() && partitionShown != 0) {
      partitionShown = 0;
      partitionCell.getChildren().set(0, new Label());
      partition.getStyleClass().setAll("label");
    }
    owner.ifPresent(
        c -> {
          if (partitionShown != c.number()) {
            partitionShown = c.number();
            partitionCell.getChildren().set(0, PartitionMark.of(c.number()));
            partition.getStyleClass().setAll("label", PartitionMark.styleClass(c.number()));
          }
        });
  }

  private void showCpu(TargetSnapshot s) {
    Registers registers = s.registers().get(s.current());
    Optional<Context> owner = s.context(s.current()).flatMap(vcpu -> s.context(vcpu.parent()));
    cpl.setText(registers == null ? "CPL –" : "CPL " + registers.cpl());
    int id = owner.map(Context::id).orElse(0);
    virtualIf.setText(
        s.interrupts().stream()
            .filter(i -> i.context() == id)
            .map(InterruptState::virtualIf)
            .map(open -> open ? "vIF 1" : "vIF 0")
            .findFirst()
            .orElse("vIF –"));
  }

  private void measure(TargetSnapshot s) {
    long now = System.nanoTime();
    if (!s.running()) {
      measuredAt = now;
      measuredInstructions = s.instructions();
      if (speed.getText().isEmpty()) {
        speed.setText("– MIPS");
      }
      return;
    }
    long elapsed = now - measuredAt;
    if (elapsed >= MEASURE_NANOS) {
      double mips = (s.instructions() - measuredInstructions) * 1e3 / elapsed;
      speed.setText(String.format("%.1f MIPS", Math.max(0, mips)));
      measuredAt = now;
      measuredInstructions = s.instructions();
    }
  }
}
