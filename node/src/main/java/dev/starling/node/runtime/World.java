package dev.starling.node.runtime;

import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.document.Member;
import dev.starling.gossip.Effect;
import dev.starling.gossip.Phase;
import dev.starling.gossip.Report;
import dev.starling.gossip.wire.SliceFrames;
import dev.starling.node.net.PeerNetwork;
import dev.starling.node.net.link.FrameSource;
import dev.starling.node.net.link.LinkId;
import dev.starling.node.observe.OperatorLog;
import dev.starling.node.observe.Scoreboard;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.FederationFiles;
import dev.starling.node.site.NodeFailure;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Does what the engine wants done, but for persistence and the timer. Called on the engine's thread. */
final class World implements Effect.Handler {
    private static final int MOST_HINTS = 4096;

    private final PeerNetwork network;
    private final TrainingDesk training;
    private final DataDirectory directory;
    private final OperatorLog log;
    private final Scoreboard scores;
    private final Consumer<Roster> rosterHolder;
    private final Runnable left;
    private final Set<String> hints = new HashSet<>();

    World(NodeParts parts, Consumer<Roster> rosterHolder, Runnable left) {
        this.network = parts.network();
        this.training = parts.training();
        this.directory = parts.directory();
        this.log = parts.log();
        this.scores = parts.scores();
        this.rosterHolder = rosterHolder;
        this.left = left;
    }

    @Override
    public void send(Effect.Send effect) {
        network.send(new LinkId(effect.link()), effect.frame());
    }

    @Override
    public void stream(Effect.Stream effect) {
        SliceFrames frames = effect.frames();
        network.stream(new LinkId(effect.link()), new FrameSource() {
            @Override
            public Object name() {
                return frames.root();
            }

            @Override
            public int count() {
                return frames.count();
            }

            @Override
            public List<ByteBuffer> frame(int index) {
                return frames.parts(index);
            }
        });
    }

    @Override
    public void openLink(Effect.OpenLink effect) {
        withEach(effect.peer(), effect.addresses(), network::dialOnce);
    }

    @Override
    public void closeLink(Effect.CloseLink effect) {
        network.close(new LinkId(effect.link()), effect.why());
    }

    @Override
    public void train(Effect.Train effect) {
        training.train(effect);
    }

    @Override
    public void stopTraining(Effect.StopTraining effect) {
        training.stopTraining(effect.training());
    }

    @Override
    public void rosterChanged(Effect.RosterChanged effect) {
        Roster roster = effect.roster();
        rosterHolder.accept(roster);
        try {
            FederationFiles.saveRoster(directory, roster);
        } catch (NodeFailure e) {
            log.warn(e.message() + "; the roster will be fetched again after a restart");
        }
        roster.members().stream().map(Member::id).forEach(network::refresh);
    }

    @Override
    public void dial(Effect.Dial effect) {
        List<String> news = effect.addresses().stream()
                .filter(address -> hints.size() < MOST_HINTS && hints.add(address))
                .toList();
        withEach(effect.peer(), news, address -> network.dial(address, effect.peer()));
    }

    private void withEach(PeerId peer, List<String> addresses, Consumer<String> action) {
        for (String address : addresses) {
            try {
                action.accept(address);
            } catch (IllegalArgumentException e) {
                log.warn("member " + peer + " names an address that is none: " + e.getMessage());
            }
        }
    }

    @Override
    public void tell(Effect.Tell effect) {
        Report report = effect.report();
        report.handle(log);
        if (report instanceof Report.SlotEnded ended) {
            scores.consensusDistance(ended.consensusDistance());
        } else if (report instanceof Report.PlanDone done) {
            training.judge(done.slot(), done.parameters());
        } else if (report instanceof Report.ModelJudged judged) {
            training.judgedTogether(judged.metrics());
        } else if (report instanceof Report.PhaseChanged changed && changed.phase() == Phase.LEFT) {
            left.run();
        }
    }

    @Override
    public void judge(Effect.Judge effect) {
        training.judge(effect);
    }

    @Override
    public void saveCheckpoint(Effect.SaveCheckpoint effect) {
        throw new IllegalStateException("the driver persists");
    }

    @Override
    public void appendJournal(Effect.AppendJournal effect) {
        throw new IllegalStateException("the driver persists");
    }

    @Override
    public void releaseModel(Effect.ReleaseModel effect) {
        throw new IllegalStateException("the driver persists");
    }

    @Override
    public void setTimer(Effect.SetTimer effect) {
        throw new IllegalStateException("the driver keeps the timer");
    }
}
