// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.virtualpok.hypervisor.config.HealthDescription.Action;
import org.virtualpok.hypervisor.config.HealthDescription.Level;
import org.virtualpok.hypervisor.error.ErrorKind;
import org.virtualpok.hypervisor.error.ErrorLevel;
import org.virtualpok.hypervisor.error.HealthAction;
import org.virtualpok.hypervisor.error.SystemState;

/**
 * Reads System_HM_Table, Module_HM_Table and Partition_HM_Table.
 *
 * <p>ARINC 653 knows errors by numbers of the integrator's, to which the system table's ErrorCode
 * gives a meaning. A number without one is POK's own, and an error's name may stand in its place;
 * likewise for states. A table without content says nothing, whatever else it lacks.
 */
final class HealthReader {
  private static final String SYSTEM = "System_HM_Table";
  private static final String MODULE = "Module_HM_Table";
  private static final String PARTITION = "Partition_HM_Table";
  private static final String STATE = "System_State_Entry";

  /** ARINC's name of what POK calls POWER_FAIL. */
  private static final String POWER_FAILURE = "POWER_FAILURE";

  private final Problems problems;
  private final List<String> names = new ArrayList<>();
  private final Map<Integer, Integer> indexOfIdentifier;

  /** What ErrorCode says of an identifier. */
  private final Map<Long, ErrorKind> meanings = new HashMap<>();

  private final List<Level> levels = new ArrayList<>();
  private final List<Action> module = new ArrayList<>();
  private final Map<Integer, List<Action>> partitions = new LinkedHashMap<>();

  /** An entry of any table, by which doubles are found. */
  private record Entry(SystemState state, ErrorKind error, String identifier, Object says) {}

  HealthReader(
      Problems problems,
      List<ModuleDescription.PartitionDescription> described,
      Map<Integer, Integer> indexOfIdentifier) {
    this.problems = problems;
    this.indexOfIdentifier = indexOfIdentifier;
    described.forEach(p -> names.add(p.name()));
  }

  HealthDescription read(XmlElement root) {
    root.children(SYSTEM).forEach(this::meanings);
    single(root, SYSTEM).forEach(this::system);
    single(root, MODULE).forEach(t -> module.addAll(actions(t, ErrorLevel.MODULE)));
    root.children(PARTITION).forEach(this::partition);
    HealthDescription read = new HealthDescription(levels, module, partitions);
    module.forEach(a -> checkModule(read, a));
    partitions.forEach((index, table) -> table.forEach(a -> checkPartition(read, a)));
    return read;
  }

  private List<XmlElement> single(XmlElement root, String name) {
    List<XmlElement> all = root.children(name);
    all.stream()
        .skip(1)
        .findFirst()
        .ifPresent(second -> problems.add(second.line, "there is a second <" + name + ">"));
    return all.stream().limit(1).toList();
  }

  // ---- the system table -------------------------------------------------------------------------

  /** Collects what identifiers mean before any of them is used. */
  private void meanings(XmlElement table) {
    for (XmlElement state : table.children(STATE)) {
      for (XmlElement entry : state.children("Error_ID_Level")) {
        String code = entry.attributes.get("ErrorCode");
        OptionalLong identifier = number(entry.attributes.getOrDefault("ErrorIdentifier", ""));
        if (code == null) {
          continue;
        }
        ErrorKind kind = named(code);
        if (kind == null) {
          problems.add(
              entry.line, "ErrorCode=\"" + code + "\" is no error; there are " + errorNames());
        } else if (identifier.isPresent()) {
          ErrorKind other = meanings.putIfAbsent(identifier.getAsLong(), kind);
          if (other != null && other != kind) {
            problems.add(
                entry.line,
                "ErrorIdentifier "
                    + entry.attributes.get("ErrorIdentifier")
                    + " has the ErrorCode "
                    + code
                    + " here, and "
                    + name(other)
                    + " elsewhere");
          }
        }
      }
    }
  }

