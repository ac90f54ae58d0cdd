package dev.starling.node.cli.learning;

import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.document.Member;
import dev.starling.node.cli.verb.Answer;
import dev.starling.node.matrix.Cell;
import dev.starling.node.matrix.Pooled;
import dev.starling.node.matrix.ShareException;
import dev.starling.node.matrix.SiteShare;
import dev.starling.node.model.ModelCard;
import dev.starling.node.site.Agreed;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.site.model.MemberModels;
import dev.starling.node.verdict.Interval;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts the files of several sites together. */
final class SiteMatrix {
    private static final int DIGITS = 8;

    private final Agreed agreed;
    private final DataDirectory directory;

    SiteMatrix(Agreed agreed, DataDirectory directory) {
        this.agreed = agreed;
        this.directory = directory;
    }

    Answer show(List<Path> files) throws NodeFailure, IOException {
        List<SiteShare> shares = read(files);
        List<Pooled> pooled = Pooled.of(shares);
        List<MemberModels.Item> known =
                MemberModels.of(directory, agreed).list().items();
        List<Map<String, @Nullable Object>> federated = new ArrayList<>();
        StringBuilder text = new StringBuilder(table(shares));
        for (Pooled model : pooled) {
            text.append('\n').append(words(model)).append('\n');
        }
        for (MemberModels.Item item : known) {
            for (ModelCard.Score score : item.scores()) {
                if (score.on().equals(ModelCard.Score.HOLDOUTS)) {
                    federated.add(fields(item, score));
                    text.append(words(item, score)).append('\n');
                }
            }
        }
        text.append("\nCells: share told right, or RMSE, and its 95 % interval; \"withheld\" where fewer than ")
                .append(Cell.LEAST_ROWS)
                .append(" rows stand behind it. Log-loss, AUC and classes are in --json.");
        return Answer.of(
                Answer.fields()
                        .with("metric", agreed.charter().schema().metric().word())
                        .with("sites", shares.stream().map(this::fields).toList())
                        .with("pooled", pooled.stream().map(SiteMatrix::fields).toList())
                        .with("federated", federated),
                text.toString());
    }

    private List<SiteShare> read(List<Path> files) throws NodeFailure, IOException {
        List<SiteShare> shares = new ArrayList<>();
        Map<String, Path> byPeer = new HashMap<>();
        for (Path file : files) {
            SiteShare share = read(file);
            Path other = byPeer.putIfAbsent(share.peer(), file);
            if (other != null) {
                throw new NodeFailure(
                        ExitCode.REFUSED, file + ": is of the same member as " + other + "; give the newer one only");
            }
            shares.add(share);
        }
        return shares;
    }

    private SiteShare read(Path file) throws NodeFailure, IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(SiteShare.MAX_BYTES + 1);
        }
        if (bytes.length > SiteShare.MAX_BYTES) {
            throw new NodeFailure(
                    ExitCode.REFUSED, file + ": is too long for a file that `starling eval --share` writes");
        }
        try {
            return SiteShare.open(bytes, agreed.roster());
        } catch (ShareException e) {
            throw new NodeFailure(ExitCode.REFUSED, file + ": " + e.getMessage(), e);
        }
    }

    private String organisation(SiteShare share) {
        return agreed.roster()
                .member(PeerId.parse(share.peer()))
                .map(Member::organisation)
                .orElse(share.peer());
    }

    /** A model that several sites hold alike is one column; a site's own are in the columns of their kind. */
    private static String column(Cell cell) {
        return cell.model().equals(MemberModels.CONSOLIDATED)
                ? cell.model() + " " + cell.slot() + " (" + digits(cell.parameters()) + ")"
                : "own " + cell.model();
    }

    private static String digits(String digest) {
        return digest.substring(0, Math.min(DIGITS, digest.length()));
    }

    private String table(List<SiteShare> shares) {
        Set<String> columns = new LinkedHashSet<>();
        shares.forEach(share -> share.cells().forEach(cell -> columns.add(column(cell))));
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%-24s %6s", "site", "rows"));
        columns.forEach(column -> text.append(String.format(Locale.ROOT, "  %-28s", column)));
        for (SiteShare share : shares) {
            Integer rows = share.cells().stream()
                    .map(Cell::rows)
                    .filter(judged -> judged != null)
                    .findFirst()
                    .orElse(null);
            text.append(String.format(
                    Locale.ROOT, "%n%-24s %6s", organisation(share), rows == null ? "-" : rows.toString()));
            for (String column : columns) {
                String cell = share.cells().stream()
                        .filter(of -> column(of).equals(column))
                        .findFirst()
                        .map(SiteMatrix::words)
                        .orElse("-");
                text.append(String.format(Locale.ROOT, "  %-28s", cell));
            }
        }
        return text.append('\n').toString().replaceAll(" +\n", "\n");
    }

    private static String words(Cell cell) {
        if (cell.rows() == null) {
            return "withheld";
        }
        return cell.right() == null
                ? String.format(Locale.ROOT, "%.4g", cell.rmse())
                : share(cell.right(), cell.rows());
    }

    private static String share(long right, long rows) {
        Interval interval = Interval.ofShare(right, rows);
        return String.format(
                Locale.ROOT,
                "%.1f %% (%.1f to %.1f)",
                100.0 * right / rows,
                100 * interval.low(),
                100 * interval.high());
    }

    private static String words(Pooled model) {
        String score = model.right() == null
                ? String.format(Locale.ROOT, "RMSE %.4g", model.rmse())
                : share(model.right(), model.rows());
        return "These " + model.sites() + " sites together, " + model.model() + " " + model.slot() + ": " + score
                + " of " + model.rows() + " rows";
    }

    private static String words(MemberModels.Item item, ModelCard.Score score) {
        return String.format(
                Locale.ROOT,
                "All %d members under masks, %s %d: %s %.4g on %d rows",
                score.members(),
                item.kind(),
                item.slot(),
                score.metric(),
                score.value(),
                score.rows());
    }

    private Map<String, @Nullable Object> fields(SiteShare share) {
        return Answer.fields()
                .with("peer", share.peer())
                .with("organisation", organisation(share))
                .with("cells", share.cells().stream().map(SiteMatrix::fields).toList())
                .asMap();
    }

    private static Map<String, @Nullable Object> fields(Cell cell) {
        Integer rows = cell.rows();
        Integer right = cell.right();
        return Answer.fields()
                .with("model", cell.model())
                .with("slot", cell.slot())
                .with("parameters", cell.parameters())
                .with("rows", rows)
                .with("right", right)
                .with("accuracy", rows == null || right == null ? null : (double) right / rows)
                .with("log_loss", cell.logLoss())
                .with("auc", cell.auc())
                .with("rmse", cell.rmse())
                .with("classes", cell.classes())
                .asMap();
    }

    private static Map<String, @Nullable Object> fields(Pooled model) {
        Long right = model.right();
        return Answer.fields()
                .with("model", model.model())
                .with("slot", model.slot())
                .with("parameters", model.parameters())
                .with("sites", model.sites())
                .with("rows", model.rows())
                .with("right", right)
                .with("accuracy", right == null ? null : (double) right / model.rows())
                .with("rmse", model.rmse())
                .asMap();
    }

    private static Map<String, @Nullable Object> fields(MemberModels.Item item, ModelCard.Score score) {
        return Answer.fields()
                .with("model", item.kind())
                .with("slot", item.slot())
                .with("parameters", item.digest().hex())
                .with("members", score.members())
                .with("rows", score.rows())
                .with("metric", score.metric())
                .with("value", score.value())
                .asMap();
    }
}
