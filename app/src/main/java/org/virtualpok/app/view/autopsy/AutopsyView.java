// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.autopsy;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignH;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.virtualpok.app.autopsy.Autopsied;
import org.virtualpok.app.autopsy.Durations;
import org.virtualpok.app.autopsy.GateSquare;
import org.virtualpok.app.autopsy.InterruptFeed;
import org.virtualpok.app.autopsy.InterruptWords;
import org.virtualpok.app.autopsy.PartitionName;
import org.virtualpok.app.session.WorkbenchServices;
import org.virtualpok.app.view.WorkbenchView;
import org.virtualpok.app.widget.PartitionMark;
import org.virtualpok.emu.debug.Breakpoint;
import org.virtualpok.emu.debug.GateCloser;
import org.virtualpok.emu.debug.InterruptHop;
import org.virtualpok.emu.debug.InterruptInstance;
import org.virtualpok.emu.debug.InterruptInstance.Fate;
import org.virtualpok.emu.debug.TargetSnapshot;

/** Where one interrupt went: a verdict, the gate, who closed it, and each hop's time. */
public final class AutopsyView implements WorkbenchView {
  private static final List<InterruptHop> HOPS =
      List.of(
          InterruptHop.LATCH,
          InterruptHop.WAIT,
          InterruptHop.ENTRY,
          InterruptHop.ACKNOWLEDGE,
          InterruptHop.RETURN);

  private final WorkbenchServices services;
  private final Label number = label("autopsy-number", "mono");
  private final Label line = label();
  private final Label partition = label("autopsy-partition");
  private final Label raised = label("autopsy-section");
  private final FontIcon sign = new FontIcon(MaterialDesignC.CHECK_CIRCLE_OUTLINE);
  private final Label verdict = label("autopsy-verdict");
  private final TextFlow paragraph = new TextFlow();
  private final GridPane conditions = new GridPane();
  private final TimelinePane timeline = new TimelinePane();
  private final GridPane hops = new GridPane();
  private final Button previous = arrow(MaterialDesignC.CHEVRON_LEFT, "autopsy-previous-drop");
  private final Button next = arrow(MaterialDesignC.CHEVRON_RIGHT, "autopsy-next-drop");
  private final Label drops = label("secondary");
  private final Button toCloser = new Button("Go to the closing call");
  private final Button breakpoint = new Button("Break on the next drop");
  private final VBox content = new VBox();
  private final ScrollPane scroll = new ScrollPane(content);
  private final Label hint =
      new Label(
          "Where an interrupt went is told here: which gate held it, and which instruction closed"
              + " that gate. Select one in Interrupts.");
  private final StackPane root = new StackPane(scroll, hint);

  private Autopsied shown;
  private TargetSnapshot snapshot;

  /** An autopsy of the interrupt that the user looks at. */
  public AutopsyView(WorkbenchServices services) {
    this.services = services;
    snapshot = services.snapshot();
    content.getStyleClass().add("autopsy");
    verdict.setId("autopsy-verdict");
    verdict.setWrapText(true);
    verdict.setMinHeight(Region.USE_PREF_SIZE);
    sign.getStyleClass().add("autopsy-sign");
    paragraph.setId("autopsy-paragraph");
    paragraph.getStyleClass().add("autopsy-paragraph");
    conditions.getStyleClass().add("autopsy-table");
    conditions.setId("autopsy-conditions");
    conditions.getColumnConstraints().addAll(fixed(26), fixed(104), growing());
    hops.getStyleClass().add("autopsy-table");
    hops.getColumnConstraints().addAll(growing(), fixed(90));
    content
        .getChildren()
        .addAll(
            header(),
            verdictLine(),
            paragraph,
            conditions,
            raised,
            timeline,
            section("How long each hop took"),
            hops,
            buttons());
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    scroll.setVisible(false);
    hint.getStyleClass().add("empty-hint");
    hint.setWrapText(true);
    root.getStyleClass().add("data-view");
    root.getStylesheets()
        .add(Objects.requireNonNull(AutopsyView.class.getResource("autopsy.css")).toExternalForm());
  }

  private static Label label(String... classes) {
    Label label = new Label();
    label.getStyleClass().addAll(classes);
    return label;
  }

  private static Label section(String title) {
    Label label = new Label(title);
    label.getStyleClass().add("autopsy-section");
    return label;
  }

  private static Button arrow(Ikon icon, String id) {
    Button button = new Button(null, new FontIcon(icon));
    button.setId(id);
    button.getStyleClass().add("view-tool-button");
    String words = id.contains("previous") ? "The drop before this one" : "The next drop";
    button.setTooltip(new Tooltip(words));
    button.setAccessibleText(words);
    return button;
  }

  private static ColumnConstraints fixed(double width) {
    ColumnConstraints constraints = new ColumnConstraints(width);
    constraints.setMinWidth(width);
    return constraints;
  }

