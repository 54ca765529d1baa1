# SPDX-License-Identifier: BSD-2-Clause
"""RTEMS 6's tasks and objects as gdb sees them in a core file; see table-4.11.py.

    gdb -q -batch -x table-6.py states.exe -c states.core
"""
import re

import gdb

STATE = {
    m.group(1): int(m.group(2), 16)
    for m in re.finditer(
        r"#define (STATES_\w+) (0x[0-9a-f]+)$", gdb.execute("info macros", to_string=True), re.M)
    if m.group(1) != "STATES_ALL_SET"
}
MANAGERS = [
    ("_Timer_Information", "Timer_Control", None),
    ("_Semaphore_Information", "Semaphore_Control", "Core_control.Wait_queue.Queue"),
    ("_Message_queue_Information", "Message_queue_Control", "message_queue.Wait_queue.Queue"),
    ("_Partition_Information", "Partition_Control", None),
    ("_Region_Information", "Region_Control", "Wait_queue.Queue"),
    ("_Rate_monotonic_Information", "Rate_monotonic_Control", None),
    ("_Barrier_Information", "Barrier_Control", "Barrier.Wait_queue.Queue"),
]
THREADS = ["_Thread_Information", "_RTEMS_tasks_Information", "_POSIX_Threads_Information"]


def value(expression):
    return gdb.parse_and_eval(expression)


def number(expression):
    return int(value(expression)) & 0xFFFFFFFF


def objects(information, kind):
    """Expressions for the objects of a table, whose first index is 1 and lies at 0."""
    for index in range(number("%s.maximum_id" % information) & 0xFFFF):
        at = number("%s.local_table[%d]" % (information, index))
        if at:
            yield "((%s *) %#x)" % (kind, at)


def name(thing):
    word = number("%s->Object.name.name_u32" % thing)
    return word.to_bytes(4, "big").decode("latin-1").rstrip("\0 ")


def identity(thread):
    return "%08x" % number("((Thread_Control *) %#x)->Object.id" % thread) if thread else ""


def tree(node):
    """Addresses of a red-black tree's nodes in order."""
    if not node:
        return []
    links = "((RBTree_Node *) %#x)->Node" % node
    left, right = number(links + ".rbe_left"), number(links + ".rbe_right")
    return tree(left) + [node] + tree(right)


def chain(control):
    tail = number("&(%s).Tail.Node" % control)
    node = number("(%s).Head.Node.next" % control)
    nodes = []
    while node != tail:
        nodes.append(node)
        node = number("((Chain_Node *) %#x)->next" % node)
    return nodes


ALL = [number(t) for i in THREADS for t in objects(i + ".Objects", "Thread_Control")]
# A queue links the nodes of its threads' schedulers.
NODE = "((Thread_Control *) %#x)->Scheduler.nodes->Wait.Priority.Node"
OF_NODE = {number("&" + NODE % t): t for t in ALL}
# A barrier's queue has operations of its own; they enqueue as all in order of arrival do.
FIFO = number("_Thread_queue_Operations_FIFO.enqueue")
ENQUEUE = {
    number("((Thread_Control *) %#x)->Wait.queue" % t):
        number("((Thread_Control *) %#x)->Wait.operations->enqueue" % t)
    for t in ALL
    if number("((Thread_Control *) %#x)->Wait.operations" % t)
}


def queue_ids(queue):
    if not number("(%s).heads" % queue):
        return []
    heads = "(%s).heads->Heads" % queue
    if ENQUEUE[number("&(%s)" % queue)] == FIFO:
        nodes = chain(heads + ".Fifo")
    else:
        nodes = tree(number(heads + ".Priority.Queue.Contributors.rbh_root"))
    return [identity(OF_NODE[n]) for n in nodes]


CPU = "_Per_CPU_Information[0].per_cpu"
# PER_CPU_WATCHDOG_TICKS, PER_CPU_WATCHDOG_REALTIME; the link is the first in a watchdog.
IN_TICKS = tree(number(CPU + ".Watchdog.Header[0].Watchdogs.rbh_root"))
IN_REALTIME = tree(number(CPU + ".Watchdog.Header[1].Watchdogs.rbh_root"))


def expire(watchdog):
    return int(value("(%s).expire" % watchdog))


def due(watchdog):
    return str(expire(watchdog)) if number("&(%s)" % watchdog) in IN_TICKS else ""


def seconds(watchdog):
    """Of a time as in watchdogimpl.h: seconds above 30 bits of nanoseconds."""
    return str(expire(watchdog) >> 30) if number("&(%s)" % watchdog) in IN_REALTIME else ""


