// SPDX-License-Identifier: BSD-2-Clause
/** Tasks, locks, queues and timers of an operating system inside the target. */
package org.virtualpok.app.view.rtos;
