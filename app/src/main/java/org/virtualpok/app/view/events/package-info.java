// SPDX-License-Identifier: BSD-2-Clause
/** Tables over the event log: every event, and the hypercalls alone. */
package org.virtualpok.app.view.events;
