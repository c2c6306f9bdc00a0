package com.traffictacos.reservation.worker.operations.admin.grpc.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * A listening socket that closes connections beyond the limits before gRPC sees them: nothing but the socket was
 * allocated for them. Confined to its event loop.
 */
public final class LimitedServerChannel extends NioServerSocketChannel {

    private final ConnectionLimits<Channel> limits;

    public LimitedServerChannel(ConnectionLimits<Channel> limits) {
        this.limits = limits;
    }

    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
        int read = super.doReadMessages(accepted);
        if (read <= 0) {
            return read;
        }
        Channel connection = (Channel) accepted.getLast();
        String address = address(connection.remoteAddress());
        Optional<Channel> tooMany = limits.add(address, connection);
        if (tooMany.filter(connection::equals).isPresent()) {
            limits.remove(address, connection);
            accepted.removeLast();
            connection.unsafe().closeForcibly();
            return read;
        }
        ChannelFuture unused = connection.closeFuture().addListener(closed -> limits.remove(address, connection));
        tooMany.ifPresent(LimitedServerChannel::giveUp);
        return read;
    }

    private static void giveUp(Channel oldest) {
        ChannelFuture unused = oldest.close();
    }

    private static String address(SocketAddress remote) {
        return remote instanceof InetSocketAddress internet ? internet.getHostString() : String.valueOf(remote);
    }
}
