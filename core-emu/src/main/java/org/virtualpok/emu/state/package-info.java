// SPDX-License-Identifier: BSD-2-Clause
/**
 * The named state of a machine: one tree of groups, registers and byte areas, described once by who
 * owns it, and read by snapshots, views and documentation. Read {@link
 * org.virtualpok.emu.state.StateGroup} first. Knows no device.
 */
package org.virtualpok.emu.state;
