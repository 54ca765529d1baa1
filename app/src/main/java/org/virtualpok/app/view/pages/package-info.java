// SPDX-License-Identifier: BSD-2-Clause
/** What paging maps where. */
package org.virtualpok.app.view.pages;
