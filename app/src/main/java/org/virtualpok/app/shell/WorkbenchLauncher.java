// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.shell;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Scene;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.virtualpok.app.theme.Theme;
import org.virtualpok.emu.debug.DebugTarget;

/** Starts JavaFX and opens the workbench, in a window or into a picture. */
public final class WorkbenchLauncher {
  /** Frames after which views have fetched and painted what they show. */
  private static final int SETTLED_FRAMES = 30;

  // JavaFX warns that it runs from the class path; kept here so that the level stays.
  private static final Logger JAVAFX_LOG = Logger.getLogger("javafx");

  private WorkbenchLauncher() {}

  /**
   * Opens the window and waits until it is closed; that closes the target too.
   *
   * @throws RuntimeException of JavaFX where there is no display or no GTK
   */
  public static void open(DebugTarget target, WorkbenchOptions options) {
    JAVAFX_LOG.setLevel(Level.SEVERE);
    CountDownLatch closed = new CountDownLatch(1);
    CompletableFuture<Void> opened = new CompletableFuture<>();
    Platform.setImplicitExit(true);
    Platform.startup(
        () -> {
          try {
            Stage stage = new Stage();
            new WorkbenchWindow(stage, target, options);
            stage.setOnHidden(e -> closed.countDown());
            stage.show();
            opened.complete(null);
          } catch (RuntimeException | Error e) {
            opened.completeExceptionally(e);
          }
        });
    opened.join();
    await(closed);
  }

  /**
   * Renders the real window without a display and writes it as PNG.
   *
   * @throws IOException if the file cannot be written
   */
  public static void screenshot(DebugTarget target, Path png, Theme theme, int width, int height)
      throws IOException {
    JAVAFX_LOG.setLevel(Level.SEVERE);
    headless(width, height);
    CompletableFuture<BufferedImage> picture = new CompletableFuture<>();
    Platform.setImplicitExit(false);
    Platform.startup(
        () -> {
          try {
            Stage stage = new Stage();
            WorkbenchOptions options = new WorkbenchOptions(theme, width, height, false);
            WorkbenchWindow window = new WorkbenchWindow(stage, target, options);
            stage.show();
            whenSettled(window.scene(), picture);
          } catch (RuntimeException | Error e) {
            picture.completeExceptionally(e);
          }
        });
    try {
      BufferedImage image = picture.join();
      if (!ImageIO.write(image, "png", png.toFile())) {
        throw new IOException("no writer for PNG");
      }
    } finally {
      target.close();
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