  private static ColumnConstraints growing() {
    ColumnConstraints constraints = new ColumnConstraints();
    constraints.setHgrow(Priority.ALWAYS);
    constraints.setMinWidth(40);
    return constraints;
  }

  private HBox header() {
    previous.setOnAction(e -> go(shown.previousDrop()));
    next.setOnAction(e -> go(shown.nextDrop()));
    drops.setMinWidth(Region.USE_PREF_SIZE);
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    for (Label fixed : List.of(number, line)) {
      fixed.setMinWidth(Region.USE_PREF_SIZE);
    }
    HBox header = new HBox(number, line, partition, gap, previous, drops, next);
    header.getStyleClass().add("autopsy-header");
    return header;
  }

  private HBox verdictLine() {
    HBox box = new HBox(sign, verdict);
    HBox.setHgrow(verdict, Priority.ALWAYS);
    box.getStyleClass().add("autopsy-verdict-line");
    return box;
  }

  private HBox buttons() {
    toCloser.setId("autopsy-closer");
    toCloser.getStyleClass().setAll("button", "action-button", "primary");
    toCloser.setGraphic(new FontIcon(MaterialDesignA.ARROW_TOP_RIGHT));
    toCloser.setOnAction(e -> goToCloser());
    breakpoint.setId("autopsy-break");
    breakpoint.getStyleClass().setAll("button", "action-button");
    breakpoint.setGraphic(new FontIcon(MaterialDesignS.STOP_CIRCLE_OUTLINE));
    breakpoint.setTooltip(
        new Tooltip("Suspends when the next interrupt of this line and partition is dropped"));
    breakpoint.setOnAction(e -> breakOnDrop());
    HBox box = new HBox(toCloser, breakpoint);
    box.getStyleClass().add("autopsy-buttons");
    toCloser.managedProperty().bind(toCloser.visibleProperty());
    return box;
  }

  private void goToCloser() {
    closer().ifPresent(c -> services.showAddress(shown.instance().context(), c.offset()));
  }

  private Optional<GateCloser> closer() {
    return shown
        .instance()
        .failed()
        .map(f -> f.closer())
        .filter(c -> c.kind() == GateCloser.Kind.GUEST_INSTRUCTION);
  }

  private void breakOnDrop() {
    InterruptInstance i = shown.instance();
    services.follow(
        services.target().setBreakpoint(Breakpoint.atInterruptDropped(i.context(), i.line())));
  }

  private void go(int id) {
    if (id != 0) {
      services.interrupts().select(id);
    }
  }

  @Override
  public String id() {
    return "autopsy";
  }

  @Override
  public String title() {
    return "Autopsy";
  }

  @Override
  public Ikon icon() {
    return MaterialDesignS.STETHOSCOPE;
  }

  @Override
  public Node node() {
    return root;
  }

  @Override
  public void update(TargetSnapshot newSnapshot, int selected) {
    snapshot = newSnapshot;
    InterruptFeed feed = services.interrupts();
    int wanted = feed.selected();
    boolean standing = !snapshot.running();
    if (wanted == 0 && !standing) {
      return;
    }
    feed.ask(
        this,
        history -> Autopsied.of(history, wanted == 0 ? Autopsied.worthALook(history) : wanted),
        found -> found(wanted, found));
  }

  private void found(int wanted, Optional<Autopsied> found) {
    InterruptFeed feed = services.interrupts();
    if (feed.selected() != wanted) {
      return; // the user has gone on meanwhile, and has asked again
    }
    scroll.setVisible(found.isPresent());
    hint.setVisible(found.isEmpty());
    if (found.isEmpty()) {
      shown = null;
      feed.select(0); // of a run before this one
      return;
    }
    if (!found.get().equals(shown)) {
      show(found.get());
    }
    if (wanted == 0) {
      feed.select(found.get().instance().id());
    }
  }

  private void show(Autopsied now) {
    boolean other = shown == null || shown.instance().id() != now.instance().id();
    shown = now;
    InterruptInstance i = now.instance();
    PartitionName name = PartitionName.of(snapshot, i.context());
    number.setText(InterruptWords.name(i.id()));
    line.setText("line " + i.line() + " " + i.lineName() + " →");
    partition.setText((name.number() > 0 ? name.number() + " " : "") + name.name());
    partition.setGraphic(name.number() > 0 ? PartitionMark.of(name.number()) : null);
    partition.getStyleClass().setAll("label", "autopsy-partition", name.styleClass());
    raised.setText("Around the raise at " + Durations.exactSeconds(i.raisedNanos()) + " s");
    drops.setText(
        now.drops() == 0
            ? "no drops"
            : now.drop() > 0
                ? "drop " + Durations.grouped(now.drop()) + " of " + Durations.grouped(now.drops())
                : Durations.grouped(now.drops()) + (now.drops() == 1 ? " drop" : " drops"));
    previous.setDisable(now.previousDrop() == 0);
    next.setDisable(now.nextDrop() == 0);
    verdict.setText(InterruptWords.verdict(i, now.readNanos()));
    sign.setIconCode(icon(i.fate()));
    sign.getStyleClass().setAll("ikonli-font-icon", "autopsy-sign", tone(i.fate()));
    flow(paragraph, InterruptWords.paragraph(i), i.context());
    showConditions(i);
    timeline.show(now.tracks());
    showHops(i);
    toCloser.setVisible(closer().isPresent());
    breakpoint.setDisable(hasBreakpoint(i));
    if (other) {
      scroll.setVvalue(0);
    }
  }

