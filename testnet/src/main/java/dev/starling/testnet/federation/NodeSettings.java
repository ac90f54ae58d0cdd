package dev.starling.testnet.federation;

import dev.starling.node.config.NodeConfig;
import dev.starling.testnet.dataset.ShareFiles;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A node's configuration, made as its operator would: the commented template that the node writes itself, with some values
 * set. Immutable.
 *
 * @param toml the file so far
 */
public record NodeSettings(String toml) {
    /**
     * The template, for a member that may hold very few rows: they are nobody's here.
     *
     * @param organisation name the other members see
     * @param table path of the member's table, absolute or relative to its directory
     */
    public static NodeSettings template(String organisation, String table) {
        return new NodeSettings(NodeConfig.template(organisation, table, null)).with("minimum_rows", "1");
    }

    /**
     * The template for a member that holds a share.
     *
     * @param files of the share, in the member's directory
     * @param seed of its batches
     */
    public static NodeSettings ofMember(Site site, ShareFiles files, long seed) {
        NodeSettings settings = template(site.name(), files.table())
                .with("seed", Long.toString(seed))
                .withText("bind", site.address());
        return files.labels().isEmpty()
                ? settings
                : settings.withText("labels", files.labels().get());
    }

    /**
     * Replaces the value of a key that the file has once, commented out or not.
     *
     * @param value in TOML
     */
    public NodeSettings with(String key, String value) {
        Matcher line =
                Pattern.compile("(?m)^(# )?" + Pattern.quote(key) + " = .*$").matcher(toml);
        if (!line.find()) {
            throw new IllegalStateException("the node's configuration has no " + key);
        }
        return new NodeSettings(toml.substring(0, line.start()) + key + " = " + value + toml.substring(line.end()));
    }

    /** Replaces the value of a key by a text. */
    public NodeSettings withText(String key, String text) {
        return with(key, '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
    }
}
