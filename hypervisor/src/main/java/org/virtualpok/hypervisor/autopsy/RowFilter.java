// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.hypervisor.autopsy;

import org.virtualpok.emu.debug.InterruptFilter;

/** A filter on rows. */
final class RowFilter {
  private final InterruptFilter filter;
  private final Instances instances;

  RowFilter(InterruptFilter filter, Instances instances) {
    this.filter = filter;
    this.instances = instances;
  }

  boolean test(int row) {
    return (filter.context() == 0 || filter.context() == instances.context(row))
        && (filter.line() == -1 || filter.line() == instances.line(row))
        && (filter.gate() == -1 || filter.gate() == instances.failed(row))
        && (filter.fates().isEmpty() || filter.fates().contains(instances.fate(row)))
        && instances.raised(row) >= filter.fromNanos()
        && instances.raised(row) < filter.untilNanos();
  }
}
