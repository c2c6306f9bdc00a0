package com.traffictacos.reservation.worker.operations.deadletter.job;

import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.event.ReservationEvent;
import com.traffictacos.reservation.worker.event.failure.InvalidEvent;
import com.traffictacos.reservation.worker.operations.auth.Operator;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterBrowser;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterQueue.ResendPlan;
import com.traffictacos.reservation.worker.operations.deadletter.MessageBody;
import com.traffictacos.reservation.worker.operations.deadletter.job.RedriveService.ConfirmationRequiredException;
import com.traffictacos.reservation.worker.pipeline.delivery.EventDecoder;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailableException;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;

/**
 * Sends one dead letter to its source queue with a body that an operator has changed, once the worker's own decoder has
 * accepted that body. The move itself is a job like a redrive: sent, then deleted. Thread-safe.
 */
@SingletonBean
public final class ResendService {

    private static final String RESEND = "resend";

    /** Shorter than the time that clients wait for an answer. A job that has not ended goes on. */
    private static final Duration WAIT = Duration.ofSeconds(55);

    private final DeadLetterBrowser deadLetters;
    private final DeadLetterJobs jobs;
    private final EventDecoder decoder;

    @Inject
    public ResendService(DeadLetterBrowser deadLetters, DeadLetterJobs jobs, EventDecoder decoder) {
        this.deadLetters = deadLetters;
        this.jobs = jobs;
        this.decoder = decoder;
    }

    /**
     * What a resend would send, or has sent.
     *
     * @param before the dead letter's body
     * @param after the new body
     * @param type the event that the new body is; {@code UNKNOWN} for one that takes no work
     * @param reservationId of the new body; empty for an event that takes no work
     * @param job the job that sends it; empty for a check
     */
    public record Resend(
            MessageBody before,
            MessageBody after,
            EventType type,
            Optional<String> reservationId,
            ResendPlan plan,
            Optional<JobStatus> job) {

        private Resend by(JobStatus sender) {
            return new Resend(before, after, type, reservationId, plan, Optional.of(sender));
        }
    }

    /**
     * Checks a new body, and sends nothing.
     *
     * @throws ResendRefusedException if the decoder refuses the body, or there is no such dead letter
     * @throws IllegalArgumentException if the body is blank, unchanged, or nothing that the queue takes
     */
    public Resend check(String id, MessageBody body) {
        return check(find(id), body);
    }

    /**
     * Sends a dead letter with another body, and waits for that, but not longer than a minute.
     *
     * @param confirm the word {@code resend}
     * @return with the job, which has sent the message and deleted the dead letter, or still looks for it
     * @throws ResendRefusedException if the decoder refuses the body, or the dead letter is not there, also if another
     *     operator was faster
     * @throws IllegalArgumentException if the body is blank, unchanged, or nothing that the queue takes
     * @throws ConfirmationRequiredException if it is not confirmed
     * @throws DeadLetterJobs.JobConflictException if another job runs
     * @throws QueueUnavailableException if the queue did not confirm that it took the message: the dead letter stays, and the
     *     message may have been sent all the same, if the answer was lost
     */
    public Resend resend(String id, MessageBody body, String confirm, Operator operator) {
        DeadLetter deadLetter = find(id);
        Resend checked = check(deadLetter, body);
        if (!confirm.equals(RESEND)) {
            throw new ConfirmationRequiredException(
                    "the new body is valid, and is sent in place of the old one with confirm=" + RESEND);
        }
        JobStatus started = jobs.start(JobRequest.resend(BodyEdit.of(deadLetter, body), operator));
        JobStatus last = jobs.await(started, WAIT);
        if (!last.isRunning() && last.done() == 0) {
            throw nothingSent(last);
        }
        return checked.by(last);
    }

    private static RuntimeException nothingSent(JobStatus job) {
        if (job.state() == JobStatus.State.CANCELLED) {
            return new DeadLetterJobs.JobConflictException("the resend was cancelled; nothing was sent");
        }
        return job.error()
                .<RuntimeException>map(error -> new QueueUnavailableException(
                        "the queue did not confirm that it took the message, and the dead letter stays. Look at the reservation"
                                + " before another body is sent: " + error,
                        null))
                .orElseGet(ResendRefusedException::gone);
    }

    private DeadLetter find(String id) {
        return deadLetters.find(id).orElseThrow(ResendRefusedException::notFound);
    }

    private Resend check(DeadLetter deadLetter, MessageBody body) {
        ReceivedMessage message = deadLetter.message();
        if (body.text().isBlank()) {
            throw new IllegalArgumentException("body: has to be given");
        }
        if (body.text().equals(message.body())) {
            throw new IllegalArgumentException("body: is unchanged; a redrive sends it as it is");
        }
        Optional<ReservationEvent> event = decode(message, body);
        ResendPlan plan = deadLetters.queue().planResend(deadLetter, body);
        return new Resend(
                new MessageBody(message.body()),
                body,
                event.map(ReservationEvent::type).orElse(EventType.UNKNOWN),
                event.map(known -> known.reservationId().value()),
                plan,
                Optional.empty());
    }

    /** The event; empty for a valid one that takes no work. */
    private Optional<ReservationEvent> decode(ReceivedMessage message, MessageBody body) {
        try {
            return switch (decoder.decode(message.withBody(body.text()))) {
                case EventDecoder.Decoded.Event decoded -> Optional.of(decoded.event());
                case EventDecoder.Decoded.NothingToDo ignored -> Optional.empty();
            };
        } catch (InvalidEvent invalid) {
            throw ResendRefusedException.invalid(invalid);
        }
    }
}
