package com.traffictacos.reservation.worker.adapter.sqs;

import java.net.URI;

/** The names of queues, by which SQS tells those of one account and region apart. Stateless. */
final class QueueNames {

    private QueueNames() {}

    /** Of {@code https://sqs.<region>.amazonaws.com/<account>/<name>}, or any other server's. */
    static String ofUrl(URI url) {
        String path = url.getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Of {@code arn:aws:sqs:<region>:<account>:<name>}. */
    static String ofArn(String arn) {
        return arn.substring(arn.lastIndexOf(':') + 1);
    }
}
