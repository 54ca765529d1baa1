# SPDX-License-Identifier: BSD-2-Clause
"""RTEMS 4.11's tasks and objects as gdb sees them in a core file.

    gdb -q -batch -x table-4.11.py states.elf -c states.core

Everything is asked of gdb by the names in RTEMS's own headers; states.elf needs its macros (-g3).
Addresses are the guest's logical ones. Prints two tables of comma separated values.
"""
import re

import gdb

STATE = {
    m.group(1): int(m.group(2), 16)
    for m in re.finditer(
        r"#define (STATES_\w+) (0x[0-9a-f]+)$", gdb.execute("info macros", to_string=True), re.M)
    if m.group(1) != "STATES_ALL_SET"
}
# What each table holds, and where in it a thread queue is.
MANAGERS = [
    ("_Timer_Information", "Timer_Control", None),
    ("_Semaphore_Information", "Semaphore_Control", "Core_control.mutex.Wait_queue"),
    ("_Message_queue_Information", "Message_queue_Control", "message_queue.Wait_queue"),
    ("_Partition_Information", "Partition_Control", None),
    ("_Region_Information", "Region_Control", "Wait_queue"),
    ("_Rate_monotonic_Information", "Rate_monotonic_Control", None),
    ("_Barrier_Information", "Barrier_Control", "Barrier.Wait_queue"),
    ("_POSIX_Mutex_Information", "POSIX_Mutex_Control", "Mutex.Wait_queue"),
    ("_POSIX_Condition_variables_Information", "POSIX_Condition_variables_Control", "Wait_queue"),
    ("_POSIX_Semaphore_Information", "POSIX_Semaphore_Control", "Semaphore.Wait_queue"),
]
THREADS = ["_Thread_Internal_information", "_RTEMS_tasks_Information", "_POSIX_Threads_Information"]


def value(expression):
    return gdb.parse_and_eval(expression)


def number(expression):
    return int(value(expression)) & 0xFFFFFFFF


def objects(information, kind):
    """Expressions for the objects of a table: local_table[1..maximum], those that are there."""
    for index in range(1, int(value("%s.maximum" % information)) + 1):
        at = number("%s.local_table[%d]" % (information, index))
        if at:
            yield "((%s *) %#x)" % (kind, at)


def name(thing, information):
    if value("%s.is_string" % information):
        at = number("%s->Object.name.name_p" % thing)
        return value("%s->Object.name.name_p" % thing).string() if at else ""
    word = number("%s->Object.name.name_u32" % thing)
    return word.to_bytes(4, "big").decode("latin-1").rstrip("\0 ")


def chain(control):
    """Addresses of the nodes between a chain's head and tail."""
    tail = number("&(%s).Tail.Node" % control)
    node = number("(%s).Head.Node.next" % control)
    while node != tail:
        yield node
        node = number("((Chain_Node *) %#x)->next" % node)


def queue_ids(queue):
    """Ids of a thread queue in its order; equal priorities hang on the first of them."""
    if str(value("(%s).discipline" % queue)) == "THREAD_QUEUE_DISCIPLINE_FIFO":
        nodes = list(chain("(%s).Queues.Fifo" % queue))
    else:
        nodes = []
        for i in range(4):
            for node in chain("(%s).Queues.Priority[%d]" % (queue, i)):
                nodes.append(node)
                nodes += chain("((Thread_Control *) %#x)->Wait.Block2n" % node)
    return [number("((Thread_Control *) %#x)->Object.id" % node) for node in nodes]


def deltas(control):
    left, sums = 0, {}
    for node in chain(control):
        left += number("((Watchdog_Control *) %#x)->delta_interval" % node)
        sums[node] = left
    return sums


TICKS = number("_Watchdog_Ticks_since_boot")
IN_TICKS = deltas("_Watchdog_Ticks_chain")
IN_SECONDS = deltas("_Watchdog_Seconds_chain")


def due(watchdog):
    at = number("&(%s)" % watchdog)
    return str(TICKS + IN_TICKS[at]) if at in IN_TICKS else ""


def mutex(core):
    holder = number("(%s).holder" % core)
    members = ["%s=%d" % (m, number("(%s).%s" % (core, m))) for m in ("lock", "nest_count")]
    return members, "%08x" % number("(%s).holder->Object.id" % core) if holder else ""


