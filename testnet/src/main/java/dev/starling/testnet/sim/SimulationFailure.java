package dev.starling.testnet.sim;

/** An engine threw, or a witness saw what must not be: with everything that is needed to see it again. */
public final class SimulationFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SimulationFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
