// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.virtualpok.emu.image.ElfImage;
import org.virtualpok.hypervisor.config.ConfigurationException;
import org.virtualpok.hypervisor.config.Finding;
import org.virtualpok.hypervisor.config.Finding.Severity;
import org.virtualpok.hypervisor.config.ImageResolver;
import org.virtualpok.hypervisor.config.ModuleCheck;
import org.virtualpok.hypervisor.config.ModuleDescription;
import org.virtualpok.hypervisor.config.deployment.DeploymentHeader;
import org.virtualpok.hypervisor.config.deployment.HeaderFiles;
import org.virtualpok.hypervisor.config.deployment.KernelImageCheck;
import org.virtualpok.hypervisor.config.deployment.PartitionHeadersCheck;
import org.virtualpok.hypervisor.module.DryRun;
import org.virtualpok.hypervisor.module.ImageCheck;
import org.virtualpok.hypervisor.module.ModuleOptions;

/**
 * Checks configurations and the images that belong to them: modules, POK's headers, and kernels
 * with the header that they were built with.
 */
public final class ConfigurationCheck {
  /** Where a kernel's header lies, seen from the directory of its image. */
  private static final List<String> HEADERS = List.of("deployment.h", "kernel/deployment.h");

  /** Where a kernel's image lies, seen from the directory of its header. */
  private static final List<String> KERNELS = List.of("pok.elf", "../pok.elf");

  private final long dryRunNanos;
  private final List<Result> results = new ArrayList<>();
  private final List<DeploymentHeader> headers = new ArrayList<>();
  private final List<ElfImage> kernels = new ArrayList<>();

  /** Whether a kernel has no neighbours. */
  private boolean builtIn;

  /**
   * What was found.
   *
   * @param line for the user, with file and place
   */
  public record Result(boolean error, String line) {}

  private ConfigurationCheck(long dryRunNanos) {
    this.dryRunNanos = dryRunNanos;
  }

  /**
   * Checks files; headers and kernels among them are compared with each other, one that stands
   * alone with what lies beside it.
   *
   * @param dryRunNanos guest time for which a module without errors is run; 0: it is not
   * @throws InputException if a single file cannot be read; among several, that is a result
   */
  public static List<Result> check(List<String> files, long dryRunNanos) throws InputException {
    ConfigurationCheck check = new ConfigurationCheck(dryRunNanos);
    for (String file : files) {
      try {
        check.file(file);
      } catch (InputException e) {
        if (files.size() == 1) {
          throw e;
        }
        e.problems().forEach(problem -> check.results.add(new Result(true, problem)));
      }
    }
    check.neighbours(files);
    check.compare();
    return List.copyOf(check.results);
  }

  private void file(String file) throws InputException {
    if (DeploymentHeader.isNamed(file)) {
      header(file);
    } else {
      guest(GuestFile.find(file));
    }
  }

  private void add(List<Finding> findings) {
    findings.stream()
        .sorted(Comparator.comparing(Finding::file).thenComparing(Finding::line))
        .forEach(f -> results.add(new Result(f.severity() == Severity.ERROR, f.text())));
  }

  // ---- modules ----------------------------------------------------------------------------------

  private void guest(GuestFile file) {
    if (file.kind() == GuestFile.Kind.PC_KERNEL) {
      kernels.add(file.elf().orElseThrow());
      builtIn |= file.directory().isEmpty();
    } else if (file.kind() == GuestFile.Kind.MODULE) {
      module(file);
    } else {
      String words = ": warning: nothing configures it; check the module's XML that names it";
      results.add(new Result(false, file.name() + words));
    }
  }

  private void module(GuestFile file) {
    ModuleCheck xml = ModuleCheck.of(file.name(), file.bytes());
    List<Finding> findings = new ArrayList<>(xml.findings());
    if (xml.module().isPresent()) {
      ModuleDescription module = xml.module().get();
      ImageResolver images = new ImageFiles(file.directory());
      findings.addAll(ImageCheck.check(module, images, ModuleOptions.DEFAULT));
      boolean runs = findings.stream().noneMatch(f -> f.severity() == Severity.ERROR);
      if (runs && dryRunNanos > 0) {
        findings.addAll(dryRun(module, images));
      }
    }
    add(findings);
  }

