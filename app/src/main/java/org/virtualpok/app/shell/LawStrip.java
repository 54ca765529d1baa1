// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.shell;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.virtualpok.app.autopsy.Durations;
import org.virtualpok.emu.debug.InterruptState;
import org.virtualpok.emu.debug.TargetSnapshot;

/** The law of interrupts as one line of arithmetic, under everything else. */
final class LawStrip {
  private static final String[] NAMES = {"raised", "delivered", "pending", "coalesced", "dropped"};
  private static final String[] SIGNS = {"", "=", "+", "+", "+"};
  private static final double BAR_WIDTH = 104;

  private final HBox root = new HBox();
  private final Region[] parts = new Region[NAMES.length];
  private final Label[] numbers = new Label[NAMES.length];
  private final FontIcon tick = new FontIcon(MaterialDesignC.CHECK_CIRCLE_OUTLINE);
  private final Tooltip words = new Tooltip();
  private long[] shown = {};

  LawStrip() {
    root.setId("law-strip");
    root.getStyleClass().add("law-strip");
    Label title = new Label("Every interrupt is accounted for");
    title.setMinWidth(Region.USE_PREF_SIZE);
    HBox bar = new HBox();
    bar.getStyleClass().add("law-strip-bar");
    root.getChildren().addAll(title, bar);
    for (int i = 0; i < NAMES.length; i++) {
      if (i > 0) {
        parts[i] = new Region();
        parts[i].getStyleClass().addAll("law-part", NAMES[i]);
        parts[i].setMinWidth(0);
        bar.getChildren().add(parts[i]);
        Label sign = new Label(SIGNS[i]);
        sign.getStyleClass().addAll("mono", "faint");
        root.getChildren().add(sign);
      }
      numbers[i] = new Label();
      numbers[i].setId("law-strip-" + NAMES[i]);
      numbers[i].getStyleClass().addAll("mono", "law-strip-number", NAMES[i]);
      numbers[i].setMinWidth(Region.USE_PREF_SIZE);
      root.getChildren().addAll(numbers[i], new Label(NAMES[i]));
    }
    Label sign = new Label(null, tick);
    sign.setTooltip(words);
    root.getChildren().add(sign);
    root.managedProperty().bind(root.visibleProperty());
    root.setVisible(false);
  }

  Node node() {
    return root;
  }

  void update(TargetSnapshot snapshot) {
    if (!root.isVisible()) {
      return;
    }
    long[] sum = new long[NAMES.length];
    for (InterruptState state : snapshot.interrupts()) {
      for (InterruptState.Line line : state.lines()) {
        if (!line.counted()) {
          continue;
        }
        sum[0] += line.raised();
        sum[1] += line.delivered();
        sum[2] += line.pending();
        sum[3] += line.coalesced();
        sum[4] += line.dropped();
      }
    }
    if (!java.util.Arrays.equals(sum, shown)) {
      shown = sum;
      show();
    }
  }

  private void show() {
    for (int i = 0; i < NAMES.length; i++) {
      numbers[i].setText(Durations.grouped(shown[i]));
      numbers[i].getStyleClass().remove("zero");
      if (shown[i] == 0) {
        numbers[i].getStyleClass().add("zero");
      }
      if (i > 0) {
        double width = shown[0] == 0 ? 0 : BAR_WIDTH * shown[i] / shown[0];
        parts[i].setPrefWidth(shown[i] == 0 ? 0 : Math.max(2, width));
      }
    }
    boolean holds = shown[0] == shown[1] + shown[2] + shown[3] + shown[4];
    tick.setIconCode(
        holds ? MaterialDesignC.CHECK_CIRCLE_OUTLINE : MaterialDesignA.ALERT_CIRCLE_OUTLINE);
    tick.getStyleClass().setAll("ikonli-font-icon", "law-strip-sign", holds ? "good" : "bad");
    words.setText(
        holds
            ? "raised = delivered + pending + coalesced + dropped"
            : "Interrupts are missing from the account: a fault of the program");
  }
}
