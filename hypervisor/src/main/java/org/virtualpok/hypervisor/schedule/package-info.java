// SPDX-License-Identifier: BSD-2-Clause
/**
 * The static schedule as a pure function of time. It knows no partition but by number.
 *
 * <p>Read {@link org.virtualpok.hypervisor.schedule.MajorFrame} first.
 */
package org.virtualpok.hypervisor.schedule;
