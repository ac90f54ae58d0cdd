/**
 * What keeps a node from its work, looked for before somebody has to: each {@link dev.starling.node.doctor.Check} looks at one
 * thing and says PASS, WARN or FAIL, with what to do about it. The checks here ask the machine and the network, with sockets
 * and files of their own; what takes a charter, a table or a native library to tell is put together by the command line. A
 * check changes nothing, takes no lock, and ends by itself.
 *
 * <p><b>The clock.</b> The protocol carries no time of the day, on purpose: nothing in it depends on one. Certificates and
 * invitations do. A peer's certificate begins one day before the peer started, so it proves that the peer's clock has been
 * there: a clock here that is behind it is told. Own files that were written in the future tell the same. A clock that is
 * ahead cannot be seen from inside; the time is printed for a person to see.
 */
@NullMarked
package dev.starling.node.doctor;

import org.jspecify.annotations.NullMarked;