  private List<Finding> dryRun(ModuleDescription module, ImageResolver images) {
    try {
      return DryRun.run(module, images, ModuleOptions.DEFAULT, dryRunNanos);
    } catch (ConfigurationException e) {
      return e.findings();
    }
  }

  // ---- headers and kernels ----------------------------------------------------------------------

  private void header(String file) throws InputException {
    try {
      Path path = Path.of(file);
      HeaderFiles beside = name -> read(path.resolveSibling(name));
      DeploymentHeader header = DeploymentHeader.read(file, readHeader(path), beside);
      if (!header.configures()) {
        String words = ": warning: it defines nothing that POK knows; is it a deployment.h?";
        results.add(new Result(false, file + words));
      }
      headers.add(header);
    } catch (NoSuchFileException | InvalidPathException e) {
      throw new InputException(file + ": no such file");
    } catch (IOException e) {
      throw new InputException(file + ": " + GuestFile.reason(e));
    }
  }

  private static byte[] readHeader(Path path) throws IOException {
    return GuestFile.read(path, DeploymentHeader.BYTES_MAX);
  }

  private static Optional<byte[]> read(Path path) {
    try {
      return Files.isRegularFile(path) ? Optional.of(readHeader(path)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** A header without its kernel, or a kernel without its header, is looked for nearby. */
  private void neighbours(List<String> files) throws InputException {
    if (files.size() != 1 || builtIn || headers.isEmpty() == kernels.isEmpty()) {
      return;
    }
    Path path = Path.of(files.get(0));
    boolean wantsKernel = kernels.isEmpty();
    for (String name : wantsKernel ? KERNELS : HEADERS) {
      Path other = path.resolveSibling(name);
      if (!Files.isRegularFile(other)) {
        continue;
      }
      if (!wantsKernel) {
        header(other.toString());
        return;
      }
      GuestFile guest = GuestFile.find(other.toString(), false);
      boolean ofKernel = headers.get(0).kind() == DeploymentHeader.Kind.KERNEL;
      if (guest.kind() == GuestFile.Kind.PC_KERNEL && ofKernel) {
        kernels.add(guest.elf().orElseThrow());
        return;
      }
    }
    if (!wantsKernel) {
      results.add(
          new Result(
              false, path + ": warning: no deployment.h lies beside it; nothing was compared"));
    }
  }

  private void compare() {
    Set<Path> given = new HashSet<>();
    headers.forEach(header -> given.add(normal(header.file())));
    for (DeploymentHeader header : headers) {
      List<Finding> findings = new ArrayList<>(header.findings());
      kernels.forEach(kernel -> findings.addAll(KernelImageCheck.check(header, kernel)));
      List<Optional<DeploymentHeader>> partitions = partitionsOf(header);
      partitions.stream()
          .flatMap(Optional::stream)
          .filter(partition -> given.add(normal(partition.file())))
          .forEach(partition -> findings.addAll(partition.findings()));
      findings.addAll(PartitionHeadersCheck.check(header, partitions));
      add(findings);
    }
  }

  private static Path normal(String file) {
    return Path.of(file).toAbsolutePath().normalize();
  }

  /** The headers of its partitions, where POK's makefiles look for them. */
  private static List<Optional<DeploymentHeader>> partitionsOf(DeploymentHeader kernel) {
    List<Optional<DeploymentHeader>> partitions = new ArrayList<>();
    for (String place : PartitionHeadersCheck.places(kernel)) {
      Path path = Path.of(kernel.file()).resolveSibling("..").resolve(place).normalize();
      Optional<byte[]> bytes = place.isEmpty() ? Optional.empty() : read(path);
      partitions.add(
          bytes.map(
              b ->
                  DeploymentHeader.read(
                      path.toString(), b, name -> read(path.resolveSibling(name)))));
    }
    return partitions;
  }
}
