package dev.starling.testnet.local;

import dev.starling.node.site.NodeFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program that behaves as its first argument says, in place of a node. */
final class FakeNode {
    private FakeNode() {}

    /** The command line that runs it. */
    static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                FakeNode.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    public static void main(String[] arguments) {
        switch (arguments[0]) {
            case "say" -> {
                System.out.println(arguments[1]);
                System.err.println(arguments[2]);
            }
            case "die" -> {
                System.err.println("cannot go on");
                System.exit(9);
            }
            case "threads" -> System.out.println(System.getenv("OMP_NUM_THREADS"));
            case "stay" -> stay();
            case "cling" -> {
                Runtime.getRuntime().addShutdownHook(new Thread(FakeNode::stay));
                stay();
            }
            case "launch" -> launch(Path.of(arguments[1]));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /** Says that it is there, and never ends by itself. */
    private static void stay() {
        System.out.println("here");
        Object nobodyNotifies = new Object();
        synchronized (nobodyNotifies) {
            while (true) {
                try {
                    nobodyNotifies.wait();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    /** A launcher that starts a node, says which, and stays. */
    private static void launch(Path log) {
        try {
            NodeProcess node = new Fleet().start("Child", command("stay"), log);
            System.out.println("child " + node.id());
        } catch (NodeFailure e) {
            throw new IllegalStateException(e);
        }
        stay();
    }
}
