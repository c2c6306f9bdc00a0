package com.traffictacos.reservation.worker.bench;

import java.util.Map;

/** What is measured. */
sealed interface MeasuredProgram permits Candidate, PeerCommand {

    /** As it was given. */
    String text();

    /** Of the process, beside the settings that lead it into the world. */
    Map<String, String> environment();
}
