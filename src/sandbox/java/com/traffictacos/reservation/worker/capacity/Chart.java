package com.traffictacos.reservation.worker.capacity;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

/**
 * Writes panels of lines over time as SVG: one x axis in minutes, one y axis from zero for each panel. Colours are told
 * apart without seeing red and green, and lines by their dashes too.
 */
final class Chart {

    private static final int WIDTH = 860;
    private static final int LEFT = 70;
    private static final int RIGHT = 20;
    private static final int PLOT_HEIGHT = 170;
    /** Title and legend above a plot, and the air below it. */
    private static final int HEAD = 68;

    private static final int FOOT = 44;
    private static final int Y_STEPS = 4;
    private static final List<String> COLOURS = List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#555555");
    private static final List<String> DASHES = List.of("none", "7 3", "2 3", "9 3 2 3", "4 4");

    private final List<Panel> panels = new ArrayList<>();

    /** A line: one value a second. */
    record Line(String name, List<Integer> values) {

        static Line of(String name, Simulation.Outcome outcome, ToIntFunction<Simulation.Sample> value) {
            return new Line(
                    name, outcome.samples().stream().map(value::applyAsInt).toList());
        }
    }

    private record Panel(String title, List<Line> lines) {}

    Chart panel(String title, Line... lines) {
        panels.add(new Panel(title, List.of(lines)));
        return this;
    }

    /** The whole document. */
    String svg(String description) {
        StringBuilder svg = new StringBuilder();
        int height = panels.size() * (HEAD + PLOT_HEIGHT) + FOOT;
        line(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\"",
                WIDTH,
                height,
                WIDTH,
                height);
        line(svg, "     font-family=\"sans-serif\" font-size=\"12\" fill=\"#222222\" role=\"img\">");
        line(svg, "<title>%s</title>", description);
        line(svg, "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, height);
        for (int i = 0; i < panels.size(); i++) {
            draw(svg, panels.get(i), i * (HEAD + PLOT_HEIGHT) + HEAD);
        }
        line(svg, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">minutes</text>", LEFT + plotWidth() / 2, height - 8);
        line(svg, "</svg>");
        return svg.toString();
    }

    private static void draw(StringBuilder svg, Panel panel, int top) {
        line(svg, "<text x=\"%d\" y=\"%d\" font-weight=\"bold\">%s</text>", LEFT, top - 32, panel.title());
        int seconds = panel.lines().getFirst().values().size();
        int most = panel.lines().stream()
                .flatMap(line -> line.values().stream())
                .mapToInt(Integer::intValue)
                .max()
                .orElse(1);
        int scale = roundUp(Math.max(most, 1));
        axes(svg, top, scale, seconds);
        int legend = LEFT;
        for (int i = 0; i < panel.lines().size(); i++) {
            Line series = panel.lines().get(i);
            String stroke = "stroke=\"%s\" stroke-width=\"1.8\" stroke-dasharray=\"%s\""
                    .formatted(COLOURS.get(i), DASHES.get(i));
            line(svg, "<polyline fill=\"none\" %s points=\"%s\"/>", stroke, points(series, top, scale));
            line(
                    svg,
                    "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" %s/>",
                    legend,
                    top - 15,
                    legend + 26,
                    top - 15,
                    stroke);
            line(svg, "<text x=\"%d\" y=\"%d\">%s</text>", legend + 32, top - 11, series.name());
            legend += 50 + 7 * series.name().length();
        }
    }

    private static void axes(StringBuilder svg, int top, int scale, int seconds) {
        for (int step = 0; step <= Y_STEPS; step++) {
            int y = top + PLOT_HEIGHT - PLOT_HEIGHT * step / Y_STEPS;
            line(svg, "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#dddddd\"/>", LEFT, y, WIDTH - RIGHT, y);
            String label = String.format(Locale.ROOT, "%,d", (long) scale * step / Y_STEPS);
            line(svg, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>", LEFT - 8, y + 4, label);
        }
        for (int minute = 0; minute * 60 <= seconds; minute++) {
            int x = LEFT + plotWidth() * minute * 60 / seconds;
            line(
                    svg,
                    "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#eeeeee\"/>",
                    x,
                    top,
                    x,
                    top + PLOT_HEIGHT);
            line(svg, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%d</text>", x, top + PLOT_HEIGHT + 15, minute);
        }
    }

    /** Every third second, and each that a line turns at: enough for the eye, and a third of the file. */
    private static String points(Line series, int top, int scale) {
        StringBuilder points = new StringBuilder();
        List<Integer> values = series.values();
        int last = values.size() - 1;
        for (int i = 0; i <= last; i++) {
            boolean turns = i > 0 && i < last && values.get(i + 1) - values.get(i) != values.get(i) - values.get(i - 1);
            if (i == 0 || i == last || (turns && (i % 3 == 0 || isStep(values, i)))) {
                double x = LEFT + plotWidth() * (double) i / last;
                double y = top + PLOT_HEIGHT - PLOT_HEIGHT * (double) values.get(i) / scale;
                points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
            }
        }
        return points.toString().strip();
    }

    /** Flat on one side: left out, a step would look like a slope. */
    private static boolean isStep(List<Integer> values, int i) {
        return values.get(i).equals(values.get(i - 1)) || values.get(i).equals(values.get(i + 1));
    }

    /** To 1, 2, 4, 5, 6 or 8 times a power of ten, which four steps divide into round figures. */
    private static int roundUp(int value) {
        int power = 1;
        while (power * 10 < value) {
            power *= 10;
        }
        for (int factor : new int[] {1, 2, 4, 6, 8}) {
            if (factor * power >= value && factor * power % Y_STEPS == 0) {
                return factor * power;
            }
        }
        return Math.max(10 * power, Y_STEPS);
    }

    private static int plotWidth() {
        return WIDTH - LEFT - RIGHT;
    }

    @SuppressWarnings("AnnotateFormatMethod") // That annotation is in no library of this project.
    private static void line(StringBuilder svg, String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }
}
