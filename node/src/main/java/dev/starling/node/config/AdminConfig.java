package dev.starling.node.config;

import dev.starling.node.toml.Section;

/**
 * The local status interface: section {@code admin}.
 *
 * @param port on the loopback address; 0 for any free one
 */
public record AdminConfig(int port) {
    static final String TEMPLATE = """
            [admin]
            # Port of the status interface on the loopback address; 0 for any free one.
            port = 0
            """;

    static AdminConfig read(Section section) {
        int port = (int) section.integer("port", 0, 0, 0xFFFF);
        section.end();
        return new AdminConfig(port);
    }
}
