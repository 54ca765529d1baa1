// SPDX-License-Identifier: BSD-2-Clause
/**
 * Where each interrupt went: its life, what held it back, and which instruction of the guest closed
 * that gate, made of the event log alone.
 *
 * <p>It knows no machine and changes none; it reads what any log of this layer's events says. Read
 * {@link org.virtualpok.hypervisor.autopsy.Autopsy} first, then {@code LogReader}, which gives each
 * event its meaning.
 */
package org.virtualpok.hypervisor.autopsy;
