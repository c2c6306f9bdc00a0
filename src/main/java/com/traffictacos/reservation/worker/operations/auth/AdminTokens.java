package com.traffictacos.reservation.worker.operations.auth;

import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures.Place;
import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.log.JsonLog;
import com.traffictacos.reservation.worker.platform.settings.Secret;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import com.traffictacos.reservation.worker.platform.settings.token.AdminToken;
import com.traffictacos.reservation.worker.platform.settings.token.AdminTokenFile;
import com.traffictacos.reservation.worker.platform.settings.token.AdminTokenFile.InvalidTokenFileException;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tokens that are let in: that of {@code ADMIN_TOKEN} and those of {@code ADMIN_TOKENS_FILE}. The file is read again
 * every two seconds, by its path and compared by its content, so that a symbolic link that Kubernetes turns to another
 * directory is followed. A timer and not a look at each login: a stranger must not cause reads of a disk, and a faulty file
 * is to be reported before somebody needs it. A faulty file changes nothing.
 *
 * <p>Thread-safe; {@link #look} is called by one timer.
 */
@SingletonBean
public class AdminTokens {

    static final Duration INTERVAL = Duration.ofSeconds(2);

    private static final JsonLog LOG = JsonLog.of(AdminTokens.class);

    @SuppressWarnings("ArrayRecordComponent") // Never compared or shown as a record.
    private record Entry(byte[] hash, AdminToken token) {

        private static Entry of(AdminToken token) {
            return new Entry(HexFormat.of().parseHex(token.sha256()), token);
        }
    }

    private final Optional<AdminToken> adminToken;
    private final Optional<Path> file;
    private final AtomicLong applied = new AtomicLong();
    private final AtomicLong rejected = new AtomicLong();
    private volatile List<Entry> entries;

    // Of the timer alone.
    private List<AdminToken> fileTokens;
    private Optional<String> seen = Optional.empty();
    private boolean faulty;

    @Inject
    public AdminTokens(Settings.Operations settings) {
        this.adminToken = settings.adminToken().map(Secret::value).map(AdminToken::of);
        this.file = settings.adminTokenFile().map(AdminTokenFile::path);
        this.fileTokens = settings.adminTokenFile().map(AdminTokenFile::tokens).orElse(List.of());
        this.entries = entries(fileTokens);
    }

    void start(@Observes Startup startup, WorkerExecutors executors) {
        if (file.isPresent()) {
            executors.repeat(Place.ADMIN_TOKENS_FILE, INTERVAL, INTERVAL, this::look);
        }
    }

    /** Whether anybody is let in. */
    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Who has the token. All entries are compared, each in constant time, so that the time tells nothing about them. */
    Optional<AdminToken> find(String token) {
        byte[] hash = AdminToken.hash(token);
        Optional<AdminToken> found = Optional.empty();
        for (Entry entry : entries) {
            if (MessageDigest.isEqual(hash, entry.hash())) {
                found = Optional.of(entry.token());
            }
        }
        return found;
    }

    /** A text that is the same in every worker that has these tokens, and that nobody knows who knows none of their hashes. */
    public String fingerprint() {
        return entries.stream().map(entry -> entry.token().sha256()).sorted().collect(Collectors.joining(","));
    }

    /** Number of changes of the file that were taken over since the start. */
    public long applied() {
        return applied.get();
    }

    /** Number of changes of the file since the start that were faulty. */
    public long rejected() {
        return rejected.get();
    }

    /** Reads the file, and takes it over if it has changed. */
    void look() {
        file.ifPresent(path -> {
            String text;
            try {
                text = AdminTokenFile.text(path);
            } catch (InvalidTokenFileException e) {
                reject(path, String.valueOf(e.getMessage()), e);
                return;
            }
            if (seen.isEmpty() || !seen.get().equals(text)) {
                change(path, text);
            }
        });
    }

    private void change(Path path, String text) {
        List<AdminToken> tokens;
        try {
            tokens = AdminTokenFile.parse(path, text, adminToken).tokens();
        } catch (InvalidTokenFileException e) {
            reject(path, text, e);
            return;
        }
        seen = Optional.of(text);
        boolean changed = !tokens.equals(fileTokens);
        if (changed) {
            fileTokens = tokens;
            entries = entries(tokens);
            applied.incrementAndGet();
        }
        if (changed || faulty) {
            faulty = false;
            LOG.info(
                    "the operators' tokens are those of their file as it is now",
                    fields -> fields.with("file", path.toString())
                            .with(
                                    "operators",
                                    tokens.stream().map(AdminToken::toString).collect(Collectors.joining(", "))));
        }
    }

    /** @param state of the file, so that the same state is reported once */
    private void reject(Path path, String state, InvalidTokenFileException cause) {
        if (seen.isPresent() && seen.get().equals(state)) {
            return;
        }
        seen = Optional.of(state);
        faulty = true;
        rejected.incrementAndGet();
        LOG.warn(
                "the operators' tokens have not changed: their file is faulty",
                fields -> fields.with("variable", "ADMIN_TOKENS_FILE")
                        .with("file", path.toString())
                        .with("cause", String.valueOf(cause.getMessage())));
    }

    private List<Entry> entries(List<AdminToken> ofFile) {
        return Stream.concat(adminToken.stream(), ofFile.stream())
                .map(Entry::of)
                .toList();
    }
}
