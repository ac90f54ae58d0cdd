/** The doctor: gathers what can be known of a member, in whatever state it is, and looks at everything that it needs. */
@NullMarked
package dev.starling.node.cli.doctor;

import org.jspecify.annotations.NullMarked;
