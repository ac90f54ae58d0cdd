/**
 * One file that brings a member back after its disk is lost: key, configuration, charter, roster and models.
 *
 * <p><b>What is not in it, on purpose</b>, is {@code state}: the journal and the vector between two consolidated models. A state
 * is true only while it is the newest. A member that went back to an older one would publish slots a second time with other
 * contents, which others take for a lie, and would forget flows that they have applied. Peers that have seen more say so, and
 * then a new life begins; but the first peer that is met may have seen less. So a restored member always begins a new life:
 * its number is the time, which is higher than any before; it starts from the newest consolidated model; exchanges that were
 * under way are void and reported as such at both ends. What is lost is what this one member learnt since its last exchange.
 *
 * <p>To move to another machine nothing is restored: the node is stopped, its directory moves as a whole, state included, and
 * it goes on in the same life. Only one of the two copies may ever run again.
 */
@NullMarked
package dev.starling.node.backup;

import org.jspecify.annotations.NullMarked;
