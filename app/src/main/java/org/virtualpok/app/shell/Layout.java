// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.shell;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import javafx.geometry.Orientation;

/** Where the views stand: a tree of splits and tabs, which is also the form in which it is kept. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Layout.Split.class, name = "split"),
  @JsonSubTypes.Type(value = Layout.Tabs.class, name = "tabs")
})
sealed interface Layout {
  /** Children side by side or one below the other; a divider's place is 0 to 1. */
  record Split(Orientation orientation, List<Double> dividers, List<Layout> children)
      implements Layout {
    public Split {
      Objects.requireNonNull(orientation);
      dividers = List.copyOf(dividers);
      children = List.copyOf(children);
    }
  }

  /** Views in one dock; {@code selected} is the id of the one in front. */
  record Tabs(List<String> views, String selected) implements Layout {
    public Tabs {
      views = List.copyOf(views);
    }
  }

  /**
   * What remains of a layout that was kept, perhaps by another version or for another module: views
   * that exist, each once, and no dock without a view.
   */
  static Optional<Layout> usable(Layout kept, Collection<String> views) {
    return prune(kept, new HashSet<>(views));
  }

  private static Optional<Layout> prune(Layout layout, Set<String> free) {
    if (layout instanceof Tabs tabs) {
      List<String> left = tabs.views().stream().filter(free::remove).toList();
      String front =
          left.contains(tabs.selected()) || left.isEmpty() ? tabs.selected() : left.get(0);
      return left.isEmpty() ? Optional.empty() : Optional.of(new Tabs(left, front));
    }
    if (!(layout instanceof Split split)) {
      return Optional.empty();
    }
    List<Layout> children =
        split.children().stream().flatMap(child -> prune(child, free).stream()).toList();
    if (children.size() < 2) {
      return children.stream().findFirst();
    }
    boolean whole =
        children.size() == split.children().size()
            && split.dividers().size() == children.size() - 1
            && split.dividers().stream().allMatch(d -> d >= 0 && d <= 1);
    List<Double> dividers = whole ? split.dividers() : even(children.size());
    return Optional.of(new Split(split.orientation(), dividers, children));
  }

  private static List<Double> even(int children) {
    return IntStream.range(1, children).mapToObj(i -> (double) i / children).toList();
  }

  /** The Debug perspective. */
  static Layout debugPerspective(List<String> consoles) {
    return new Split(
        Orientation.HORIZONTAL,
        List.of(0.23, 0.74),
        List.of(
            new Split(
                Orientation.VERTICAL, List.of(0.6), List.of(tabs("debug"), tabs("breakpoints"))),
            new Split(
                Orientation.VERTICAL,
                List.of(0.46, 0.68),
                List.of(
                    tabs("disassembly"),
                    new Tabs(consoles, consoles.isEmpty() ? "" : consoles.get(0)),
                    tabs("hypercalls", "events", "health", "rtos"))),
            new Split(
                Orientation.VERTICAL,
                List.of(0.62),
                List.of(tabs("registers"), tabs("interrupts")))));
  }

  /** The Interrupts perspective: what becomes of all of them, each of them, and one of them. */
  static Layout interruptsPerspective(List<String> consoles) {
    List<String> above = new ArrayList<>(List.of("latency", "breakpoints"));
    above.addAll(consoles);
    return new Split(
        Orientation.HORIZONTAL,
        List.of(0.68),
        List.of(
            new Split(
                Orientation.VERTICAL,
                List.of(0.4),
                List.of(
                    new Tabs(above, "latency"),
                    new Split(
                        Orientation.HORIZONTAL,
                        List.of(0.27),
                        List.of(
                            tabs("interrupts", "debug"),
                            tabs("instances", "hypercalls", "events", "ports"))))),
            tabs("autopsy", "registers", "disassembly")));
  }

  /**
   * The same for a PC: its screen beside the code, its hardware at the right.
   *
   * @param partitioned whether the tree needs room for partitions, and their ports are in front
   */
  static Layout pcPerspective(List<String> consoles, boolean partitioned) {
    List<String> output = new ArrayList<>(List.of("screen"));
    output.addAll(consoles);
    output.add("events");
    return new Split(
        Orientation.HORIZONTAL,
        partitioned ? List.of(0.24, 0.68) : List.of(0.2, 0.66),
        List.of(
            new Split(
                Orientation.VERTICAL,
                List.of(partitioned ? 0.62 : 0.46),
                List.of(tabs("debug"), tabs("breakpoints"))),
            new Split(
                Orientation.VERTICAL,
                List.of(0.4),
                List.of(tabs("disassembly", "rtos"), new Tabs(output, "screen"))),
            new Split(
                Orientation.VERTICAL,
                List.of(0.6),
                partitioned
                    ? List.of(
                        tabs("registers", "devices", "pages"),
                        tabs("ports", "interrupts", "descriptors"))
                    : List.of(tabs("registers", "devices"), tabs("descriptors", "pages")))));
  }

  /** For a target that stands beside another one: what both have, one below the other. */
  static Layout besidePerspective(List<String> consoles, boolean pc) {
    List<String> output = new ArrayList<>(consoles);
    output.addAll(
        pc ? List.of("screen", "events", "rtos") : List.of("hypercalls", "events", "rtos"));
    Layout details =
        pc
            ? tabs("registers", "devices", "ports", "interrupts", "descriptors", "pages")
            : tabs("interrupts", "registers");
    return new Split(
        Orientation.VERTICAL,
        List.of(0.25, 0.62),
        List.of(
            new Split(
                Orientation.HORIZONTAL, List.of(0.55), List.of(tabs("debug"), tabs("breakpoints"))),
            new Split(Orientation.HORIZONTAL, List.of(0.55), List.of(tabs("disassembly"), details)),
            new Tabs(output, output.get(0))));
  }

  private static Tabs tabs(String... views) {
    return new Tabs(List.of(views), views[0]);
  }
}
