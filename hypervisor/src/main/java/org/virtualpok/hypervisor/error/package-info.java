// SPDX-License-Identifier: BSD-2-Clause
/**
 * Errors of a partition as POK numbers them, and what an error handler is told.
 *
 * <p>Read {@link org.virtualpok.hypervisor.error.ErrorKind} first.
 */
package org.virtualpok.hypervisor.error;
