// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config.deployment;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.virtualpok.hypervisor.config.Finding;

/**
 * Executes the directives of a header. Where a condition cannot be evaluated, neither branch
 * counts, and what it would define is remembered as uncertain.
 */
final class Preprocessor {
  private static final int INCLUDE_DEPTH_MAX = 16;
  private static final int FILES_MAX = 64;

  /** Of all files together: 4 MiB. */
  private static final int BYTES_MAX = 4 << 20;

  /** So many conditions may be open at a time, as in no header that a person wrote. */
  private static final int CONDITIONS_MAX = 256;

  private static final int MACROS_MAX = 20_000;

  private static final Set<String> IGNORED = Set.of("pragma", "line", "ident", "warning");

  private final HeaderFiles files;
  private final Map<String, Macro> macros = new LinkedHashMap<>();
  private final Map<String, CInteger> constants = new HashMap<>();
  private final Set<String> uncertain = new HashSet<>();
  private final List<Finding> findings = new ArrayList<>();
  private final Evaluator evaluator = new Evaluator(macros, constants);
  private final Deque<Condition> conditions = new ArrayDeque<>();

  /** What is no directive: declarations. */
  private final List<Token> declarations = new ArrayList<>();

  private int filesRead;
  private int bytesRead;
  private boolean tooMany;
  private boolean readable = true;
  private boolean complete = true;
  private String file;
  private int line;

  /** An {@code #if} that waits for its end. */
  private static final class Condition {
    final int line;

    /** Whether its surroundings are compiled. */
    final boolean outer;

    /** Whether one of its groups was compiled already. */
    boolean taken;

    /** Whether the group at hand is compiled. */
    boolean active;

    boolean unknown;
    boolean inElse;

    Condition(int line, boolean outer) {
      this.line = line;
      this.outer = outer;
    }

    void choose(boolean truth) {
      active = outer && !unknown && !taken && truth;
      taken |= active;
    }
  }

  /**
   * What a header defines in the end.
   *
   * @param uncertain names that are defined only where a condition cannot be evaluated
   * @param readable whether it is a text with lines at all
   * @param complete whether all that it includes was read
   */
  record Result(
      Map<String, Macro> macros,
      Map<String, CInteger> constants,
      Set<String> uncertain,
      boolean readable,
      boolean complete,
      List<Finding> findings) {}

  private Preprocessor(HeaderFiles files) {
    this.files = files;
  }

  static Result run(String file, byte[] bytes, HeaderFiles files) {
    Preprocessor preprocessor = new Preprocessor(files);
    KernelHeaders.declare(preprocessor.constants);
    preprocessor.read(file, bytes, 0);
    new Enumerations(preprocessor.evaluator, preprocessor.constants)
        .declare(preprocessor.declarations);
    return new Result(
        preprocessor.macros,
        preprocessor.constants,
        preprocessor.uncertain,
        preprocessor.readable,
        preprocessor.complete,
        preprocessor.findings);
  }

  private void error(int at, String message) {
    findings.add(new Finding(Finding.Severity.ERROR, file, at, message));
  }

  private void warning(String message) {
    findings.add(new Finding(Finding.Severity.WARNING, file, line, message));
  }

  private void read(String name, byte[] bytes, int depth) {
    String outerFile = file;
    int outerLine = line;
    int open = conditions.size();
    file = name;
    boolean cut = false;
    filesRead++;
    bytesRead += bytes.length;
    try {
      for (SourceLines.Line text : SourceLines.cut(name, bytes)) {
        limits(text.number());
        line = text.number();
        List<Token> tokens = Token.cut(text.text());
        if (tokens.get(0).is("#")) {
          directive(text.text(), tokens, depth, open);
        } else if (compiled()) {
          declarations.addAll(tokens);
        }
      }
    } catch (UnreadableHeaderException e) {
      findings.add(e.finding());
      cut = true;
      readable &= depth > 0;
      complete = false;
    }
    if (conditions.size() > open && !cut) {
      int count = conditions.size() - open;
      error(
          conditions.peek().line,
          "this #if has no #endif" + (count > 1 ? ", and " + (count - 1) + " before it" : ""));
    }
    while (conditions.size() > open) {
      conditions.pop();
    }
    file = outerFile;
    line = outerLine;
  }

  private void limits(int at) throws UnreadableHeaderException {
    if (conditions.size() > CONDITIONS_MAX) {
      int open = conditions.size();
      throw new UnreadableHeaderException(
          file, at, open + " #if are open up to here; there may be " + CONDITIONS_MAX);
    }
    if (macros.size() > MACROS_MAX) {
      throw new UnreadableHeaderException(
          file, at, "there are more than " + MACROS_MAX + " macros up to here");
    }
  }

  private boolean compiled() {
    return conditions.isEmpty() || conditions.peek().active;
  }

  private boolean inUnknown() {
    return conditions.stream().anyMatch(c -> c.unknown);
  }

