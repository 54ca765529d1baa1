// SPDX-License-Identifier: BSD-2-Clause
/** The registers of a PC's devices, bit by bit. */
package org.virtualpok.app.view.devices;
