// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.shell;

/** How fast guest time passes against the host's. */
enum Pace {
  MAXIMUM("Maximum", Double.POSITIVE_INFINITY),
  REAL_TIME("1×, real time", 1),
  TENTH("1/10", 0.1),
  HUNDREDTH("1/100", 0.01),
  THOUSANDTH("1/1000", 0.001);

  private final String title;
  private final double factor;

  Pace(String title, double factor) {
    this.title = title;
    this.factor = factor;
  }

  /** Guest seconds per host second. */
  double factor() {
    return factor;
  }

  @Override
  public String toString() {
    return title;
  }
}