  private boolean hasBreakpoint(InterruptInstance i) {
    return snapshot.breakpoints().stream()
        .anyMatch(
            b ->
                b.scope() == i.context()
                    && b.trigger() instanceof Breakpoint.AtInterruptDropped at
                    && at.line() == i.line());
  }

  private static Ikon icon(Fate fate) {
    return switch (fate) {
      case DROPPED -> MaterialDesignC.CLOSE_OCTAGON_OUTLINE;
      case ABANDONED -> MaterialDesignL.LINK_VARIANT_OFF;
      case PENDING -> MaterialDesignP.PAUSE_CIRCLE_OUTLINE;
      case COALESCED -> MaterialDesignA.ARROW_UP_CIRCLE_OUTLINE;
      case UNKNOWN -> MaterialDesignH.HELP_CIRCLE_OUTLINE;
      default -> MaterialDesignC.CHECK_CIRCLE_OUTLINE;
    };
  }

  private static String tone(Fate fate) {
    return switch (fate) {
      case DROPPED, ABANDONED -> "bad";
      case PENDING -> "held";
      case COALESCED, UNKNOWN -> "secondary";
      default -> "good";
    };
  }

  /** Words with links to code and to other interrupts. */
  private void flow(TextFlow flow, List<InterruptWords.Piece> pieces, int context) {
    flow.getChildren().clear();
    for (InterruptWords.Piece piece : pieces) {
      if (piece.place() || piece.instance() != 0) {
        Hyperlink link = new Hyperlink(piece.text());
        link.getStyleClass().addAll("mono", "autopsy-link");
        link.setOnAction(
            e -> {
              if (piece.place()) {
                services.showAddress(context, piece.offset());
              } else {
                go(piece.instance());
              }
            });
        flow.getChildren().add(link);
      } else {
        Text text = new Text(piece.text());
        text.getStyleClass().add("autopsy-text");
        flow.getChildren().add(text);
      }
    }
  }

  private void showConditions(InterruptInstance i) {
    conditions.getChildren().clear();
    List<GateSquare.State> states = GateSquare.states(i);
    for (GateSquare square : GateSquare.values()) {
      int row = square.ordinal();
      GateSquare.State state = states.get(row);
      FontIcon icon = new FontIcon(icon(state));
      icon.getStyleClass().addAll("condition-sign", tone(state));
      StackPane cell = new StackPane(icon);
      Label title = new Label(square.title());
      TextFlow words = new TextFlow();
      flow(words, InterruptWords.condition(i, square), i.context());
      Region stripe = new Region();
      stripe.getStyleClass().addAll("condition-row", tone(state));
      for (Node node : List.of(title, words)) {
        node.getStyleClass().addAll("condition", tone(state));
      }
      conditions.add(stripe, 0, row, 3, 1);
      conditions.add(cell, 0, row);
      conditions.add(title, 1, row);
      conditions.add(words, 2, row);
    }
  }

  private static Ikon icon(GateSquare.State state) {
    return switch (state) {
      case OPEN -> MaterialDesignC.CHECK;
      case HELD -> MaterialDesignP.PAUSE;
      case LOST -> MaterialDesignC.CLOSE_THICK;
      case NOT_REACHED -> MaterialDesignC.CIRCLE_SMALL;
    };
  }

  private static String tone(GateSquare.State state) {
    return switch (state) {
      case OPEN -> "good";
      case HELD -> "held";
      case LOST -> "bad";
      case NOT_REACHED -> "faint";
    };
  }

  private void showHops(InterruptInstance i) {
    hops.getChildren().clear();
    int row = 0;
    for (InterruptHop hop : HOPS) {
      OptionalLong took = i.latency(hop);
      Region stripe = new Region();
      stripe.getStyleClass().add("condition-row");
      Label words = new Label(hop.words());
      words.getStyleClass().add(took.isPresent() ? "condition" : "faint");
      Label value = new Label(took.isPresent() ? Durations.of(took.getAsLong()) : "–");
      value.getStyleClass().addAll("mono", took.isPresent() ? "condition" : "faint");
      value.setMaxWidth(Double.MAX_VALUE);
      value.setAlignment(Pos.CENTER_RIGHT);
      hops.add(stripe, 0, row, 2, 1);
      hops.add(words, 0, row);
      hops.add(value, 1, row);
      row++;
    }
  }
}
