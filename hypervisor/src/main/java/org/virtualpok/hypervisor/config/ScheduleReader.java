// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.virtualpok.hypervisor.config.ModuleDescription.PartitionDescription;
import org.virtualpok.hypervisor.config.ModuleDescription.Window;

/** Reads and checks the element Module_Schedule. */
final class ScheduleReader {
  private final Problems problems;
  private final List<PartitionDescription> partitions;
  private final Map<Integer, Integer> indexOfIdentifier;
  private final List<Placed> placed = new ArrayList<>();
  private long majorFrameNanos;

  /** A window with the line it stands on. */
  private record Placed(Window window, int line) {
    long end() {
      return window.startNanos() + window.durationNanos();
    }
  }

  ScheduleReader(
      Problems problems,
      List<PartitionDescription> partitions,
      Map<Integer, Integer> indexOfIdentifier) {
    this.problems = problems;
    this.partitions = partitions;
    this.indexOfIdentifier = indexOfIdentifier;
  }

  long majorFrameNanos() {
    return majorFrameNanos;
  }

  /** In the order of their start. */
  List<Window> windows() {
    return placed.stream().map(Placed::window).toList();
  }

  void read(XmlElement root) {
    List<XmlElement> schedules = root.children("Module_Schedule");
    if (schedules.isEmpty()) {
      problems.add(root.line, "a module needs a <Module_Schedule>");
      return;
    }
    if (schedules.size() > 1) {
      problems.add(schedules.get(1).line, "there is a second <Module_Schedule>");
    }
    XmlElement schedule = schedules.get(0);
    OptionalLong frame = problems.seconds(schedule, "MajorFrameSeconds");
    if (frame.isPresent() && frame.getAsLong() == 0) {
      problems.add(schedule.line, "MajorFrameSeconds is 0");
      frame = OptionalLong.empty();
    }
    majorFrameNanos = frame.orElse(0);
    boolean complete = frame.isPresent();
    Set<Integer> scheduled = new HashSet<>();
    for (XmlElement element : schedule.children) {
      if (element.name.equals("Partition_Schedule")) {
        complete &= partitionSchedule(element, scheduled);
      } else {
        problems.add(element.line, "the element <" + element.name + "> is not known here");
      }
    }
    placed.sort(Comparator.comparingLong(p -> p.window.startNanos()));
    for (PartitionDescription partition : partitions) {
      if (!scheduled.contains(partition.identifier())) {
        problems.add(
            schedule.line, "partition " + partition.identifier() + " has no <Partition_Schedule>");
      }
    }
    if (complete) {
      checkCover(schedule);
    }
  }

  /** False if a part was unreadable, so that sums mean nothing. */
  private boolean partitionSchedule(XmlElement element, Set<Integer> scheduled) {
    OptionalLong identifier = problems.number(element, "PartitionIdentifier", 1, Integer.MAX_VALUE);
    if (identifier.isEmpty()) {
      return false;
    }
    int id = (int) identifier.getAsLong();
    Integer index = indexOfIdentifier.get(id);
    if (index == null) {
      problems.add(element.line, "a schedule for partition " + id + ", which is unknown");
      return false;
    }
    if (!scheduled.add(id)) {
      problems.add(element.line, "partition " + id + " has a second <Partition_Schedule>");
    }
    List<Placed> own = new ArrayList<>();
    boolean complete = true;
    Map<Long, Integer> identifiers = new HashMap<>();
    for (XmlElement child : element.children) {
      if (child.name.equals("Window_Schedule")) {
        complete &= window(child, index, own, identifiers);
      } else {
        problems.add(child.line, "the element <" + child.name + "> is not known here");
      }
    }
    OptionalLong period = problems.seconds(element, "PeriodSeconds");
    OptionalLong duration = problems.seconds(element, "PeriodDurationSeconds");
    if (complete && period.isPresent() && duration.isPresent()) {
      checkPeriod(element, id, own, period.getAsLong(), duration.getAsLong());
    }
    placed.addAll(own);
    return complete;
  }

  private boolean window(
      XmlElement element, int partition, List<Placed> own, Map<Long, Integer> identifiers) {
    OptionalLong identifier = problems.number(element, "WindowIdentifier", 0, Integer.MAX_VALUE);
    if (identifier.isPresent()
        && identifiers.putIfAbsent(identifier.getAsLong(), element.line) != null) {
      problems.add(
          element.line, "the WindowIdentifier " + identifier.getAsLong() + " is used twice");
    }
    OptionalLong start = problems.seconds(element, "WindowStartSeconds");
    OptionalLong duration = problems.seconds(element, "WindowDurationSeconds");
    if (start.isEmpty() || duration.isEmpty()) {
      return false;
    }
    if (duration.getAsLong() == 0) {
      problems.add(element.line, "WindowDurationSeconds is 0");
      return false;
    }
    Placed window =
        new Placed(new Window(partition, start.getAsLong(), duration.getAsLong()), element.line);
    own.add(window);
    if (majorFrameNanos > 0 && window.end() > majorFrameNanos) {
      problems.add(
          element.line,
          "the window ends at "
              + seconds(window.end())
              + ", past the major frame of "
              + seconds(majorFrameNanos));
    }
    return true;
  }

  private void checkPeriod(
      XmlElement element, int id, List<Placed> own, long period, long duration) {
    if (period == 0 || majorFrameNanos == 0) {
      if (period == 0) {
        problems.add(element.line, "PeriodSeconds is 0");
      }
      return;
    }
    if (majorFrameNanos % period != 0) {
      problems.add(
          element.line,
          "PeriodSeconds is "
              + seconds(period)
              + ", of which the major frame of "
              + seconds(majorFrameNanos)
              + " is no multiple");
      return;
    }
    long sum = own.stream().mapToLong(p -> p.window.durationNanos()).sum();
    long wanted = Math.multiplyExact(duration, majorFrameNanos / period);
    if (sum != wanted) {
      problems.add(
          element.line,
          "the windows of partition "
              + id
              + " last "
              + seconds(sum)
              + " in a major frame, but PeriodSeconds and PeriodDurationSeconds ask for "
              + seconds(wanted));
    }
  }

  private void checkCover(XmlElement schedule) {
    Placed before = null;
    for (Placed window : placed) {
      if (before != null && window.window.startNanos() < before.end()) {
        problems.add(
            window.line,
            "the window of partition "
                + identifier(window)
                + " at "
                + seconds(window.window.startNanos())
                + " overlaps the one of partition "
                + identifier(before)
                + " in line "
                + before.line
                + ", which ends at "
                + seconds(before.end()));
      }
      if (before == null || window.end() > before.end()) {
        before = window;
      }
    }
    long sum = placed.stream().mapToLong(p -> p.window.durationNanos()).sum();
    if (sum != majorFrameNanos) {
      problems.add(
          schedule.line,
          "the windows last "
              + seconds(sum)
              + " in total, the major frame "
              + seconds(majorFrameNanos)
              + "; they must cover it exactly");
    }
  }

  private int identifier(Placed window) {
    return partitions.get(window.window.partition()).identifier();
  }

  /** "0.02 s", with as many digits as it takes. */
  static String seconds(long nanos) {
    return java.math.BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString() + " s";
  }
}
