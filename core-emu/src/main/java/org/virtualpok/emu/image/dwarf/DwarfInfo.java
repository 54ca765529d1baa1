// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.image.dwarf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * The debugging information of an image. Units are found at once, read as a whole with the first
 * question that needs names.
 */
final class DwarfInfo implements DebugInfo, TypeReader.Lookup, FunctionReader.Lookup {
  private static final int PROBLEMS_MAX = 50;

  private final DwarfSections sections;
  private final EntryReader entries;
  private final TypeReader types = new TypeReader(this);

  /** Has a lock of its own: types are asked for from any thread. */
  private final Set<String> problems = Collections.synchronizedSet(new LinkedHashSet<>());

  private final List<Die> roots = new ArrayList<>();
  private final Map<Integer, Die> inInfo = new HashMap<>();
  private final Map<Integer, Die> inTypes = new HashMap<>();
  private final Map<Long, Die> bySignature = new HashMap<>();
  private final Map<String, Die> variables = new HashMap<>();
  private final Map<String, Die> typesByName = new HashMap<>();
  private final Map<String, Long> enumerators = new HashMap<>();
  private final Map<String, Die> enumerations = new HashMap<>();
  private final AddressTable addresses;
  private final Lines lines;
  private final FunctionReader functions;
  private boolean read;

  /**
   * @param loaded whether an address is in the image
   */
  DwarfInfo(DwarfSections sections, IntPredicate loaded) {
    this.sections = sections;
    this.entries = new EntryReader(sections);
    this.addresses = new AddressTable(sections);
    this.lines = new Lines(sections, loaded, this::problem);
    this.functions = new FunctionReader(addresses, types, lines, this, loaded, this::problem);
  }

  @Override
  public boolean isEmpty() {
    return sections.info().isEmpty();
  }

  @Override
  public List<String> problems() {
    synchronized (problems) {
      return List.copyOf(problems);
    }
  }

  private void problem(String line) {
    if (problems.size() < PROBLEMS_MAX) {
      problems.add(line);
    }
  }

  private void readAll() {
    if (read) {
      return;
    }
    read = true;
    TreeMap<Integer, Unit> units = new TreeMap<>();
    readUnits(sections.types(), inTypes, units);
    readUnits(sections.info(), inInfo, units);
    for (Die root : roots) {
      index(root);
    }
  }

  private void readUnits(
      DwarfSection section, Map<Integer, Die> byOffset, TreeMap<Integer, Unit> units) {
    int at = 0;
    while (at < section.bytes().length) {
      int end;
      try {
        end = (int) Unit.endOf(section, at);
      } catch (DwarfException e) {
        problem(e.getMessage());
        return; // where the next one begins is not known
      }
      try {
        Unit unit = Unit.read(section, at, sections.abbrev());
        units.put(at, unit);
        Die root = entries.read(unit, byOffset);
        if (root != null) {
          roots.add(root);
          Die type = byOffset.get((int) (unit.start() + unit.typeOffset()));
          if (unit.typeOffset() != 0 && type != null) {
            bySignature.put(unit.signature(), type);
          }
        }
      } catch (DwarfException e) {
        problem(e.getMessage());
      }
      if (end <= at) {
        return;
      }
      at = end;
    }
  }

  private void index(Die root) {
    for (Die die : root.children) {
      switch (die.tag) {
        case Dw.TAG_VARIABLE -> indexVariable(die);
        case Dw.TAG_SUBPROGRAM -> functions.index(die, isExternal(die));
        case Dw.TAG_STRUCTURE_TYPE -> indexType("struct ", die);
        case Dw.TAG_UNION_TYPE -> indexType("union ", die);
        case Dw.TAG_CLASS_TYPE -> indexType("class ", die);
        case Dw.TAG_ENUMERATION_TYPE -> {
          indexType("enum ", die);
          for (Die child : die.children) {
            child
                .number(Dw.AT_CONST_VALUE)
                .ifPresent(
                    v -> {
                      enumerators.putIfAbsent(child.name(), v);
                      enumerations.putIfAbsent(child.name(), die);
                    });
          }
        }
        case Dw.TAG_TYPEDEF, Dw.TAG_BASE_TYPE -> indexType("", die);
        default -> {}
      }
    }
  }

