// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.command;

import java.util.function.Predicate;
import javafx.scene.input.KeyCombination;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignB;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignE;
import org.kordamp.ikonli.materialdesign2.MaterialDesignK;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;
import org.kordamp.ikonli.materialdesign2.MaterialDesignV;
import org.virtualpok.emu.debug.StopReason;
import org.virtualpok.emu.debug.TargetSnapshot;

/**
 * Everything a person can order the workbench to do: menus, toolbar, palette and the list of keys
 * are made from these rows. Keys are Eclipse's, where Eclipse has one.
 */
public enum Command {
  RESUME("Resume", Menu.RUN, MaterialDesignP.PLAY, "F8", Command::canGo),
  SUSPEND("Suspend", Menu.RUN, MaterialDesignP.PAUSE, "Ctrl+Alt+S", TargetSnapshot::running),
  TERMINATE("Terminate", Menu.RUN, MaterialDesignS.STOP, "Ctrl+F2", Command::isAlive),
  RESTART("Restart", Menu.RUN, MaterialDesignR.RESTART, "Ctrl+Shift+F2", s -> true),
  STEP_INTO("Step Into", Menu.RUN, MaterialDesignD.DEBUG_STEP_INTO, "F5", Command::canGo),
  STEP_OVER("Step Over", Menu.RUN, MaterialDesignD.DEBUG_STEP_OVER, "F6", Command::canGo),
  NEXT_HYPERCALL(
      "Step to Next Hypercall",
      Menu.RUN,
      MaterialDesignA.ARROW_TOP_RIGHT,
      "F9",
      s -> canGo(s) && (s.hardware().isEmpty() || s.partitioned())),
  TOGGLE_BREAKPOINT(
      "Toggle Breakpoint",
      Menu.RUN,
      MaterialDesignC.CIRCLE_SLICE_8,
      "Ctrl+Shift+B",
      Command::isAlive),
  RAISE_INTERRUPT(
      "Raise Interrupt…",
      Menu.RUN,
      MaterialDesignL.LIGHTNING_BOLT,
      "Alt+I",
      s -> !s.interrupts().isEmpty() && (s.running() || canGo(s))),
  QUICK_ACCESS("Quick Access", Menu.NAVIGATE, MaterialDesignC.CONSOLE_LINE, "Ctrl+3", s -> true),
  GO_TO_PC(
      "Go to Current Instruction",
      Menu.NAVIGATE,
      MaterialDesignA.ARROW_RIGHT_BOLD,
      "Alt+Home",
      s -> true),
  GO_TO_ADDRESS("Go to Address", Menu.NAVIGATE, MaterialDesignV.VECTOR_POINT, "Ctrl+G", s -> true),
  DEBUG_PERSPECTIVE(
      "Debug Perspective", Menu.WINDOW, MaterialDesignB.BUG_OUTLINE, "Alt+1", s -> true),
  INTERRUPTS_PERSPECTIVE(
      "Interrupts Perspective",
      Menu.WINDOW,
      MaterialDesignL.LIGHTNING_BOLT_OUTLINE,
      "Alt+2",
      s -> s.hardware().isEmpty()),
  NEXT_PERSPECTIVE(
      "Next Perspective",
      Menu.WINDOW,
      MaterialDesignS.SWAP_HORIZONTAL,
      "Ctrl+F8",
      s -> s.hardware().isEmpty()),
  SWITCH_THEME(
      "Switch Theme", Menu.WINDOW, MaterialDesignT.THEME_LIGHT_DARK, "Ctrl+Shift+T", s -> true),
  RESET_PERSPECTIVE(
      "Reset Perspective", Menu.WINDOW, MaterialDesignV.VIEW_DASHBOARD, "", s -> true),
  KEYS("Keys", Menu.HELP, MaterialDesignK.KEYBOARD, "Ctrl+Shift+L", s -> true),
  EXIT("Exit", Menu.FILE, MaterialDesignE.EXIT_TO_APP, "Ctrl+Q", s -> true);

  /** The menu that a command stands in. */
  public enum Menu {
    FILE("File"),
    NAVIGATE("Navigate"),
    RUN("Run"),
    WINDOW("Window"),
    HELP("Help");

    private final String title;

    Menu(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }
  }

  private final String title;
  private final Menu menu;
  private final Ikon icon;
  private final String keys;
  private final Predicate<TargetSnapshot> enabled;

  Command(String title, Menu menu, Ikon icon, String keys, Predicate<TargetSnapshot> enabled) {
    this.title = title;
    this.menu = menu;
    this.icon = icon;
    this.keys = keys;
    this.enabled = enabled;
  }

  public String title() {
    return title;
  }

  public Menu menu() {
    return menu;
  }

  public Ikon icon() {
    return icon;
  }

  /** "Ctrl+F2"; empty if there is none. */
  public String keys() {
    return keys;
  }

  /** The key, or null if there is none. */
  public KeyCombination accelerator() {
    return keys.isEmpty() ? null : KeyCombination.valueOf(keys);
  }

  public boolean isEnabled(TargetSnapshot snapshot) {
    return enabled.test(snapshot);
  }

  /** Stable id for nodes and tests: "step-into". */
  public String id() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  private static boolean isAlive(TargetSnapshot s) {
    return s.running() || s.stop().kind() != StopReason.Kind.TERMINATED;
  }

  private static boolean canGo(TargetSnapshot s) {
    StopReason.Kind kind = s.stop().kind();
    return !s.running() && kind != StopReason.Kind.TERMINATED && kind != StopReason.Kind.FINISHED;
  }
}
