package com.traffictacos.reservation.worker.adapter.json;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Lets large bodies be decoded a few at a time. The parser's buffer grows by doubling and takes several times the size of
 * a body: a whole pool that decodes bodies of 1 MiB at once takes more than the heap has. Decoding needs nothing but CPU,
 * so more at a time than there are processors gain nothing. Thread-safe.
 */
final class DecodingLimit {

    /** In characters. Bodies up to this length are never waited for; events have some 500. */
    static final int LARGE = 64 * 1024;

    private final Semaphore turns;

    /** @param atOnce large bodies at a time */
    DecodingLimit(int atOnce) {
        this.turns = new Semaphore(atOnce, true);
    }

    /** Decodes a body, after a wait if it is large and enough others are being decoded. */
    <T> T decode(String body, Supplier<T> decoding) {
        if (body.length() <= LARGE) {
            return decoding.get();
        }
        // Not interruptible: those before it take some milliseconds each, and wait for nothing.
        turns.acquireUninterruptibly();
        try {
            return decoding.get();
        } finally {
            turns.release();
        }
    }
}
