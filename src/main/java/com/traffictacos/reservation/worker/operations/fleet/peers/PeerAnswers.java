package com.traffictacos.reservation.worker.operations.fleet.peers;

import com.traffictacos.reservation.worker.operations.fleet.peers.PeerClient.Answer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Asks all workers at the same time, and waits. Stateless. */
final class PeerAnswers {

    private PeerAnswers() {}

    /**
     * The answers in the order of the addresses.
     *
     * @param question never fails
     */
    static CompletableFuture<List<Answer>> ofAll(
            List<PeerAddress> addresses, Function<PeerAddress, CompletableFuture<Answer>> question) {
        List<CompletableFuture<Answer>> answers =
                addresses.stream().map(question).toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
                .thenApply(all -> answers.stream().map(CompletableFuture::join).toList());
    }

    /**
     * Blocks until it is known.
     *
     * @param problem what it means if it is not
     * @throws IllegalStateException if it took longer, or failed
     */
    static <T> T await(CompletableFuture<T> stage, Duration longest, String problem) {
        try {
            return stage.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(problem, e);
        }
    }
}