  /** A definition wins over a declaration, an external one over one of a file. */
  private void indexVariable(Die die) {
    String name = nameOf(die);
    if (name.isEmpty() || !die.has(Dw.AT_LOCATION) && !die.has(Dw.AT_CONST_VALUE)) {
      return;
    }
    Die before = variables.get(name);
    if (before == null
        || !before.has(Dw.AT_LOCATION) && die.has(Dw.AT_LOCATION)
        || !isExternal(before) && isExternal(die)) {
      variables.put(name, die);
    }
  }

  @Override
  public String nameOf(Die die) {
    Die named = declared(die);
    return die.name().isEmpty() && named != null ? named.name() : die.name();
  }

  private boolean isExternal(Die die) {
    Die named = declared(die);
    return die.flag(Dw.AT_EXTERNAL) || named != null && named.flag(Dw.AT_EXTERNAL);
  }

  @Override
  public Die declared(Die die) {
    Die specification = referred(die, Dw.AT_SPECIFICATION);
    return specification != null ? specification : referred(die, Dw.AT_ABSTRACT_ORIGIN);
  }

  private void indexType(String word, Die die) {
    if (die.name().isEmpty()) {
      return;
    }
    String name = word + die.name();
    Die before = typesByName.get(name);
    if (before == null || before.flag(Dw.AT_DECLARATION) && !die.flag(Dw.AT_DECLARATION)) {
      typesByName.put(name, die);
    }
  }

  @Override
  public Die referred(Die from, int attribute) {
    if (!(from.value(attribute) instanceof Die.Reference reference)) {
      return null;
    }
    int offset = (int) reference.value();
    Die to =
        switch (reference.kind()) {
          case INFO -> inInfo.get(offset);
          case TYPES -> inTypes.get(offset);
          case SIGNATURE -> bySignature.get(reference.value());
          case ELSEWHERE -> null;
        };
    if (to == null) {
      problem(
          String.format(
              "%s: the entry at 0x%x refers to 0x%x, where there is none",
              from.unit.types() ? ".debug_types" : ".debug_info", from.offset, reference.value()));
    }
    return to;
  }

  @Override
  public Die complete(Die declaration) {
    Die signed = referred(declaration, Dw.AT_SIGNATURE);
    if (signed != null) {
      return signed;
    }
    String word =
        switch (declaration.tag) {
          case Dw.TAG_UNION_TYPE -> "union ";
          case Dw.TAG_CLASS_TYPE -> "class ";
          default -> "struct ";
        };
    return typesByName.get(word + declaration.name());
  }

  @Override
  public synchronized Optional<Variable> variable(String name) {
    readAll();
    return Optional.ofNullable(variables.get(name)).map(this::variable);
  }

  @Override
  public Variable variable(Die die) {
    Die named = declared(die);
    Type type = die.has(Dw.AT_TYPE) || named == null ? types.typeOf(die) : types.typeOf(named);
    Location location = Location.NONE;
    try {
      location = addresses.location(die, Dw.AT_LOCATION);
    } catch (DwarfException e) {
      problem(e.getMessage());
    }
    return new Variable(nameOf(die), isExternal(die), die.root().name(), type, location);
  }

  @Override
  public synchronized Optional<Type> type(String name) {
    readAll();
    return Optional.ofNullable(typesByName.get(name)).map(types::type);
  }

  @Override
  public synchronized Optional<Long> enumerator(String name) {
    readAll();
    return Optional.ofNullable(enumerators.get(name));
  }

  @Override
  public synchronized Optional<Type> enumeration(String enumerator) {
    readAll();
    return Optional.ofNullable(enumerations.get(enumerator)).map(types::type);
  }

  @Override
  public synchronized Optional<Function> function(String name) {
    readAll();
    return functions.named(name);
  }

  @Override
  public synchronized Optional<Function> functionAt(int address) {
    readAll();
    return functions.at(address);
  }

  @Override
  public synchronized Optional<SourceLine> lineAt(int address) {
    readLines();
    return lines.at(address);
  }

  @Override
  public synchronized List<SourceLine> rows(String file, int line) {
    readLines();
    return lines.rows(file, line);
  }

  @Override
  public synchronized List<SourceLine> lines() {
    readLines();
    return lines.all();
  }

  private void readLines() {
    readAll();
    lines.read(roots);
  }
}
