// SPDX-License-Identifier: BSD-2-Clause
/** Ports and lock objects of the partitions, and who waits for them. */
package org.virtualpok.app.view.ports;
