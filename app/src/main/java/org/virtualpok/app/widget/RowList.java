// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.widget;

import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import javafx.collections.ObservableListBase;

/** The rows of a model as a list that copies none of them; for tables of a million rows. */
public final class RowList<R> extends ObservableListBase<R> {
  private final IntFunction<R> rows;
  private final Class<R> type;
  private final ToIntFunction<R> place;
  private int size;

  /**
   * @param size how many rows there are now
   * @param rows the model's row at an index
   * @param place a row's index; negative if the model has it no more
   */
  public RowList(int size, IntFunction<R> rows, Class<R> type, ToIntFunction<R> place) {
    this.size = size;
    this.rows = rows;
    this.type = type;
    this.place = place;
  }

  /**
   * Tells the listeners what the model has just changed.
   *
   * @param changed indices of rows that read differently now
   * @param newSize at least the size before
   */
  public void advanced(int[] changed, int newSize) {
    beginChange();
    for (int row : changed) {
      nextSet(row, null);
    }
    if (newSize > size) {
      int from = size;
      size = newSize;
      nextAdd(from, size);
    }
    endChange();
  }

  @Override
  public R get(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException("row " + index + " of " + size);
    }
    return rows.apply(index);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int indexOf(Object row) {
    return type.isInstance(row) ? Math.max(-1, place.applyAsInt(type.cast(row))) : -1;
  }

  @Override
  public int lastIndexOf(Object row) {
    return indexOf(row);
  }

  @Override
  public boolean contains(Object row) {
    return indexOf(row) >= 0;
  }
}
