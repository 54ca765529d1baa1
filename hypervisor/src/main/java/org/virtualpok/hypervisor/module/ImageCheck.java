// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.virtualpok.emu.image.ImageException;
import org.virtualpok.hypervisor.config.Finding;
import org.virtualpok.hypervisor.config.Finding.Severity;
import org.virtualpok.hypervisor.config.ImageResolver;
import org.virtualpok.hypervisor.config.ModuleDescription;
import org.virtualpok.hypervisor.config.ModuleDescription.PartitionDescription;
import org.virtualpok.hypervisor.config.ServicesDescription;
import org.virtualpok.hypervisor.partition.PartitionImage;
import org.virtualpok.hypervisor.personality.Personality;

/** Compares the images of a module with what it configures for them, without running anything. */
public final class ImageCheck {
  private final ModuleDescription module;
  private final ModuleOptions options;
  private final List<Finding> findings = new ArrayList<>();

  private ImageCheck(ModuleDescription module, ModuleOptions options) {
    this.module = module;
    this.options = options;
  }

  /** What does not fit, at the lines of the partitions; an error keeps the module from running. */
  public static List<Finding> check(
      ModuleDescription module, ImageResolver resolver, ModuleOptions options) {
    ImageCheck check = new ImageCheck(module, options);
    for (PartitionDescription partition : module.partitions()) {
      try {
        check.image(
            partition,
            PartitionImage.parse(partition.image(), resolver.resolve(partition.image())));
      } catch (ImageException e) {
        check.error(partition, e.getMessage());
      } catch (IOException e) {
        check.error(partition, "image '" + partition.image() + "': " + e.getMessage());
      }
    }
    return List.copyOf(check.findings);
  }

  private void error(PartitionDescription at, String message) {
    findings.add(new Finding(Severity.ERROR, module.file(), at.line(), message));
  }

  private void warning(PartitionDescription at, String message) {
    findings.add(new Finding(Severity.WARNING, module.file(), at.line(), message));
  }

  private void image(PartitionDescription partition, PartitionImage image) {
    String whose = "partition '" + partition.name() + "'";
    String abi = Module.abi(partition, image, options);
    Optional<Personality> personality = Personality.find(abi);
    if (personality.isEmpty()) {
      error(
          partition,
          "image '"
              + image.file()
              + "' speaks the ABI '"
              + abi
              + "', which is not known; there are "
              + Personality.names());
      return;
    }
    if (!partition.abi().isEmpty()
        && image.abi().filter(n -> !n.equals(partition.abi())).isPresent()) {
      warning(
          partition,
          whose
              + " has vp:abi=\""
              + partition.abi()
              + "\"; its image '"
              + image.file()
              + "' was built for "
              + image.abi().get());
    }
    entry(partition, image, whose);
    memory(partition, image, whose, personality.get().userStackBytes());
  }

  private void entry(PartitionDescription partition, PartitionImage image, String whose) {
    String entry = String.format("the entry 0x%08x of image '%s' ", image.entry(), image.file());
    if (Integer.compareUnsigned(image.entry(), partition.sizeBytes()) >= 0) {
      error(partition, entry + "lies outside " + whose);
    } else if (image.parts().stream().noneMatch(p -> holds(p, image.entry()))) {
      error(partition, entry + "lies in none of its segments");
    }
  }

  private static boolean holds(PartitionImage.Part part, int address) {
    return Integer.compareUnsigned(address - part.offset(), part.bytes().length) < 0;
  }

  /** The main thread's stack ends one stack below the top, further ones follow downwards. */
  private void memory(
      PartitionDescription partition, PartitionImage image, String whose, int stackBytes) {
    long least = image.endOffset() + 4L + 2L * stackBytes;
    int threads = partition.services().threads();
    long all = image.endOffset() + 4L + (threads + 1L) * stackBytes;
    String has = "; " + whose + " has " + partition.sizeBytes();
    if (least > partition.sizeBytes()) {
      error(
          partition,
          "image '"
              + image.file()
              + "' takes "
              + image.endOffset()
              + " bytes and, with its main thread's stack, "
              + least
              + has);
    } else if (threads != ServicesDescription.DEFAULT.threads() && all > partition.sizeBytes()) {
      warning(
          partition,
          "image '"
              + image.file()
              + "' and the stacks of vp:threads=\""
              + threads
              + "\" take "
              + all
              + " bytes"
              + has);
    }
  }
}
