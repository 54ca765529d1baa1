// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.interrupts;

import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.virtualpok.app.view.interrupts.InterruptsModel.Law;

/** The law of interrupts as one line of arithmetic: every interrupt raised is accounted for. */
final class LawLine extends HBox {
  private static final String[] NAMES = {"raised", "delivered", "pending", "coalesced", "dropped"};
  private static final String[] SIGNS = {"", "=", "+", "+", "+"};

  private static final PseudoClass WIDE = PseudoClass.getPseudoClass("wide");
  private static final PseudoClass TIGHT = PseudoClass.getPseudoClass("tight");
  private static final double WIDE_SIZE = 15;
  private static final double NORMAL_SIZE = 13;

  private final Label[] numbers = new Label[NAMES.length];
  private final FontIcon tick = new FontIcon(MaterialDesignC.CHECK_CIRCLE_OUTLINE);
  private final Label sign = new Label();
  private Law shown;

  LawLine() {
    getStyleClass().add("interrupt-law");
    for (int i = 0; i < NAMES.length; i++) {
      if (i > 0) {
        Label operator = new Label(SIGNS[i]);
        operator.getStyleClass().addAll("mono", "law-sign");
        operator.setMinWidth(USE_PREF_SIZE);
        getChildren().add(operator);
      }
      numbers[i] = new Label();
      numbers[i].getStyleClass().addAll("mono", "law-number", "law-" + NAMES[i]);
      Label name = new Label(NAMES[i]);
      name.getStyleClass().add("law-name");
      numbers[i].setMinWidth(USE_PREF_SIZE);
      name.setMinWidth(USE_PREF_SIZE);
      VBox term = new VBox(numbers[i], name);
      term.getStyleClass().add("law-term");
      getChildren().add(term);
    }
    sign.setGraphic(tick);
    sign.setMinWidth(USE_PREF_SIZE);
    sign.getStyleClass().add("law-tick");
    getChildren().add(sign);
    setMinWidth(0);
    widthProperty().addListener((o, was, is) -> fit());
  }

  void show(Law law) {
    if (law.equals(shown)) {
      return;
    }
    shown = law;
    long[] values = {law.raised(), law.delivered(), law.pending(), law.coalesced(), law.dropped()};
    for (int i = 0; i < values.length; i++) {
      numbers[i].setText(InterruptsModel.grouped(values[i]));
      numbers[i].getStyleClass().remove("zero");
      if (values[i] == 0) {
        numbers[i].getStyleClass().add("zero");
      }
    }
    fit();
    boolean holds = law.holds();
    tick.setIconCode(
        holds ? MaterialDesignC.CHECK_CIRCLE_OUTLINE : MaterialDesignA.ALERT_CIRCLE_OUTLINE);
    sign.getStyleClass().removeAll("holds", "broken");
    sign.getStyleClass().add(holds ? "holds" : "broken");
    sign.setTooltip(
        new Tooltip(
            holds
                ? "Every interrupt is accounted for"
                : "Interrupts are missing from the account: a fault of the program"));
  }

  /** The largest figures that the width has room for. */
  private void fit() {
    pseudoClassStateChanged(WIDE, estimate(WIDE_SIZE, 5) <= getWidth());
    pseudoClassStateChanged(TIGHT, estimate(NORMAL_SIZE, 1) > getWidth());
  }

  /** Width of the line in pixels with figures of a size, roughly. */
  private double estimate(double size, double spacing) {
    double figure = 0.6 * size;
    double sum = (SIGNS.length - 1) * figure + (2 * NAMES.length - 1) * spacing + 28;
    for (int i = 0; i < NAMES.length; i++) {
      sum += Math.max(numbers[i].getText().length() * figure, NAMES[i].length() * 5.2);
    }
    return sum;
  }
}
