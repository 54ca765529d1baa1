// SPDX-License-Identifier: BSD-2-Clause
/** What the program brings along for partitions: built guest images and the demo module. */
package org.virtualpok.bsp;
