// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config.deployment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.virtualpok.emu.image.ElfImage;
import org.virtualpok.emu.image.ImageException;
import org.virtualpok.emu.image.SymbolTable.Symbol;
import org.virtualpok.emu.image.dwarf.DebugInfo;
import org.virtualpok.emu.image.dwarf.DwarfReader;
import org.virtualpok.emu.image.dwarf.Type;
import org.virtualpok.hypervisor.config.Finding;
import org.virtualpok.hypervisor.config.Finding.Severity;
import org.virtualpok.hypervisor.config.deployment.DeploymentHeader.Kind;

/**
 * Compares a kernel's image with the header that it should have been built with: the partitions
 * that it carries (POK.md section 1), its slots, and the lengths of its arrays where it has
 * debugging information. Findings stand at the macro that says otherwise.
 */
public final class KernelImageCheck {
  private static final String SIZES = "POK_CONFIG_PARTITIONS_SIZE";
  private static final String PARTITIONS = "POK_CONFIG_NB_PARTITIONS";
  private static final String THREADS_OF = "POK_CONFIG_PARTITIONS_NTHREADS";

  private static final String PART_SIZES = "part_sizes";
  private static final String ARCHIVE = "__archive2_begin";

  private final DeploymentHeader header;
  private final ElfImage kernel;
  private final List<Finding> findings = new ArrayList<>();

  private KernelImageCheck(DeploymentHeader header, ElfImage kernel) {
    this.header = header;
    this.kernel = kernel;
  }

  /** What does not fit; what the header alone shows is in its own findings. */
  public static List<Finding> check(DeploymentHeader header, ElfImage kernel) {
    KernelImageCheck check = new KernelImageCheck(header, kernel);
    if (header.kind() == Kind.PARTITION) {
      check.add(
          Severity.ERROR,
          1,
          "this header configures a partition; " + kernel.fileName() + " is a kernel");
      return check.findings;
    }
    check.partitions();
    check.slots();
    check.arrays(DwarfReader.read(kernel));
    return List.copyOf(check.findings);
  }

  private void add(Severity severity, int line, String message) {
    findings.add(new Finding(severity, header.file(), line, message));
  }

  private void error(String macro, String message) {
    add(Severity.ERROR, Math.max(1, header.line(macro)), message);
  }

  private void partitions() {
    Optional<Symbol> table = kernel.symbols().named(PART_SIZES);
    Optional<Symbol> archive = kernel.symbols().named(ARCHIVE);
    Optional<byte[]> bytes = table.flatMap(s -> read(s.address(), s.size()));
    if (archive.isEmpty() || bytes.isEmpty() || bytes.get().length < 4) {
      add(
          Severity.WARNING,
          0,
          kernel.fileName()
              + " has no symbols "
              + PART_SIZES
              + " and "
              + ARCHIVE
              + "; the partitions in it are not compared");
      return;
    }
    int count = bytes.get().length / 4;
    OptionalLong configured = header.number(PARTITIONS);
    if (configured.isPresent() && configured.getAsLong() != count) {
      error(
          PARTITIONS,
          PARTITIONS
              + " is "
              + configured.getAsLong()
              + "; "
              + kernel.fileName()
              + " carries "
              + count
              + (count == 1 ? " partition" : " partitions"));
    }
    long at = Integer.toUnsignedLong(archive.get().address());
    for (int partition = 0; partition < count; partition++) {
      long size = number(bytes.get(), partition * 4, 4);
      Optional<byte[]> file = size > 0 ? read(at, size) : Optional.empty();
      if (file.isEmpty()) {
        add(
            Severity.ERROR,
            0,
            kernel.fileName()
                + ": partition "
                + partition
                + "'s file of "
                + size
                + " bytes is not in it");
        return;
      }
      partition(partition, file.get());
      at += size;
    }
  }

