// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.screen;

import java.util.List;
import java.util.Objects;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;
import org.virtualpok.app.session.WorkbenchServices;
import org.virtualpok.app.view.WorkbenchView;
import org.virtualpok.app.view.screen.ScreenViewModel.Bar;
import org.virtualpok.app.view.screen.ScreenViewModel.Geometry;
import org.virtualpok.emu.debug.DebugTarget;
import org.virtualpok.emu.debug.HardwareState;
import org.virtualpok.emu.debug.TargetSnapshot;

/** The VGA's text screen. While it has the focus, what is typed goes to the guest's keyboard. */
public final class ScreenView implements WorkbenchView {
  private static final String FREE = "Click to type. Ctrl+Alt releases the keyboard.";
  private static final String CAPTURED = "Keys go to the guest. Ctrl+Alt releases the keyboard.";
  private static final String NO_KEYBOARD = "This target has no keyboard.";

  /** Room for the line that shows the focus. */
  private static final double RING = 2;

  private final WorkbenchServices services;
  private final ScreenViewModel model = new ScreenViewModel();
  private final ScanCodes codes = new ScanCodes();
  private final DebugTarget.Keyboard keyboard;
  private final Canvas canvas = new Canvas();
  private final Region ring = new Region();
  private final Pane picture = new Pane(canvas, ring);
  private final Label hint = new Label(FREE);
  private final Label size = new Label();
  private final BorderPane root = new BorderPane(picture);
  private final Button copy = new Button(null, new FontIcon(MaterialDesignC.CONTENT_COPY));

  public ScreenView(WorkbenchServices services) {
    this.services = services;
    keyboard = services.target().keyboard().orElse(null);
    canvas.setId("screen-canvas");
    canvas.setFocusTraversable(true);
    canvas.focusedProperty().addListener((o, was, is) -> focusChanged(is));
    canvas.addEventFilter(KeyEvent.ANY, this::key);
    picture.setOnMousePressed(e -> canvas.requestFocus());
    picture.setMinSize(0, 0);
    picture.getStyleClass().add("screen-picture");
    picture.widthProperty().addListener(o -> draw());
    picture.heightProperty().addListener(o -> draw());
    ring.getStyleClass().add("screen-ring");
    ring.setMouseTransparent(true);
    ring.setManaged(false);
    ring.setVisible(false);

    hint.setId("screen-hint");
    hint.getStyleClass().add("secondary");
    hint.setText(keyboard == null ? NO_KEYBOARD : FREE);
    hint.setMinWidth(0);
    size.getStyleClass().addAll("mono", "faint");
    size.setMinWidth(Region.USE_PREF_SIZE);
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    HBox bar = new HBox(FontIcon.of(MaterialDesignC.CURSOR_TEXT), hint, gap, size);
    bar.getStyleClass().add("screen-bar");
    root.setBottom(bar);
    root.getStyleClass().add("screen-view");
    root.getStylesheets()
        .add(Objects.requireNonNull(ScreenView.class.getResource("screen.css")).toExternalForm());
    root.setFocusTraversable(true);
    root.setOnKeyPressed(this::capture);

    copy.setId("screen-copy");
    copy.getStyleClass().add("view-tool-button");
    copy.setTooltip(new Tooltip("Copy the text on the screen"));
    copy.setAccessibleText("Copy the text on the screen");
    copy.setFocusTraversable(false);
    copy.setOnAction(e -> copyText());
  }

  private void copyText() {
    if (model.screen() != null) {
      ClipboardContent content = new ClipboardContent();
      content.putString(model.screen().text());
      Clipboard.getSystemClipboard().setContent(content);
      services.report("Copied the text of the screen");
    }
  }

  /** With the keyboard alone: the view gets the focus first, Enter gives it to the picture. */
  private void capture(KeyEvent e) {
    if (e.getCode() == KeyCode.ENTER && root.isFocused()) {
      canvas.requestFocus();
      e.consume();
    }
  }

  private void focusChanged(boolean focused) {
    if (keyboard == null) {
      return;
    }
    ring.setVisible(focused);
    hint.setText(focused ? CAPTURED : FREE);
    hint.getStyleClass().removeAll("accent", "secondary");
    hint.getStyleClass().add(focused ? "accent" : "secondary");
    if (!focused) {
      send(codes.releaseAll()); // or the guest would see them held for ever
    }
  }

  private void key(KeyEvent e) {
    if (keyboard == null) {
      return;
    }
    if (e.getEventType() == KeyEvent.KEY_PRESSED) {
      boolean both =
          e.getCode() == KeyCode.CONTROL && codes.holds(KeyCode.ALT)
              || e.getCode() == KeyCode.ALT && codes.holds(KeyCode.CONTROL);
      if (both) {
        root.requestFocus();
      } else {
        send(codes.pressed(e.getCode()));
      }
    } else if (e.getEventType() == KeyEvent.KEY_RELEASED) {
      send(codes.released(e.getCode()));
    }
    e.consume();
  }