def fields(thing, kind):
    owner, out = "", []
    if kind == "Semaphore_Control":
        # semimpl.h: flags are in a link that an open semaphore does not need.
        flags = number("%s->Object.Node.previous" % thing)
        variant = str(value("(Semaphore_Variant) %d" % (flags & 7)))
        out.append("variant=%s" % variant)
        if variant in ("SEMAPHORE_VARIANT_COUNTING", "SEMAPHORE_VARIANT_SIMPLE_BINARY"):
            out.append("count=%d" % number("%s->Core_control.Semaphore.count" % thing))
        else:
            owner = identity(number("%s->Core_control.Wait_queue.Queue.owner" % thing))
            level = number("%s->Core_control.Mutex.Recursive.nest_level" % thing)
            ceiling = int(value("%s->Core_control.Mutex.Priority_ceiling.priority" % thing))
            out += ["nest_level=%d" % level, "priority_ceiling=%d" % (ceiling >> 1)]
    elif kind == "Message_queue_Control":
        for member in ("number_of_pending_messages", "maximum_pending_messages"):
            out.append("%s=%d" % (member, number("%s->message_queue.%s" % (thing, member))))
    elif kind == "Timer_Control":
        out.append("the_class=%s" % value("%s->the_class" % thing))
        out.append("initial=%d" % number("%s->initial" % thing))
        out.append("due=%s" % due("%s->Ticker" % thing))
    elif kind == "Rate_monotonic_Control":
        out.append("state=%s" % value("%s->state" % thing))
        out.append("next_length=%d" % number("%s->next_length" % thing))
        out.append("due=%s" % due("%s->Timer" % thing))
        owner = identity(number("%s->owner" % thing))
    elif kind == "Barrier_Control":
        for member in ("maximum_count", "number_of_waiting_threads"):
            out.append("%s=%d" % (member, number("%s->Barrier.%s" % (thing, member))))
    elif kind == "Partition_Control":
        for member in ("number_of_used_blocks", "buffer_size"):
            out.append("%s=%d" % (member, number("%s->%s" % (thing, member))))
    elif kind == "Region_Control":
        out.append("number_of_used_blocks=%d" % number("%s->Memory.stats.used_blocks" % thing))
        out.append("free_size=%d" % number("%s->Memory.stats.free_size" % thing))
    return ";".join(out), owner


def states(state):
    names = [n for n, bit in sorted(STATE.items(), key=lambda s: s[1]) if state & bit]
    assert sum(STATE[n] for n in names) == state, hex(state)
    return "+".join(names) or "STATES_READY"


def variable(address):
    """Name of the variable in which an address lies."""
    return gdb.execute("info symbol %#x" % address, to_string=True).split()[0]


print("ticks,%d" % number("_Watchdog_Ticks_since_boot"))
print("executing,%s" % identity(number(CPU + ".executing")))
print("heir,%s" % identity(number(CPU + ".heir")))

queues, periods, rows = {}, {}, []
for information, kind, queue in MANAGERS:
    for thing in objects(information, kind):
        waiting = []
        mine = "%08x" % number("%s->Object.id" % thing)
        if queue:
            queues[number("&%s->%s" % (thing, queue))] = mine
            waiting = queue_ids("%s->%s" % (thing, queue))
        what, owner = fields(thing, kind)
        if kind == "Rate_monotonic_Control":
            periods[owner] = mine
        rows.append("%s,%08x,%s,%s,%s,%s,%s" % (
            information, number(thing), mine, name(thing), what, owner, " ".join(waiting)))

print("\naddress,id,name,state,states,priority,base,wait_id,queue_of,queue_variable,queue_owner,"
      "wakes,seconds,count,option,pending,entry,stack,size,esp,ebp,ebx,esi,edi,eflags,eip")
for information in THREADS:
    for t in objects(information + ".Objects", "Thread_Control"):
        state = number("%s->current_state" % t)
        mine = identity(number(t))
        queue = number("%s->Wait.queue" % t)
        waits = periods[mine] if state & STATE["STATES_WAITING_FOR_PERIOD"] else queues.get(queue, "")
        esp = number("%s->Registers.esp" % t)
        classic = "((RTEMS_API_Control *) %s->API_Extensions[0])" % t
        # A priority is doubled: SCHEDULER_PRIORITY_MAP of schedulernodeimpl.h.
        print(",".join([
            "%08x" % number(t),
            mine,
            name(t),
            "%x" % state,
            states(state),
            "%d" % (int(value(NODE % number(t) + ".priority")) >> 1),
            "%d" % (int(value("%s->Real_priority.priority" % t)) >> 1),
            waits,
            queues.get(queue, ""),
            variable(queue) if queue and queue not in queues else "",
            identity(number("%s->Wait.queue->owner" % t)) if queue else "",
            due("%s->Timer.Watchdog" % t),
            seconds("%s->Timer.Watchdog" % t),
            "%x" % number("%s->Wait.count" % t),
            "%x" % number("%s->Wait.option" % t),
            "%x" % number(classic + "->Event.pending_events") if number(classic) else "",
            "%08x" % number("%s->Start.Entry.Kinds.Numeric.entry" % t),
            "%08x" % number("%s->Start.Initial_stack.area" % t),
            "%d" % number("%s->Start.Initial_stack.size" % t),
            "%08x" % esp,
            *("%08x" % number("%s->Registers.%s" % (t, r))
              for r in ("ebp", "ebx", "esi", "edi", "eflags")),
            "%08x" % number("*(unsigned *) %#x" % esp) if esp else "",
        ]))

print("\ntable,address,id,name,fields,owner,waiting")
print("\n".join(rows))
