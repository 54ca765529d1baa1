// SPDX-License-Identifier: BSD-2-Clause
/**
 * POK threads of one partition: their states, their saved registers, and which of them the vCPU
 * runs.
 *
 * <p>It knows no hypercall, no port and no lock object: those block and wake threads through {@link
 * org.virtualpok.hypervisor.thread.ThreadTable}, which is to be read first.
 */
package org.virtualpok.hypervisor.thread;
