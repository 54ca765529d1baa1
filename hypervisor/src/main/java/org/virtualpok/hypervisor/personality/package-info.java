// SPDX-License-Identifier: BSD-2-Clause
/**
 * What differs between the kernels that the model can play: their calls and units (personality),
 * what becomes of an interrupt that cannot be delivered at once (policy), where its frame lies.
 *
 * <p>Names and numbers alone; who acts on them is elsewhere. Read {@link
 * org.virtualpok.hypervisor.personality.Personality} first.
 */
package org.virtualpok.hypervisor.personality;
