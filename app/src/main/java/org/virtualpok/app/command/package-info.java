// SPDX-License-Identifier: BSD-2-Clause
/** What a person can order: one table, from which menus, toolbar, palette and keys are made. */
package org.virtualpok.app.command;
