// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.instances;

import javafx.collections.ObservableListBase;

/** The rows of a model as a list that copies none of them. */
final class InstanceList extends ObservableListBase<InstanceRow> {
  private final InstancesViewModel model;
  private int size;

  InstanceList(InstancesViewModel model) {
    this.model = model;
    this.size = model.size();
  }

  /** Tells the listeners what the model has just changed. */
  void advanced(InstancesViewModel.Advance advance) {
    beginChange();
    for (int row : advance.changed()) {
      nextSet(row, null);
    }
    if (advance.size() > size) {
      int from = size;
      size = advance.size();
      nextAdd(from, size);
    }
    endChange();
  }

  @Override
  public InstanceRow get(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException("row " + index + " of " + size);
    }
    return model.row(index);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int indexOf(Object row) {
    return row instanceof InstanceRow r ? Math.max(-1, model.rowOf(r.id())) : -1;
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
