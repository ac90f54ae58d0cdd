/**
 * Is one model better than another, on rows that neither has learnt from, and how sure is that? Figures with 95 % intervals,
 * one sentence, and how many rows would tell where these do not. Everything is a function of what two models tell of the same
 * rows and of a seed; nothing here knows of files, peers or how a model is made.
 */
@NullMarked
package dev.starling.node.verdict;

import org.jspecify.annotations.NullMarked;
