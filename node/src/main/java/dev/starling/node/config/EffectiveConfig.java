package dev.starling.node.config;

import dev.starling.node.toml.ConfigException;
import dev.starling.node.toml.Overrides;
import dev.starling.node.toml.Setting;
import dev.starling.node.toml.TomlFile;
import java.nio.file.Path;
import java.util.List;

/**
 * A site's configuration with the origin of every value.
 *
 * @param config what the node goes by
 * @param settings every key there is, in the order in which the sections know them
 */
public record EffectiveConfig(NodeConfig config, List<Setting> settings) {
    public EffectiveConfig {
        settings = List.copyOf(settings);
    }

    /**
     * Reads a configuration.
     *
     * @param utf8 content of the file
     * @param fileName how problems name the file
     * @param dataDirectory what relative paths start from
     * @param overrides stand in for what the file says
     * @throws ConfigException with every problem found, in the file and in the variables
     */
    public static EffectiveConfig parse(byte[] utf8, String fileName, Path dataDirectory, Overrides overrides)
            throws ConfigException {
        return TomlFile.read(utf8, new TomlFile.Source(fileName, overrides), (root, file) -> {
            NodeConfig config = NodeConfig.read(root, file, dataDirectory);
            return config == null ? null : new EffectiveConfig(config, file.settings());
        });
    }

    /** Those that an environment variable decides. */
    public List<Setting> overridden() {
        return settings.stream()
                .filter(setting -> setting.origin() instanceof Setting.OfVariable)
                .toList();
    }
}
