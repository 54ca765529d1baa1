// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.interrupts;

import javafx.scene.shape.SVGPath;

/** The mark of a partition: square, disc, triangle, diamond; from the fifth on hollow. */
final class PartitionShape {
  private static final String[] PATHS = {
    "M0 0h8v8h-8z",
    "M4 0a4 4 0 1 0 0.001 0z",
    "M4 0l4.5 8h-9z",
    "M4 -0.7l4.7 4.7l-4.7 4.7l-4.7 -4.7z"
  };

  private PartitionShape() {}

  /** A shape with the style classes partition-shape and perhaps hollow. */
  static SVGPath of(int number) {
    SVGPath path = new SVGPath();
    int index = Math.max(0, number - 1);
    path.setContent(PATHS[index % PATHS.length]);
    path.getStyleClass().add("partition-shape");
    if (index / PATHS.length % 2 == 1) {
      path.getStyleClass().add("hollow");
    }
    return path;
  }

  /** The style class that carries the partition's colour. */
  static String styleClass(int number) {
    return "partition-" + (Math.max(0, number - 1) % PATHS.length + 1);
  }
}
