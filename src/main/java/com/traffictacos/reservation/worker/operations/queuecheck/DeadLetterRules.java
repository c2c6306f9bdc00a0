package com.traffictacos.reservation.worker.operations.queuecheck;

import com.traffictacos.reservation.worker.operations.queuecheck.QueueAttributesReader.DeadLetterQueue;
import com.traffictacos.reservation.worker.operations.queuecheck.QueueAttributesReader.QueueFacts;
import com.traffictacos.reservation.worker.operations.queuecheck.QueueWarning.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Compares the attributes of a readable dead-letter queue with those of the queue. Stateless. */
final class DeadLetterRules {

    private DeadLetterRules() {}

    static List<QueueWarning> compare(DeadLetterQueue.Known deadLetters, QueueFacts queue) {
        List<QueueWarning> findings = new ArrayList<>();
        if (deadLetters.theQueueItself()) {
            findings.add(new QueueWarning(
                    Name.DEAD_LETTER_QUEUE_IS_THE_QUEUE,
                    "SQS_DLQ_URL is another spelling of SQS_QUEUE_URL: nothing is dead-lettered until it names another"
                            + " queue, since dead letters would come back as events"));
            return findings;
        }
        if (deadLetters.retention().compareTo(queue.retention()) < 0) {
            findings.add(new QueueWarning(
                    Name.DEAD_LETTER_RETENTION_TOO_SHORT,
                    "a message that the redrive policy moves keeps its age and may expire on arrival; set the"
                            + " dead-letter queue's MessageRetentionPeriod above "
                            + queue.retention().toSeconds() + " s, for instance to 1209600 (14 days)"));
        }
        if (deadLetters.maxBytes() < queue.maxBytes()) {
            findings.add(new QueueWarning(
                    Name.DEAD_LETTER_SIZE_TOO_SMALL,
                    "the queue takes messages of " + queue.maxBytes() + " bytes, the dead-letter queue of "
                            + deadLetters.maxBytes() + ": the worker leaves its attributes out where they do not fit,"
                            + " and a larger message stays until the redrive policy moves it; set the dead-letter queue's"
                            + " MaximumMessageSize to 1048576"));
        }
        if (!deadLetters.otherSources().isEmpty()) {
            findings.add(new QueueWarning(
                    Name.DEAD_LETTER_QUEUE_SHARED,
                    "it takes dead letters of " + String.join(", ", new TreeSet<>(deadLetters.otherSources()))
                            + " as well: operators see and move dead letters of this worker's queue alone, alarms and depths"
                            + " count all; give each queue a dead-letter queue of its own"));
        }
        return findings;
    }
}
