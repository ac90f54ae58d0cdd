package dev.starling.node.doctor;

import dev.starling.node.finding.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Makes all checks, several at once because many of them wait, and keeps their order. */
public final class Examination {
    private static final int AT_ONCE = 8;

    private Examination() {}

    /**
     * Makes the checks.
     *
     * @param limit what takes longer than this, counted from the start, fails
     */
    public static List<Finding> of(List<Check> checks, Duration limit) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, task -> {
            Thread thread = new Thread(task, "starling-doctor");
            thread.setDaemon(true);
            return thread;
        });
        try {
            long endNanos = System.nanoTime() + limit.toNanos();
            List<Future<List<Finding>>> looks = new ArrayList<>();
            for (Check check : checks) {
                looks.add(threads.submit(check::look));
            }
            List<Finding> findings = new ArrayList<>();
            for (int k = 0; k < checks.size(); k++) {
                findings.addAll(result(checks.get(k), looks.get(k), endNanos - System.nanoTime()));
            }
            return findings;
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<Finding> result(Check check, Future<List<Finding>> look, long withinNanos)
            throws InterruptedException {
        try {
            return look.get(Math.max(0, withinNanos), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return List.of(
                    Finding.fail(check.name(), "no answer in time", "look at what it waits for: a name, a disk?"));
        } catch (ExecutionException e) {
            throw new IllegalStateException("the check " + check.name() + " failed", e.getCause());
        }
    }
}
