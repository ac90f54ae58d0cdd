package dev.starling.testnet.sim;

import dev.starling.gossip.Effect;

/** For those who look at some kinds of effects only: the others do nothing. */
public interface Only extends Effect.Handler {
    @Override
    default void send(Effect.Send effect) {}

    @Override
    default void stream(Effect.Stream effect) {}

    @Override
    default void openLink(Effect.OpenLink effect) {}

    @Override
    default void closeLink(Effect.CloseLink effect) {}

    @Override
    default void train(Effect.Train effect) {}

    @Override
    default void stopTraining(Effect.StopTraining effect) {}

    @Override
    default void saveCheckpoint(Effect.SaveCheckpoint effect) {}

    @Override
    default void appendJournal(Effect.AppendJournal effect) {}

    @Override
    default void releaseModel(Effect.ReleaseModel effect) {}

    @Override
    default void rosterChanged(Effect.RosterChanged effect) {}

    @Override
    default void dial(Effect.Dial effect) {}

    @Override
    default void setTimer(Effect.SetTimer effect) {}

    @Override
    default void judge(Effect.Judge effect) {}

    @Override
    default void tell(Effect.Tell effect) {}
}
