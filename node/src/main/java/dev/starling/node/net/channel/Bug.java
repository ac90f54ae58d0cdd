package dev.starling.node.net.channel;

/** Takes our own mistakes past Netty, which would log and swallow them, to the thread's uncaught exception handler. */
public final class Bug {
    private Bug() {}

    /** Hands it to the handler of the thread that it happened on. */
    public static void report(Throwable bug) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, bug);
    }

    /** The task, with its mistakes handed on likewise. */
    public static Runnable reported(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | Error bug) {
                report(bug);
            }
        };
    }
}
