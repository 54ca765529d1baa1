// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.virtualpok.emu.image.ImageException;
import org.virtualpok.hypervisor.config.ConfigurationException;
import org.virtualpok.hypervisor.config.ImageResolver;
import org.virtualpok.hypervisor.config.ModuleDescription;
import org.virtualpok.hypervisor.config.ModuleDescription.PartitionDescription;
import org.virtualpok.hypervisor.partition.MemoryLayout;
import org.virtualpok.hypervisor.partition.PartitionImage;
import org.virtualpok.hypervisor.personality.Personality;

/** Builds a machine from a description; the door to this package. */
public final class Module {
  private Module() {}

  /**
   * Loads every image and builds the machine, which stands at its first instruction.
   *
   * @throws ConfigurationException with every problem of every image
   */
  public static ModuleMachine open(
      ModuleDescription description, ImageResolver resolver, ModuleOptions options)
      throws ConfigurationException {
    List<String> problems = new ArrayList<>();
    List<PartitionImage> images = new ArrayList<>();
    for (PartitionDescription partition : description.partitions()) {
      try {
        images.add(image(description, partition, resolver, options));
      } catch (ConfigurationException e) {
        problems.addAll(e.problems());
      }
    }
    checkCosts(description, problems);
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    try {
      return new ModuleMachine(description, images, options);
    } catch (OutOfMemoryError e) {
      throw new ConfigurationException(
          description.file() + ": the partitions need more memory than this Java may use");
    }
  }

  private static PartitionImage image(
      ModuleDescription module,
      PartitionDescription partition,
      ImageResolver resolver,
      ModuleOptions options)
      throws ConfigurationException {
    PartitionImage image;
    try {
      image = PartitionImage.parse(partition.image(), resolver.resolve(partition.image()));
    } catch (ImageException e) {
      throw new ConfigurationException(e.getMessage());
    } catch (IOException e) {
      throw new ConfigurationException(
          place(module, partition) + "image '" + partition.image() + "': " + e.getMessage());
    }
    MemoryLayout.checkFits(image, partition, personality(module, partition, image, options));
    return image;
  }

  /** What the user says, else the module, else the image's note, else ours. */
  private static Personality personality(
      ModuleDescription module,
      PartitionDescription partition,
      PartitionImage image,
      ModuleOptions options)
      throws ConfigurationException {
    String abi = abi(partition, image, options);
    return Personality.find(abi)
        .orElseThrow(
            () ->
                new ConfigurationException(
                    place(module, partition)
                        + "image '"
                        + partition.image()
                        + "' speaks the ABI '"
                        + abi
                        + "', which is not known; there are "
                        + Personality.names()));
  }

  /** The name of a partition's personality. */
  static String abi(PartitionDescription partition, PartitionImage image, ModuleOptions options) {
    if (options.kernel().abi().isPresent()) {
      return options.kernel().abi().get().abi();
    }
    if (!partition.abi().isEmpty()) {
      return partition.abi();
    }
    return image.abi().orElse(Personality.VIRTUALPOK.abi());
  }

  /** A slot that its own switch uses up would leave no time for any guest. */
  private static void checkCosts(ModuleDescription description, List<String> problems) {
    long shortest =
        description.windows().stream()
            .mapToLong(ModuleDescription.Window::durationNanos)
            .min()
            .orElse(Long.MAX_VALUE);
    if (description.costs().slotSwitchNanos() >= shortest) {
      problems.add(
          description.file()
              + ": a slot switch costs "
              + description.costs().slotSwitchNanos()
              + " ns, but the shortest slot lasts "
              + shortest
              + " ns");
    }
  }

  private static String place(ModuleDescription module, PartitionDescription partition) {
    return partition.line() > 0
        ? module.file() + ":" + partition.line() + ": "
        : module.file() + ": ";
  }
}
