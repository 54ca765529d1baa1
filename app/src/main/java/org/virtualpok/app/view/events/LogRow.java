// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.app.view.events;

/**
 * A row of a table over the event log, as text.
 *
 * @param index of the event in the log
 * @param partition number of the partition, 0 for the module
 * @param what the event in words, or the call
 * @param result what the call answered; empty while it has not
 * @param took how long the call took, in µs; empty while it lasts
 * @param from where the guest called from
 * @param tone style class that says how the event went; may be empty
 * @param address of the caller, meaningful if {@code from} is not empty
 */
record LogRow(
    long index,
    String time,
    int context,
    int partition,
    String partitionName,
    String kind,
    String what,
    String result,
    String took,
    String from,
    String tone,
    int address) {}
