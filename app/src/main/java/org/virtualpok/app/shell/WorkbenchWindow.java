// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.shell;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.scene.Scene;
import javafx.scene.control.Alert;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.kordamp.ikonli.javafx.FontIcon;
import org.virtualpok.app.command.Command;
import org.virtualpok.app.theme.ThemeManager;
import org.virtualpok.app.view.WorkbenchView;
import org.virtualpok.app.view.autopsy.AutopsyView;
import org.virtualpok.app.view.breakpoints.BreakpointsView;
import org.virtualpok.app.view.console.ConsoleView;
import org.virtualpok.app.view.debug.DebugView;
import org.virtualpok.app.view.descriptors.DescriptorsView;
import org.virtualpok.app.view.devices.DevicesView;
import org.virtualpok.app.view.disassembly.DisassemblyView;
import org.virtualpok.app.view.events.EventsView;
import org.virtualpok.app.view.events.HypercallsView;
import org.virtualpok.app.view.health.HealthView;
import org.virtualpok.app.view.instances.InstancesView;
import org.virtualpok.app.view.interrupts.InterruptsView;
import org.virtualpok.app.view.latency.LatencyView;
import org.virtualpok.app.view.pages.PagesView;
import org.virtualpok.app.view.ports.PortsView;
import org.virtualpok.app.view.registers.RegistersView;
import org.virtualpok.app.view.rtos.RtosView;
import org.virtualpok.app.view.screen.ScreenView;
import org.virtualpok.emu.debug.ConsoleInfo;
import org.virtualpok.emu.debug.DebugTarget;
import org.virtualpok.emu.debug.StepKind;
import org.virtualpok.emu.debug.TargetSnapshot;

/** The window on one target. Everything here runs on the JavaFX thread. */
final class WorkbenchWindow {
  private static final String TITLE = "VirtualPOK Workbench";

  private final Stage stage;
  private final DebugTarget target;
  private final WorkbenchOptions options;
  private final ThemeManager theme;
  private final Scene scene;
  private final StatusBar statusBar = new StatusBar();
  private final Services services;
  private final List<WorkbenchView> views = new ArrayList<>();
  private final List<String> consoles = new ArrayList<>();
  private final DisassemblyView disassembly;
  private final InterruptsView matrix;
  private final Docks docks;
  private final Toolbar toolbar;
  private final Palette palette = new Palette();
  private final RaisePane raisePane = new RaisePane();
  private final LawStrip law = new LawStrip();
  private final Map<Perspective, Layout> layouts = new EnumMap<>(Perspective.class);
  private final Map<Command, MenuItem> menuItems = new EnumMap<>(Command.class);
  private final LayoutFile layoutFile = LayoutFile.ofUser();

  /** Whether the target is a whole PC: then there is hardware to see. */
  private final boolean pc;

  /** Whether it has partitions: a module, or a PC with a kernel that makes some. */
  private final boolean partitioned;

  private boolean closed;
  private Perspective perspective;

  WorkbenchWindow(Stage stage, DebugTarget target, WorkbenchOptions options) {
    this.stage = stage;
    this.target = target;
    this.options = options;
    pc = target.snapshot().hardware().isPresent();
    partitioned = target.snapshot().partitioned();
    Optional<LayoutFile.Kept> kept = keptLayout();
    theme = new ThemeManager(kept.map(LayoutFile.Kept::theme).orElse(options.theme()));
    services = new Services(target, statusBar::report);
    disassembly = new DisassemblyView(services);
    matrix = new InterruptsView(services);
    createViews();
    docks = new Docks(views, this::refresh);
    // A picture is taken as fast as the machine can; a person wants to see time pass.
    Pace pace = options.keepLayout() ? Pace.REAL_TIME : Pace.MAXIMUM;
    toolbar =
        new Toolbar(
            this::run, this::setPace, pace, options.beside() ? List.of() : Perspective.of(pc));
    VBox top = new VBox(menuBar(), toolbar.node());
    BorderPane root = new BorderPane(docks.node());
    root.setTop(top);
    root.setBottom(new VBox(law.node(), statusBar.node()));
    scene = new Scene(root, options.width(), options.height());
    theme.apply(scene);
    scene.focusOwnerProperty().addListener((property, old, owner) -> docks.focusMoved(owner));
    for (Perspective p : Perspective.of(pc)) {
      kept.flatMap(k -> k.layout(p, pc))
          .flatMap(k -> Layout.usable(k, viewIds()))
          .ifPresent(k -> layouts.put(p, k));
    }
    arrange(
        options.perspective().isEmpty()
            ? kept.map(k -> k.last(pc)).orElse(Perspective.DEBUG)
            : Perspective.named(options.perspective(), pc));
    for (String front : options.front()) {
      docks.open(view(front));
    }
    accelerators();
    stage.setTitle(target.name() + " – " + TITLE);
    stage.setScene(scene);
    stage.setOnCloseRequest(e -> close());
    services.onRefresh(this::refresh);
    services.onReveal(() -> docks.open(disassembly.id()));
    setPace(pace);
    services.snapshot().contexts().stream()
        .filter(c -> !c.name().isEmpty() && c.name().equals(options.select()))
        .findFirst()
        .ifPresent(c -> services.select(c.id()));
    refresh();
  }

