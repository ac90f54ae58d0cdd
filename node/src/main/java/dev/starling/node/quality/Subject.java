package dev.starling.node.quality;

import dev.starling.node.charter.Charter.Schema;
import dev.starling.node.config.DataConfig;
import dev.starling.node.table.ArrayTable;
import dev.starling.node.table.CsvTable;
import dev.starling.node.table.DataException;
import dev.starling.node.table.Table;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is looked at.
 *
 * @param data the site's configuration of its table
 * @param schema what the charter says; null while there is no charter
 * @param label column that a model is to tell, while there is no charter; null when nobody has said
 */
public record Subject(
        DataConfig data, @Nullable Schema schema, @Nullable String label) {
    private static final String ARRAY_LABEL = "label";

    /** What a column is for. */
    enum Role {
        FEATURE,
        LABEL,
        GROUP,
        UNUSED
    }

    /** Name of the label's column, if anybody has said. */
    Optional<String> labelColumn(Table table) {
        if (schema != null) {
            return Optional.of(schema.label());
        }
        return label != null || table instanceof CsvTable ? Optional.ofNullable(label) : Optional.of(ARRAY_LABEL);
    }

    /**
     * What each column is for: without a charter every column is a feature that is nothing else.
     *
     * @throws DataException when the configured group is not in the header
     */
    Function<TableScan.Field, Role> roles(Table table) throws DataException {
        OptionalInt group = table instanceof CsvTable csv ? csv.groupColumn() : OptionalInt.empty();
        Optional<String> told = labelColumn(table);
        Predicate<String> feature = schema == null || table instanceof ArrayTable
                ? name -> true
                : name -> schema.columns().stream()
                        .anyMatch(column -> column.name().equals(name));
        return field -> {
            if (told.isPresent() && told.get().equals(field.name())) {
                return Role.LABEL;
            }
            if (group.isPresent() && group.getAsInt() == field.at()) {
                return Role.GROUP;
            }
            return feature.test(field.name()) ? Role.FEATURE : Role.UNUSED;
        };
    }
}
