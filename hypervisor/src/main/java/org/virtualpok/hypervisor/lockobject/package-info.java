// SPDX-License-Identifier: BSD-2-Clause
/**
 * POK's lock objects: mutexes, semaphores and events, with the threads that wait for them.
 *
 * <p>It knows threads, and neither guest memory nor hypercalls. Read {@link
 * org.virtualpok.hypervisor.lockobject.LockObjects} first.
 */
package org.virtualpok.hypervisor.lockobject;
