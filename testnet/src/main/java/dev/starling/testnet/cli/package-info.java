/**
 * The testnet's verbs: what a person may say, and what it means. Options become requests and settings here; the work is done
 * elsewhere. Failures become messages and exit codes in one place, {@link dev.starling.testnet.cli.Verb}.
 */
@NullMarked
package dev.starling.testnet.cli;

import org.jspecify.annotations.NullMarked;
