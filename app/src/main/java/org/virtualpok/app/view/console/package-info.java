// SPDX-License-Identifier: BSD-2-Clause
/** Consoles of the partitions: what they wrote, and a field to type into. */
package org.virtualpok.app.view.console;
