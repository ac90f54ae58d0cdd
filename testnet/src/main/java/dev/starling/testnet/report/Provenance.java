package dev.starling.testnet.report;

/**
 * What it takes to repeat a federation and to tell whether it was the same one. Whatever is not known is empty.
 *
 * @param command the command line that ran it
 * @param dataHash SHA-256 of the data in hexadecimal
 * @param charterHash SHA-256 of the charter in hexadecimal
 * @param split how the rows were dealt to the members
 * @param model what was trained
 * @param data where the data came from
 */
public record Provenance(String command, String dataHash, String charterHash, String split, String model, String data) {

    /** Nothing is known. */
    public static final Provenance NONE = new Provenance("", "", "", "", "", "");
}
