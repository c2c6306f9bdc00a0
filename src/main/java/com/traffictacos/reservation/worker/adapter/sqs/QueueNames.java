package com.traffictacos.reservation.worker.adapter.sqs;

import java.net.URI;

/** Names of queues. SQS names are unique per account and region. Stateless. */
final class QueueNames {

    private QueueNames() {}

    /** The name in {@code https://sqs.<region>.amazonaws.com/<account>/<name>}, or in any other server's URL. */
    static String ofUrl(URI url) {
        String path = url.getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The name in {@code arn:aws:sqs:<region>:<account>:<name>}. */
    static String ofArn(String arn) {
        return arn.substring(arn.lastIndexOf(':') + 1);
    }
}