  private void system(XmlElement table) {
    List<Entry> seen = new ArrayList<>();
    for (XmlElement stateElement : states(table)) {
      SystemState state = state(stateElement);
      for (XmlElement entry : entries(stateElement, "Error_ID_Level")) {
        ErrorKind error = error(entry);
        checkCode(entry, error);
        String text = problems.required(entry, "ErrorLevel");
        ErrorLevel level = find(ErrorLevel.values(), text);
        if (text != null && level == null) {
          problems.add(
              entry.line,
              "ErrorLevel=\"" + text + "\" is no level; there are MODULE, PARTITION, PROCESS");
        }
        if (state != null
            && error != null
            && level != null
            && isNew(seen, state, error, entry, level)) {
          levels.add(new Level(state, error, level, description(entry), entry.line));
        }
      }
    }
  }

  /** An error called by its name and by an ErrorCode may not be two. */
  private void checkCode(XmlElement entry, ErrorKind error) {
    String code = entry.attributes.get("ErrorCode");
    ErrorKind said = code == null ? null : named(code);
    boolean byName = named(entry.attributes.getOrDefault("ErrorIdentifier", "")) != null;
    if (byName && said != null && said != error) {
      problems.add(
          entry.line, "the error " + name(error) + " has the ErrorCode " + name(said) + " here");
    }
  }

  // ---- tables of actions ------------------------------------------------------------------------

  private void partition(XmlElement table) {
    if (table.children.isEmpty() && !table.attributes.containsKey("PartitionIdentifier")) {
      return; // as converters write them
    }
    OptionalLong identifier = problems.number(table, "PartitionIdentifier", 1, Integer.MAX_VALUE);
    List<Action> actions = actions(table, ErrorLevel.PARTITION);
    if (identifier.isEmpty()) {
      return;
    }
    Integer index = indexOfIdentifier.get((int) identifier.getAsLong());
    if (index == null) {
      problems.add(
          table.line,
          "<" + PARTITION + "> for partition " + identifier.getAsLong() + ", which is unknown");
      return;
    }
    String name = table.attributes.get("PartitionName");
    if (name != null && !name.equals(names.get(index))) {
      problems.add(
          table.line,
          "partition "
              + identifier.getAsLong()
              + " is named \""
              + names.get(index)
              + "\", not \""
              + name
              + "\"");
    }
    if (partitions.putIfAbsent(index, actions) != null) {
      problems.add(
          table.line, "partition " + identifier.getAsLong() + " has a second <" + PARTITION + ">");
    }
  }

  private List<Action> actions(XmlElement table, ErrorLevel owner) {
    List<Entry> seen = new ArrayList<>();
    List<Action> actions = new ArrayList<>();
    for (XmlElement stateElement : states(table)) {
      SystemState state = state(stateElement);
      if (owner == ErrorLevel.PARTITION && state != null && !state.ofPartition()) {
        problems.add(
            stateElement.line,
            "an error in " + state + " is the module's; a partition has no action for it");
        state = null;
      }
      for (XmlElement entry : entries(stateElement, "Error_ID_Action")) {
        ErrorKind error = error(entry);
        String text = problems.required(entry, "Action");
        HealthAction action = find(HealthAction.values(), text);
        if (text != null && (action == null || !action.in(owner))) {
          problems.add(
              entry.line,
              "Action=\""
                  + text
                  + "\" is no action of a "
                  + owner.name().toLowerCase(Locale.ROOT)
                  + "; there are "
                  + HealthAction.names(owner));
          action = null;
        }
        if (state != null
            && error != null
            && action != null
            && isNew(seen, state, error, entry, action)) {
          actions.add(new Action(state, error, action, description(entry), entry.line));
        }
      }
    }
    return actions;
  }

  private void checkModule(HealthDescription tables, Action action) {
    ErrorLevel level = tables.level(action.error(), action.state());
    if (level != ErrorLevel.MODULE) {
      problems.add(
          action.line(),
          contradiction(tables, action, level) + ", so the module's action never comes to pass");
    }
  }

  private void checkPartition(HealthDescription tables, Action action) {
    ErrorLevel level = tables.level(action.error(), action.state());
    if (level == ErrorLevel.MODULE) {
      problems.add(
          action.line(),
          contradiction(tables, action, level) + ", so the partition's action never comes to pass");
    }
  }