  Scene scene() {
    return scene;
  }

  private Optional<LayoutFile.Kept> keptLayout() {
    if (!options.keepLayout()) {
      return Optional.empty();
    }
    try {
      return layoutFile.read();
    } catch (IOException e) {
      statusBar.report(e.getMessage());
      return Optional.empty();
    }
  }

  private void createViews() {
    views.add(new DebugView(services));
    views.add(new BreakpointsView(services));
    views.add(disassembly);
    for (ConsoleInfo c : target.consoles().map(DebugTarget.Consoles::list).orElse(List.of())) {
      ConsoleView console = new ConsoleView(services, c);
      consoles.add(console.id());
      views.add(console);
    }
    views.add(new EventsView(services));
    views.add(new RegistersView(services));
    views.add(new RtosView(services));
    if (pc) {
      views.add(new ScreenView(services));
      views.add(new DevicesView(services));
      views.add(new DescriptorsView(services));
      views.add(new PagesView(services));
      if (partitioned) {
        views.add(matrix);
        views.add(new PortsView());
      }
    } else {
      views.add(new HypercallsView(services));
      views.add(matrix);
      views.add(new InstancesView(services));
      views.add(new AutopsyView(services));
      views.add(new LatencyView(services));
      views.add(new PortsView());
      views.add(new HealthView(services));
    }
  }

  /** Shows a perspective as it was left, or as it is at first. */
  private void arrange(Perspective wanted) {
    perspective = wanted;
    docks.show(layouts.getOrDefault(wanted, defaultLayout()));
    law.node().setVisible(wanted == Perspective.INTERRUPTS);
    matrix.showLaw(wanted != Perspective.INTERRUPTS);
    toolbar.shows(wanted);
  }

  private void changeTo(Perspective wanted) {
    if (wanted != perspective) {
      layouts.put(perspective, docks.capture());
      arrange(wanted);
      refresh();
    }
  }

  private Perspective nextPerspective() {
    List<Perspective> all = Perspective.of(pc);
    return all.get((all.indexOf(perspective) + 1) % all.size());
  }

  private Layout defaultLayout() {
    if (perspective == Perspective.INTERRUPTS) {
      return Layout.usable(Layout.interruptsPerspective(consoles), viewIds()).orElseThrow();
    }
    if (options.beside()) {
      return Layout.usable(Layout.besidePerspective(consoles, pc), viewIds()).orElseThrow();
    }
    Layout all =
        pc ? Layout.pcPerspective(consoles, partitioned) : Layout.debugPerspective(consoles);
    return Layout.usable(all, viewIds()).orElseThrow();
  }

  /** The id of the view that a person means: "devices", "com1". */
  private String view(String meant) {
    for (String id : List.of(meant, "console-" + meant)) {
      if (viewIds().contains(id)) {
        return id;
      }
    }
    throw new UnknownViewException(
        "no view '" + meant + "'; there are " + String.join(", ", viewIds()));
  }

  private List<String> viewIds() {
    return views.stream().map(WorkbenchView::id).toList();
  }

  private MenuBar menuBar() {
    MenuBar bar = new MenuBar();
    bar.getStyleClass().add("workbench-menu");
    for (Command.Menu m : Command.Menu.values()) {
      Menu menu = new Menu(m.title());
      menu.setId("menu-" + m.name().toLowerCase(java.util.Locale.ROOT));
      for (Command c : Command.values()) {
        if (c.menu() == m) {
          MenuItem item = new MenuItem(c.title(), FontIcon.of(c.icon()));
          item.setOnAction(e -> run(c));
          item.setAccelerator(c.accelerator());
          menuItems.put(c, item);
          menu.getItems().add(item);
        }
      }
      if (m == Command.Menu.WINDOW) {
        menu.getItems().add(0, showView());
      }
      bar.getMenus().add(menu);
    }
    return bar;
  }

  private Menu showView() {
    Menu menu = new Menu("Show View");
    menu.setId("menu-show-view");
    for (WorkbenchView view : views) {
      MenuItem item = new MenuItem(view.title(), FontIcon.of(view.icon()));
      item.setOnAction(e -> docks.open(view.id()));
      menu.getItems().add(item);
    }
    return menu;
  }

