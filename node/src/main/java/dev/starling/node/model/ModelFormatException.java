package dev.starling.node.model;

import java.nio.file.Path;

/** A file that holds no model that can be used here: which file, what is wrong, and what to do. */
public final class ModelFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    ModelFormatException(Path file, String what, String remedy) {
        super(file + ": " + what + "; " + remedy);
    }
}