  private static String contradiction(HealthDescription tables, Action action, ErrorLevel level) {
    return name(action.error())
        + " in "
        + action.state()
        + " is of level "
        + level
        + tables
            .configured(action.error(), action.state())
            .map(l -> " (line " + l.line() + ")")
            .orElse(" unless <" + SYSTEM + "> says otherwise");
  }

  // ---- words and numbers ------------------------------------------------------------------------

  private List<XmlElement> states(XmlElement table) {
    return entries(table, STATE);
  }

  private List<XmlElement> entries(XmlElement parent, String name) {
    for (XmlElement child : parent.children) {
      if (!child.name.equals(name)) {
        problems.add(
            child.line, "the element <" + child.name + "> is not known in <" + parent.name + ">");
      }
    }
    return parent.children(name);
  }

  /** Null after a problem. */
  private SystemState state(XmlElement element) {
    String text = problems.required(element, "SystemState");
    if (text == null) {
      return null;
    }
    OptionalLong number = number(text);
    SystemState state =
        number.isPresent()
            ? SystemState.find(number.getAsLong()).orElse(null)
            : find(SystemState.values(), text);
    if (state == null) {
      problems.add(
          element.line,
          "SystemState=\"" + text + "\" is no state; there are " + SystemState.names());
    }
    return state;
  }

  /** Null after a problem. */
  private ErrorKind error(XmlElement entry) {
    String text = problems.required(entry, "ErrorIdentifier");
    if (text == null) {
      return null;
    }
    OptionalLong number = number(text);
    if (number.isEmpty()) {
      ErrorKind kind = named(text);
      if (kind == null) {
        problems.add(
            entry.line, "ErrorIdentifier=\"" + text + "\" is no error; there are " + errorNames());
      }
      return kind;
    }
    long code = number.getAsLong();
    ErrorKind kind = meanings.get(code);
    if (kind == null && code == (int) code) {
      kind = ErrorKind.find((int) code).orElse(null);
    }
    if (kind == null && !hasWrongCode(entry)) {
      problems.add(
          entry.line,
          "ErrorIdentifier=\""
              + text
              + "\" is no error: <"
              + SYSTEM
              + "> gives it no ErrorCode, and POK's own are 10 to 17 and 30 to 34");
    }
    return kind;
  }

  /** Whether the same entry has a problem already that explains why nobody knows the error. */
  private static boolean hasWrongCode(XmlElement entry) {
    String code = entry.attributes.get("ErrorCode");
    return code != null && named(code) == null;
  }

  /** Whether nothing was said of the error yet, or the same under another identifier. */
  private boolean isNew(
      List<Entry> seen, SystemState state, ErrorKind error, XmlElement element, Object says) {
    String identifier = element.attributes.get("ErrorIdentifier");
    for (Entry other : seen) {
      if (other.state == state && other.error == error) {
        if (other.identifier.equals(identifier) || !other.says.equals(says)) {
          problems.add(
              element.line, "the error " + name(error) + " occurs twice in the state " + state);
        }
        return false;
      }
    }
    seen.add(new Entry(state, error, identifier, says));
    return true;
  }

  private static String description(XmlElement entry) {
    return entry.attributes.getOrDefault("Description", "");
  }

  private static OptionalLong number(String text) {
    try {
      boolean hex = text.startsWith("0x") || text.startsWith("0X");
      return OptionalLong.of(hex ? Long.parseLong(text.substring(2), 16) : Long.parseLong(text));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private static ErrorKind named(String text) {
    return text.equals(POWER_FAILURE) ? ErrorKind.POWER_FAIL : find(ErrorKind.values(), text);
  }

  private static <T extends Enum<T>> T find(T[] values, String text) {
    return Arrays.stream(values).filter(v -> v.name().equals(text)).findFirst().orElse(null);
  }

  private static String name(ErrorKind error) {
    return error == ErrorKind.POWER_FAIL ? POWER_FAILURE : error.name();
  }

  private static String errorNames() {
    return Arrays.stream(ErrorKind.values())
        .map(HealthReader::name)
        .collect(Collectors.joining(", "));
  }
}
