// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.disassembly;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Circle;
import javafx.scene.shape.SVGPath;
import org.virtualpok.app.view.disassembly.CodeWindow.Row;
import org.virtualpok.emu.debug.Breakpoint;

/** One row of the disassembly: ruler, offset, bytes, instruction, comment. */
final class CodeCell extends ListCell<Row> {
  private static final PseudoClass CURRENT = PseudoClass.getPseudoClass("current");
  private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");
  private static final int BYTES_SHOWN = 7;

  /** What a cell asks its view for. */
  interface Host {
    DisassemblyModel model();

    void toggle(Row row);

    /** Width of the column of offsets, in characters. */
    int offsetDigits();
  }

  private final Host host;
  private final HBox line = new HBox();
  private final StackPane ruler = new StackPane();
  private final Circle disc = new Circle(4.5);
  private final SVGPath arrow = new SVGPath();
  private final Label offset = label("code-offset");
  private final Label bytes = label("code-bytes");
  private final Label mnemonic = label("code-mnemonic");
  private final HBox operands = new HBox();
  private final Label comment = new Label();
  private Row operandsOf;

  CodeCell(Host host) {
    this.host = host;
    getStyleClass().add("code-cell");
    ruler.getStyleClass().add("code-ruler");
    disc.getStyleClass().add("code-breakpoint");
    arrow.setContent("M0 3.2h4.5v-3.2l5.5 5l-5.5 5v-3.2h-4.5z");
    arrow.getStyleClass().add("code-arrow");
    ruler.getChildren().addAll(disc, arrow);
    operands.getStyleClass().add("code-operands");
    operands.setMinWidth(USE_PREF_SIZE);
    comment.getStyleClass().add("code-comment");
    comment.setMinWidth(0);
    HBox.setHgrow(comment, Priority.ALWAYS);
    comment.setMaxWidth(Double.MAX_VALUE);
    line.getStyleClass().add("code-line");
    line.getChildren().addAll(ruler, offset, bytes, mnemonic, operands, comment);
    line.setMinWidth(0);
    line.setPrefWidth(0);
    ruler.addEventFilter(
        MouseEvent.MOUSE_CLICKED,
        e -> {
          if (e.getClickCount() == 1 && e.getButton() == MouseButton.PRIMARY) {
            toggle();
          }
          e.consume();
        });
    line.setOnMouseClicked(
        e -> {
          if (e.getClickCount() == 2 && e.getButton() == MouseButton.PRIMARY) {
            toggle();
          }
        });
    setText(null);
  }

  private static Label label(String styleClass) {
    Label label = new Label();
    label.getStyleClass().addAll("mono", styleClass);
    label.setMinWidth(USE_PREF_SIZE);
    return label;
  }

  private void toggle() {
    if (getItem() != null) {
      host.toggle(getItem());
    }
  }

  @Override
  protected void updateItem(Row row, boolean empty) {
    super.updateItem(row, empty);
    showRow(row);
  }

  /** Shows the marks anew, which change without the row. */
  void repaint() {
    showRow(getItem());
  }

  private void showRow(Row row) {
    DisassemblyModel model = host.model();
    boolean current = row != null && row.code() && getIndex() == model.current();
    pseudoClassStateChanged(CURRENT, current && !model.stale());
    pseudoClassStateChanged(STALE, current && model.stale());
    if (row == null || getIndex() < 0 || getIndex() >= model.rows().size()) {
      setGraphic(null);
      return;
    }
    setGraphic(line);
    boolean code = row.code();
    for (Pane part : List.of(operands)) {
      part.setVisible(code);
      part.setManaged(code);
    }
    for (Label part : List.of(bytes, mnemonic, comment)) {
      part.setVisible(code);
      part.setManaged(code);
    }
    arrow.setVisible(current);
    showBreakpoint(model.breakpoint(row), current);
    if (!code) {
      offset.setText(row.label() + ":");
      offset.setPrefWidth(USE_COMPUTED_SIZE);
      offset.getStyleClass().setAll("label", "mono", "code-label");
      return;
    }
    offset.getStyleClass().setAll("label", "mono", "code-offset");
    offset.setPrefWidth(host.offsetDigits() * 7.3 + 8);
    offset.setText(Integer.toHexString(row.offset()));
    if (operandsOf != row) {
      operandsOf = row;
      bytes.setText(bytesText(row.line().bytes()));
      mnemonic.setText(row.line().mnemonic());
      operands
          .getChildren()
          .setAll(
              OperandText.pieces(row.line().operands(), row.line().target() >= 0).stream()
                  .map(CodeCell::piece)
                  .toList());
    }
    comment.setText(model.comment(getIndex()));
    comment.getStyleClass().remove("hypercall");
    if (row.hypercall() >= 0) {
      comment.getStyleClass().add("hypercall");
    }
  }

  private static Label piece(OperandText.Piece piece) {
    Label label = label("code-" + piece.kind().name().toLowerCase(Locale.ROOT));
    label.setText(piece.text());
    return label;
  }

  private void showBreakpoint(Optional<Breakpoint> breakpoint, boolean current) {
    disc.setVisible(breakpoint.isPresent());
    disc.getStyleClass().remove("disabled");
    if (breakpoint.isPresent() && !breakpoint.get().enabled()) {
      disc.getStyleClass().add("disabled");
    }
    boolean both = current && breakpoint.isPresent();
    disc.setRadius(both ? 7 : 4.5);
    arrow.getStyleClass().remove("on-breakpoint");
    if (both && breakpoint.get().enabled()) {
      arrow.getStyleClass().add("on-breakpoint");
    }
  }

  private static String bytesText(byte[] bytes) {
    HexFormat hex = HexFormat.ofDelimiter(" ");
    return bytes.length <= BYTES_SHOWN
        ? hex.formatHex(bytes)
        : hex.formatHex(bytes, 0, BYTES_SHOWN - 1) + " …";
  }
}
