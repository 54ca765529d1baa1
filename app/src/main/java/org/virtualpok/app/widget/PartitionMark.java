// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.widget;

import javafx.scene.Node;
import javafx.scene.shape.Circle;
import javafx.scene.shape.Polygon;
import javafx.scene.shape.Rectangle;
import javafx.scene.shape.Shape;

/** A partition's sign: shape and colour together, so that neither has to be told apart alone. */
public final class PartitionMark {
  private static final int KINDS = 4;

  private PartitionMark() {}

  /** Style class with the colour of the partition with this number, from 1. */
  public static String styleClass(int number) {
    return "partition-" + ((Math.max(number, 1) - 1) % KINDS + 1);
  }

  /** Square, disc, triangle, diamond; hollow from the fifth on. */
  public static Node of(int number) {
    Shape shape =
        switch ((Math.max(number, 1) - 1) % KINDS) {
          case 0 -> new Rectangle(8, 8);
          case 1 -> new Circle(4.2);
          case 2 -> new Polygon(4.5, 0, 9, 8, 0, 8);
          default -> new Polygon(4.5, 0, 9, 4.5, 4.5, 9, 0, 4.5);
        };
    shape.getStyleClass().add(styleClass(number));
    shape.setStrokeWidth(1);
    if (number > KINDS) {
      shape.setStyle("-fx-fill: transparent;");
    }
    return shape;
  }
}
