// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.autopsy;

import java.util.List;
import javafx.scene.layout.Pane;
import javafx.scene.shape.Line;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Text;
import org.virtualpok.app.autopsy.Tracks;

/**
 * The gates around the raise of one interrupt, drawn like the traces of a logic analyser: high is
 * open, low is closed.
 */
final class TimelinePane extends Pane {
  private static final double LEFT = 98;
  private static final double TOP = 34;
  private static final double ROW = 24;
  private static final double HIGH = 5;
  private static final double LOW = 17;
  private static final double AXIS = 20;

  /** Marks nearer than this to the one before have their words on another line. */
  private static final double CROWDED = 70;

  private static final int TICKS = 6;
  private static final double CHARACTER = 6.3;

  private Tracks tracks;

  TimelinePane() {
    getStyleClass().add("timeline");
    widthProperty().addListener((o, was, is) -> draw());
  }

  void show(Tracks newTracks) {
    if (!newTracks.equals(tracks)) {
      tracks = newTracks;
      double height = TOP + (tracks.rows().size() + 1) * ROW + AXIS + 4;
      setMinHeight(height);
      setPrefHeight(height);
      draw();
    }
  }

  private double x(long at) {
    double width = Math.max(1, getWidth() - LEFT - 10);
    double place = (double) (at - tracks.from()) / (tracks.until() - tracks.from());
    return LEFT + Math.max(0, Math.min(1, place)) * width;
  }

  private double rowY(int row) {
    return TOP + row * ROW;
  }

  private void draw() {
    getChildren().clear();
    if (tracks == null || getWidth() < LEFT + 20) {
      return;
    }
    double bottom = rowY(tracks.rows().size() + 1);
    axis(bottom);
    label("line", 0);
    double raised = Math.round(x(0)) + 0.5;
    trace(List.of(LEFT, raised, raised + 8, getWidth() - 10), 0, false, "line-trace");
    for (int i = 0; i < tracks.rows().size(); i++) {
      row(tracks.rows().get(i), i + 1);
    }
    marks(bottom);
  }

  private void row(Tracks.Row row, int index) {
    label(row.title(), index);
    double y = rowY(index);
    double at = LEFT;
    boolean openBefore = true;
    for (Tracks.Span span : row.closed()) {
      double from = x(span.from());
      double until = Math.max(from + 1, x(span.until()));
      Rectangle shade = new Rectangle(from, y + HIGH, until - from, LOW - HIGH);
      shade.getStyleClass().add("closed-shade");
      getChildren().add(shade);
      if (from > at) {
        line(at, y + HIGH, from, y + HIGH, "open-trace");
      }
      if (from > LEFT && openBefore) {
        line(from, y + HIGH, from, y + LOW, "closed-trace");
      }
      line(from, y + LOW, until, y + LOW, "closed-trace");
      if (until < getWidth() - 11) {
        line(until, y + HIGH, until, y + LOW, "closed-trace");
      }
      at = until;
    }
    if (at < getWidth() - 11) {
      line(at, y + HIGH, getWidth() - 10, y + HIGH, "open-trace");
    }
  }

  /** A trace that is low but between its second and third point. */
  private void trace(List<Double> points, int row, boolean high, String style) {
    double y = rowY(row);
    double rest = y + (high ? HIGH : LOW);
    double pulse = y + (high ? LOW : HIGH);
    line(points.get(0), rest, points.get(1), rest, style);
    line(points.get(1), rest, points.get(1), pulse, style);
    line(points.get(1), pulse, points.get(2), pulse, style);
    line(points.get(2), pulse, points.get(2), rest, style);
    line(points.get(2), rest, points.get(3), rest, style);
  }

  private void marks(double bottom) {
    double previous = -CROWDED;
    int level = 0;
    for (Tracks.Mark mark : tracks.marks()) {
      double x = Math.round(x(mark.at())) + 0.5;
      level = x - previous < CROWDED ? 1 - level : 1;
      double base = level == 1 ? TOP - 6 : TOP - 20;
      line(x, base + 2, x, bottom, "mark-" + mark.tone());
      double width = mark.words().length() * CHARACTER;
      boolean left = x + width > getWidth() - 6;
      Text text = new Text(left ? x - width - 2 : x + 3, base, mark.words());
      text.getStyleClass().addAll("mark-words", mark.tone());
      getChildren().add(text);
      previous = x;
    }
  }

  private void axis(double bottom) {
    long length = tracks.until() - tracks.from();
    Scale scale = Scale.of(length);
    Text unit = new Text(0, bottom + 14, scale.unit() + " from raise");
    unit.getStyleClass().add("axis-words");
    getChildren().add(unit);
    long first = Math.floorDiv(tracks.from(), scale.step()) + 1;
    for (long tick = first; tick * scale.step() < tracks.until(); tick++) {
      double x = Math.round(x(tick * scale.step())) + 0.5;
      line(x, TOP, x, bottom, "grid");
      String words = scale.words(tick * scale.step());
      Text text = new Text(x - words.length() * CHARACTER / 2, bottom + 14, words);
      text.getStyleClass().addAll("axis-words", "axis-number");
      if (text.getX() > LEFT - 14 && x + words.length() * CHARACTER / 2 < getWidth()) {
        getChildren().add(text);
      }
    }
  }

  private void label(String title, int row) {
    Text text = new Text(0, rowY(row) + 15, title);
    text.getStyleClass().add("track-title");
    getChildren().add(text);
  }

  private void line(double x1, double y1, double x2, double y2, String style) {
    Line line = new Line(snap(x1), snap(y1), snap(x2), snap(y2));
    line.getStyleClass().add(style);
    getChildren().add(line);
  }

  private static double snap(double at) {
    return Math.floor(at) + 0.5;
  }

  /**
   * A round distance between the axis's numbers.
   *
   * @param step in ns
   */
  private record Scale(long step, long divisor, String unit) {
    static Scale of(long lengthNanos) {
      double raw = (double) lengthNanos / TICKS;
      long power = (long) Math.pow(10, Math.floor(Math.log10(Math.max(1, raw))));
      long step = raw <= power * 2 ? power * 2 : raw <= power * 5 ? power * 5 : power * 10;
      if (step >= 1_000_000) {
        return new Scale(step, 1_000_000, "ms");
      }
      return step >= 1_000 ? new Scale(step, 1_000, "µs") : new Scale(step, 1, "ns");
    }

    String words(long nanos) {
      long value = nanos / divisor;
      return value > 0 ? "+" + value : value < 0 ? "−" + -value : "0";
    }
  }
}