def fields(thing, kind):
    """What an object is like, and the id of who holds it."""
    owner, out = "", []
    if kind == "Semaphore_Control":
        # The macros of attr.h: RTEMS_BINARY_SEMAPHORE and the other three.
        attributes = number("%s->attribute_set" % thing)
        out.append("attribute_set=%02x" % attributes)
        if attributes & number("RTEMS_BINARY_SEMAPHORE"):
            core = "%s->Core_control.mutex" % thing
            more, owner = mutex(core)
            out += more
            out.append("priority_ceiling=%d" % number(core + ".Attributes.priority_ceiling"))
        elif attributes & number("RTEMS_SIMPLE_BINARY_SEMAPHORE"):
            out.append("lock=%d" % number("%s->Core_control.mutex.lock" % thing))
        else:
            out.append("count=%d" % number("%s->Core_control.semaphore.count" % thing))
    elif kind == "POSIX_Mutex_Control":
        out, owner = mutex("%s->Mutex" % thing)
    elif kind == "POSIX_Semaphore_Control":
        out.append("count=%d" % number("%s->Semaphore.count" % thing))
    elif kind == "Message_queue_Control":
        for member in ("number_of_pending_messages", "maximum_pending_messages"):
            out.append("%s=%d" % (member, number("%s->message_queue.%s" % (thing, member))))
    elif kind == "Timer_Control":
        out.append("the_class=%s" % value("%s->the_class" % thing))
        out.append("initial=%d" % number("%s->Ticker.initial" % thing))
        out.append("due=%s" % due("%s->Ticker" % thing))
    elif kind == "Rate_monotonic_Control":
        out.append("state=%s" % value("%s->state" % thing))
        out.append("next_length=%d" % number("%s->next_length" % thing))
        out.append("due=%s" % due("%s->Timer" % thing))
        owner = "%08x" % number("%s->owner->Object.id" % thing)
    elif kind == "Barrier_Control":
        out.append("discipline=%s" % value("%s->Barrier.Attributes.discipline" % thing))
        out.append("maximum_count=%d" % number("%s->Barrier.Attributes.maximum_count" % thing))
        waiting = number("%s->Barrier.number_of_waiting_threads" % thing)
        out.append("number_of_waiting_threads=%d" % waiting)
    elif kind in ("Partition_Control", "Region_Control"):
        out.append("number_of_used_blocks=%d" % number("%s->number_of_used_blocks" % thing))
        if kind == "Partition_Control":
            out.append("buffer_size=%d" % number("%s->buffer_size" % thing))
        else:
            out.append("free_size=%d" % number("%s->Memory.stats.free_size" % thing))
    return ";".join(out), owner


def states(state):
    names = [n for n, bit in sorted(STATE.items(), key=lambda s: s[1]) if state & bit]
    assert sum(STATE[n] for n in names) == state, hex(state)
    return "+".join(names) or "STATES_READY"


print("ticks,%d" % TICKS)
print("executing,%08x" % number("_Per_CPU_Information[0].per_cpu.executing->Object.id"))
print("heir,%08x" % number("_Per_CPU_Information[0].per_cpu.heir->Object.id"))

queues = {}
rows = []
for information, kind, queue in MANAGERS:
    for thing in objects(information, kind):
        waiting = []
        if queue:
            queues[number("&%s->%s" % (thing, queue))] = number("%s->Object.id" % thing)
            waiting = queue_ids("%s->%s" % (thing, queue))
        what, owner = fields(thing, kind)
        rows.append(
            "%s,%08x,%08x,%s,%s,%s,%s" % (
                information, number(thing), number("%s->Object.id" % thing),
                name(thing, information), what, owner, " ".join("%08x" % w for w in waiting)))

print("\naddress,id,name,state,states,priority,base,wait_id,queue_of,wakes,seconds,count,option,"
      "pending,entry,stack,size,esp,ebp,ebx,esi,edi,eflags,eip")
for information in THREADS:
    for t in objects(information, "Thread_Control"):
        state = number("%s->current_state" % t)
        queue = number("%s->Wait.queue" % t)
        blocked = state & STATE["STATES_WAITING_FOR_PERIOD"] or queue in queues
        timer = number("&%s->Timer" % t)
        esp = number("%s->Registers.esp" % t)
        classic = "((RTEMS_API_Control *) %s->API_Extensions[0])" % t
        print(",".join([
            "%08x" % number(t),
            "%08x" % number("%s->Object.id" % t),
            name(t, information),
            "%x" % state,
            states(state),
            "%d" % number("%s->current_priority" % t),
            "%d" % number("%s->real_priority" % t),
            "%08x" % number("%s->Wait.id" % t) if blocked else "",
            "%08x" % queues[queue] if queue in queues else "",
            due("%s->Timer" % t),
            str(IN_SECONDS.get(timer, "")),
            "%x" % number("%s->Wait.count" % t),
            "%x" % number("%s->Wait.option" % t),
            "%x" % number(classic + "->Event.pending_events") if number(classic) else "",
            "%08x" % number("%s->Start.entry_point" % t),
            "%08x" % number("%s->Start.Initial_stack.area" % t),
            "%d" % number("%s->Start.Initial_stack.size" % t),
            "%08x" % esp,
            *("%08x" % number("%s->Registers.%s" % (t, r))
              for r in ("ebp", "ebx", "esi", "edi", "eflags")),
            "%08x" % number("*(unsigned *) %#x" % esp) if esp else "",
        ]))

print("\ntable,address,id,name,fields,owner,waiting")
print("\n".join(rows))
