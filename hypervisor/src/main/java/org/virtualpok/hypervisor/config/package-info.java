// SPDX-License-Identifier: BSD-2-Clause
/**
 * What a module is, before it runs: immutable descriptions, and their reader for ARINC 653 XML.
 *
 * <p>It knows no memory, no CPU and no time but the static schedule. Read {@link
 * org.virtualpok.hypervisor.config.ModuleDescription} first.
 */
package org.virtualpok.hypervisor.config;
