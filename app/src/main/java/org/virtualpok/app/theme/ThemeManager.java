// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.theme;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import javafx.application.Application;
import javafx.scene.Scene;
import javafx.scene.text.Font;

/** Gives scenes their look and changes it while they are open. */
public final class ThemeManager {
  private static final List<String> FONTS =
      List.of(
          "/com/formdev/flatlaf/fonts/inter/Inter-Regular.otf",
          "/com/formdev/flatlaf/fonts/inter/Inter-SemiBold.otf",
          "/com/formdev/flatlaf/fonts/inter/Inter-Bold.otf",
          "/com/formdev/flatlaf/fonts/jetbrains_mono/JetBrainsMono-Regular.ttf",
          "/com/formdev/flatlaf/fonts/jetbrains_mono/JetBrainsMono-Bold.ttf");

  private Theme theme;

  public ThemeManager(Theme theme) {
    this.theme = theme;
    loadFonts();
  }

  public Theme theme() {
    return theme;
  }

  /** Puts the theme on a scene, in the place of whatever it had. */
  public void apply(Scene scene) {
    boolean dark = theme == Theme.DARK;
    Application.setUserAgentStylesheet(
        dark
            ? new PrimerDark().getUserAgentStylesheet()
            : new PrimerLight().getUserAgentStylesheet());
    scene
        .getStylesheets()
        .setAll(
            sheet(dark ? "tokens-dark.css" : "tokens-light.css"),
            sheet("workbench.css"),
            sheet("dock.css"));
  }

  /** Changes between dark and light. */
  public void toggle(Scene scene) {
    theme = theme == Theme.DARK ? Theme.LIGHT : Theme.DARK;
    apply(scene);
  }

  /** The style sheet of tables over data: classes data-view and data-table. */
  public static String dataTable() {
    return sheet("data-table.css");
  }

  private static String sheet(String name) {
    return Objects.requireNonNull(ThemeManager.class.getResource(name), name).toExternalForm();
  }

  private static void loadFonts() {
    for (String font : FONTS) {
      try (InputStream in = ThemeManager.class.getResourceAsStream(font)) {
        if (in == null || Font.loadFont(in, 12) == null) {
          System.err.println("vpok: the font " + font + " cannot be loaded; another stands in");
        }
      } catch (IOException e) {
        System.err.println("vpok: the font " + font + ": " + e.getMessage());
      }
    }
  }
}
