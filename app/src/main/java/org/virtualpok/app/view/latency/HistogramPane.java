// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.latency;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Pane;
import javafx.scene.shape.Line;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Text;
import org.virtualpok.app.autopsy.Durations;
import org.virtualpok.emu.debug.LatencyHistogram;

/**
 * Latencies from left to right and how many of them upwards, both on logarithmic scales: one that
 * took a thousand times as long must be seen beside a thousand that did not.
 */
final class HistogramPane extends Pane {
  private static final double LEFT = 46;
  private static final double RIGHT = 14;
  private static final double TOP = 36;
  private static final double BOTTOM = 22;
  private static final double CHARACTER = 6.4;
  private static final double LABEL_HEIGHT = 13;
  private static final double ZERO_DECADES = 0.4;
  private static final double BAR_WIDTH_MAX = 36;
  private static final double NEAR = 40;

  private LatencyHistogram histogram;
  private String style = "";
  private double from;
  private double until;

  HistogramPane() {
    getStyleClass().add("histogram");
    setMinHeight(110);
    widthProperty().addListener((o, was, is) -> draw());
    heightProperty().addListener((o, was, is) -> draw());
  }

  void show(LatencyHistogram newHistogram, String newStyle) {
    if (!newHistogram.equals(histogram) || !newStyle.equals(style)) {
      histogram = newHistogram;
      style = newStyle;
      draw();
    }
  }

  private void draw() {
    getChildren().clear();
    if (histogram == null || getWidth() < LEFT + RIGHT + 40 || getHeight() < TOP + BOTTOM + 20) {
      return;
    }
    List<LatencyHistogram.Bucket> buckets = histogram.buckets();
    if (buckets.isEmpty()) {
      return;
    }
    from = edge(buckets.get(0).fromNanos());
    until = Math.max(from + 0.6, log(buckets.get(buckets.size() - 1).untilNanos()));
    // A few values alike would else fill the whole width with one bar.
    double spare = Math.max(0.12, (2 - (until - from)) / 2);
    from = Math.max(edge(0), from - spare);
    until += spare;
    long most = buckets.stream().mapToLong(LatencyHistogram.Bucket::count).max().orElse(1);
    counts(most);
    times();
    for (LatencyHistogram.Bucket bucket : buckets) {
      if (bucket.count() > 0) {
        bar(bucket, most);
      }
    }
    marks();
  }

  /** Nothing at all has a place of its own before 1 ns. */
  private static double edge(long nanos) {
    return nanos <= 0 ? -ZERO_DECADES : log(nanos);
  }

  private static double log(long nanos) {
    return Math.log10(Math.max(1, nanos));
  }

  private double x(long nanos) {
    return LEFT + (edge(nanos) - from) / (until - from) * (getWidth() - LEFT - RIGHT);
  }

  private double y(long count, long most) {
    double height = getHeight() - TOP - BOTTOM;
    return getHeight() - BOTTOM - height * Math.log10(count + 1.0) / Math.log10(most + 1.0);
  }

  private void bar(LatencyHistogram.Bucket bucket, long most) {
    double left = Math.round(x(bucket.fromNanos()));
    double right = Math.round(x(bucket.untilNanos()));
    double top = Math.floor(Math.min(y(bucket.count(), most), getHeight() - BOTTOM - 2));
    double width = Math.max(2, Math.min(BAR_WIDTH_MAX, right - left - 1));
    Rectangle bar = new Rectangle(left, top, width, getHeight() - BOTTOM - top);
    bar.getStyleClass().addAll("bar", style);
    Tooltip.install(
        bar,
        new Tooltip(
            Durations.of(bucket.fromNanos())
                + " to "
                + Durations.of(bucket.untilNanos())
                + ": "
                + Durations.grouped(bucket.count())));
    getChildren().add(bar);
  }

  private void counts(long most) {
    for (long tick = 1; tick <= most; tick *= 10) {
      double at = Math.floor(y(tick, most)) + 0.5;
      add(new Line(LEFT, at, getWidth() - RIGHT, at), "grid");
      String words = Durations.grouped(tick);
      Text text = new Text(LEFT - 8 - words.length() * CHARACTER, at + 4, words);
      add(text, "axis-words");
    }
    add(new Line(LEFT, base(), getWidth() - RIGHT, base()), "base");
  }

  private double base() {
    return Math.floor(getHeight() - BOTTOM) + 0.5;
  }

  private void times() {
    if (from < 0) {
      add(new Text(x(0) + 3, getHeight() - 7, "0"), "axis-words");
    }
    for (int power = (int) Math.max(0, Math.ceil(from)); power <= until; power++) {
      long nanos = (long) Math.pow(10, power);
      double at = Math.floor(x(nanos)) + 0.5;
      add(new Line(at, TOP, at, base()), "grid");
      String words = Durations.of(nanos);
      if (from >= 0 || at - x(0) > NEAR) {
        add(new Text(at - words.length() * CHARACTER / 2, getHeight() - 7, words), "axis-words");
      }
    }
  }

  /** Marks that are near each other have their words one above the other. */
  private void marks() {
    long median = histogram.medianNanos();
    long p99 = histogram.p99Nanos();
    long longest = histogram.longestNanos();
    if (median == longest) {
      mark("p50, p99, max", median, 1);
    } else if (median == p99) {
      mark("p50, p99", median, 0);
      mark("max", longest, 1);
    } else if (p99 == longest) {
      mark("p50", median, 0);
      mark("p99, max", p99, 1);
    } else {
      mark("p50", median, 1);
      mark("p99", p99, 0);
      mark("max", longest, 1);
    }
  }

  private void mark(String name, long nanos, int level) {
    double at = Math.floor(x(nanos)) + 0.5;
    String words = name + " " + Durations.of(nanos);
    double width = words.length() * CHARACTER;
    boolean left = at + width + 4 > getWidth() || (name.startsWith("p50") && at - width - 2 > LEFT);
    double height = level == 1 ? TOP - 6 : TOP - 6 - LABEL_HEIGHT;
    add(new Line(at, height + 2, at, base()), "mark");
    add(new Text(left ? at - width - 2 : at + 4, height, words), "mark-words");
  }

  private void add(Node node, String styleClass) {
    node.getStyleClass().add(styleClass);
    getChildren().add(node);
  }
}
