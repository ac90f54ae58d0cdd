package dev.starling.node.toml;

import java.util.List;
import java.util.stream.Stream;

/** How the text of an environment variable becomes the value that a file would hold. What does not fit stays a text. */
enum Kind {
    TEXT {
        @Override
        Object read(String text) {
            return text;
        }
    },
    INTEGER {
        @Override
        Object read(String text) {
            return text.matches("[+-]?[0-9]{1,18}") ? (Object) Long.valueOf(text) : text;
        }
    },
    DECIMAL {
        @Override
        Object read(String text) {
            return text.matches("[+-]?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]+)?") ? (Object) Double.valueOf(text) : text;
        }
    },
    FLAG {
        @Override
        Object read(String text) {
            return text.equals("true") || text.equals("false") ? (Object) Boolean.valueOf(text) : text;
        }
    };

    /** One value. */
    abstract Object read(String text);

    /** The entries of a list. */
    List<Object> list(String text) {
        return Stream.of(text.split(",", -1)).map(String::strip).map(this::read).toList();
    }
}
