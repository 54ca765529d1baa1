// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.registers;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.virtualpok.app.session.WorkbenchServices;
import org.virtualpok.app.view.WorkbenchView;
import org.virtualpok.app.view.registers.RegistersModel.Flag;
import org.virtualpok.app.view.registers.RegistersModel.Row;
import org.virtualpok.app.view.registers.RegistersModel.SegmentRow;
import org.virtualpok.app.view.registers.RegistersModel.Shown;
import org.virtualpok.emu.cpu.SegmentName;
import org.virtualpok.emu.debug.Address;
import org.virtualpok.emu.debug.Registers;
import org.virtualpok.emu.debug.TargetSnapshot;
import org.virtualpok.emu.image.SymbolTable;

/** The registers of the selected vCPU. */
public final class RegistersView implements WorkbenchView {
  private static final int SEGMENT_ROWS = 6;

  private final WorkbenchServices services;
  private final RegistersModel model;
  private final List<Line> lines = new ArrayList<>();
  private final List<Line> segments = new ArrayList<>();
  private final List<Label> flags = new ArrayList<>();
  private final List<Line> system = new ArrayList<>();
  private final List<Label> cr0 = new ArrayList<>();
  private final Line eflags;
  private final VBox content = new VBox();
  private final Label hint = new Label("The registers of a vCPU are here; select one in Debug.");
  private final StackPane root = new StackPane();

  private byte[] code = new byte[0];
  private long codeKey = -1;
  private TargetSnapshot snapshot;

  public RegistersView(WorkbenchServices services) {
    this.services = services;
    model = new RegistersModel(services.target().hypercalls());
    GridPane table = table(56, 70);
    header(table);
    int row = 1;
    for (String name : RegistersModel.NAMES) {
      lines.add(new Line(table, row++, name));
    }
    eflags = new Line(table, row, "EFLAGS");
    HBox bits = bits(RegistersModel.FLAGS, flags);
    GridPane below = table(66, 40);
    for (int i = 0; i < SEGMENT_ROWS; i++) {
      segments.add(new Line(below, i, ""));
    }
    content.getChildren().addAll(table, bits, below);
    if (services.target().snapshot().hardware().isPresent()) {
      content.getChildren().addAll(systemTables());
    }
    content.getStyleClass().add("registers");
    ScrollPane scroll = new ScrollPane(content);
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    hint.getStyleClass().add("empty-hint");
    hint.setWrapText(true);
    root.getChildren().addAll(scroll, hint);
    root.getStylesheets()
        .add(
            Objects.requireNonNull(RegistersView.class.getResource("registers.css"))
                .toExternalForm());
    show(Shown.NOTHING);
  }

  private static HBox bits(List<String> names, List<Label> labels) {
    HBox bits = new HBox();
    bits.getStyleClass().add("register-flags");
    for (String name : names) {
      Label flag = new Label(name);
      flag.getStyleClass().addAll("mono", "register-flag");
      labels.add(flag);
      bits.getChildren().add(flag);
    }
    return bits;
  }

  /** CR0, its bits, and the rest. */
  private List<Node> systemTables() {
    Label title = new Label("System registers");
    title.setMaxWidth(Double.MAX_VALUE);
    title.getStyleClass().addAll("secondary", "register-section");
    GridPane first = table(56, 70);
    GridPane rest = table(56, 70);
    for (int i = 0; i < SystemRows.NAMES.size(); i++) {
      system.add(new Line(i == 0 ? first : rest, i, SystemRows.NAMES.get(i)));
    }
    return List.of(title, first, bits(SystemRows.CR0_BITS, cr0), rest);
  }

  private static GridPane table(double nameWidth, double valueWidth) {
    GridPane table = new GridPane();
    ColumnConstraints name = new ColumnConstraints();
    name.setMinWidth(nameWidth); // more where many registers hold the same
    ColumnConstraints value = new ColumnConstraints(valueWidth);
    ColumnConstraints means = new ColumnConstraints(0, 100, Double.MAX_VALUE);
    means.setHgrow(Priority.ALWAYS);
    table.getColumnConstraints().addAll(name, value, means);
    table.getStyleClass().add("register-table");
    return table;
  }

  private static void header(GridPane table) {
    String[] titles = {"reg", "value", "means"};
    for (int i = 0; i < titles.length; i++) {
      Label title = new Label(titles[i]);
      title.setMaxWidth(Double.MAX_VALUE);
      title.getStyleClass().addAll("secondary", "register-header");
      table.add(title, i, 0);
    }
  }

