/**
 * What a channel to anybody is made of, before it is known who is there: names become addresses, a proxy lets it through, what
 * is received lies in arrays, TLS opens it, and a mistake of ours is not swallowed. Nothing here knows of links, members or
 * frames, and nobody but {@link dev.starling.node.net} uses it.
 */
@NullMarked
package dev.starling.node.net.channel;

import org.jspecify.annotations.NullMarked;