  private void directive(String text, List<Token> tokens, int depth, int open) {
    if (tokens.size() == 1) {
      return;
    }
    String name = tokens.get(1).text();
    List<Token> rest = tokens.subList(2, tokens.size());
    switch (name) {
      case "if" -> begin(rest, true);
      case "ifdef", "ifndef" -> beginDefined(rest, name.equals("ifdef"));
      case "elif", "else", "endif" -> {
        if (conditions.size() <= open) {
          error(line, "#" + name + " without #if");
        } else {
          goOn(name, rest);
        }
      }
      case "define" -> define(text, rest);
      default -> {
        if (compiled()) {
          other(name, text, rest, depth);
        } else if (name.equals("include") && inUnknown()) {
          complete = false;
        }
      }
    }
  }

  private void other(String name, String text, List<Token> rest, int depth) {
    switch (name) {
      case "undef" -> {
        if (rest.isEmpty() || !rest.get(0).isName()) {
          error(line, "#undef needs the name of a macro");
        } else {
          macros.remove(rest.get(0).text());
        }
      }
      case "include" -> include(rest, depth);
      case "error" -> error(line, text.strip().replaceFirst("^#\\s*", "#"));
      default -> {
        if (!IGNORED.contains(name)) {
          error(line, "#" + name + " is no directive" + Names.hint(name, Names.DIRECTIVES));
        }
      }
    }
  }

  private void begin(List<Token> tokens, boolean isIf) {
    Condition condition = new Condition(line, compiled());
    conditions.push(condition);
    choose(condition, tokens, isIf ? "#if" : "#elif");
  }

  private void choose(Condition condition, List<Token> tokens, String directive) {
    boolean truth = false;
    if (condition.outer && !condition.taken && !condition.unknown) {
      try {
        truth = evaluator.condition(tokens);
      } catch (UnevaluableException e) {
        condition.unknown = true;
        error(line, "cannot be evaluated: " + directive + ": " + e.getMessage());
      }
    }
    condition.choose(truth);
  }

  private void beginDefined(List<Token> tokens, boolean wanted) {
    Condition condition = new Condition(line, compiled());
    conditions.push(condition);
    if (tokens.isEmpty() || !tokens.get(0).isName()) {
      condition.unknown = true;
      error(line, "#ifdef and #ifndef need the name of a macro");
      condition.choose(false);
      return;
    }
    String name = tokens.get(0).text();
    if (condition.outer && uncertain.contains(name) && !macros.containsKey(name)) {
      condition.unknown = true;
      error(line, "cannot be evaluated: whether " + name + " is defined");
    }
    condition.choose(evaluator.isDefined(name) == wanted);
  }

  private void goOn(String name, List<Token> rest) {
    if (name.equals("endif")) {
      conditions.pop();
      return;
    }
    Condition condition = conditions.peek();
    if (condition.inElse) {
      error(line, "#" + name + " after the #else of line " + condition.line + "'s #if");
    }
    if (name.equals("else")) {
      condition.inElse = true;
      condition.choose(true);
    } else {
      choose(condition, rest, "#elif");
    }
  }

  private void define(String text, List<Token> rest) {
    if (rest.isEmpty() || !rest.get(0).isName()) {
      if (compiled()) {
        error(line, "#define needs a name");
      }
      return;
    }
    String name = rest.get(0).text();
    if (!compiled()) {
      if (inUnknown()) {
        uncertain.add(name);
      }
      return;
    }
    int end = Token.nameEnd(text, text.indexOf(name, text.indexOf("define") + "define".length()));
    boolean functionLike = end < text.length() && text.charAt(end) == '(';
    Macro macro = new Macro(name, functionLike, rest.subList(1, rest.size()), file, line);
    Macro before = macros.get(name);
    boolean same =
        before != null
            && before.functionLike() == functionLike
            && before.tokens().equals(macro.tokens());
    if (before != null && !same) {
      error(
          line,
          name
              + " is defined again as '"
              + shortened(macro.body())
              + "'; line "
              + before.line()
              + (before.file().equals(file) ? "" : " of " + before.file())
              + " has '"
              + shortened(before.body())
              + "'");
    }
    macros.put(name, macro);
  }

  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 57) + "...";
  }

  private void include(List<Token> rest, int depth) {
    if (rest.isEmpty()) {
      error(line, "#include needs the name of a file");
      return;
    }
    Token first = rest.get(0);
    if (first.is("<")) {
      return;
    }
    boolean before = complete;
    complete = false;
    if (tooMany) {
      return;
    }
    if (first.kind() != Token.Kind.STRING || first.text().length() < 3) {
      error(line, "cannot be evaluated: #include " + shortened(first.text()));
      return;
    }
    String name = first.text().substring(1, first.text().length() - 1);
    if (KernelHeaders.isKnown(name)) {
      complete = before;
      return;
    }
    boolean outside = name.startsWith("/") || name.contains("..") || name.contains("\\");
    Optional<byte[]> bytes = outside ? Optional.empty() : files.read(name);
    if (bytes.isEmpty()) {
      warning("\"" + name + "\" does not lie beside this file; what it defines is not known");
    } else if (depth == INCLUDE_DEPTH_MAX
        || filesRead == FILES_MAX
        || bytesRead + bytes.get().length > BYTES_MAX) {
      tooMany = true;
      error(line, "\"" + name + "\" is not read: too many files include each other");
    } else {
      complete = before;
      read(name, bytes.get(), depth + 1);
    }
  }
}
