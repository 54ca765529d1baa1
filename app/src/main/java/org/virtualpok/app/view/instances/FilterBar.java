// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.instances;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.StringConverter;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.virtualpok.app.autopsy.InterruptWords;
import org.virtualpok.app.autopsy.PartitionName;
import org.virtualpok.emu.debug.InterruptFilter;
import org.virtualpok.emu.debug.InterruptGate;
import org.virtualpok.emu.debug.InterruptInstance.Fate;

/** Partition, line, fate and gate, of what the history has. */
final class FilterBar extends HBox {
  /** One choice; {@code value} is null for all of them. */
  private record Choice<T>(String words, T value) {}

  private final Consumer<InterruptFilter> changed;
  private final ComboBox<Choice<PartitionName>> partition = box("partition", "all partitions");
  private final ComboBox<Choice<Integer>> line = box("line", "all lines");
  private final ComboBox<Choice<Fate>> fate = box("fate", "all fates");
  private final ComboBox<Choice<InterruptGate>> gate = box("gate", "all gates");
  private boolean filling;

  FilterBar(Consumer<InterruptFilter> changed, Runnable close) {
    this.changed = changed;
    getStyleClass().add("instance-filters");
    setId("instance-filters");
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    Button clear = new Button(null, new FontIcon(MaterialDesignC.CLOSE));
    clear.setId("instance-filter-clear");
    clear.getStyleClass().add("view-tool-button");
    clear.setTooltip(new Tooltip("Show all of them again (Esc)"));
    clear.setAccessibleText("Show all of them again");
    clear.setOnAction(e -> close.run());
    getChildren().addAll(partition, line, fate, gate, gap, clear);
  }

  private <T> ComboBox<Choice<T>> box(String what, String all) {
    ComboBox<Choice<T>> box = new ComboBox<>();
    box.setId("instance-filter-" + what);
    box.getItems().add(new Choice<>(all, null));
    box.setValue(box.getItems().get(0));
    box.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(Choice<T> choice) {
            return choice == null ? "" : choice.words();
          }

          @Override
          public Choice<T> fromString(String words) {
            return null;
          }
        });
    box.valueProperty().addListener((o, was, is) -> tell());
    return box;
  }

  private void tell() {
    if (filling) {
      return;
    }
    InterruptFilter filter = InterruptFilter.ALL;
    if (value(partition) != null) {
      filter = filter.inContext(value(partition).context());
    }
    if (value(line) != null) {
      filter = filter.onLine(value(line));
    }
    if (value(fate) != null) {
      filter = filter.withFate(value(fate));
    }
    if (value(gate) != null) {
      filter = filter.heldBy(value(gate).code());
    }
    changed.accept(filter);
  }

  private static <T> T value(ComboBox<Choice<T>> box) {
    return box.getValue() == null ? null : box.getValue().value();
  }

  /** Puts every choice back to all of them. */
  void clear() {
    filling = true;
    for (ComboBox<?> box : List.of(partition, line, fate, gate)) {
      box.getSelectionModel().selectFirst();
    }
    filling = false;
    tell();
  }

  /** Offers what the history has now. */
  void offer(InstancesViewModel model) {
    filling = true;
    fill(partition, model.partitionChoices(), PartitionName::label);
    List<Integer> numbers = new ArrayList<>();
    List<String> lines = model.lineChoices();
    lines.forEach(l -> numbers.add(Integer.valueOf(l.split(" ")[0])));
    fill(line, numbers, n -> "line " + lines.get(numbers.indexOf(n)));
    fill(fate, model.fateChoices(), InterruptWords::fate);
    fill(gate, model.gateChoices(), InterruptGate::name);
    filling = false;
  }

  /** Adds what is new; what was chosen stays, even if the history has none of it any more. */
  private static <T> void fill(ComboBox<Choice<T>> box, List<T> values, Function<T, String> words) {
    List<Choice<T>> wanted = new ArrayList<>();
    wanted.add(box.getItems().get(0));
    values.forEach(v -> wanted.add(new Choice<>(words.apply(v), v)));
    Choice<T> chosen = box.getValue();
    if (chosen != null && !wanted.contains(chosen)) {
      wanted.add(chosen);
    }
    if (!box.isShowing() && !wanted.equals(box.getItems())) {
      box.getItems().setAll(wanted);
      box.setValue(chosen);
    }
  }
}
