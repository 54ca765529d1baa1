// SPDX-License-Identifier: BSD-2-Clause
/**
 * A module as a machine under debug: the run loop and everything that a debugger orders or sees.
 *
 * <p>{@link org.virtualpok.hypervisor.module.Module} opens one; read {@link
 * org.virtualpok.hypervisor.module.RunLoop} first.
 */
package org.virtualpok.hypervisor.module;
