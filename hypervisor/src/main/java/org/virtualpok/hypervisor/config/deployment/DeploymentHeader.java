// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config.deployment;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.virtualpok.hypervisor.config.Finding;

/**
 * A {@code deployment.h} of a POK kernel or of one of its partitions. Reading one never fails; what
 * is wrong with it is in its {@link #findings}.
 */
public final class DeploymentHeader {
  /** Whose configuration it is. */
  public enum Kind {
    KERNEL,
    PARTITION
  }

  /** Which kernel it is written for, as far as its macros tell. */
  public enum Variant {
    /** The kernel of 2025; counts time in ns. */
    POK_2025("POK 2025", 8192),
    /** The kernels of 2013 and 2014; they count time in ticks of 1 ms. */
    POK_2013("POK 2013 and 2014", 8096);

    private final String words;
    private final int userStackBytes;

    Variant(String words, int userStackBytes) {
      this.words = words;
      this.userStackBytes = userStackBytes;
    }

    /** For messages. */
    public String words() {
      return words;
    }

    /** Of each thread, where the header does not say. */
    int userStackBytes() {
      return userStackBytes;
    }
  }

  private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

  private final String file;
  private final Map<String, Macro> macros;
  private final Set<String> uncertain;
  private final boolean complete;
  private final Evaluator evaluator;
  private final Map<String, Optional<List<List<Token>>>> lists = new HashMap<>();
  private final Set<String> blamed = new HashSet<>();
  private final Set<Finding> findings = new LinkedHashSet<>();

  private DeploymentHeader(String file, Preprocessor.Result result) {
    this.file = file;
    macros = result.macros();
    uncertain = result.uncertain();
    complete = result.complete();
    evaluator = new Evaluator(macros, result.constants());
    findings.addAll(result.findings());
  }

  /**
   * Reads a header and checks it.
   *
   * @param file the name that findings are reported against
   * @param files what it may include
   */
  public static DeploymentHeader read(String file, byte[] bytes, HeaderFiles files) {
    Preprocessor.Result result = Preprocessor.run(file, bytes, files);
    DeploymentHeader header = new DeploymentHeader(file, result);
    if (result.readable()) {
      DeploymentRules.check(header);
    }
    return header;
  }

  /** A header has at most this many bytes: 1 MiB. */
  public static final int BYTES_MAX = SourceLines.BYTES_MAX;

  /** Whether it says anything of POK. */
  public boolean configures() {
    return macros.keySet().stream().anyMatch(name -> name.startsWith("POK"))
        || !uncertain.isEmpty()
        || !complete
        || !findings.isEmpty();
  }

  /** Whether a file's name is that of POK's configuration. */
  public static boolean isNamed(String file) {
    return file.endsWith(".h") || file.endsWith(".hh") || file.endsWith(".hpp");
  }

  public String file() {
    return file;
  }

  /** A kernel's has lists of partitions and slots. */
  public Kind kind() {
    return KnownMacros.KERNEL_ONLY.stream().anyMatch(this::mayDefine)
        ? Kind.KERNEL
        : Kind.PARTITION;
  }

  /** Services that all kernels of 2025 have built in tell the older ones, then processors 2025. */
  public Variant variant() {
    long old = KnownMacros.REQUIRED_2013.stream().filter(this::mayDefine).count();
    boolean is2013 = old == KnownMacros.REQUIRED_2013.size() || mayDefine("POK_NEEDS_X86_VMM");
    boolean processors = KnownMacros.REQUIRED_2025.stream().anyMatch(this::mayDefine);
    return is2013 || (old > 0 && !processors) ? Variant.POK_2013 : Variant.POK_2025;
  }

  /** In the order of the file. */
  public List<Finding> findings() {
    List<Finding> sorted = new ArrayList<>(findings);
    // What is found in an included file stands before what is found in this one.
    sorted.sort(
        Comparator.comparing((Finding f) -> f.file().equals(file)).thenComparing(Finding::line));
    return List.copyOf(sorted);
  }

  void add(Finding finding) {
    findings.add(finding);
  }

  /** An error at a macro's definition. */
  void error(String macro, String message) {
    findings.add(Finding.error(macros.get(macro).file(), macros.get(macro).line(), message));
  }