  private void send(byte[] scanCodes) {
    if (scanCodes.length > 0) {
      services.follow(keyboard.send(scanCodes));
    }
  }

  @Override
  public void update(TargetSnapshot snapshot, int selected) {
    snapshot.hardware().map(HardwareState::screen).filter(model::update).ifPresent(s -> draw());
  }

  private void draw() {
    double width = picture.getWidth() - 2 * RING;
    double height = picture.getHeight() - 2 * RING;
    if (model.screen() == null || width < 1 || height < 1) {
      return;
    }
    Geometry g = model.fit(width, height);
    canvas.relocate(RING, RING);
    canvas.setWidth(width);
    canvas.setHeight(height);
    int right = g.cellWidth() * model.columns();
    int bottom = g.cellHeight() * model.rows();
    ring.resizeRelocate(g.left(), g.top(), right + 2 * RING, bottom + 2 * RING);
    size.setText(model.columns() + " × " + model.rows());
    canvas.setAccessibleText(model.screen().text());
    GraphicsContext gc = canvas.getGraphicsContext2D();
    gc.clearRect(0, 0, width, height);
    gc.setFill(Color.BLACK);
    gc.fillRect(g.left(), g.top(), right, bottom);
    gc.setTextBaseline(VPos.CENTER);
    gc.setFont(Font.font("JetBrains Mono", g.font()));
    backgrounds(gc, g);
    characters(gc, g);
    Bar cursor = model.cursor(g);
    if (cursor != null) {
      gc.setFill(color(model.foreground(cursor.row(), cursor.column())));
      gc.fillRect(
          g.x(cursor.column()), g.y(cursor.row()) + cursor.top(), g.cellWidth(), cursor.height());
    }
  }

  private void backgrounds(GraphicsContext gc, Geometry g) {
    for (int row = 0; row < model.rows(); row++) {
      int from = 0;
      for (int column = 1; column <= model.columns(); column++) {
        int colour = model.background(row, from);
        if (column == model.columns() || model.background(row, column) != colour) {
          if (colour != 0) {
            gc.setFill(color(colour));
            gc.fillRect(g.x(from), g.y(row), (column - from) * g.cellWidth(), g.cellHeight());
          }
          from = column;
        }
      }
    }
  }

  private void characters(GraphicsContext gc, Geometry g) {
    int last = -1;
    for (int row = 0; row < model.rows(); row++) {
      for (int column = 0; column < model.columns(); column++) {
        char c = model.character(row, column);
        if (c == ' ' || c == '\u00a0') {
          continue;
        }
        int colour = model.foreground(row, column);
        if (colour != last) {
          gc.setFill(color(colour));
          last = colour;
        }
        if (!block(gc, g, row, column, c)) {
          gc.fillText(String.valueOf(c), g.x(column), Math.rint(g.y(row) + g.cellHeight() / 2.0));
        }
      }
    }
  }

  /** Blocks fill their cell to the pixel, which no glyph does; tells whether it was one. */
  private static boolean block(GraphicsContext gc, Geometry g, int row, int column, char c) {
    double x = g.x(column);
    double y = g.y(row);
    double w = g.cellWidth();
    double h = g.cellHeight();
    double halfWidth = Math.floor(w / 2);
    double halfHeight = Math.floor(h / 2);
    switch (c) {
      case '█' -> gc.fillRect(x, y, w, h);
      case '▄' -> gc.fillRect(x, y + halfHeight, w, h - halfHeight);
      case '▀' -> gc.fillRect(x, y, w, halfHeight);
      case '▌' -> gc.fillRect(x, y, halfWidth, h);
      case '▐' -> gc.fillRect(x + halfWidth, y, w - halfWidth, h);
      case '░', '▒', '▓' -> {
        gc.setGlobalAlpha(c == '░' ? 0.25 : c == '▒' ? 0.5 : 0.75);
        gc.fillRect(x, y, w, h);
        gc.setGlobalAlpha(1);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static Color color(int rgb) {
    return Color.rgb(rgb >> 16, rgb >> 8 & 0xff, rgb & 0xff);
  }

  @Override
  public String id() {
    return "screen";
  }

  @Override
  public String title() {
    return "Screen";
  }

  @Override
  public Ikon icon() {
    return MaterialDesignM.MONITOR;
  }

  @Override
  public Node node() {
    return root;
  }

  @Override
  public List<Node> tools() {
    return List.of(copy);
  }
}
