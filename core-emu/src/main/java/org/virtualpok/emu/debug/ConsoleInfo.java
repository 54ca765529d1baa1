// SPDX-License-Identifier: BSD-2-Clause
package org.virtualpok.emu.debug;

/**
 * A console of a target.
 *
 * @param id unique inside the target; events of this console carry it as their context
 * @param name as the user knows it: a partition's name, "COM1"
 * @param takesInput whether something can be sent to it
 */
public record ConsoleInfo(int id, String name, boolean takesInput) {}
