// SPDX-License-Identifier: BSD-2-Clause
/** Small guests for tests. */
package org.virtualpok.app.guests;
