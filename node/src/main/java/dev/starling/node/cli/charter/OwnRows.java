package dev.starling.node.cli.charter;

import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.trust.document.Member;
import dev.starling.node.config.NodeConfig;
import dev.starling.node.data.split.Shares;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.site.SiteData;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How many rows a member says it trains on: counted, or given while the table is not there yet. */
public final class OwnRows {
    @Option(
            names = "--rows",
            paramLabel = "N",
            description = "Rows of the own table, when it comes later (default: counted in the file that starling.toml"
                    + " names).")
    @Nullable
    Integer rows;

    /**
     * The entry with which this member appears in a charter or on a roster.
     *
     * @throws NodeFailure when the table cannot be counted, or the entry is out of bounds
     */
    public Member member(Identity identity, NodeConfig config) throws NodeFailure {
        Path table = config.data().file();
        if (rows == null && !Files.exists(table)) {
            throw new NodeFailure(
                    ExitCode.DATA,
                    table + ": the table that starling.toml names is not there; put it there, correct data.file, or say"
                            + " with --rows how many rows it will have");
        }
        int training = rows == null
                ? SiteData.trainingRows(config.data())
                : Shares.of(config.data()).trainingRows(Math.max(0, rows));
        try {
            return new Member(identity.publicIdentity(), config.organisation(), training);
        } catch (IllegalArgumentException e) {
            throw new NodeFailure(
                    ExitCode.CONFIGURATION, e.getMessage() + "; check --rows, and organisation in starling.toml", e);
        }
    }
}
