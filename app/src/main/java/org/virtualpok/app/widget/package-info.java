// SPDX-License-Identifier: BSD-2-Clause
/** Small controls that know no model. */
package org.virtualpok.app.widget;
