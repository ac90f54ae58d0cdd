/**
 * How a vector becomes bytes. A snapshot travels as the encoded difference between a member's parameters and a base that
 * every member holds; both ends of an exchange compute with the decoded vector, so an encoding decides how fast members
 * agree and never what they sum to. Pure functions of arrays and a seed: no state, no allocation beyond the result and
 * some kilobytes. Bodies are written and read in chunks, so nobody who mixes two snapshots holds either of them whole.
 *
 * <h2>The encodings</h2>
 *
 * <pre>
 * code  name      bytes for d values            a decoded value is off by
 * 1     float32   4 d                           the rounding of x - base
 * 2     int8      d + 4 ceil(d / 256)           less than its block's largest magnitude / 127
 * 3     bfloat16  2 d                           less than 1/128 of its magnitude
 * 4     int4      ceil(d / 2) + 4 ceil(d / 256) less than its block's largest magnitude / 7
 * </pre>
 *
 * int8, bfloat16 and int4 round by chance and are unbiased, so that repeated exchanges pull no value one way. A scale that
 * is negative or not finite, -128 in int8, -8 in int4 and a filled half byte where there is no value are written by no
 * encoder and refused.
 *
 * <h2>When int4 is good enough</h2>
 *
 * Four bits add noise of about a sixth of the distance to the base. Measured on the digits (Dirichlet 0.1, a network of
 * 1,810 parameters, 40 slots of 20 steps, outer momentum 0.5, mean of three seeds): accuracy of the worst member, and the
 * consensus distance at the end.
 *
 * <pre>
 *                           base never renewed                  base renewed every 10 slots
 *                           10 members, mesh  20 members, s=8   10 members, mesh  20 members, s=8
 * int8                      0.934  0.010      0.869  0.027      0.935  0.002      0.871  0.025
 * int4 always               0.895  0.170      0.826  0.170      0.931  0.026      0.869  0.036
 * int4 at a distance < 0.3  0.905  0.168      0.847  0.168      0.932  0.027      0.866  0.036
 * int4 at a distance < 0.2  0.903  0.109      0.816  0.124
 * int4 at a distance < 0.15 0.907  0.063      0.837  0.100
 * int4 at a distance < 0.1  0.932  0.010      0.869  0.050      0.931  0.019      0.869  0.031
 * share of int4 at 0.1      13 %              14 %              36 %              46 %
 * </pre>
 *
 * Without a gate the noise grows with the distance to the base until it decides how far apart the members are; a gate of
 * 0.15 is not tight enough to stop that, one of 0.1 is, and costs nothing that was measured. {@link
 * dev.starling.gossip.encoding.EncodingGate} is the gate.
 *
 * <h2>Kernels</h2>
 *
 * The inner loops exist in plain Java and with the Vector API (module {@code jdk.incubator.vector}), which is used when the
 * virtual machine was started with {@code --add-modules jdk.incubator.vector}; the bytes are the same. Processor time for
 * vectors of 16 million values on an EPYC with AVX-512, in copies of the floats by System.arraycopy in the same run:
 *
 * <pre>
 *                JDK 17            JDK 25
 *                plain   vector    plain   vector
 * encode int8    5.3     1.8       5.0     2.0
 * encode int4    6.4     1.8       5.1     1.9
 * encode bf16    7.0     1.8       5.3     1.7
 * decode int8    4.2     2.7       2.6     2.6
 * decode int4    4.6     3.3       4.4     3.1
 * decode bf16    4.0     2.7       3.3     2.3
 * float32        2.4 to write and 2.8 to read on 17, 2.3 and 2.7 on 25
 * </pre>
 *
 * Until the compiler has seen them often the vector kernels are slow: the first snapshot of a model of 7,850 parameters
 * takes 60 ms instead of 8, of a million 0.4 s instead of 0.05; the virtual machine starts 25 to 60 ms later and says on
 * standard error that it uses an incubator module, which nothing silences. A node whose model has millions of parameters
 * gains, a small one does not, so nodes are started without it and whoever wants it asks for it.
 */
@NullMarked
package dev.starling.gossip.encoding;

import org.jspecify.annotations.NullMarked;