  /** Some keys never reach a menu while a text control has the focus. */
  private void accelerators() {
    for (Command c : Command.values()) {
      if (c.accelerator() != null) {
        scene.getAccelerators().put(c.accelerator(), () -> run(c));
      }
    }
    // What the key says; Eclipse leaves it free.
    scene.getAccelerators().put(new KeyCodeCombination(KeyCode.PAUSE), () -> run(Command.SUSPEND));
  }

  private void setPace(Pace pace) {
    target.setPace(pace.factor());
  }

  private void refresh() {
    if (closed) {
      return;
    }
    TargetSnapshot snapshot = services.snapshot();
    int selected = services.selectedContext();
    for (WorkbenchView view : views) {
      if (docks.isInFront(view.id())) {
        view.update(snapshot, selected);
      }
    }
    toolbar.update(snapshot);
    menuItems.forEach((command, item) -> item.setDisable(!command.isEnabled(snapshot)));
    law.update(snapshot);
    statusBar.update(snapshot);
  }

  private void run(Command command) {
    if (!command.isEnabled(services.snapshot())) {
      return;
    }
    services.report("");
    switch (command) {
      case RESUME -> services.follow(target.resume());
      case SUSPEND -> services.follow(target.suspend());
      case TERMINATE -> services.follow(target.terminate());
      case RESTART -> services.follow(target.restart());
      case STEP_INTO -> step(StepKind.INTO);
      case STEP_OVER -> step(StepKind.OVER);
      case NEXT_HYPERCALL -> step(StepKind.NEXT_HYPERCALL);
      case TOGGLE_BREAKPOINT -> disassembly.toggleBreakpoint();
      case QUICK_ACCESS -> quickAccess();
      case GO_TO_PC -> goToPc();
      case GO_TO_ADDRESS -> {
        docks.open(disassembly.id());
        disassembly.openGoTo();
      }
      case RAISE_INTERRUPT -> raisePane.show(scene, services);
      case DEBUG_PERSPECTIVE -> changeTo(Perspective.DEBUG);
      case INTERRUPTS_PERSPECTIVE -> changeTo(Perspective.INTERRUPTS);
      case NEXT_PERSPECTIVE -> changeTo(nextPerspective());
      case SWITCH_THEME -> theme.toggle(scene);
      case RESET_PERSPECTIVE -> {
        docks.show(defaultLayout());
        refresh();
      }
      case KEYS -> keys();
      case EXIT -> {
        close();
        stage.close();
      }
    }
  }

  private void step(StepKind kind) {
    services.follow(target.step(services.selectedContext(), kind));
  }

  private void goToPc() {
    docks.open(disassembly.id());
    int vcpu = services.selectedVcpu();
    if (services.snapshot().registers().containsKey(vcpu)) {
      services.showAddress(vcpu, services.snapshot().registers().get(vcpu).eip());
    }
  }

  private void quickAccess() {
    List<Palette.Entry> entries = new ArrayList<>();
    for (Command c : Command.values()) {
      if (c.isEnabled(services.snapshot())) {
        entries.add(new Palette.Entry(c.title(), c.keys(), () -> run(c)));
      }
    }
    for (WorkbenchView view : views) {
      entries.add(new Palette.Entry("Show " + view.title(), "view", () -> docks.open(view.id())));
    }
    int vcpu = services.selectedVcpu();
    target
        .symbols(vcpu)
        .ifPresent(
            table ->
                table.all().stream()
                    .filter(s -> s.function())
                    .forEach(
                        s ->
                            entries.add(
                                new Palette.Entry(
                                    s.name(),
                                    String.format("%08x", s.address()),
                                    () -> {
                                      docks.open(disassembly.id());
                                      services.showAddress(vcpu, s.address());
                                    }))));
    palette.show(
        scene, entries, popup -> popup.getScene().getStylesheets().setAll(scene.getStylesheets()));
  }

  private void keys() {
    String text =
        String.join(
            "\n",
            Arrays.stream(Command.values())
                .filter(c -> !c.keys().isEmpty())
                .map(c -> String.format("%-16s %s", c.keys(), c.title()))
                .toList());
    Alert alert = new Alert(Alert.AlertType.INFORMATION, text);
    alert.setTitle("Keys");
    alert.setHeaderText("Keys");
    alert.initOwner(stage);
    alert.getDialogPane().getStylesheets().setAll(scene.getStylesheets());
    alert.getDialogPane().lookup(".content").getStyleClass().add("mono");
    alert.show();
  }

  private void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (options.keepLayout()) {
      try {
        layouts.put(perspective, docks.capture());
        layoutFile.write(theme.theme(), layouts, perspective, pc);
      } catch (IOException e) {
        System.err.println("vpok: the layout could not be kept: " + e.getMessage());
      }
    }
    services.close();
    views.forEach(WorkbenchView::close);
    target.close();
  }
}
