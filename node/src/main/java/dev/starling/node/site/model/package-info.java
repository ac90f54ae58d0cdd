/**
 * The models in a member's directory: what everybody starts from, what the member last held of the shared model, the best and
 * the earlier of them with what is known of how well they do, and what the site learnt alone. Each lies there whole at any
 * moment; all can be read beside a running node. Of formats it knows the names; {@link dev.starling.node.model} writes them.
 */
@NullMarked
package dev.starling.node.site.model;

import org.jspecify.annotations.NullMarked;
