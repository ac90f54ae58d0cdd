package dev.starling.node.toml;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration file that cannot be used, with everything that is wrong with it. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * One thing that is wrong.
     *
     * @param file name of the file as the operator knows it, or of an environment variable
     * @param line line of the file, counted from 1; 0 when there is none
     * @param column column of the line, counted from 1; 0 when there is none
     * @param message what is wrong
     * @param remedy what to do about it
     */
    public record Problem(String file, int line, int column, String message, String remedy) {
        static Problem ofVariable(String name, String message, String remedy) {
            return new Problem("environment variable " + name, 0, 0, message, remedy);
        }

        @Override
        public String toString() {
            String place = line == 0 ? file : file + ":" + line + ":" + column;
            return place + ": " + message + "; " + remedy;
        }
    }

    private final transient List<Problem> problems;

    /**
     * Reports problems.
     *
     * @param problems at least one, in the order of the file
     */
    public ConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** All problems found, in the order of the file. */
    public List<Problem> problems() {
        return problems;
    }
}
