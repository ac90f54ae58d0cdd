/**
 * What is odd about a site's own table, before anything is trained on it: how much is missing, what lies far out, which rows
 * come twice, what stands on both sides of the split, and where the table and the charter disagree. Counts and places only:
 * no cell is ever part of a finding, because findings are printed, logged and sent to colleagues. Nothing here knows of peers.
 */
@NullMarked
package dev.starling.node.quality;

import org.jspecify.annotations.NullMarked;
