/**
 * Where a node is put together. {@link dev.starling.node.runtime.Node} opens the data directory, starts network,
 * discovery, training and the engine, and connects them: one thread runs the engine, one writes to the disk, one trains,
 * one serves the network; events go into a bounded inbox and effects come out. Only this package, {@code cli} and, of what is
 * on the disk, {@code site} see the others.
 *
 * <p><b>The disk.</b> What the engine wants durable it numbers, and it holds back what depends on it. The numbers go with
 * the data to the thread that writes, in order; when data are durable their number comes back to the engine, ahead of
 * everything that waits there, and releases what was held. Between the two the engine and the links go on: a body streams
 * while the record of its exchange is written, and the record is written while the engine applies its flow, because the
 * engine hands on what is to be done as soon as it knows it. A kill at any moment finds on the disk a beginning of what the engine
 * wanted, and nobody has seen anything that rests on the rest.
 *
 * <p><b>Memory.</b> What a node holds of a model with d parameters, besides some tens of megabytes that do not depend on it:
 *
 * <pre>
 *  vectors of d floats in the heap                   bodies in the heap, each as long as the encoding says
 *  base, x, v                 3  always              own: latest, the one before, the next     3
 *  start, displacement        2  while it trains     of a neighbour: swapped, arriving         2 each
 *  displacement, and the      3  while it publishes  of a participant, for a consolidation     1 each
 *  checkpoint's x and v
 *  the base before            1  with consolidations
 *  sum (8 bytes a parameter)  3  while it forms
 *  and new model                 a consolidated one
 *
 *  outside the heap: the learner's parameters, 1 (2 with a proximal term)
 * </pre>
 *
 * It never trains and publishes at once (a training begins when what came before is written), and a member that trains alone has no neighbours. With s neighbours and c
 * participants (at most 32; c = 0 and no 4 without consolidations) that is at most {@code 4 d (6 + 4 + r (3 + 2 s + c))}
 * bytes of heap, where r is the length of a body over that of a vector: 1 for float32, 0.254 for int8. Checkpoint, journal
 * and models are written and read piece by piece, with no array of bytes beside these; an exchange decodes a chunk at a time;
 * a restart reads those models only that its state refers to.
 */
@NullMarked
package dev.starling.node.runtime;

import org.jspecify.annotations.NullMarked;
