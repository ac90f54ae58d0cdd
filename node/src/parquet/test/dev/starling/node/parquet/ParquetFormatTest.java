package dev.starling.node.parquet;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import blue.strategic.parquet.ParquetWriter;
import dev.starling.node.table.CsvTable;
import dev.starling.node.table.DataException;
import dev.starling.node.table.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetFormatTest {
    private static final MessageType SCHEMA = new MessageType(
            "rows",
            Types.optional(DOUBLE).named("age"),
            Types.optional(FLOAT).named("dose"),
            Types.optional(INT64).named("visits"),
            Types.optional(BOOLEAN).named("smoker"),
            Types.optional(BINARY).as(LogicalTypeAnnotation.stringType()).named("diagnosis"));

    @TempDir
    Path directory;

    private Path write(Object[]... rows) throws Exception {
        Path file = directory.resolve("rows.parquet");
        try (ParquetWriter<Object[]> writer = ParquetWriter.writeFile(SCHEMA, file.toFile(), (row, values) -> {
            for (int c = 0; c < row.length; c++) {
                if (row[c] != null) {
                    values.write(SCHEMA.getColumns().get(c).getPath()[0], row[c]);
                }
            }
        })) {
            for (Object[] row : rows) {
                writer.write(row);
            }
        }
        return file;
    }

    @Test
    void aTableOfValuesReadsAsATableOfCells() throws Exception {
        Path file = write(
                new Object[] {61.5, 0.1f, 3L, true, "sick"},
                new Object[] {40.0, null, 12L, false, "well"},
                new Object[] {null, 2f, null, null, null});
        CsvTable table = (CsvTable) Table.open(file, null);
        List<String> rows = new ArrayList<>();
        table.forEachRow((row, cells) -> rows.add(row + "=" + String.join("|", cells)));

        assertThat(table.header()).containsExactly("age", "dose", "visits", "smoker", "diagnosis");
        assertThat(rows).containsExactly("1=61.5|0.1|3|true|sick", "2=40||12|false|well", "3=|2|||");
        assertThat(table.rows()).isEqualTo(3);
    }

    @Test
    void aDamagedFileIsADataProblemNotACrash() throws Exception {
        byte[] sound = Files.readAllBytes(write(new Object[] {61.5, 0.1f, 3L, true, "zanzibarquagga"}));
        for (int cut = 8; cut < sound.length; cut += 37) {
            Path file = Files.write(directory.resolve("cut.parquet"), Arrays.copyOf(sound, cut));
            assertThatExceptionOfType(DataException.class)
                    .isThrownBy(() -> Table.open(file, null).rows())
                    .withMessageContaining("cut.parquet")
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("quagga"));
        }
    }
}
