// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.instances;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.TableCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.shape.Line;
import javafx.scene.shape.Rectangle;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignH;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.virtualpok.app.autopsy.GateSquare;
import org.virtualpok.app.autopsy.InterruptWords;
import org.virtualpok.app.autopsy.PartitionName;
import org.virtualpok.app.widget.PartitionMark;
import org.virtualpok.emu.debug.InterruptInstance.Fate;

/** Cells of the table that are more than text. */
final class InstanceCells {
  private InstanceCells() {}

  /** Shape, number and name in the partition's colour. */
  static final class PartitionCell extends TableCell<InstanceRow, InstanceRow> {
    private PartitionName shown;

    @Override
    protected void updateItem(InstanceRow row, boolean empty) {
      super.updateItem(row, empty);
      PartitionName wanted = empty || row == null ? null : row.partition();
      if (wanted == null || !wanted.equals(shown)) {
        if (shown != null) {
          getStyleClass().remove(shown.styleClass());
        }
        shown = wanted;
        boolean known = wanted != null && wanted.number() > 0;
        setText(wanted == null ? null : (known ? wanted.number() + " " : "") + wanted.name());
        setGraphic(known ? PartitionMark.of(wanted.number()) : null);
        if (wanted != null) {
          getStyleClass().add(wanted.styleClass());
        }
      }
    }
  }

  /** A sign and a word. */
  static final class FateCell extends TableCell<InstanceRow, InstanceRow> {
    private final FontIcon sign = new FontIcon();
    private String tone = "";

    FateCell() {
      sign.getStyleClass().add("fate-sign");
    }

    @Override
    protected void updateItem(InstanceRow row, boolean empty) {
      super.updateItem(row, empty);
      boolean blank = empty || row == null;
      setText(blank ? null : InterruptWords.fate(row.fate()));
      setGraphic(blank ? null : sign);
      String wanted = blank ? "" : row.tone();
      if (!blank) {
        sign.setIconCode(icon(row.fate()));
      }
      if (!wanted.equals(tone)) {
        getStyleClass().remove(tone);
        sign.getStyleClass().remove(tone);
        tone = wanted;
        if (!tone.isEmpty()) {
          getStyleClass().add(tone);
          sign.getStyleClass().add(tone);
        }
      }
    }

    static Ikon icon(Fate fate) {
      return switch (fate) {
        case PENDING -> MaterialDesignP.PAUSE;
        case DELIVERED -> MaterialDesignP.PLAY;
        case RETURNED -> MaterialDesignC.CHECK;
        case ABANDONED -> MaterialDesignL.LINK_VARIANT_OFF;
        case COALESCED -> MaterialDesignA.ARROW_UP;
        case DROPPED -> MaterialDesignC.CLOSE_THICK;
        case UNKNOWN -> MaterialDesignH.HELP;
      };
    }
  }

  /** Five squares, the outermost gate first: filled, barred, crossed or hollow. */
  static final class GatesCell extends TableCell<InstanceRow, InstanceRow> {
    private final HBox squares = new HBox();
    private final Tooltip tip = new Tooltip();
    private List<GateSquare.State> shown = List.of();

    GatesCell() {
      squares.getStyleClass().add("gate-squares");
      for (int i = 0; i < GateSquare.values().length; i++) {
        Region square = new Region();
        square.getStyleClass().add("gate-square");
        squares.getChildren().add(square);
      }
    }

    @Override
    protected void updateItem(InstanceRow row, boolean empty) {
      super.updateItem(row, empty);
      boolean blank = empty || row == null || row.gates().isEmpty();
      setGraphic(blank ? null : squares);
      setTooltip(blank ? null : tip);
      if (blank || row.gates().equals(shown)) {
        return;
      }
      shown = row.gates();
      List<String> words = new ArrayList<>();
      for (int i = 0; i < shown.size(); i++) {
        String state = shown.get(i).name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        squares.getChildren().get(i).getStyleClass().setAll("gate-square", state.replace(' ', '-'));
        words.add(GateSquare.values()[i].title() + ": " + state);
      }
      tip.setText(String.join("\n", words));
    }
  }

  /**
   * How long it waited and how long its handler ran, on a logarithmic scale that all rows share.
   */
  static final class LifeCell extends TableCell<InstanceRow, InstanceRow> {
    /** Left and right end of the scale, as powers of ten of ns. */
    private static final int FROM = 2;

    private static final int UNTIL = 9;
    private static final double BAR_HEIGHT = 9;

    private final Rectangle held = new Rectangle(0, BAR_HEIGHT);
    private final Rectangle handler = new Rectangle(0, BAR_HEIGHT);
    private final Line end = new Line();
    private final Pane pane = new Pane();
    private final List<Node> decades = new ArrayList<>();

    LifeCell() {
      pane.getStyleClass().add("life");
      pane.setMinHeight(BAR_HEIGHT);
      pane.setMaxHeight(BAR_HEIGHT);
      held.getStyleClass().add("life-held");
      for (int i = FROM + 1; i < UNTIL; i++) {
        Line tick = new Line(0, 0, 0, BAR_HEIGHT);
        tick.getStyleClass().add("life-tick");
        decades.add(tick);
      }
      end.setStartY(0);
      end.setEndY(BAR_HEIGHT);
      end.getStyleClass().add("life-end");
      pane.getChildren().addAll(decades);
      pane.getChildren().addAll(held, handler, end);
    }

    @Override
    protected void updateItem(InstanceRow row, boolean empty) {
      super.updateItem(row, empty);
      boolean blank = empty || row == null;
      setGraphic(blank ? null : pane);
      if (!blank) {
        draw(row);
      }
    }

    private void draw(InstanceRow row) {
      double width = Math.max(20, getTableColumn().getWidth() - 16);
      pane.setPrefWidth(width);
      for (int i = 0; i < decades.size(); i++) {
        decades.get(i).setTranslateX(Math.round(width * (i + 1) / (UNTIL - FROM)));
      }
      boolean lost = row.fate() == Fate.DROPPED;
      double waited = row.waitNanos() < 0 ? row.settled() ? 0 : width : x(row.waitNanos(), width);
      held.setWidth(waited);
      double returned = row.lifeNanos() < 0 ? waited : Math.max(x(row.lifeNanos(), width), 0);
      handler.setX(waited);
      handler.setWidth(row.lifeNanos() < 0 ? 0 : Math.max(2, returned - waited));
      handler.getStyleClass().setAll(row.partition().styleClass(), "life-handler");
      end.setVisible(lost);
      end.setTranslateX(Math.max(1, waited));
    }

    /** Where a duration ends; what is shorter than the scale has no length. */
    private static double x(long nanos, double width) {
      double decade = nanos <= 0 ? 0 : Math.log10(nanos);
      return Math.round(width * Math.max(0, Math.min(1, (decade - FROM) / (UNTIL - FROM))));
    }
  }
}
