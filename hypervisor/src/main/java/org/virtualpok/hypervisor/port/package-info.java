// SPDX-License-Identifier: BSD-2-Clause
/**
 * Ports between partitions and the channels that join them.
 *
 * <p>It knows threads and the configuration, and neither guest memory nor hypercalls. Read {@link
 * org.virtualpok.hypervisor.port.Ports} first, then {@link
 * org.virtualpok.hypervisor.port.PortFlusher}.
 */
package org.virtualpok.hypervisor.port;
