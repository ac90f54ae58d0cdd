/**
 * A member's directory: the files that make a member of it – key, configuration, charter, roster, marks –, read and verified as
 * a whole, and the one kind of failure that all verbs and the node itself end with; its models are a package of their own.
 * Everything here can be used while no node runs. It sees the leaves that know a format; of what runs it knows nothing.
 */
@NullMarked
package dev.starling.node.site;

import org.jspecify.annotations.NullMarked;
