// SPDX-License-Identifier: BSD-2-Clause
/** What the health monitor is configured to do about errors, and what it did. */
package org.virtualpok.app.view.health;
