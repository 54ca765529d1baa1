// SPDX-License-Identifier: BSD-2-Clause
/** What the readers of several operating systems share: problems, and the registers of a switch. */
package org.virtualpok.bsp.awareness;
