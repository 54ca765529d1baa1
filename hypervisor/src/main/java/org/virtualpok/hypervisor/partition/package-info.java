// SPDX-License-Identifier: BSD-2-Clause
/**
 * Partitions: where their memory is, what is loaded there, what state they are in.
 *
 * <p>It knows no schedule and no hypercall. Read {@link
 * org.virtualpok.hypervisor.partition.Partition} first.
 */
package org.virtualpok.hypervisor.partition;
