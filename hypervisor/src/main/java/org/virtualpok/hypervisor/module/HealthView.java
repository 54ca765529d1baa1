// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.module;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.virtualpok.emu.debug.HealthTables;
import org.virtualpok.emu.debug.HealthTables.Entry;
import org.virtualpok.hypervisor.config.HealthDescription;
import org.virtualpok.hypervisor.config.HealthDescription.Action;
import org.virtualpok.hypervisor.config.HealthDescription.Level;
import org.virtualpok.hypervisor.error.ErrorKind;
import org.virtualpok.hypervisor.error.ErrorLevel;
import org.virtualpok.hypervisor.error.HealthAction;
import org.virtualpok.hypervisor.error.SystemState;
import org.virtualpok.hypervisor.partition.Partition;

/** Shows the health monitor's tables to a debugger: an action and its level in one row. */
final class HealthView {
  private HealthView() {}

  static HealthTables of(HealthDescription tables, List<Partition> partitions) {
    if (tables.isEmpty()) {
      return HealthTables.NONE;
    }
    List<Entry> entries = new ArrayList<>();
    tables.module().forEach(a -> entries.add(entry(tables, 0, a)));
    for (Partition partition : partitions) {
      tables
          .partitions()
          .getOrDefault(partition.index(), List.of())
          .forEach(a -> entries.add(entry(tables, partition.context(), a)));
    }
    for (Level level : tables.levels()) {
      boolean shown =
          entries.stream()
              .anyMatch(
                  e -> e.error() == level.error().code() && e.state() == level.state().code());
      if (!shown) {
        int action = level.level() == ErrorLevel.PROCESS ? HealthAction.HANDLER.code() : 0;
        entries.add(
            new Entry(
                0,
                level.error().code(),
                level.state().code(),
                level.level().code(),
                action,
                level.description()));
      }
    }
    entries.sort(
        Comparator.comparingInt(Entry::context)
            .thenComparingInt(Entry::state)
            .thenComparingInt(Entry::error));
    return new HealthTables(
        entries,
        names(ErrorKind.values(), ErrorKind::code, HealthView::lower),
        names(ErrorLevel.values(), ErrorLevel::code, HealthView::lower),
        names(HealthAction.values(), HealthAction::code, HealthAction::words),
        names(SystemState.values(), SystemState::code, HealthView::lower));
  }

  private static Entry entry(HealthDescription tables, int context, Action action) {
    return new Entry(
        context,
        action.error().code(),
        action.state().code(),
        tables.level(action.error(), action.state()).code(),
        action.action().code(),
        action.description());
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static <T> Map<Integer, String> names(
      T[] values, ToIntFunction<T> code, Function<T, String> name) {
    return Arrays.stream(values).collect(Collectors.toMap(code::applyAsInt, name));
  }
}
