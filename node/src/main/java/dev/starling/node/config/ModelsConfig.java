package dev.starling.node.config;

import dev.starling.node.toml.Section;

/**
 * What is kept below {@code models/}: section {@code models}.
 *
 * @param keep newest consolidated models that stay on the disk, 1 to 10000
 */
public record ModelsConfig(int keep) {
    static final String TEMPLATE = """
            [models]
            # Newest consolidated models that stay on the disk; older ones are deleted.
            keep = 5
            """;

    static ModelsConfig read(Section section) {
        int keep = (int) section.integer("keep", 5, 1, 10_000);
        section.end();
        return new ModelsConfig(keep);
    }
}
