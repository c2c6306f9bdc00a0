package com.traffictacos.reservation.worker.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Another program that follows the contract, by the command that starts it. It takes its settings from the environment
 * (contract section 5), says by HTTP on {@code SERVER_PORT} that it is ready, and ends by SIGTERM.
 *
 * @param text as it was given, without the prefix
 * @param environment the words {@code NAME=value} before the program
 * @param words the program and its arguments
 * @param readyPath answers 200 once the program is ready
 */
record PeerCommand(String text, Map<String, String> environment, List<String> words, String readyPath)
        implements MeasuredProgram {

    static final String PREFIX = "command:";
    static final String READY_PATH = "/health/ready";
    static final String ACCEPTED =
            PREFIX + " and a command line (variables NAME=value first, blanks in quotes), not read by a shell";

    private static final Pattern VARIABLE = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)=(.*)", Pattern.DOTALL);
    private static final Pattern PART = Pattern.compile("\\G(?:(\\s+)|'([^']*)'|\"([^\"]*)\"|([^\\s'\"]+))");

    PeerCommand {
        environment = Map.copyOf(environment);
        words = List.copyOf(words);
    }

    /**
     * Reads a command line.
     *
     * @param text with or without {@link #PREFIX}
     * @throws IllegalArgumentException if a quote is open or there is no program
     */
    static PeerCommand of(String text, String readyPath) {
        String line = (text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text).strip();
        Map<String, String> environment = new LinkedHashMap<>();
        List<String> words = new ArrayList<>();
        for (String word : split(line)) {
            Matcher variable = VARIABLE.matcher(word);
            if (words.isEmpty() && variable.matches()) {
                environment.put(variable.group(1), variable.group(2));
            } else {
                words.add(word);
            }
        }
        if (words.isEmpty()) {
            throw new IllegalArgumentException("no program in: " + text);
        }
        return new PeerCommand(line, environment, words, readyPath);
    }

    /** Parts without a blank between them are one word, as in a shell: {@code -Dname="two words"}. */
    private static List<String> split(String line) {
        List<String> words = new ArrayList<>();
        Matcher part = PART.matcher(line);
        boolean inWord = false;
        int end = 0;
        while (part.find()) {
            end = part.end();
            if (part.group(1) != null) {
                inWord = false;
                continue;
            }
            String text = part.group().replaceAll("^['\"]|['\"]$", "");
            if (inWord) {
                words.add(words.removeLast() + text);
            } else {
                words.add(text);
            }
            inWord = true;
        }
        if (end < line.length()) {
            throw new IllegalArgumentException("a quote is open in: " + line);
        }
        return words;
    }
}