  private void partition(int partition, byte[] file) {
    List<Long> sizes = header.numbers(SIZES).orElse(List.of());
    if (partition >= sizes.size()) {
      return;
    }
    long size = sizes.get(partition);
    String whose = "partition " + partition;
    if (file.length > size) {
      error(
          SIZES,
          whose
              + "'s file has "
              + file.length
              + " bytes; "
              + size
              + " are configured (POK's partition error 30)");
      return;
    }
    ElfImage image;
    try {
      image = ElfImage.parse(kernel.fileName() + ": " + whose, file);
    } catch (ImageException e) {
      add(Severity.ERROR, 0, e.getMessage());
      return;
    }
    List<Long> threads = header.numbers(THREADS_OF).orElse(List.of());
    long count = partition < threads.size() ? Math.max(1, threads.get(partition)) : 1;
    long stacks = MemoryRules.stackBytes(header, count);
    long end = image.sizeInMemory();
    if (Integer.compareUnsigned(image.entry(), (int) Math.min(size, 0xffff_ffffL)) >= 0) {
      error(
          SIZES,
          String.format(
              "%s's entry 0x%08x lies outside the %d bytes that are configured",
              whose, image.entry(), size));
    } else if (end + stacks > size) {
      error(
          SIZES,
          whose
              + "'s image takes "
              + end
              + " bytes and the stacks of its "
              + count
              + (count == 1 ? " thread " : " threads ")
              + stacks
              + "; "
              + size
              + " are configured");
    }
  }

  private void slots() {
    compare("pok_sched_slots", "POK_CONFIG_SCHEDULING_SLOTS");
    compare("pok_sched_slots_allocation", "POK_CONFIG_SCHEDULING_SLOTS_ALLOCATION");
  }

  /** An initialized array of the kernel, whose elements all have the same size, with a list. */
  private void compare(String symbol, String macro) {
    Optional<Symbol> array = kernel.symbols().named(symbol);
    OptionalLong count = header.number("POK_CONFIG_SCHEDULING_NBSLOTS");
    Optional<List<Long>> configured = header.numbers(macro);
    Optional<byte[]> bytes = array.flatMap(s -> read(s.address(), s.size()));
    if (bytes.isEmpty() || configured.isEmpty() || configured.get().isEmpty() || count.isEmpty()) {
      return;
    }
    int length = bytes.get().length;
    int each = macro.endsWith("SLOTS") ? 8 : length == count.getAsLong() * 2 ? 2 : 1;
    List<Long> built = new ArrayList<>();
    for (int at = 0; at + each <= length && built.size() < 256; at += each) {
      built.add(number(bytes.get(), at, each));
    }
    if (!built.equals(configured.get())) {
      error(
          macro,
          macro
              + " is "
              + braces(configured.get())
              + "; "
              + kernel.fileName()
              + " was built with "
              + braces(built));
    }
  }

  private static String braces(List<Long> values) {
    String text = values.stream().limit(16).toList().toString();
    String cut = values.size() > 16 ? ", ..." : "";
    return "{" + text.substring(1, text.length() - 1) + cut + "}";
  }

  private void arrays(DebugInfo debug) {
    length(debug, "pok_partitions", PARTITIONS, 0);
    length(debug, "pok_threads", "POK_CONFIG_NB_THREADS", 0);
    length(debug, "pok_ports", "POK_CONFIG_NB_PORTS", 0);
    length(debug, "pok_partitions_lockobjs", "POK_CONFIG_NB_LOCKOBJECTS", 1);
    length(debug, "current_threads", "POK_CONFIG_NB_PROCESSORS", 0);
  }

  /**
   * @param more how many elements the kernel adds to what is configured
   */
  private void length(DebugInfo debug, String variable, String macro, int more) {
    OptionalLong configured = header.number(macro);
    Optional<Type> type = debug.variable(variable).map(v -> v.type().stripped());
    if (configured.isEmpty() || type.isEmpty() || !(type.get() instanceof Type.Array array)) {
      return;
    }
    boolean differs =
        array.count().isPresent() && array.count().getAsInt() - more != configured.getAsLong();
    if (differs) {
      error(
          macro,
          macro
              + " is "
              + configured.getAsLong()
              + "; "
              + kernel.fileName()
              + " was built with "
              + (array.count().getAsInt() - more)
              + " ("
              + variable
              + ")");
    }
  }

  /** Bytes at an address as the symbols have it; empty if the image does not hold all of them. */
  private Optional<byte[]> read(long address, long length) {
    long from = address & 0xffff_ffffL;
    for (ElfImage.Segment segment : kernel.segments()) {
      long offset = from - Integer.toUnsignedLong(segment.vaddr());
      if (offset >= 0 && length >= 0 && offset + length <= segment.fileBytes().length) {
        byte[] bytes = new byte[(int) length];
        System.arraycopy(segment.fileBytes(), (int) offset, bytes, 0, bytes.length);
        return Optional.of(bytes);
      }
    }
    return Optional.empty();
  }

  private static long number(byte[] bytes, int at, int length) {
    long value = 0;
    for (int i = length - 1; i >= 0; i--) {
      value = value << 8 | bytes[at + i] & 0xff;
    }
    return value;
  }
}
