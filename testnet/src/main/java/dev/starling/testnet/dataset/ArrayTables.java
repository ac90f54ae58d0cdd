package dev.starling.testnet.dataset;

import dev.starling.node.array.ElementType;
import dev.starling.node.table.ArrayLayout;
import dev.starling.node.table.ArrayLayout.Format;
import dev.starling.node.table.ArrayTable;
import dev.starling.node.table.DataException;
import dev.starling.testnet.array.Elements;
import dev.starling.testnet.array.IdxFile;
import dev.starling.testnet.array.NpyFile;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Arrays of rows of one shape, with arrays of their labels. A share of bytes in IDX is written as IDX, everything else as NPY
 * in single precision, labels in double.
 */
record ArrayTables(List<ArrayTable> tables, String label) implements TableSet {
    private static final ShareFiles IDX = new ShareFiles("images.idx3-ubyte", Optional.of("labels.idx1-ubyte"));
    private static final ShareFiles NPY = new ShareFiles("features.npy", Optional.of("labels.npy"));

    ArrayTables {
        tables = List.copyOf(tables);
    }

    @Override
    public List<Integer> sizes() {
        return tables.stream().map(ArrayTable::rows).toList();
    }

    @Override
    public List<String> labels() throws DataException {
        List<String> labels = new ArrayList<>();
        for (ArrayTable table : tables) {
            table.forEachRow((row, features, number) -> labels.add(Double.isNaN(number) ? "" : text(number)));
        }
        return labels;
    }

    private static String text(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    @Override
    public List<String> column(String name) {
        throw new IllegalStateException("an array has no column " + name);
    }

    @Override
    public ShareFiles write(int[] owners, List<Path> directories) throws DataException, IOException {
        return tables.stream().allMatch(ArrayTables::ofBytes)
                ? writeBytes(owners, directories)
                : writeNumbers(owners, directories);
    }

    private static boolean ofBytes(ArrayTable table) {
        return ofBytes(table.features()) && ofBytes(table.labels());
    }

    private static boolean ofBytes(ArrayLayout layout) {
        return layout.element().format() == Format.IDX && layout.element().type() == ElementType.UINT8;
    }

    private ShareFiles writeBytes(int[] owners, List<Path> directories) throws DataException, IOException {
        int width = tables.get(0).width();
        int[] sizes = sizes(owners, directories.size());
        byte[][] features = new byte[sizes.length][];
        byte[][] labels = new byte[sizes.length][];
        for (int share = 0; share < sizes.length; share++) {
            features[share] = new byte[Math.multiplyExact(sizes[share], width)];
            labels[share] = new byte[sizes[share]];
        }
        Cursor cursor = new Cursor(owners, sizes.length);
        for (ArrayTable table : tables) {
            table.forEachItem((row, item, label) -> {
                int share = cursor.next();
                if (share >= 0) {
                    int place = cursor.place(share);
                    System.arraycopy(item, 0, features[share], place * width, width);
                    labels[share][place] = label[0];
                }
            });
        }
        for (int share = 0; share < sizes.length; share++) {
            Path directory = directories.get(share);
            IdxFile.write(directory.resolve(IDX.table()), Elements.unsigned(features[share]), shape(sizes[share]));
            IdxFile.write(
                    directory.resolve(IDX.labels().orElseThrow()), Elements.unsigned(labels[share]), sizes[share]);
        }
        return IDX;
    }

    private ShareFiles writeNumbers(int[] owners, List<Path> directories) throws DataException, IOException {
        int width = tables.get(0).width();
        int[] sizes = sizes(owners, directories.size());
        float[][] features = new float[sizes.length][];
        double[][] labels = new double[sizes.length][];
        for (int share = 0; share < sizes.length; share++) {
            features[share] = new float[Math.multiplyExact(sizes[share], width)];
            labels[share] = new double[sizes[share]];
        }
        Cursor cursor = new Cursor(owners, sizes.length);
        for (ArrayTable table : tables) {
            table.forEachRow((row, numbers, label) -> {
                int share = cursor.next();
                if (share >= 0) {
                    int place = cursor.place(share);
                    for (int k = 0; k < width; k++) {
                        features[share][place * width + k] = (float) numbers[k];
                    }
                    labels[share][place] = label;
                }
            });
        }
        for (int share = 0; share < sizes.length; share++) {
            Path directory = directories.get(share);
            NpyFile.write(directory.resolve(NPY.table()), Elements.of(features[share]), shape(sizes[share]));
            NpyFile.write(directory.resolve(NPY.labels().orElseThrow()), Elements.of(labels[share]), sizes[share]);
        }
        return NPY;
    }

    /** Where the next row goes: through all tables, row by row. */
    private static final class Cursor {
        private final int[] owners;
        private final int[] placed;
        private int row;

        Cursor(int[] owners, int shares) {
            this.owners = owners;
            this.placed = new int[shares];
        }

        int next() {
            return owners[row++];
        }

        int place(int share) {
            return placed[share]++;
        }
    }

    private static int[] sizes(int[] owners, int shares) {
        int[] sizes = new int[shares];
        for (int owner : owners) {
            if (owner >= 0) {
                sizes[owner]++;
            }
        }
        return sizes;
    }

    private int[] shape(int rows) {
        return IntStream.concat(
                        IntStream.of(rows),
                        tables.get(0).features().itemShape().stream().mapToInt(Integer::intValue))
                .toArray();
    }
}
