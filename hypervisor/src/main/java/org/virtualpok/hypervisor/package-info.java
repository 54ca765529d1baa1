// SPDX-License-Identifier: BSD-2-Clause
/**
 * The POK model: a partitioned hypervisor as a deterministic machine.
 *
 * <p>Start with {@link org.virtualpok.hypervisor.module.Module}. Nothing here knows a window, a
 * command line or a guest image by name.
 */
package org.virtualpok.hypervisor;
