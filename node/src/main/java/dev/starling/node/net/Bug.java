package dev.starling.node.net;

/** Takes our own mistakes past Netty, which would log and swallow them, to the thread's uncaught exception handler. */
final class Bug {
    private Bug() {}

    static void report(Throwable bug) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, bug);
    }

    static Runnable reported(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | Error bug) {
                report(bug);
            }
        };
    }
}
