/** Verbs that make a member and let members in and out: keys, invitations, admission, the roster. */
@NullMarked
package dev.starling.node.cli.member;

import org.jspecify.annotations.NullMarked;