  /** A warning at a macro's definition. */
  void warning(String macro, String message) {
    findings.add(Finding.warning(macros.get(macro).file(), macros.get(macro).line(), message));
  }

  /** Whether a macro is defined, with or without a value. */
  public boolean defines(String macro) {
    return macros.containsKey(macro);
  }

  /** Whether it is defined, or may be, as far as this reader can tell. */
  boolean mayDefine(String macro) {
    return defines(macro) || uncertain.contains(macro);
  }

  /** Whether everything that it includes was read. */
  boolean complete() {
    return complete;
  }

  Map<String, Macro> macros() {
    return macros;
  }

  /** Line of a macro's definition; 0 if it is not defined. */
  public int line(String macro) {
    return defines(macro) ? macros.get(macro).line() : 0;
  }

  /** The value of a macro; empty if it has none, or none that is known. */
  public OptionalLong number(String macro) {
    if (!defines(macro)) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(number(evaluator.integer(value(macro))));
    } catch (UnevaluableException e) {
      blame(macro, e);
      return OptionalLong.empty();
    }
  }

  /** How many elements a macro's list has; empty if that is not known. */
  public OptionalLong length(String macro) {
    Optional<List<List<Token>>> list = list(macro);
    return list.isPresent() ? OptionalLong.of(list.get().size()) : OptionalLong.empty();
  }

  /** The values of a macro's list; empty if one is not known. */
  public Optional<List<Long>> numbers(String macro) {
    Optional<List<List<Token>>> list = list(macro);
    if (list.isEmpty()) {
      return Optional.empty();
    }
    List<Long> values = new ArrayList<>();
    try {
      for (List<Token> element : list.get()) {
        values.add(number(evaluator.integer(element)));
      }
    } catch (UnevaluableException e) {
      blame(macro, e);
      return Optional.empty();
    }
    return Optional.of(values);
  }

  /** The texts of a macro's list of strings; empty if one is none. */
  public Optional<List<String>> strings(String macro) {
    Optional<List<List<Token>>> list = list(macro);
    if (list.isEmpty()) {
      return Optional.empty();
    }
    List<String> values = new ArrayList<>();
    for (List<Token> element : list.get()) {
      StringBuilder text = new StringBuilder();
      for (Token token : element) {
        String quoted = token.text();
        if (token.kind() != Token.Kind.STRING || quoted.length() < 2 || !quoted.endsWith("\"")) {
          blame(macro, new UnevaluableException(quoted + " is no string"));
          return Optional.empty();
        }
        text.append(quoted, 1, quoted.length() - 1);
      }
      values.add(text.toString());
    }
    return Optional.of(values);
  }

  private Optional<List<List<Token>>> list(String macro) {
    if (!defines(macro)) {
      return Optional.empty();
    }
    Optional<List<List<Token>>> known = lists.get(macro);
    if (known == null) {
      try {
        known = Optional.of(evaluator.list(withoutSemicolon(macro, value(macro))));
      } catch (UnevaluableException e) {
        blame(macro, e);
        known = Optional.empty();
      }
      lists.put(macro, known);
    }
    return known;
  }

  /**
   * It ends a declaration twice where the list initializes one, and cuts an expression elsewhere.
   */
  private List<Token> withoutSemicolon(String macro, List<Token> tokens) {
    if (tokens.isEmpty() || !tokens.get(tokens.size() - 1).is(";")) {
      return tokens;
    }
    String message = macro + " ends with a ';', which is no part of a list";
    if (KnownMacros.INITIALIZERS.contains(macro)) {
      warning(macro, message);
    } else {
      error(macro, message);
    }
    return tokens.subList(0, tokens.size() - 1);
  }

  private List<Token> value(String macro) throws UnevaluableException {
    Macro definition = macros.get(macro);
    if (definition.functionLike()) {
      throw new UnevaluableException("it takes arguments");
    }
    return definition.tokens();
  }

  private static long number(CInteger value) throws UnevaluableException {
    if (value.value().compareTo(LONG_MAX) > 0) {
      throw new UnevaluableException(value.value() + " is too large");
    }
    return value.value().longValue();
  }

  /** Each macro is named once. */
  private void blame(String macro, UnevaluableException why) {
    if (blamed.add(macro)) {
      error(macro, "cannot be evaluated: " + macro + ": " + why.getMessage());
    }
  }
}
