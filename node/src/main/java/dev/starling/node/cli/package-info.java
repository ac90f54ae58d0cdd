/**
 * The command line: one class for each verb, which reads its options, asks the other packages to do the work and returns
 * one {@link dev.starling.node.cli.Answer}. Results go to standard output, as text or as a single JSON object; everything
 * else goes to standard error. Whatever fails ends in one place as one sentence with an exit code. The package sees all
 * the others; nothing depends on it.
 */
@NullMarked
package dev.starling.node.cli;

import org.jspecify.annotations.NullMarked;
