// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.shell;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
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
                List.of(0.52, 0.77),
                List.of(
                    tabs("disassembly"),
                    new Tabs(consoles, consoles.isEmpty() ? "" : consoles.get(0)),
                    tabs("hypercalls", "events"))),
            new Split(
                Orientation.VERTICAL,
                List.of(0.62),
                List.of(tabs("registers"), tabs("interrupts")))));
  }

  private static Tabs tabs(String... views) {
    return new Tabs(List.of(views), views[0]);
  }
}
