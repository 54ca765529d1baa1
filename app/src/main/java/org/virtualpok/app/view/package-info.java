// SPDX-License-Identifier: BSD-2-Clause
/**
 * The docked views of the workbench: one subpackage each; a view knows its services and no other
 * view.
 */
package org.virtualpok.app.view;