  @Override
  public String id() {
    return "registers";
  }

  @Override
  public String title() {
    return "Registers";
  }

  @Override
  public Ikon icon() {
    return MaterialDesignF.FORMAT_LIST_NUMBERED;
  }

  @Override
  public Node node() {
    return root;
  }

  @Override
  public void update(TargetSnapshot next, int selected) {
    snapshot = next;
    int vcpu = services.selectedVcpu();
    fetchCode(next, vcpu);
    show(model.update(next, vcpu, symbols(vcpu), code));
  }

  private SymbolTable symbols(int vcpu) {
    return vcpu == 0
        ? SymbolTable.EMPTY
        : services.target().symbols(vcpu).orElse(SymbolTable.EMPTY);
  }

  /** The two bytes at EIP tell whether a hypercall is next; asked for once a stop. */
  private void fetchCode(TargetSnapshot next, int vcpu) {
    Registers registers = next.registers().get(vcpu);
    if (next.running() || registers == null) {
      return;
    }
    long key = ((long) vcpu << 32) | Integer.toUnsignedLong(registers.eip());
    if (key == codeKey) {
      return;
    }
    codeKey = key;
    code = new byte[0];
    services
        .target()
        .readMemory(new Address.Logical(vcpu, SegmentName.CS, registers.eip()), 2)
        .thenAccept(bytes -> Platform.runLater(() -> codeArrived(key, bytes)));
  }

  private void codeArrived(long key, byte[] bytes) {
    if (key != codeKey) {
      return;
    }
    code = bytes;
    int vcpu = services.selectedVcpu();
    if (!snapshot.running() && vcpu == (int) (key >> 32)) {
      show(model.update(snapshot, vcpu, symbols(vcpu), code));
    }
  }

  private void show(Shown shown) {
    content.setVisible(!shown.empty());
    hint.setVisible(shown.empty());
    if (shown.empty()) {
      return;
    }
    toggle(content, "stale", shown.stale());
    for (int i = 0; i < lines.size(); i++) {
      lines.get(i).show(shown.rows().get(i));
    }
    eflags.show(shown.eflags());
    showBits(flags, shown.flags());
    showBits(cr0, shown.cr0());
    for (int i = 0; i < Math.min(system.size(), shown.system().size()); i++) {
      system.get(i).show(shown.system().get(i));
    }
    for (int i = 0; i < segments.size(); i++) {
      Line line = segments.get(i);
      boolean used = i < shown.segments().size();
      line.setVisible(used);
      if (used) {
        SegmentRow s = shown.segments().get(i);
        line.show(new Row(s.names(), s.selector(), s.changed(), s.meaning()));
      }
    }
  }

  private static void showBits(List<Label> labels, List<Flag> bits) {
    for (int i = 0; i < Math.min(labels.size(), bits.size()); i++) {
      toggle(labels.get(i), "set", bits.get(i).set());
      toggle(labels.get(i), "flipped", bits.get(i).changed());
    }
  }

  private static void toggle(Node node, String styleClass, boolean on) {
    List<String> classes = node.getStyleClass();
    if (!on) {
      classes.remove(styleClass);
    } else if (!classes.contains(styleClass)) {
      classes.add(styleClass);
    }
  }

  /** One row of a table. */
  private static final class Line {
    private final Label name = new Label();
    private final Label value = new Label();
    private final Label means = new Label();

    Line(GridPane table, int row, String register) {
      name.setText(register);
      name.getStyleClass().addAll("mono", "register-name");
      value.getStyleClass().addAll("mono", "register-value");
      means.getStyleClass().addAll("secondary", "register-means");
      means.setMinWidth(0);
      means.setMaxWidth(Double.MAX_VALUE);
      name.setMinWidth(Region.USE_PREF_SIZE);
      table.addRow(row, name, value, means);
    }

    void show(Row row) {
      name.setText(row.name());
      value.setText(row.value());
      toggle(value, "changed", row.changed());
      if (!means.getText().equals(row.meaning())) {
        means.setText(row.meaning());
        means.setTextOverrun(
            row.meaning().contains("+0x") ? OverrunStyle.LEADING_ELLIPSIS : OverrunStyle.ELLIPSIS);
        means.setTooltip(row.meaning().isEmpty() ? null : new Tooltip(row.meaning()));
      }
    }

    void setVisible(boolean visible) {
      for (Node node : List.of(name, value, means)) {
        node.setVisible(visible);
        node.setManaged(visible);
      }
    }
  }
}
