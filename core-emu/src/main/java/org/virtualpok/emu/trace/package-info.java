// SPDX-License-Identifier: BSD-2-Clause
/**
 * The event log: everything that a machine did, as records that views, exports and tests read.
 *
 * <p>Knows no partition and no hypercall; the layers above register their own kinds. Read {@link
 * org.virtualpok.emu.trace.EventLog} first, then {@link org.virtualpok.emu.trace.ChunkedEventLog}.
 */
package org.virtualpok.emu.trace;
