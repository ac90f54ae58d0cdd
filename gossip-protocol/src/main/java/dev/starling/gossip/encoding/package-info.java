/**
 * How a vector becomes bytes. A snapshot travels as the encoded difference between a member's parameters and a base that
 * every member holds; both ends of an exchange compute with the decoded vector, so an encoding decides how fast members
 * agree and never what they sum to. Pure functions of arrays and a seed: no state, no allocation beyond the result.
 */
@NullMarked
package dev.starling.gossip.encoding;

import org.jspecify.annotations.NullMarked;
