// SPDX-License-Identifier: BSD-2-Clause
/**
 * The health monitor of ARINC 653: which level answers for an error, and what is done about it.
 *
 * <p>It decides and logs; {@code module.GuestFaults} acts. It knows partitions by their numbers
 * only. Read {@link org.virtualpok.hypervisor.health.HealthMonitor} first.
 */
package org.virtualpok.hypervisor.health;
