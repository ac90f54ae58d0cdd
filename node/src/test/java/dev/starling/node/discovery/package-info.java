/** Tests of local discovery without a network: what is announced, what is believed, what is told once. */
@NullMarked
package dev.starling.node.discovery;

import org.jspecify.annotations.NullMarked;
