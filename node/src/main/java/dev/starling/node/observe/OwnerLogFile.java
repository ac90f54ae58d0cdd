package dev.starling.node.observe;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import dev.starling.crypto.identity.OwnerOnly;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A log file for its owner only, set aside under the numbers 1, 2 and so on when it has grown, the highest being the oldest.
 * Size is looked at once a second at most, so a file may grow somewhat beyond it.
 */
final class OwnerLogFile extends RollingFileAppender<ILoggingEvent> {
    private final LogSetup.LogFile file;

    OwnerLogFile(LogSetup.LogFile file) {
        this.file = file;
        setFile(file.path().toString());
    }

    /** That the file exists and can be written. */
    static void prepare(Path path) throws IOException {
        create(path);
        if (!Files.isRegularFile(path) || !Files.isWritable(path)) {
            throw new java.nio.file.AccessDeniedException(path.toString());
        }
    }

    private static void create(Path path) throws IOException {
        try {
            Files.createFile(path, OwnerOnly.file(path));
        } catch (FileAlreadyExistsException e) {
            // It goes on where it ended; whoever made it chose its permissions.
            return;
        }
    }

    @Override
    public void start() {
        FixedWindowRollingPolicy aside = new FixedWindowRollingPolicy();
        aside.setContext(getContext());
        aside.setParent(this);
        aside.setFileNamePattern(file.path() + ".%i");
        aside.setMinIndex(1);
        aside.setMaxIndex(file.kept());
        aside.start();
        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(getContext());
        size.setMaxFileSize(new FileSize(file.bytes()));
        size.setCheckIncrement(Duration.buildBySeconds(1));
        size.start();
        setRollingPolicy(aside);
        setTriggeringPolicy(size);
        super.start();
    }

    /** Called for the first file and for each new one. */
    @Override
    public void openFile(String name) throws IOException {
        create(Path.of(name));
        super.openFile(name);
    }
}
