package dev.starling.node.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Reads what {@link NumpyArchive} describes, also as {@code numpy.savez} and {@code savez_compressed} write it. */
final class NumpyFile implements ArrayFile {
    private static final String ENDING = ".npy";
    private static final Pattern SHAPE = Pattern.compile("'shape': *\\(([0-9, ]{0,64})\\)");
    private static final int MOST_ARRAYS = 1 << 10;

    private final Path file;
    private final ZipFile zip;
    private final Map<String, List<Integer>> shapes = new LinkedHashMap<>();

    private NumpyFile(Path file, ZipFile zip) throws IOException {
        this.file = file;
        this.zip = zip;
        if (zip.size() > MOST_ARRAYS) {
            throw new Malformed("it holds more than " + MOST_ARRAYS + " arrays");
        }
        for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
            String name = entries.nextElement().getName();
            if (name.endsWith(ENDING)) {
                String array = name.substring(0, name.length() - ENDING.length());
                try (InputStream npy = entry(array)) {
                    shapes.put(array, shape(array, header(npy)));
                }
            }
        }
    }

    static NumpyFile open(Path file) throws IOException {
        ZipFile zip = new ZipFile(file.toFile());
        try {
            return new NumpyFile(file, zip);
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    private InputStream entry(String array) throws IOException {
        return zip.getInputStream(zip.getEntry(array + ENDING));
    }

    /** Takes the header from the stream, so that the values come next. */
    private static String header(InputStream npy) throws IOException {
        byte[] start = npy.readNBytes(NumpyArchive.MAGIC.length);
        boolean magic = start.length == NumpyArchive.MAGIC.length;
        for (int k = 0; magic && k < NumpyArchive.MAGIC.length - 2; k++) {
            magic = start[k] == NumpyArchive.MAGIC[k];
        }
        if (!magic) {
            throw new Malformed("an entry of it is not an .npy file");
        }
        int lengthBytes = start[NumpyArchive.MAGIC.length - 2] == 1 ? Short.BYTES : Integer.BYTES;
        long length = 0;
        byte[] digits = npy.readNBytes(lengthBytes);
        for (int k = digits.length - 1; k >= 0; k--) {
            length = length << Byte.SIZE | Byte.toUnsignedInt(digits[k]);
        }
        if (digits.length < lengthBytes || length > MOST_HEADER) {
            throw new Malformed("the header of an array in it has a length that none has");
        }
        return new String(npy.readNBytes((int) length), StandardCharsets.ISO_8859_1);
    }

    private static List<Integer> shape(String array, String header) throws IOException {
        if (!header.contains("'<f4'")) {
            throw new Malformed("array " + array + " is not of float32");
        }
        Matcher extents = SHAPE.matcher(header);
        if (!extents.find()) {
            throw new Malformed("array " + array + " has no usable shape");
        }
        if (header.contains("'fortran_order': True")) {
            throw new Malformed("array " + array + " is stored column by column");
        }
        List<Integer> shape = new ArrayList<>();
        for (String extent : extents.group(1).split(",", -1)) {
            if (!extent.isBlank()) {
                shape.add(extent.strip().length() > 9 ? 0 : Integer.parseInt(extent.strip()));
            }
        }
        if (shape.contains(0)) {
            throw new Malformed("array " + array + " has no usable shape");
        }
        return shape;
    }

    @Override
    public Map<String, List<Integer>> shapes() {
        return shapes;
    }

    @Override
    public Optional<String> card() throws IOException {
        Path beside = ModelExport.cardBeside(file);
        if (!Files.exists(beside)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(beside)) {
            return Optional.of(new String(in.readNBytes(MOST_HEADER), StandardCharsets.UTF_8));
        }
    }

    @Override
    public InputStream values(String name) throws IOException {
        InputStream npy = entry(name);
        header(npy);
        return npy;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
