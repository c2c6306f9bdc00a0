package com.traffictacos.reservation.worker.endtoend;

import jakarta.json.JsonString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rules of axe-core for what a page shows: names, roles, the order of headings, contrast of level AA. Stateless.
 *
 * @see <a href="https://github.com/dequelabs/axe-core">axe-core</a>
 */
final class Accessibility {

    /**
     * A rule that axe-core could not run is a violation too, and so is a contrast that it could not tell, unless the text is a
     * single sign. It knows nothing of the top layer: an open dialog is looked at with nothing behind it.
     */
    private static final String RUN = """
            (async () => {
                const told = ({id, help, nodes}) => nodes.length === 0 ? [id + ' could not be run']
                    : nodes.map(({html, any}) => [id, help, html.slice(0, 160), ...any.map(({message}) => message)].join(': '));
                const isUntold = ({id, nodes}) => nodes.length === 0 || id === 'color-contrast';
                const isSign = (line) => /non-text characters|too short/.test(line);
                const look = async (where) => {
                    const {violations, incomplete} = await axe.run(where, {resultTypes: ['violations', 'incomplete']});
                    return [violations.flatMap(told), incomplete.filter(isUntold).flatMap(told).filter(line => !isSign(line))];
                };
                const dialog = document.querySelector('dialog[open]');
                const [found, untold] = await look(document);
                if (!dialog) {
                    return [...found, ...untold].join('\\n');
                }
                const behind = [...document.querySelectorAll('body > :not(dialog)')];
                behind.forEach(one => (one.style.display = 'none'));
                const inside = await look(dialog);
                behind.forEach(one => (one.style.display = ''));
                return [...found, ...inside.flat()].join('\\n');
            })()""";

    private Accessibility() {}

    /** Every violation in both colours, one in a line; the page is light again afterwards. */
    static List<String> violations(BrowserPage page) {
        return Stream.of("dark", "light")
                .flatMap(colours -> {
                    page.screen(1400, 900, colours);
                    return violationsNow(page).lines().map(line -> colours + ": " + line);
                })
                .toList();
    }

    private static String violationsNow(BrowserPage page) {
        if (page.evaluate("typeof axe").toString().equals("\"undefined\"")) {
            var unused = page.evaluate(source() + "; true");
        }
        // A colour that is on its way to another is neither.
        var unused = page.evaluate("Promise.allSettled(document.getAnimations()"
                + ".filter(one => one instanceof CSSTransition).map(one => one.finished)).then(() => true)");
        return ((JsonString) page.evaluate(RUN)).getString();
    }

    private static String source() {
        try {
            return new String(WebJar.file("axe-core", "axe.min.js"), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
