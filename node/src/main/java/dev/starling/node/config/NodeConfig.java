package dev.starling.node.config;

import dev.starling.node.toml.ConfigException;
import dev.starling.node.toml.Overrides;
import dev.starling.node.toml.Section;
import dev.starling.node.toml.TomlFile;
import dev.starling.node.toml.TomlText;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What one site decides for itself, parsed from {@code starling.toml}: one record a section, which knows its keys, their
 * defaults and their comments. No charter can change any of it. Immutable.
 *
 * @param organisation name the other members see
 * @param data the site's own table
 * @param models what stays on the disk
 * @param net where the node listens and whom it dials
 * @param training when and how much it computes
 * @param admin the local status interface
 * @param log what is logged
 */
public record NodeConfig(
        String organisation,
        DataConfig data,
        ModelsConfig models,
        NetConfig net,
        TrainingConfig training,
        AdminConfig admin,
        LogConfig log) {
    private static final int MAX_ORGANISATION = 80;

    private static final String TEMPLATE = """
            # Configuration of one Starling node. It belongs to this site alone; no charter can change it.

            # Name the other members see.
            organisation = %s

            """;

    /**
     * Reads a site's configuration; no environment variable counts.
     *
     * @param utf8 content of the file
     * @param fileName how problems name the file
     * @param dataDirectory what relative paths start from
     * @throws ConfigException with every problem found
     */
    public static NodeConfig parse(byte[] utf8, String fileName, Path dataDirectory) throws ConfigException {
        return EffectiveConfig.parse(utf8, fileName, dataDirectory, Overrides.none())
                .config();
    }

    static @Nullable NodeConfig read(Section root, TomlFile file, Path dataDirectory) {
        String organisation = root.text("organisation", MAX_ORGANISATION, "Hospital North");
        DataConfig data = DataConfig.read(root.section("data"), dataDirectory);
        ModelsConfig models = ModelsConfig.read(root.section("models"));
        NetConfig net = NetConfig.read(root.section("net"), dataDirectory);
        TrainingConfig training = TrainingConfig.read(root.section("training"));
        AdminConfig admin = AdminConfig.read(root.section("admin"));
        LogConfig log = LogConfig.read(root.section("log"), dataDirectory);
        root.end();
        return file.sound() && data != null && net != null
                ? new NodeConfig(organisation, data, models, net, training, admin, log)
                : null;
    }

    /**
     * The commented file that a new member starts from.
     *
     * @param organisation name the other members will see
     * @param dataFile path of the site's table, absolute or relative to the data directory
     * @param labelsFile likewise of the labels when the table is an array; otherwise the key stands there as a comment
     */
    public static String template(String organisation, String dataFile, @Nullable String labelsFile) {
        String labels = labelsFile == null ? "# labels = \"labels.idx\"" : "labels = " + TomlText.of(labelsFile);
        return String.join(
                "\n",
                TEMPLATE.formatted(TomlText.of(organisation))
                        + DataConfig.TEMPLATE.formatted(TomlText.of(dataFile), labels),
                ModelsConfig.TEMPLATE,
                NetConfig.TEMPLATE,
                TrainingConfig.TEMPLATE,
                AdminConfig.TEMPLATE,
                LogConfig.TEMPLATE);
    }
}
