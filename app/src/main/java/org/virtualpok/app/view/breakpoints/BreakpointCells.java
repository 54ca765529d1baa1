// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.breakpoints;

import java.util.function.Consumer;
import java.util.function.Function;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TableCell;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignH;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.virtualpok.app.view.breakpoints.BreakpointsViewModel.Row;
import org.virtualpok.emu.debug.Breakpoint;

/** Cells of the table of breakpoints. */
final class BreakpointCells {
  private BreakpointCells() {}

  /** Whether the breakpoint is enabled. */
  static final class Check extends TableCell<Row, Row> {
    private final CheckBox box = new CheckBox();

    Check(Consumer<Row> toggle) {
      box.setFocusTraversable(false);
      box.setAccessibleText("Enabled");
      box.setOnAction(
          e -> {
            Row row = getItem();
            if (row != null) {
              box.setSelected(row.breakpoint().enabled()); // shown once the target agrees
              toggle.accept(row);
            }
          });
    }

    @Override
    protected void updateItem(Row row, boolean empty) {
      super.updateItem(row, empty);
      setGraphic(empty || row == null ? null : box);
      if (row != null) {
        box.setSelected(row.breakpoint().enabled());
        box.setId("breakpoint-enabled-" + row.breakpoint().id());
      }
    }
  }

  /** An icon for the kind; hollow where the breakpoint is disabled. */
  static final class Sign extends TableCell<Row, Row> {
    private final FontIcon icon = new FontIcon();

    Sign() {
      icon.getStyleClass().add("breakpoint-sign");
    }

    @Override
    protected void updateItem(Row row, boolean empty) {
      super.updateItem(row, empty);
      setGraphic(empty || row == null ? null : icon);
      if (row == null) {
        return;
      }
      boolean enabled = row.breakpoint().enabled();
      boolean address = row.breakpoint().trigger() instanceof Breakpoint.AtAddress;
      icon.setIconCode(sign(row.breakpoint().trigger(), enabled));
      icon.getStyleClass().setAll("ikonli-font-icon", "breakpoint-sign");
      icon.getStyleClass().add(address ? "address-sign" : "event-sign");
      if (!enabled) {
        icon.getStyleClass().add("off");
      }
    }
  }

  private static Ikon sign(Breakpoint.Trigger trigger, boolean enabled) {
    if (trigger instanceof Breakpoint.AtAddress) {
      return enabled ? MaterialDesignC.CIRCLE : MaterialDesignC.CIRCLE_OUTLINE;
    }
    if (trigger instanceof Breakpoint.AtPort) {
      return MaterialDesignS.SWAP_HORIZONTAL;
    }
    if (trigger instanceof Breakpoint.AtVector || InterruptTriggers.isOne(trigger)) {
      return MaterialDesignF.FLASH;
    }
    if (trigger instanceof Breakpoint.AtHealthError) {
      return MaterialDesignH.HEART_PULSE;
    }
    return trigger instanceof Breakpoint.AtModeChange
        ? MaterialDesignC.COG_OUTLINE
        : MaterialDesignA.ARROW_TOP_RIGHT;
  }

  /** Text; faint where the breakpoint is disabled. */
  static final class Text extends TableCell<Row, Row> {
    private final Tooltip tip = new Tooltip();
    private final String column;
    private final Function<Row, String> text;

    Text(String column, Function<Row, String> text) {
      this.column = column;
      this.text = text;
    }

    @Override
    protected void updateItem(Row row, boolean empty) {
      super.updateItem(row, empty);
      boolean blank = empty || row == null;
      setText(blank ? null : text.apply(row));
      setTooltip(blank ? null : tip(row));
      getStyleClass()
          .removeIf(c -> c.startsWith("partition-") || c.equals("mono") || c.equals("faint"));
      getStyleClass().remove("right");
      if (blank) {
        return;
      }
      if (column.equals("in")) {
        if (row.partition() > 0) {
          getStyleClass().add("partition-" + ((row.partition() - 1) % 4 + 1));
        }
      } else {
        getStyleClass().add("mono");
      }
      if (column.equals("hits")) {
        getStyleClass().add("right");
      }
      if (!row.breakpoint().enabled()) {
        getStyleClass().add("faint");
      }
    }

    private Tooltip tip(Row row) {
      tip.setText(row.stopsAt() + ", in " + row.in());
      return tip;
    }
  }
}
