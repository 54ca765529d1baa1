// SPDX-License-Identifier: BSD-2-Clause
/**
 * What the hypervisor writes into the event log: its kinds, and their wording.
 *
 * <p>Read {@link org.virtualpok.hypervisor.event.HypervisorEvents} first.
 */
package org.virtualpok.hypervisor.event;
