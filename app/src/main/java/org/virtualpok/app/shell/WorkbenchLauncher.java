// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.shell;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.embed.swing.SwingFXUtils;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.virtualpok.emu.debug.DebugTarget;

/** Starts JavaFX and opens the workbench, in a window or into a picture. */
public final class WorkbenchLauncher {
  /** Frames after which views have fetched and painted what they show. */
  private static final int SETTLED_FRAMES = 30;

  // JavaFX warns that it runs from the class path; kept here so that the level stays.
  private static final Logger JAVAFX_LOG = Logger.getLogger("javafx");

  private WorkbenchLauncher() {}

  /**
   * Opens a window for each target, side by side if there are several, and waits until all are
   * closed; that closes the targets too.
   *
   * @throws RuntimeException of JavaFX where there is no display or no GTK
   */
  public static void open(List<DebugTarget> targets, WorkbenchOptions options) {
    JAVAFX_LOG.setLevel(Level.SEVERE);
    CountDownLatch closed = new CountDownLatch(targets.size());
    CompletableFuture<Void> opened = new CompletableFuture<>();
    Platform.setImplicitExit(true);
    Platform.startup(
        () -> {
          try {
            List<Stage> stages = stages(targets, options);
            stages.forEach(s -> s.setOnHidden(e -> closed.countDown()));
            stages.forEach(Stage::show);
            opened.complete(null);
          } catch (RuntimeException | Error e) {
            opened.completeExceptionally(e);
          }
        });
    opened.join();
    await(closed);
  }

  private static List<Stage> stages(List<DebugTarget> targets, WorkbenchOptions options) {
    List<Stage> stages = new ArrayList<>();
    Rectangle2D screen = Screen.getPrimary().getVisualBounds();
    int count = targets.size();
    for (DebugTarget target : targets) {
      Stage stage = new Stage();
      if (count == 1) {
        new WorkbenchWindow(stage, target, options);
      } else {
        double width = screen.getWidth() / count;
        new WorkbenchWindow(
            stage,
            target,
            new WorkbenchOptions(
                options.theme(),
                (int) width,
                (int) screen.getHeight(),
                false,
                true,
                options.front(),
                options.perspective(),
                options.select()));
        stage.setX(screen.getMinX() + stages.size() * width);
        stage.setY(screen.getMinY());
        stage.setWidth(width);
        stage.setHeight(screen.getHeight());
      }
      stages.add(stage);
    }
    return stages;
  }

  /**
   * Renders the real windows without a display, side by side, and writes them as PNG.
   *
   * @param options the size is that of the picture
   * @throws IOException if the file cannot be written
   */
  public static void screenshot(List<DebugTarget> targets, Path png, WorkbenchOptions options)
      throws IOException {
    JAVAFX_LOG.setLevel(Level.SEVERE);
    headless(options.width(), options.height());
    int count = targets.size();
    List<CompletableFuture<BufferedImage>> pictures = new ArrayList<>();
    targets.forEach(t -> pictures.add(new CompletableFuture<>()));
    Platform.setImplicitExit(false);
    Platform.startup(
        () -> {
          for (int i = 0; i < count; i++) {
            try {
              Stage stage = new Stage();
              WorkbenchOptions own =
                  new WorkbenchOptions(
                      options.theme(),
                      options.width() / count,
                      options.height(),
                      false,
                      count > 1,
                      options.front(),
                      options.perspective(),
                      options.select());
              WorkbenchWindow window = new WorkbenchWindow(stage, targets.get(i), own);
              stage.show();
              whenSettled(window.scene(), pictures.get(i));
            } catch (RuntimeException | Error e) {
              pictures.get(i).completeExceptionally(e);
            }
          }
        });
    try {
      BufferedImage whole =
          new BufferedImage(options.width(), options.height(), BufferedImage.TYPE_INT_ARGB);
      for (int i = 0; i < count; i++) {
        BufferedImage part = pictures.get(i).join();
        whole.createGraphics().drawImage(part, i * (options.width() / count), 0, null);
      }
      if (!ImageIO.write(whole, "png", png.toFile())) {
        throw new IOException("no writer for PNG");
      }
    } finally {
      targets.forEach(DebugTarget::close);
      Platform.exit();
    }
  }

  /** Must stand before the first JavaFX class that looks for a display. */
  private static void headless(int width, int height) {
    System.setProperty("headless.geometry", width + "x" + height + "-32");
    System.setProperty("glass.platform", "Monocle");
    System.setProperty("monocle.platform", "Headless");
    System.setProperty("prism.order", "sw");
    System.setProperty("prism.text", "t2k");
    System.setProperty("java.awt.headless", "true");
  }

  private static void whenSettled(Scene scene, CompletableFuture<BufferedImage> picture) {
    new AnimationTimer() {
      private int frames;

      @Override
      public void handle(long now) {
        frames++;
        if (frames == SETTLED_FRAMES) {
          stop();
          try {
            picture.complete(SwingFXUtils.fromFXImage(scene.snapshot(null), null));
          } catch (RuntimeException e) {
            picture.completeExceptionally(e);
          }
        }
      }
    }.start();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted while the window was open", e));
    }
  }
}
