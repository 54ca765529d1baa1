// SPDX-License-Identifier: BSD-2-Clause
/** Consoles of the target: what the guest wrote, and a field to type into. */
package org.virtualpok.app.view.console;
